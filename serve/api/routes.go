package api

import (
	"context"
	"net/http"
)

// A Route is one address of the API.
type Route struct {
	Method  string // empty means GET, and HEAD
	Path    string // below Prefix
	Name    string // of the operation in the OpenAPI document
	Summary string
	Params  []Param
	Answer  any    // a value of the type of its answer
	Type    string // media type of its answer; empty means application/json
	Body    any    // a value of the type of the JSON that it takes; nil for none
	Files   bool   // whether it takes files too

	answer func(ctx context.Context, s *server, q *query) (any, error)
	stream func(ctx context.Context, s *server, q *query, w http.ResponseWriter) error // in place of answer
	write  func(ctx context.Context, s *server, q *query, w http.ResponseWriter, r *http.Request) error
}

func (rt *Route) method() string {
	if rt.Method == "" {
		return http.MethodGet
	}
	return rt.Method
}

// Routes lists every address of the API.
func Routes() []Route { return routes }

// route makes a route of a function whose answer is a T.
func route[T any](path, name, summary string, params []Param, f func(context.Context, *server, *query) (T, error)) Route {
	var zero T
	return Route{Path: path, Name: name, Summary: summary, Params: params, Answer: zero,
		answer: func(ctx context.Context, s *server, q *query) (any, error) { return f(ctx, s, q) }}
}

// deciding makes a route of a decision that is asked for with a T.
func deciding[T any, P interface {
	*T
	decision() (Decision, error)
}](path, name, summary string) Route {
	var zero T
	return Route{Method: http.MethodPost, Path: path, Name: name, Summary: summary, Answer: (*Decided)(nil), Body: zero, write: decide[T, P]}
}

var idParam = []Param{{Name: "id", Required: true}}

var routes []Route

func init() {
	page := []Param{paramLimit, paramOffset}
	routes = []Route{
		route("/search", "search", "Entities by the beginnings of words of their names, headlines and sentences by their words; without q, the entities named most often",
			[]Param{{Name: "q"}, {Name: "class", Doc: "class of the entities, or one above it"},
				{Name: "kind", List: true, Enum: searchKinds, Doc: "what to look for; entities where it is absent"},
				{Name: "limit", Type: "integer", Default: "10", Max: 100, Doc: "how many items at the most"}}, search),
		route("/entity", "entity", "What an entity is called and how much there is about it", idParam, entity),
		route("/facts", "facts", "What is said, one item for all claims of one kind between two entities; give an entity, an article or a relation",
			join(scopeParams, filterParams, page), facts),
		route("/claims", "claims", "Single claims, the newest first; give an entity, an article or a relation",
			join(scopeParams, filterParams, page), claims),
		route("/claim", "claim", "One claim", idParam, oneClaim),
		route("/evidence", "evidence", "Every sentence that says something between two entities, in its place in the text, the newest first",
			join([]Param{{Name: "subject", Required: true, Doc: "id of an entity"}, {Name: "object", Required: true, Doc: "id of an entity"},
				{Name: "either", Type: "boolean", Default: "false", Doc: "from object to subject too; a symmetric relation always is"}},
				filterParams, page), evidence),
		route("/article", "article", "An article with its text, and its claims in text order", idParam, article),
		route("/articles", "articles", "Articles, the newest first", page, articles),
		route("/neighbourhood", "neighbourhood", "The entities beside one, those of the most claims first, with what links them",
			join(idParam, filterParams, page), neighbourhood),
		route("/links", "links", "What links any two of the given entities",
			join([]Param{{Name: "id", Required: true, List: true, Doc: "at most 400"}}, filterParams), links),
		route("/paths", "paths", "The shortest chains of facts between two entities",
			[]Param{{Name: "start", Required: true, Doc: "id of an entity"}, {Name: "end", Required: true, Doc: "id of an entity"},
				{Name: "steps", Type: "integer", Default: "6", Max: 8, Doc: "how long at the most"},
				{Name: "limit", Type: "integer", Default: "10", Max: 50, Doc: "how many at the most"}}, paths),
		route("/timeline", "timeline", "What is said, by day, the oldest first, and how much for each month; give an entity, an article or a relation",
			join(scopeParams, filterParams, page), timeline),
		route("/contradictions", "contradictions", "What some claims affirm and others deny of an entity",
			join([]Param{{Name: "entity", Required: true, Doc: "id of an entity on either side"}}, filterParams, page), contradictions),
		route("/queries", "queries", "The saved queries and their parameters", nil, listQueries),
		route("/queries/{name}/rows", "runQuery", "The answer of a saved query; its parameters are given as p.NAME",
			[]Param{{Name: "name", InPath: true, Required: true}, {Name: "p.", Free: true, Doc: "a parameter of the query"},
				{Name: "limit", Type: "integer", Default: "1000", Max: 100000, Doc: "how many rows at the most"}}, runQuery),
		route("/config", "config", "What this server allows", nil, config),
		{Method: http.MethodPost, Path: "/load", Name: "load", Summary: "Reads articles into the graph, with --write; a line for each as it is done",
			Params: []Param{{Name: "name", Doc: "name of the file that is the body; its extension tells the format"}},
			Type:   "application/x-ndjson", Answer: LoadLine{}, Body: Pasted{}, Files: true, write: load},
		deciding[Merge]("/identity/merge", "merge", "Makes an entity a name of another, with --write"),
		deciding[Split]("/identity/split", "split", "Makes some mentions of an entity another one, with --write"),
		deciding[Rename]("/identity/rename", "rename", "Gives an entity another label, with --write"),
		deciding[Undo]("/identity/undo", "undo", "Takes a decision about identity back, with --write"),
		route("/identity/ledger", "ledger", "The decisions about identity, the newest first", page, ledger),
		route("/mentions", "mentions", "Where articles name an entity, and why it is meant; a page of articles, which are read again, with --write",
			join(idParam, []Param{{Name: "limit", Type: "integer", Default: "10", Max: 50, Doc: "how many articles at the most"}, paramOffset}), mentions),
		route("/stats", "stats", "How much there is, by relation, class and publisher", nil, stats),
		route("/schema", "schema", "The classes and relations", nil, schemaOf),
		{Path: "/export", Name: "export", Summary: "Facts as CSV, JSON or GraphML for an entity, an article or a relation, or the whole graph as N-Quads",
			Params: join([]Param{{Name: "format", Required: true, Enum: []string{"csv", "json", "graphml", "nquads"}}}, scopeParams, filterParams),
			Type:   "*/*", Answer: "", stream: export},
		route("/openapi.json", "openapi", "This document", nil, openAPI),
	}
}
