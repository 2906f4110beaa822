package api

import (
	"math"
	"net/http"
	"net/url"
	"slices"
	"sort"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"kg/graph"
	"kg/schema"
)

// Param is a parameter of a route.
type Param struct {
	Name     string
	Doc      string
	Type     string // "string", "integer", "number", "boolean", "date"
	List     bool   // may be given several times
	Required bool
	InPath   bool
	Free     bool // stands for every parameter that starts with Name and has more characters
	Enum     []string
	Default  string
	Max      int // of an integer
}

// query is the parameters of a request, checked.
type query struct {
	url    *url.URL
	values map[string][]string
	free   map[string]string
}

// parse checks the parameters of a request against those of the route.
func parse(rt Route, r *http.Request) (*query, error) {
	q := &query{url: r.URL, values: make(map[string][]string), free: make(map[string]string)}
	given, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return nil, badParameter("", "the address is not encoded as it should be")
	}
	names := make([]string, 0, len(given))
	for name := range given {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		p := rt.param(name)
		if p == nil {
			return nil, badParameter(name, "no such parameter; there is %s", rt.paramNames())
		}
		if p.Free {
			q.free[strings.TrimPrefix(name, p.Name)] = given.Get(name)
			continue
		}
		values := given[name]
		if !p.List && len(values) > 1 {
			return nil, badParameter(name, "given more than once")
		}
		for _, v := range values {
			if v == "" {
				continue
			}
			if msg := p.check(v); msg != "" {
				return nil, badParameter(name, "%s", msg)
			}
			q.values[name] = append(q.values[name], v)
		}
	}
	for _, p := range rt.Params {
		if p.InPath {
			q.values[p.Name] = []string{r.PathValue(p.Name)}
		}
		if len(q.values[p.Name]) > 0 || p.Free {
			continue
		}
		if p.Required {
			return nil, badParameter(p.Name, "is required")
		}
		if p.Default != "" {
			q.values[p.Name] = []string{p.Default}
		}
	}
	return q, nil
}

// check says what is wrong with a value.
func (p *Param) check(v string) string {
	switch {
	case !utf8.ValidString(v) || strings.ContainsRune(v, 0):
		return "not valid text"
	case len(p.Enum) > 0 && !slices.Contains(p.Enum, v):
		return "not one of " + strings.Join(p.Enum, ", ")
	}
	switch p.Type {
	case "integer":
		n, err := strconv.Atoi(v)
		if err != nil || n < 0 || p.Max > 0 && n > p.Max {
			if p.Max > 0 {
				return "not a number from 0 to " + strconv.Itoa(p.Max)
			}
			return "not a number from 0"
		}
	case "number":
		if f, err := strconv.ParseFloat(v, 64); err != nil || math.IsNaN(f) || math.IsInf(f, 0) {
			return "not a number"
		}
	case "boolean":
		if v != "true" && v != "false" {
			return "neither true nor false"
		}
	case "date":
		if _, err := time.Parse("2006-01-02", v); err != nil {
			return "not a day such as 2016-08-26"
		}
	}
	return ""
}

func (rt *Route) param(name string) *Param {
	for i := range rt.Params {
		p := &rt.Params[i]
		if !p.InPath && (p.Name == name && !p.Free || p.Free && len(name) > len(p.Name) && strings.HasPrefix(name, p.Name)) {
			return p
		}
	}
	return nil
}

func (rt *Route) paramNames() string {
	var names []string
	for _, p := range rt.Params {
		if p.Free {
			names = append(names, p.Name+"NAME")
		} else if !p.InPath {
			names = append(names, p.Name)
		}
	}
	if len(names) == 0 {
		return "none"
	}
	return strings.Join(names, ", ")
}

func (q *query) text(name string) string {
	if v := q.values[name]; len(v) > 0 {
		return v[0]
	}
	return ""
}

func (q *query) list(name string) []string { return q.values[name] }

func (q *query) number(name string) int {
	n, _ := strconv.Atoi(q.text(name)) // checked by parse
	return n
}

func (q *query) float(name string) float32 {
	f, _ := strconv.ParseFloat(q.text(name), 32) // checked by parse
	return float32(f)
}

func (q *query) yes(name string) bool { return q.text(name) == "true" }

// id is a parameter that names a node, with or without prefix and angle brackets.
func (q *query) id(name, prefix string) string { return bareID(q.text(name), prefix) }

func bareID(s, prefix string) string {
	if inner, ok := strings.CutPrefix(s, "<"); ok {
		s = strings.TrimSuffix(inner, ">")
	}
	return strings.TrimPrefix(s, prefix)
}

func (q *query) ids(name, prefix string) []string {
	var out []string
	for _, v := range q.values[name] {
		out = append(out, bareID(v, prefix))
	}
	return out
}

// next is the address of the page after the one of q, relative to the server.
func (q *query) next(offset int) string {
	v := q.url.Query()
	v.Set("offset", strconv.Itoa(offset))
	return q.url.EscapedPath() + "?" + v.Encode()
}

// The parameters that routes share.
var (
	paramLimit  = Param{Name: "limit", Type: "integer", Default: "50", Max: 500, Doc: "how many items at the most"}
	paramOffset = Param{Name: "offset", Type: "integer", Default: "0", Max: graph.MaxClaims, Doc: "how many items to leave out at the start"}

	filterParams = []Param{
		{Name: "relation", List: true, Doc: "ids of relations; narrower relations are included"},
		{Name: "class", Doc: "class of the other side, or one above it"},
		{Name: "from", Type: "date", Doc: "on this day or later"},
		{Name: "to", Type: "date", Doc: "on this day or earlier"},
		{Name: "publisher", Doc: "who published the article"},
		{Name: "min_confidence", Type: "number", Doc: "0 to 1"},
		{Name: "polarity", Enum: []string{"affirmed", "denied"}},
		{Name: "modality", Enum: []string{"asserted", "planned", "wanted", "possible", "conditional"}},
		{Name: "status", List: true, Enum: graph.Statuses, Doc: "how far the text stands behind the claim"},
		{Name: "said_by", Doc: "id of the entity that says so"},
		{Name: "named", Type: "boolean", Doc: "only claims with a relation of the schema whose two ends have names"},
	}
	scopeParams = []Param{
		{Name: "entity", Doc: "id of an entity on either side"},
		{Name: "subject", Doc: "id of an entity"},
		{Name: "object", Doc: "id of an entity"},
		{Name: "article", Doc: "id of an article"},
	}
)

func join(lists ...[]Param) []Param {
	var out []Param
	for _, l := range lists {
		out = append(out, l...)
	}
	return out
}

// filter is the claims that a request wants.
func (s *server) filter(q *query) graph.Filter {
	f := graph.Filter{
		Entity: q.id("entity", schema.EntPrefix), Subject: q.id("subject", schema.EntPrefix), Object: q.id("object", schema.EntPrefix),
		Article: q.id("article", schema.ArtPrefix), Class: schema.ClassID(q.id("class", schema.KGPrefix)),
		From: q.text("from"), To: q.text("to"), Publisher: q.text("publisher"), MinConfidence: q.float("min_confidence"),
		Polarity: q.text("polarity"), Modality: q.text("modality"), Status: q.list("status"),
		SaidBy: q.id("said_by", schema.EntPrefix), Named: q.yes("named"),
	}
	for _, id := range q.ids("relation", schema.RelPrefix) {
		f.Relations = append(f.Relations, schema.RelationID(id))
		f.Relations = append(f.Relations, s.reader.Schema().Narrower(schema.RelationID(id))...)
	}
	return f
}
