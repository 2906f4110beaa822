package api

import (
	"context"

	"kg/graph"
	"kg/schema"
)

// Entity is an entity at a glance.
type Entity struct {
	Node
	Aliases    []string         `json:"aliases" doc:"every other name, sorted"`
	Classes    []schema.ClassID `json:"classes" doc:"the one of the most articles first"`
	StandsFor  []Ref            `json:"standsFor" doc:"what it stands for when it acts: Moscow for Russia"`
	StoodFor   []Ref            `json:"stoodFor" doc:"what stands for it"`
	Country    *Ref             `json:"country,omitempty"`
	ExactMatch []string         `json:"exactMatch" doc:"ids elsewhere"`
	Sectors    []string         `json:"sectors" doc:"PLOVER codes"`
	AsSubject  int64            `json:"asSubject" doc:"claims"`
	AsObject   int64            `json:"asObject" doc:"claims"`
	First      string           `json:"first,omitempty" doc:"day of the first article that names it"`
	Last       string           `json:"last,omitempty"`
	Positions  []Claim          `json:"positions" doc:"what it is or was, and of whom or what, the newest first, 20 at the most"`
}

// positionRelations say what someone is.
var positionRelations = []schema.RelationID{"holdsPosition", "leads", "memberOf", "worksFor", "appoints", "elects", "foundedBy"}

func entity(ctx context.Context, s *server, q *query) (*Entity, error) {
	id := q.id("id", schema.EntPrefix)
	c, err := s.reader.Card(ctx, id)
	if err != nil {
		return nil, err
	}
	out := &Entity{
		Node: nodeOf(c.Node), Aliases: orEmpty(c.Aliases), Classes: orEmpty(c.Classes), StandsFor: refsOf(c.StandsFor), StoodFor: refsOf(c.StoodFor),
		ExactMatch: orEmpty(c.ExactMatch), Sectors: orEmpty(c.Sectors), AsSubject: c.AsSubject, AsObject: c.AsObject, First: c.First, Last: c.Last,
		Positions: []Claim{},
	}
	if c.Country != nil {
		ref := refOf(*c.Country)
		out.Country = &ref
	}
	if c.AsSubject > graph.MaxClaims {
		return out, nil
	}
	found, err := s.reader.Claims(ctx, graph.Filter{Subject: id, Relations: positionRelations[:4], Status: []string{graph.StatusFact, graph.StatusStated}})
	if err != nil {
		return nil, err
	}
	out.Positions, err = s.page(ctx, found.Claims, 0, 20, newest)
	return out, err
}

// orEmpty makes an absent list an empty one, which JSON tells from null.
func orEmpty[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// Neighbourhood is a part of what is around an entity: "showing 50 of 812".
type Neighbourhood struct {
	Centre Node        `json:"centre"`
	Nodes  []Neighbour `json:"nodes"`
	Links  []Link      `json:"links"`
	Total  int         `json:"total" doc:"neighbours that there are"`
	Exact  bool        `json:"exact" doc:"false where there are more than total"`
	Next   string      `json:"next,omitempty" doc:"address of the next page"`
}

// Neighbour is an entity beside another.
type Neighbour struct {
	Node
	Claims int `json:"claims" doc:"between the two"`
}

func neighbourhood(ctx context.Context, s *server, q *query) (*Neighbourhood, error) {
	offset, limit := q.number("offset"), q.number("limit")
	n, err := s.reader.Neighbours(ctx, q.id("id", schema.EntPrefix), s.filter(q), offset, limit)
	if err != nil {
		return nil, err
	}
	out := &Neighbourhood{Centre: nodeOf(n.Centre), Nodes: make([]Neighbour, len(n.Neighbours)), Links: s.links(n.Links), Total: n.Total, Exact: n.Complete}
	for i, m := range n.Neighbours {
		out.Nodes[i] = Neighbour{nodeOf(m.Node), m.Claims}
	}
	if limit > 0 && offset+limit < n.Total {
		out.Next = q.next(offset + limit)
	}
	return out, nil
}

// Links is the answer of links.
type Links struct {
	Nodes []Node `json:"nodes" doc:"those of the given entities that there are, each once"`
	Items []Link `json:"items"`
	Exact bool   `json:"exact" doc:"false where an entity has too many claims for all of them to be looked at"`
}

// maxIDs is how many entities links looks at.
const maxIDs = 400

func links(ctx context.Context, s *server, q *query) (*Links, error) {
	ids := q.ids("id", schema.EntPrefix)
	if len(ids) > maxIDs {
		return nil, badParameter("id", "%d entities, more than %d", len(ids), maxIDs)
	}
	found, complete, err := s.reader.Among(ctx, ids, s.filter(q))
	if err != nil {
		return nil, err
	}
	out := &Links{Nodes: []Node{}, Items: s.links(found), Exact: complete}
	seen := make(map[string]bool, len(ids))
	for _, id := range ids {
		if seen[id] {
			continue
		}
		seen[id] = true
		n, err := s.reader.Node(ctx, id)
		if err != nil {
			return nil, err
		}
		if n.Articles > 0 {
			out.Nodes = append(out.Nodes, nodeOf(n))
		}
	}
	return out, nil
}

// Paths is the answer of paths.
type Paths struct {
	Items []Path `json:"items"`
	Exact bool   `json:"exact" doc:"false where the search had to leave something out"`
}

// Path is a chain of facts.
type Path struct {
	Nodes []Node   `json:"nodes"`
	Steps [][]Step `json:"steps" doc:"steps[i] are the facts between nodes[i] and nodes[i+1]"`
}

// Step is a fact that a path goes along.
type Step struct {
	Relation  schema.RelationID `json:"relation"`
	Label     string            `json:"label"`
	Forward   bool              `json:"forward" doc:"whether its subject is the earlier node"`
	Symmetric bool              `json:"symmetric,omitempty"`
	Articles  int               `json:"articles"`
}

func paths(ctx context.Context, s *server, q *query) (*Paths, error) {
	found, complete, err := s.reader.Paths(ctx, q.id("start", schema.EntPrefix), q.id("end", schema.EntPrefix), q.number("steps"), q.number("limit"))
	if err != nil {
		return nil, err
	}
	out := &Paths{Items: make([]Path, len(found)), Exact: complete}
	for i, p := range found {
		path := Path{Nodes: make([]Node, len(p.Nodes)), Steps: make([][]Step, len(p.Steps))}
		for j, n := range p.Nodes {
			path.Nodes[j] = nodeOf(n)
		}
		for j, steps := range p.Steps {
			path.Steps[j] = make([]Step, len(steps))
			for k, st := range steps {
				label, _ := s.relationLabel(st.Relation, "")
				path.Steps[j][k] = Step{st.Relation, label, st.Forward, st.Both, st.Articles}
			}
		}
		out.Items[i] = path
	}
	return out, nil
}
