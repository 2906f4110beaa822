package schema

import (
	"crypto/sha256"
	_ "embed" // schema.yaml
	"encoding/hex"
	"fmt"
	"maps"
	"os"
	"slices"
	"sync"

	"go.yaml.in/yaml/v3"
)

//go:embed schema.yaml
var defaultYAML []byte

var loadDefault = sync.OnceValue(func() *Schema {
	s, err := parse("schema.yaml", defaultYAML, nil)
	if err != nil {
		panic(err) // the embedded file is checked by a test
	}
	return s
})

// Default is the schema that comes with kg.
func Default() *Schema { return loadDefault() }

// Load reads the schema in the file at path. It extends the default one, or stands alone where it says
// "extends: none". An error names the file and the line.
func Load(path string) (*Schema, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("schema: %w", err)
	}
	return Parse(path, data)
}

// Parse is Load for a file that is in memory; name stands for it in errors.
func Parse(name string, data []byte) (*Schema, error) {
	return parse(name, data, Default)
}

// Error is a mistake in a schema file.
type Error struct {
	File string
	Line int
	Msg  string
}

func (e *Error) Error() string { return fmt.Sprintf("%s:%d: %s", e.File, e.Line, e.Msg) }

// reader reads one file into a schema.
type reader struct {
	file string
	s    *Schema
	line map[string]int // "class Person", "relation meets": where it was named in this file

	asked []asked
}

// asked is a trigger with conditions, to be checked when all classes are known.
type asked struct {
	at *yaml.Node
	t  *Trigger
}

func (r *reader) errorf(n *yaml.Node, format string, args ...any) error {
	return &Error{File: r.file, Line: n.Line, Msg: fmt.Sprintf(format, args...)}
}

func parse(name string, data []byte, base func() *Schema) (*Schema, error) {
	var doc yaml.Node
	if err := yaml.Unmarshal(data, &doc); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	r := &reader{file: name, line: map[string]int{}}
	if len(doc.Content) == 0 { // an empty file extends nothing and changes nothing
		if base == nil {
			return nil, &Error{File: name, Line: 1, Msg: "empty"}
		}
		return base(), nil
	}
	root := doc.Content[0]
	var err error
	if r.s, err = r.start(root, base); err != nil {
		return nil, err
	}
	sum := sha256.Sum256(append([]byte(r.s.version), data...))
	r.s.version = hex.EncodeToString(sum[:6])
	sections := map[string]func(*yaml.Node) error{
		"extends":   func(*yaml.Node) error { return nil },
		"light":     r.readLight,
		"classes":   r.readClasses,
		"relations": r.readRelations,
		"heads":     r.readHeads,
		"titles":    r.readTitles,
		"topics":    r.readTopics,
	}
	if err := r.each(root, func(key string, k, v *yaml.Node) error {
		f, ok := sections[key]
		if !ok {
			return r.errorf(k, "unknown key %q", key)
		}
		return f(v)
	}); err != nil {
		return nil, err
	}
	if err := r.check(); err != nil {
		return nil, err
	}
	r.s.finish()
	return r.s, nil
}

// start is what the file adds to: a copy of the default, or nothing.
func (r *reader) start(root *yaml.Node, base func() *Schema) (*Schema, error) {
	empty := &Schema{classes: map[ClassID]*Class{}, relations: map[RelationID]*Relation{},
		heads: map[string]Head{}, titles: map[string]bool{}, light: map[string][]string{}, topics: map[string]map[string]bool{}}
	extends := "default"
	err := r.each(root, func(key string, _, v *yaml.Node) error {
		if key != "extends" {
			return nil
		}
		if extends = v.Value; extends != "default" && extends != "none" {
			return r.errorf(v, "extends: %q is neither default nor none", v.Value)
		}
		return nil
	})
	if err != nil || base == nil || extends == "none" {
		return empty, err
	}
	return base().clone(), nil
}

