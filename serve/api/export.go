package api

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"net/http"
	"strconv"
	"strings"

	exports "kg/export"
)

// export writes the facts that a request wants as a file, or the whole graph as N-Quads.
func export(ctx context.Context, s *server, q *query, w http.ResponseWriter) error {
	format := q.text("format")
	if format == "nquads" {
		return s.exportAll(ctx, w)
	}
	found, err := s.found(ctx, q)
	if err != nil {
		return err
	}
	ls, err := s.reader.Links(ctx, found.Claims)
	if err != nil {
		return err
	}
	if len(ls) > s.opt.Rows {
		return &Problem{Status: http.StatusUnprocessableEntity, Code: "too_much",
			Detail: strconv.Itoa(len(ls)) + " facts, more than " + strconv.Itoa(s.opt.Rows) + ": narrow it down"}
	}
	facts, err := s.factsOf(ctx, ls)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	mediaType := ""
	switch format {
	case "csv":
		mediaType, err = "text/csv; charset=utf-8", writeCSV(&b, facts)
	case "graphml":
		mediaType, err = "application/graphml+xml", writeGraphML(&b, facts)
	default:
		mediaType = "application/json"
		enc := json.NewEncoder(&b)
		enc.SetEscapeHTML(false)
		err = enc.Encode(Facts{Items: facts, Total: len(facts), Exact: found.Complete})
	}
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", mediaType)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Disposition", `attachment; filename="kg.`+format+`"`)
	_, err = b.WriteTo(w)
	return err
}

// exportAll writes the whole graph as it goes. Once bytes are out an error can only break the answer off.
func (s *server) exportAll(ctx context.Context, w http.ResponseWriter) error {
	h := w.Header()
	h.Set("Content-Type", "application/n-quads")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Disposition", `attachment; filename="kg.nq"`)
	if err := s.reader.Store().Export(ctx, w, "nquads", false); err != nil {
		s.opt.Logger.Error("api", "export", "nquads", "err", err)
		panic(http.ErrAbortHandler) // the client must not take half a graph for a whole one
	}
	return nil
}

// cell keeps a spreadsheet from reading text as a formula.
func cell(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}

func writeCSV(b *bytes.Buffer, facts []Fact) error {
	w := csv.NewWriter(b)
	if err := w.Write([]string{"subject", "subjectLabel", "relation", "label", "object", "objectLabel", "status",
		"claims", "articles", "first", "last", "confidence"}); err != nil {
		return err
	}
	for _, f := range facts {
		row := []string{f.Subject, f.SubjectRef.Label, string(f.Relation), f.Label, f.Object, f.ObjectRef.Label, f.Status,
			strconv.Itoa(f.Claims), strconv.Itoa(f.Articles), f.First, f.Last, strconv.FormatFloat(float64(f.Confidence), 'g', -1, 32)}
		for i := range row {
			row[i] = cell(row[i])
		}
		if err := w.Write(row); err != nil {
			return err
		}
	}
	w.Flush()
	return w.Error()
}

// The elements of GraphML. Its ids hold no spaces, brackets or quotes: see [exports.Token].
type (
	graphML struct {
		XMLName xml.Name `xml:"http://graphml.graphdrawing.org/xmlns graphml"`
		Keys    []gmlKey `xml:"key"`
		Graph   gmlGraph `xml:"graph"`
	}
	gmlGraph struct {
		Default string    `xml:"edgedefault,attr"`
		Nodes   []gmlNode `xml:"node"`
		Edges   []gmlEdge `xml:"edge"`
	}
	gmlKey struct {
		ID   string `xml:"id,attr"`
		For  string `xml:"for,attr"`
		Name string `xml:"attr.name,attr"`
		Type string `xml:"attr.type,attr"`
	}
	gmlData struct {
		Key   string `xml:"key,attr"`
		Value string `xml:",chardata"`
	}
	gmlNode struct {
		ID   string    `xml:"id,attr"`
		Data []gmlData `xml:"data"`
	}
	gmlEdge struct {
		ID       string    `xml:"id,attr"`
		Source   string    `xml:"source,attr"`
		Target   string    `xml:"target,attr"`
		Directed bool      `xml:"directed,attr"`
		Data     []gmlData `xml:"data"`
	}
)

func writeGraphML(b *bytes.Buffer, facts []Fact) error {
	g := graphML{Keys: []gmlKey{
		{"label", "node", "label", "string"}, {"entity", "node", "entity", "string"}, {"class", "node", "class", "string"},
		{"relation", "edge", "relation", "string"}, {"status", "edge", "status", "string"}, {"claims", "edge", "claims", "int"},
		{"articles", "edge", "articles", "int"}, {"first", "edge", "first", "string"}, {"last", "edge", "last", "string"},
	}, Graph: gmlGraph{Default: "directed"}}
	seen := make(map[string]bool)
	for i, f := range facts {
		for _, r := range []Ref{f.SubjectRef, f.ObjectRef} {
			if !seen[r.ID] {
				seen[r.ID] = true
				g.Graph.Nodes = append(g.Graph.Nodes, gmlNode{exports.Token(r.ID), []gmlData{{"label", r.Label}, {"entity", r.ID}, {"class", string(r.Class)}}})
			}
		}
		g.Graph.Edges = append(g.Graph.Edges, gmlEdge{"e" + strconv.Itoa(i), exports.Token(f.Subject), exports.Token(f.Object), !f.Symmetric, []gmlData{
			{"relation", f.Label}, {"status", f.Status}, {"claims", strconv.Itoa(f.Claims)}, {"articles", strconv.Itoa(f.Articles)},
			{"first", f.First}, {"last", f.Last},
		}})
	}
	b.WriteString(xml.Header)
	enc := xml.NewEncoder(b)
	enc.Indent("", " ")
	return enc.Encode(g)
}
