package api

import (
	"context"
	"sync"
	"time"

	"kg/graph"
	"kg/schema"
)

// Stats is how much there is.
type Stats struct {
	graph.Stats
	Publishers []graph.Count `json:"publishers" doc:"articles by publisher, the most first"`
}

// statsCache keeps the last answer: counting reads all types and facts.
type statsCache struct {
	mu      sync.Mutex
	version int64 // that they are of
	stats   *Stats
	made    time.Time
	took    time.Duration
}

// stats gives the counts as they are now, or, while the graph changes quickly, as they were some time ago: at most
// twenty times what it takes to count.
func stats(ctx context.Context, s *server, _ *query) (*Stats, error) {
	c := s.stats
	c.mu.Lock()
	defer c.mu.Unlock()
	version := s.reader.Version()
	if c.stats != nil && (version <= c.version || time.Since(c.made) < 20*c.took) {
		return c.stats, nil
	}
	start := time.Now()
	st, err := s.reader.Store().Stats(ctx)
	if err != nil {
		return nil, err
	}
	st.Relations, st.Classes = orEmpty(st.Relations), orEmpty(st.Classes)
	publishers, err := s.reader.Publishers(ctx)
	if err != nil {
		return nil, err
	}
	c.stats = &Stats{Stats: st, Publishers: orEmpty(publishers)}
	c.version, c.made, c.took = version, time.Now(), time.Since(start)
	return c.stats, nil
}

// Schema is the classes and relations.
type Schema struct {
	Classes   []Class    `json:"classes"`
	Relations []Relation `json:"relations"`
}

// Class is a kind of thing.
type Class struct {
	ID      schema.ClassID   `json:"id"`
	Label   string           `json:"label"`
	Parents []schema.ClassID `json:"parents"`
}

// Relation is a kind of link.
type Relation struct {
	ID        schema.RelationID `json:"id"`
	Label     string            `json:"label"`
	Inverse   string            `json:"inverse,omitempty"`
	Symmetric bool              `json:"symmetric,omitempty"`
	Parent    schema.RelationID `json:"parent,omitempty"`
	Event     string            `json:"event,omitempty" doc:"PLOVER type"`
}

func schemaOf(_ context.Context, s *server, _ *query) (*Schema, error) {
	sch := s.reader.Schema()
	out := &Schema{Classes: []Class{}, Relations: []Relation{}}
	for _, c := range sch.Classes() {
		out.Classes = append(out.Classes, Class{c.ID, c.Label, orEmpty(c.Parents)})
	}
	for _, r := range sch.Relations() {
		out.Relations = append(out.Relations, Relation{r.ID, r.Label, r.Inverse, r.Symmetric, r.Parent, r.Event})
	}
	return out, nil
}