func (s *Schema) clone() *Schema {
	c := &Schema{classes: map[ClassID]*Class{}, relations: map[RelationID]*Relation{},
		heads: map[string]Head{}, titles: map[string]bool{}, light: map[string][]string{}, topics: map[string]map[string]bool{}}
	c.classIDs, c.relIDs = slices.Clone(s.classIDs), slices.Clone(s.relIDs)
	for id, v := range s.classes {
		n := *v
		c.classes[id] = &n
	}
	for id, v := range s.relations {
		n := *v
		n.Triggers = slices.Clone(v.Triggers)
		c.relations[id] = &n
	}
	for k, v := range s.heads {
		c.heads[k] = v
	}
	for k, v := range s.titles {
		c.titles[k] = v
	}
	for k, v := range s.topics {
		c.topics[k] = maps.Clone(v)
	}
	for k, v := range s.light {
		c.light[k] = slices.Clone(v)
	}
	return c
}

// each calls f for every key of the mapping n, in order. A key given twice is an error.
func (r *reader) each(n *yaml.Node, f func(key string, k, v *yaml.Node) error) error {
	if n.Kind != yaml.MappingNode {
		return r.errorf(n, "expected keys and values")
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		k, v := n.Content[i], n.Content[i+1]
		if seen[k.Value] {
			return r.errorf(k, "%q is given twice", k.Value)
		}
		seen[k.Value] = true
		if v.Kind == yaml.AliasNode {
			v = v.Alias
		}
		if err := f(k.Value, k, v); err != nil {
			return err
		}
	}
	return nil
}

// words reads a list of words.
func (r *reader) words(n *yaml.Node) ([]string, error) {
	if n.Kind != yaml.SequenceNode {
		return nil, r.errorf(n, "expected a list")
	}
	var out []string
	for _, c := range n.Content {
		w, err := r.word(c)
		if err != nil {
			return nil, err
		}
		out = append(out, w)
	}
	return out, nil
}

func (r *reader) word(n *yaml.Node) (string, error) {
	if n.Kind != yaml.ScalarNode || n.Value == "" {
		return "", r.errorf(n, "expected a word")
	}
	return n.Value, nil
}

func (r *reader) flag(n *yaml.Node) (bool, error) {
	var b bool
	if err := n.Decode(&b); err != nil {
		return false, r.errorf(n, "expected true or false")
	}
	return b, nil
}

func (r *reader) readLight(n *yaml.Node) error {
	return r.each(n, func(key string, k, v *yaml.Node) error {
		if key != "do" && key != "in" && key != "get" {
			return r.errorf(k, "light: unknown key %q", key)
		}
		ws, err := r.words(v)
		r.s.light[key] = append(r.s.light[key], ws...)
		return err
	})
}

func (r *reader) readTitles(n *yaml.Node) error {
	ws, err := r.words(n)
	for _, w := range ws {
		r.s.titles[w] = true
	}
	return err
}

func (r *reader) readTopics(n *yaml.Node) error {
	return r.each(n, func(topic string, _, v *yaml.Node) error {
		ws, err := r.words(v)
		if r.s.topics[topic] == nil {
			r.s.topics[topic] = map[string]bool{}
		}
		for _, w := range ws {
			r.s.topics[topic][w] = true
		}
		return err
	})
}

func (r *reader) readHeads(n *yaml.Node) error {
	seen := map[string]bool{}
	return r.each(n, func(sector string, _, v *yaml.Node) error {
		return r.each(v, func(class string, k, v *yaml.Node) error {
			if _, ok := r.s.classes[ClassID(class)]; !ok {
				return r.errorf(k, "heads: no class %q", class)
			}
			ws, err := r.words(v)
			if err != nil {
				return err
			}
			for i, w := range ws {
				if seen[w] {
					return r.errorf(v.Content[i], "heads: %q is given twice", w)
				}
				seen[w] = true
				r.s.heads[w] = Head{Sector: sector, Class: ClassID(class)}
			}
			return nil
		})
	})
}
