package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"kg/graph"
	"kg/queries"
	"kg/schema"
)

// entity is the one entity that text names: an id, a label, another name or the beginning of one. Where several fit, it is
// the one that most articles name, and standard error has the others.
func (a *app) entity(ctx context.Context, store *graph.Store, text string) (graph.EntityRef, error) {
	refs, err := store.FindEntities(ctx, text)
	if err != nil {
		return graph.EntityRef{}, err
	}
	if len(refs) == 0 {
		near, err := nearEntities(ctx, store, text)
		if err != nil {
			return graph.EntityRef{}, err
		}
		err = fmt.Errorf("entity %q: %w", text, graph.ErrNotFound)
		if near != "" {
			err = fmt.Errorf("%w; there is %s", err, near)
		}
		return graph.EntityRef{}, err
	}
	if len(refs) > 1 {
		fmt.Fprintf(a.stderr, "%q is taken for %s; there is also %s\n", text, entityText(refs[0]), entityTexts(refs[1:]))
	}
	return refs[0], nil
}

// nearEntities names entities that are called like text.
func nearEntities(ctx context.Context, store *graph.Store, text string) (string, error) {
	words := strings.Fields(text)
	if len(words) > 1 {
		refs, err := store.FindEntities(ctx, words[len(words)-1])
		if err != nil || len(refs) > 0 {
			return entityTexts(refs), err
		}
	}
	_, err := queries.ResolveEntity(ctx, store.QuadStore(), text)
	var unknown *queries.NameError
	if !errors.As(err, &unknown) {
		return "", err
	}
	var refs []graph.EntityRef
	for _, c := range unknown.Candidates {
		refs = append(refs, graph.EntityRef{ID: strings.TrimPrefix(strings.Trim(c.Node, "<>"), schema.EntPrefix), Label: c.Label})
	}
	return entityTexts(refs), nil
}

// entityTexts names up to five entities.
func entityTexts(refs []graph.EntityRef) string {
	const most = 5
	var names []string
	for _, r := range refs[:min(len(refs), most)] {
		names = append(names, entityText(r))
	}
	if len(refs) > most {
		names = append(names, "and others")
	}
	return strings.Join(names, ", ")
}

// entityText is the name of an entity, and its id where that says more.
func entityText(r graph.EntityRef) string {
	if strings.ReplaceAll(r.ID, "_", " ") == r.Label {
		return r.Label
	}
	return fmt.Sprintf("%s (%s%s)", r.Label, schema.EntPrefix, r.ID)
}
