package api

import (
	"context"
	"net/http"
	"reflect"
	"sort"
	"strconv"
	"strings"
	"sync"

	"kg/graph/gizmo"
)

// object is a JSON object of the document.
type object = map[string]any

// Document is the OpenAPI document.
type Document object

var document = sync.OnceValue(makeDocument)

func openAPI(context.Context, *server, *query) (Document, error) { return document(), nil }

func makeDocument() Document {
	schemas := object{}
	paths := object{}
	problem := object{"description": "an error (RFC 9457)",
		"content": object{"application/problem+json": object{"schema": schemaFor(reflect.TypeFor[Problem](), schemas)}}}
	for _, rt := range Routes() {
		params := []object{}
		for _, p := range rt.Params {
			params = append(params, p.object())
		}
		content := object{"application/json": object{"schema": schemaFor(reflect.TypeOf(rt.Answer), schemas)}}
		switch rt.Type {
		case "":
		case "application/x-ndjson":
			content = object{rt.Type: object{"schema": schemaFor(reflect.TypeOf(rt.Answer), schemas)}}
		default:
			content = object{rt.Type: object{"schema": object{"type": "string"}}}
		}
		responses := object{"200": object{"description": "the answer", "content": content}, "default": problem}
		operation := object{"operationId": rt.Name, "summary": rt.Summary, "parameters": params, "responses": responses}
		if rt.method() == http.MethodGet {
			responses["304"] = object{"description": "the client has it already"}
		}
		if rt.Body != nil {
			takes := object{"application/json": object{"schema": schemaFor(reflect.TypeOf(rt.Body), schemas)}}
			if rt.Files {
				file := object{"schema": object{"type": "string"}}
				for media := range extensions {
					takes[media] = file
				}
				takes["text/plain"] = file
				takes["multipart/form-data"] = object{"schema": object{"type": "object", "properties": object{
					"file": object{"type": "array", "items": object{"type": "string", "format": "binary"}}}}}
			}
			operation["requestBody"] = object{"required": true, "content": takes}
		}
		paths[rt.Path] = object{strings.ToLower(rt.method()): operation}
	}
	return Document{
		"openapi": "3.1.0",
		"info": object{"title": "kg", "version": "1",
			"description": "A graph of what news articles say. Every claim leads back to its sentence."},
		"servers":    []object{{"url": Prefix}},
		"paths":      paths,
		"components": object{"schemas": schemas},
	}
}

// object is a parameter as the document writes it.
func (p *Param) object() object {
	typ := object{"type": "string"}
	switch p.Type {
	case "integer":
		typ = object{"type": "integer", "minimum": 0}
		if p.Max > 0 {
			typ["maximum"] = p.Max
		}
		if n, err := strconv.Atoi(p.Default); err == nil {
			typ["default"] = n
		}
	case "number", "boolean":
		typ["type"] = p.Type
	case "date":
		typ["format"] = "date"
	}
	if p.Type == "boolean" && p.Default != "" {
		typ["default"] = p.Default == "true"
	}
	if len(p.Enum) > 0 {
		typ["enum"] = p.Enum
	}
	if p.List {
		typ = object{"type": "array", "items": typ}
	}
	out := object{"name": p.Name, "in": "query", "schema": typ}
	switch {
	case p.InPath:
		out["in"] = "path"
	case p.Free:
		out["name"] = "params"
		out["schema"] = object{"type": "object", "additionalProperties": object{"type": "string"}}
		out["description"] = "given as " + p.Name + "NAME=VALUE"
	case p.List:
		out["style"], out["explode"] = "form", true
	}
	if p.Required {
		out["required"] = true
	}
	if p.Doc != "" && !p.Free {
		out["description"] = p.Doc
	}
	return out
}

// schemaFor describes a type as encoding/json writes it; structs go into schemas under their names.
func schemaFor(t reflect.Type, schemas object) object {
	switch t {
	case reflect.TypeFor[gizmo.Row]():
		return object{"description": "an object with the columns, or a single value"}
	case reflect.TypeFor[Document]():
		return object{"type": "object"}
	}
	switch t.Kind() {
	case reflect.Pointer:
		return schemaFor(t.Elem(), schemas)
	case reflect.Slice:
		return object{"type": "array", "items": schemaFor(t.Elem(), schemas)}
	case reflect.Map:
		return object{"type": "object", "additionalProperties": schemaFor(t.Elem(), schemas)}
	case reflect.String:
		return object{"type": "string"}
	case reflect.Bool:
		return object{"type": "boolean"}
	case reflect.Float32, reflect.Float64:
		return object{"type": "number"}
	case reflect.Int, reflect.Int64:
		return object{"type": "integer"}
	case reflect.Struct:
		name := strings.TrimSuffix(t.Name(), "JSON")
		if t.PkgPath() == "kg/graph" || t.PkgPath() == "kg/queries" {
			name = t.PkgPath()[strings.LastIndexByte(t.PkgPath(), '/')+1:] + name
		}
		if schemas[name] == nil {
			schemas[name] = object{} // ends the recursion of a type that holds itself
			properties, required := object{}, []string{}
			addFields(t, schemas, properties, &required)
			sort.Strings(required)
			schemas[name] = object{"type": "object", "properties": properties, "required": required}
		}
		return object{"$ref": "#/components/schemas/" + name}
	}
	return object{}
}

func addFields(t reflect.Type, schemas, properties object, required *[]string) {
	for i := range t.NumField() {
		f := t.Field(i)
		tag := f.Tag.Get("json")
		name, options, _ := strings.Cut(tag, ",")
		if f.Anonymous && name == "" {
			if f.Type.Kind() == reflect.Pointer { // absent where it is nil
				addFields(f.Type.Elem(), schemas, properties, new([]string))
				continue
			}
			addFields(f.Type, schemas, properties, required)
			continue
		}
		if !f.IsExported() || name == "-" {
			continue
		}
		s := schemaFor(f.Type, schemas)
		if doc := f.Tag.Get("doc"); doc != "" {
			s["description"] = doc
		}
		properties[name] = s
		if !strings.Contains(options, "omitempty") {
			*required = append(*required, name)
		}
	}
}
