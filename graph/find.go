package graph

import (
	"context"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/cayleygraph/quad"
	"golang.org/x/text/cases"

	"kg/graph/backend"
	"kg/graph/words"
	"kg/schema"
)

// maxFound is how many entities FindEntities gives at the most.
const maxFound = 50

// FindEntities finds entities by what a person may call them: an id, else a label or another name as it is
// written, else in any case, else as the start of a name or of a word in it. The best come first: those of
// whose names more articles make use. It is an empty slice where there is none.
func (s *Store) FindEntities(ctx context.Context, text string) ([]EntityRef, error) {
	return frozenDo(s, func(s *Store) ([]EntityRef, error) { return s.findEntities(ctx, text) })
}

func (s *Store) findEntities(ctx context.Context, text string) ([]EntityRef, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return nil, nil
	}
	if id := stripID(text, schema.EntPrefix); badName(id) == "" {
		found := false
		err := s.scan(ctx, quad.Quad{Subject: entityIRI(id)}, func(quad.Quad) error { found = true; return errStop })
		if err != nil {
			return nil, err
		}
		if found {
			return s.refs(ctx, tally{id: 1})
		}
	}
	exact := tally{}
	for i, pred := range []quad.IRI{rdfsLabel, skosAltLabel} {
		err := s.scan(ctx, quad.Quad{Predicate: pred, Object: quad.String(text)}, func(q quad.Quad) error {
			if id, ok := name(q.Subject, schema.EntPrefix); ok {
				exact[id] += 1 << (16 * (1 - i))
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	if len(exact) > 0 {
		return s.refs(ctx, exact)
	}
	if qs := s.index(); qs != nil {
		return s.findIndexed(ctx, qs, text)
	}
	return s.findLoosely(ctx, text)
}

// findIndexed looks names up in the index.
func (s *Store) findIndexed(ctx context.Context, index backend.Indexed, text string) ([]EntityRef, error) {
	f, err := newNameFinder(ctx, index)
	if err != nil {
		return nil, err
	}
	fits, err := f.names(words.Fold(text))
	if err != nil {
		return nil, err
	}
	if whole := fits[:1]; len(namesOf(whole, 1)) > 0 {
		fits = whole
	}
	for i := range fits { // beginnings are alike
		fits[i].rank = rankWhole
	}
	found, _, err := f.best(fits, func(schema.ClassID) bool { return true }, maxFound)
	var out []EntityRef
	for _, m := range found {
		out = append(out, EntityRef{ID: m.ID, Label: m.Label, Class: m.Class})
	}
	return out, err
}

// findLoosely reads every name once.
func (s *Store) findLoosely(ctx context.Context, text string) ([]EntityRef, error) {
	fold := cases.Fold()
	want := fold.String(text)
	same, start := tally{}, tally{}
	for _, pred := range []quad.IRI{rdfsLabel, skosAltLabel} {
		matches := make(map[quad.Value]tally)
		err := s.groups(ctx, pred, func(object quad.Value, _, _ int64) error {
			switch have := fold.String(textOf(object)); {
			case have == want:
				matches[object] = same
			case startsWord(have, want):
				matches[object] = start
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
		for object, found := range matches {
			err := s.scan(ctx, quad.Quad{Predicate: pred, Object: object}, func(q quad.Quad) error {
				if id, ok := name(q.Subject, schema.EntPrefix); ok {
					found[id]++
				}
				return nil
			})
			if err != nil {
				return nil, err
			}
		}
	}
	if len(same) > 0 {
		return s.refs(ctx, same)
	}
	return s.refs(ctx, start)
}

// startsWord reports whether have starts with want, or one of its words does.
func startsWord(have, want string) bool {
	for i := 0; ; {
		j := strings.Index(have[i:], want)
		if j < 0 {
			return false
		}
		i += j
		if i == 0 {
			return true
		}
		if r, _ := utf8.DecodeLastRuneInString(have[:i]); !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return true
		}
		i += len(want)
	}
}

func (s *Store) refs(ctx context.Context, found tally) ([]EntityRef, error) {
	ids := found.ranked()
	if len(ids) > maxFound {
		ids = ids[:maxFound]
	}
	l := &lookup{s: s, refs: make(map[string]EntityRef)}
	return l.entities(ctx, ids)
}

// FindEntity finds the one entity that text names; the error wraps ErrNotFound where there is none. Where
// several fit, it is the one that most articles name.
func (s *Store) FindEntity(ctx context.Context, text string) (EntityRef, error) {
	refs, err := s.FindEntities(ctx, text)
	if err != nil {
		return EntityRef{}, err
	}
	if len(refs) == 0 {
		return EntityRef{}, fmt.Errorf("entity %q: %w", text, ErrNotFound)
	}
	return refs[0], nil
}
