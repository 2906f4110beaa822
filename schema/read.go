package schema

import (
	"fmt"

	"go.yaml.in/yaml/v3"
)

func (r *reader) readClasses(n *yaml.Node) error {
	return r.each(n, func(key string, k, v *yaml.Node) error {
		id := ClassID(key)
		if !isName(key) {
			return r.errorf(k, "class %q: a name is letters and digits", key)
		}
		c := r.s.classes[id]
		if c == nil {
			c = &Class{ID: id, Label: key}
			r.s.classes[id] = c
			r.s.classIDs = append(r.s.classIDs, id)
		}
		r.line["class "+key] = k.Line
		return r.each(v, func(key string, k, v *yaml.Node) (err error) {
			switch key {
			case "label":
				c.Label, err = r.word(v)
			case "parents":
				c.Parents, err = r.classes(v)
			case "schemaOrg":
				c.SchemaOrg, err = r.word(v)
			case "wikidata":
				c.Wikidata, err = r.word(v)
			default:
				err = r.errorf(k, "class %s: unknown key %q", id, key)
			}
			return err
		})
	})
}

func (r *reader) classes(n *yaml.Node) ([]ClassID, error) {
	ws, err := r.words(n)
	out := make([]ClassID, len(ws))
	for i, w := range ws {
		out[i] = ClassID(w)
	}
	return out, err
}

func (r *reader) readRelations(n *yaml.Node) error {
	return r.each(n, func(key string, k, v *yaml.Node) error {
		id := RelationID(key)
		if !isName(key) {
			return r.errorf(k, "relation %q: a name is letters and digits", key)
		}
		rel := r.s.relations[id]
		if rel == nil {
			rel = &Relation{ID: id, Label: key}
			r.s.relations[id] = rel
			r.s.relIDs = append(r.s.relIDs, id)
		}
		r.line["relation "+key] = k.Line
		// "replace" holds whichever place it has among the keys.
		if err := r.each(v, func(key string, k, v *yaml.Node) error {
			if key != "replace" {
				return nil
			}
			yes, err := r.flag(v)
			if yes {
				*rel = Relation{ID: id, Label: string(id)}
			}
			return err
		}); err != nil {
			return err
		}
		return r.each(v, func(key string, k, v *yaml.Node) error { return r.readRelation(rel, key, k, v) })
	})
}

func (r *reader) readRelation(rel *Relation, key string, k, v *yaml.Node) (err error) {
	switch key {
	case "replace":
	case "label":
		rel.Label, err = r.word(v)
	case "inverse":
		rel.Inverse, err = r.word(v)
	case "symmetric":
		rel.Symmetric, err = r.flag(v)
	case "fact":
		var yes bool
		yes, err = r.flag(v)
		rel.NoFact = !yes
	case "parent":
		var p string
		p, err = r.word(v)
		rel.Parent = RelationID(p)
	case "domain":
		rel.Domain, err = r.classes(v)
	case "range":
		rel.Range, err = r.classes(v)
	case "event":
		rel.Event, err = r.word(v)
	case "mode":
		rel.Mode, err = r.word(v)
	case "schemaOrg":
		rel.SchemaOrg, err = r.word(v)
	case "wikidata":
		rel.Wikidata, err = r.word(v)
	default:
		for _, kind := range triggerKinds {
			if key == string(kind) {
				return r.readTriggers(rel, kind, v)
			}
		}
		err = r.errorf(k, "relation %s: unknown key %q", rel.ID, key)
	}
	return err
}

func (r *reader) readTriggers(rel *Relation, kind TriggerKind, n *yaml.Node) error {
	ws, err := r.words(n)
	if err != nil {
		return err
	}
	for i, w := range ws {
		t, err := parseTrigger(kind, w)
		if err != nil {
			return r.errorf(n.Content[i], "relation %s: %v", rel.ID, err)
		}
		t.Relation = rel.ID
		if t.Event != "" && !plover[t.Event] {
			return r.errorf(n.Content[i], "relation %s: no PLOVER event type %q", rel.ID, t.Event)
		}
		if len(t.May) > 0 {
			r.asked = append(r.asked, asked{n.Content[i], t})
		}
		rel.Triggers = append(rel.Triggers, t)
	}
	return nil
}

// plover has the event types of PLOVER 1.0 (Halterman et al., 2023).
var plover = map[string]bool{"AGREE": true, "CONSULT": true, "SUPPORT": true, "CONCEDE": true, "COOPERATE": true,
	"AID": true, "RETREAT": true, "REQUEST": true, "ACCUSE": true, "REJECT": true, "THREATEN": true, "PROTEST": true,
	"SANCTION": true, "MOBILIZE": true, "COERCE": true, "ASSAULT": true}

// check finds what does not fit together: parents that are not there or go round in a circle, unknown classes,
// an inverse that is also the name of something else.
func (r *reader) check() error {
	s := r.s
	fail := func(what, id, format string, args ...any) error {
		line := r.line[what+" "+id]
		if line == 0 {
			line = 1
		}
		return &Error{File: r.file, Line: line, Msg: what + " " + id + ": " + fmt.Sprintf(format, args...)}
	}
	for _, id := range s.classIDs {
		for _, p := range s.classes[id].Parents {
			if s.classes[p] == nil {
				return fail("class", string(id), "no parent %q", p)
			}
		}
		if s.classLoops(id, id, len(s.classIDs)) {
			return fail("class", string(id), "is its own ancestor")
		}
	}
	for _, a := range r.asked {
		for _, c := range a.t.May {
			if err := s.checkCondition(c); err != nil {
				return r.errorf(a.at, "relation %s: %v", a.t.Relation, err)
			}
		}
	}
	inverse := map[string]RelationID{}
	for _, id := range s.relIDs {
		rel := s.relations[id]
		if rel.Parent != "" && s.relations[rel.Parent] == nil {
			return fail("relation", string(id), "no parent %q", rel.Parent)
		}
		for up, n := rel.Parent, 0; up != ""; up, n = s.relations[up].Parent, n+1 {
			if up == id || n > len(s.relIDs) || s.relations[up] == nil {
				return fail("relation", string(id), "is its own ancestor")
			}
		}
		for _, c := range append(append([]ClassID{}, rel.Domain...), rel.Range...) {
			if s.classes[c] == nil {
				return fail("relation", string(id), "no class %q", c)
			}
		}
		if rel.Event != "" && !plover[rel.Event] {
			return fail("relation", string(id), "no PLOVER event type %q", rel.Event)
		}
		if rel.Inverse == "" {
			continue
		}
		if rel.Symmetric {
			return fail("relation", string(id), "is symmetric and has an inverse")
		}
		if s.relations[RelationID(rel.Inverse)] != nil {
			return fail("relation", string(id), "its inverse %q is a relation of its own", rel.Inverse)
		}
		if other := inverse[rel.Inverse]; other != "" {
			return fail("relation", string(id), "has the inverse of %s", other)
		}
		inverse[rel.Inverse] = id
	}
	return nil
}

// classLoops reports whether at has target among its ancestors, looking at most depth steps up.
func (s *Schema) classLoops(at, target ClassID, depth int) bool {
	for _, p := range s.classes[at].Parents {
		if p == target || depth > 0 && s.classes[p] != nil && s.classLoops(p, target, depth-1) {
			return true
		}
	}
	return false
}

func isName(s string) bool {
	for _, c := range s {
		if (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') {
			return false
		}
	}
	return s != ""
}
