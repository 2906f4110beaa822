package api_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"kg/serve/api"
)

// Every route is in the document, answers its examples, and answers them as the document says.
func TestAnswersAreAsDocumented(t *testing.T) {
	h := newAPI(t, api.Options{Editor: &recorder{}, Write: true})
	var doc map[string]any
	if err := json.Unmarshal(get(h, "/openapi.json").Body.Bytes(), &doc); err != nil {
		t.Fatal(err)
	}
	paths := doc["paths"].(map[string]any)
	var served []string
	for _, rt := range api.Routes() {
		served = append(served, rt.Path)
	}
	slices.Sort(served)
	if documented := sortedKeys(paths); !slices.Equal(documented, served) {
		t.Errorf("documented %v, served %v", documented, served)
	}
	tried := append(sortedKeys(examples), sortedKeys(bodies)...)
	slices.Sort(tried)
	if !slices.Equal(tried, served) {
		t.Errorf("tried %v, served %v", tried, served)
	}
	for _, path := range sortedKeys(examples) {
		get200 := paths[path].(map[string]any)["get"].(map[string]any)["responses"].(map[string]any)["200"].(map[string]any)
		media, isJSON := get200["content"].(map[string]any)["application/json"].(map[string]any)
		for _, example := range examples[path] {
			w := get(h, example)
			if w.Code != http.StatusOK || w.Body.Len() == 0 {
				t.Errorf("%s: %d %s", example, w.Code, w.Body)
				continue
			}
			if !isJSON {
				continue
			}
			var v any
			if err := json.Unmarshal(w.Body.Bytes(), &v); err != nil {
				t.Errorf("%s: %v", example, err)
			}
			if msg := fits(doc, media["schema"].(map[string]any), v, "answer"); msg != "" {
				t.Errorf("%s: %s", example, msg)
			}
		}
	}
	for _, path := range sortedKeys(bodies) {
		operation := paths[path].(map[string]any)["post"].(map[string]any)
		takes := operation["requestBody"].(map[string]any)["content"].(map[string]any)
		content := operation["responses"].(map[string]any)["200"].(map[string]any)["content"].(map[string]any)
		for _, b := range bodies[path] {
			media, _, _ := strings.Cut(b.media, ";")
			if takes[media] == nil {
				t.Errorf("%s: %s is not documented", path, media)
			}
			if media == "application/json" {
				var v any
				if err := json.Unmarshal([]byte(b.body), &v); err != nil {
					t.Fatal(err)
				}
				if msg := fits(doc, takes[media].(map[string]any)["schema"].(map[string]any), v, "body"); msg != "" {
					t.Errorf("%s %s: %s", path, b.body, msg)
				}
			}
			w := post(h, path, b)
			answer, ok := content[w.Header().Get("Content-Type")].(map[string]any)
			if w.Code != http.StatusOK || !ok {
				t.Errorf("%s %s: %d %s", path, b.body, w.Code, w.Body)
				continue
			}
			for line := range strings.Lines(w.Body.String()) {
				var v any
				if err := json.Unmarshal([]byte(line), &v); err != nil {
					t.Errorf("%s: %v", line, err)
				}
				if msg := fits(doc, answer["schema"].(map[string]any), v, "answer"); msg != "" {
					t.Errorf("%s: %s", path, msg)
				}
			}
		}
	}
	w := get(h, "/entity?id=Nobody")
	var v any
	if err := json.Unmarshal(w.Body.Bytes(), &v); err != nil {
		t.Fatal(err)
	}
	if msg := fits(doc, map[string]any{"$ref": "#/components/schemas/Problem"}, v, "problem"); msg != "" {
		t.Error(msg)
	}
}

// fits says where v is not what the schema says. A property that the schema does not know is a mistake too.
func fits(doc, schema map[string]any, v any, at string) string {
	if ref, ok := schema["$ref"].(string); ok {
		name := strings.TrimPrefix(ref, "#/components/schemas/")
		s, ok := doc["components"].(map[string]any)["schemas"].(map[string]any)[name].(map[string]any)
		if !ok {
			return at + ": no schema " + name
		}
		return fits(doc, s, v, at)
	}
	wrong := func() string { return fmt.Sprintf("%s: %v is no %v", at, v, schema["type"]) }
	switch schema["type"] {
	case "object":
		o, ok := v.(map[string]any)
		if !ok {
			return wrong()
		}
		properties, closed := schema["properties"].(map[string]any)
		for _, name := range sortedKeys(o) {
			if !closed {
				break
			}
			p, ok := properties[name].(map[string]any)
			if !ok {
				return at + ": " + name + " is not documented"
			}
			if msg := fits(doc, p, o[name], at+"."+name); msg != "" {
				return msg
			}
		}
		required, _ := schema["required"].([]any)
		for _, name := range required {
			if _, ok := o[name.(string)]; !ok {
				return at + ": no " + name.(string)
			}
		}
	case "array":
		list, ok := v.([]any)
		if !ok {
			return wrong()
		}
		for i, e := range list {
			if msg := fits(doc, schema["items"].(map[string]any), e, fmt.Sprintf("%s[%d]", at, i)); msg != "" {
				return msg
			}
		}
	case "string":
		if _, ok := v.(string); !ok {
			return wrong()
		}
	case "integer", "number":
		f, ok := v.(float64)
		if !ok || schema["type"] == "integer" && f != float64(int64(f)) {
			return wrong()
		}
	case "boolean":
		if _, ok := v.(bool); !ok {
			return wrong()
		}
	}
	return ""
}

// The check itself finds mistakes.
func TestFitsRefuses(t *testing.T) {
	doc := map[string]any{"components": map[string]any{"schemas": map[string]any{}}}
	object := map[string]any{"type": "object", "properties": map[string]any{"n": map[string]any{"type": "integer"}}, "required": []any{"n"}}
	for _, v := range []any{map[string]any{}, map[string]any{"n": 1.5}, map[string]any{"n": nil}, map[string]any{"n": 1.0, "m": 1.0}, []any{}, nil} {
		if fits(doc, object, v, "v") == "" {
			t.Errorf("%v is taken for %v", v, object)
		}
	}
	if msg := fits(doc, object, map[string]any{"n": 1.0}, "v"); msg != "" {
		t.Error(msg)
	}
}
