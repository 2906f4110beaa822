package mcp

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"reflect"
	"strconv"
	"strings"
)

// tool is something that a client may call.
type tool struct {
	Name        string         `json:"name"`
	Title       string         `json:"title"`
	Description string         `json:"description"`
	InputSchema map[string]any `json:"inputSchema"`
	Annotations map[string]any `json:"annotations"`

	run func(ctx context.Context, v *view, arguments json.RawMessage) (string, error)
}

// makeTool makes a tool of a function. The fields of A are its arguments: "json" names them, "doc" describes them, "enum"
// lists the values they may have, separated by "|", "max" bounds a number, "need" makes them required.
func makeTool[A any](name, title, description string, f func(context.Context, *view, *A) (string, error)) tool {
	t := reflect.TypeFor[A]()
	return tool{
		Name: name, Title: title, Description: description, InputSchema: inputSchema(t),
		Annotations: map[string]any{"title": title, "readOnlyHint": true, "destructiveHint": false, "idempotentHint": true, "openWorldHint": false},
		run: func(ctx context.Context, v *view, arguments json.RawMessage) (string, error) {
			var a A
			dec := json.NewDecoder(bytes.NewReader(arguments))
			dec.DisallowUnknownFields()
			if err := dec.Decode(&a); err != nil {
				return "", wrongCall("%s: %s; the arguments are %s", name, strings.TrimPrefix(err.Error(), "json: "), strings.Join(fieldNames(t), ", "))
			}
			if _, err := dec.Token(); !errors.Is(err, io.EOF) {
				return "", wrongCall("%s: more than one object", name)
			}
			if wrong := checkFields(reflect.ValueOf(a)); wrong != "" {
				return "", wrongCall("%s: %s", name, wrong)
			}
			return f(ctx, v, &a)
		},
	}
}

// fieldsOf calls f for each argument, those of embedded structs too.
func fieldsOf(t reflect.Type, f func(field reflect.StructField, name string)) {
	for i := range t.NumField() {
		field := t.Field(i)
		if field.Anonymous {
			fieldsOf(field.Type, f)
			continue
		}
		f(field, field.Tag.Get("json"))
	}
}

func fieldNames(t reflect.Type) (out []string) {
	fieldsOf(t, func(_ reflect.StructField, name string) { out = append(out, name) })
	return out
}

// inputSchema is the JSON schema of the arguments.
func inputSchema(t reflect.Type) map[string]any {
	properties, required := map[string]any{}, []string{}
	fieldsOf(t, func(f reflect.StructField, name string) {
		p := typeSchema(f.Type)
		if doc := f.Tag.Get("doc"); doc != "" {
			p["description"] = doc
		}
		target := p
		if items, ok := p["items"].(map[string]any); ok {
			target = items
		}
		if enum := f.Tag.Get("enum"); enum != "" {
			target["enum"] = strings.Split(enum, "|")
		}
		if max, err := strconv.Atoi(f.Tag.Get("max")); err == nil {
			p["maximum"] = max
		}
		if f.Type.Kind() == reflect.Int {
			p["minimum"] = 0
		}
		properties[name] = p
		if f.Tag.Get("need") != "" {
			required = append(required, name)
		}
	})
	return map[string]any{"type": "object", "properties": properties, "required": required, "additionalProperties": false}
}

func typeSchema(t reflect.Type) map[string]any {
	switch t.Kind() {
	case reflect.Int:
		return map[string]any{"type": "integer"}
	case reflect.Bool:
		return map[string]any{"type": "boolean"}
	case reflect.Slice:
		return map[string]any{"type": "array", "items": typeSchema(t.Elem())}
	case reflect.Map:
		return map[string]any{"type": "object", "additionalProperties": map[string]any{"type": []string{"string", "number", "boolean"}}}
	}
	return map[string]any{"type": "string"}
}

// checkFields says what is wrong with arguments.
func checkFields(v reflect.Value) string {
	wrong := ""
	fieldsOf(v.Type(), func(f reflect.StructField, name string) {
		if wrong != "" {
			return
		}
		value := v.FieldByIndex(fieldIndex(v.Type(), f))
		var texts []string
		switch x := value.Interface().(type) {
		case string:
			if f.Tag.Get("need") != "" && strings.TrimSpace(x) == "" {
				wrong = name + " is required"
			}
			texts = []string{x}
		case []string:
			texts = x
		case int:
			if most, err := strconv.Atoi(f.Tag.Get("max")); x < 0 || err == nil && x > most {
				wrong = name + ": not a number from 0 to " + f.Tag.Get("max")
			}
		}
		enum := f.Tag.Get("enum")
		for _, text := range texts {
			if enum != "" && text != "" && !contains(enum, text) {
				wrong = name + ": " + strconv.Quote(cut(text, 50)) + " is not one of " + strings.ReplaceAll(enum, "|", ", ")
			}
		}
	})
	return wrong
}

func contains(enum, text string) bool {
	for e := range strings.SplitSeq(enum, "|") {
		if e == text {
			return true
		}
	}
	return false
}

// fieldIndex finds a field, in embedded structs too.
func fieldIndex(t reflect.Type, f reflect.StructField) []int {
	field, _ := t.FieldByName(f.Name)
	return field.Index
}
