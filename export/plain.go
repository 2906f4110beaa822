package export

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"strconv"
	"strings"
)

// dot writes the language of Graphviz.
type dot struct{ w *bufio.Writer }

// quoteDOT is s as a quoted id of DOT, in which a backslash only matters before a quote or as an escape.
func quoteDOT(s string) string {
	s = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", " ", "\r", " ", "\x00", " ").Replace(s)
	return `"` + s + `"`
}

func (d *dot) begin() error {
	_, err := d.w.WriteString("digraph kg {\n  node [shape=box, style=rounded];\n")
	return err
}

func (d *dot) node(n *node) error {
	_, err := d.w.WriteString("  " + quoteDOT(n.ID) + " [label=" + quoteDOT(n.Label) + ", class=" + quoteDOT(n.Class) + "];\n")
	return err
}

func (d *dot) between() error { return nil }

func (d *dot) edge(e *edge) error {
	d.w.WriteString("  " + quoteDOT(e.Source) + " -> " + quoteDOT(e.Target) + " [label=" + quoteDOT(e.Label) +
		", weight=" + strconv.Itoa(e.Articles))
	if e.Symmetric {
		d.w.WriteString(", dir=none")
	}
	_, err := d.w.WriteString("];\n")
	return err
}

func (d *dot) end() error {
	_, err := d.w.WriteString("}\n")
	return err
}

// cytoscape writes the elements of Cytoscape.js.
type cytoscape struct {
	w   *bufio.Writer
	sep string
}

func (c *cytoscape) begin() error {
	_, err := c.w.WriteString(`{"elements":{"nodes":[`)
	c.sep = "\n"
	return err
}

// element writes {"data":…} as a line.
func (c *cytoscape) element(data map[string]any) error {
	line, err := marshal(map[string]any{"data": data})
	if err != nil {
		return err
	}
	c.w.WriteString(c.sep)
	c.sep = ",\n"
	_, err = c.w.Write(line)
	return err
}

// marshal is v as JSON, with "<" as it is and map keys in sorted order.
func marshal(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	err := enc.Encode(v)
	return bytes.TrimRight(b.Bytes(), "\n"), err
}

func (c *cytoscape) node(n *node) error {
	return c.element(map[string]any{
		"id": n.ID, "label": n.Label, "class": n.Class, "aliases": append([]string{}, n.Aliases...), "country": n.Country,
		"sector": n.Sector, "articles": n.Articles, "first": n.First, "last": n.Last,
	})
}

func (c *cytoscape) between() error {
	_, err := c.w.WriteString("\n],\"edges\":[")
	c.sep = "\n"
	return err
}

func (c *cytoscape) edge(e *edge) error {
	return c.element(map[string]any{
		"id": e.ID, "source": e.Source, "target": e.Target, "relation": e.Relation, "label": e.Label,
		"directed": !e.Symmetric, "event": e.Event, "articles": e.Articles, "first": e.First, "last": e.Last,
	})
}

func (c *cytoscape) end() error {
	_, err := c.w.WriteString("\n]}}\n")
	return err
}

// csvPair writes nodes to one file of CSV and edges to another.
type csvPair struct {
	nodes, edges *csv.Writer
	nodeColumns  []nodeColumn
	edgeColumns  []edgeColumn
}

type nodeColumn struct {
	name  string
	value func(*node) string
}

type edgeColumn struct {
	name  string
	value func(*edge) string
}

// The columns that Gephi's spreadsheet import knows.
var (
	gephiNodes = []nodeColumn{
		{"Id", func(n *node) string { return n.ID }}, {"Label", func(n *node) string { return n.Label }},
		{"Class", func(n *node) string { return n.Class }}, {"Country", func(n *node) string { return n.Country }},
		{"Sector", func(n *node) string { return n.Sector }}, {"Articles", func(n *node) string { return strconv.Itoa(n.Articles) }},
		{"First", func(n *node) string { return n.First }}, {"Last", func(n *node) string { return n.Last }},
	}
	gephiEdges = []edgeColumn{
		{"Source", func(e *edge) string { return e.Source }}, {"Target", func(e *edge) string { return e.Target }},
		{"Type", func(e *edge) string {
			if e.Symmetric {
				return "Undirected"
			}
			return "Directed"
		}},
		{"Label", func(e *edge) string { return e.Label }}, {"Relation", func(e *edge) string { return e.Relation }},
		{"Weight", func(e *edge) string { return strconv.Itoa(e.Articles) }}, {"Event", func(e *edge) string { return e.Event }},
		{"First", func(e *edge) string { return e.First }}, {"Last", func(e *edge) string { return e.Last }},
	}
)

// The headers of neo4j-admin import.
var (
	neo4jNodes = []nodeColumn{
		{"id:ID", func(n *node) string { return n.ID }}, {"name", func(n *node) string { return n.Label }},
		{":LABEL", func(n *node) string { return "Entity;" + n.Class }},
		{"aliases:string[]", func(n *node) string { return strings.ReplaceAll(strings.Join(n.Aliases, "\x00"), ";", ",") }},
		{"country", func(n *node) string { return n.Country }}, {"sector", func(n *node) string { return n.Sector }},
		{"articles:int", func(n *node) string { return strconv.Itoa(n.Articles) }},
		{"first", func(n *node) string { return n.First }}, {"last", func(n *node) string { return n.Last }},
	}
	neo4jEdges = []edgeColumn{
		{":START_ID", func(e *edge) string { return e.Source }}, {":END_ID", func(e *edge) string { return e.Target }},
		{":TYPE", func(e *edge) string { return e.Relation }}, {"label", func(e *edge) string { return e.Label }},
		{"articles:int", func(e *edge) string { return strconv.Itoa(e.Articles) }}, {"event", func(e *edge) string { return e.Event }},
		{"first", func(e *edge) string { return e.First }}, {"last", func(e *edge) string { return e.Last }},
	}
)

func newCSV(w []*bufio.Writer, nodes []nodeColumn, edges []edgeColumn) *csvPair {
	return &csvPair{csv.NewWriter(w[0]), csv.NewWriter(w[1]), nodes, edges}
}

func (c *csvPair) begin() error {
	var row []string
	for _, col := range c.nodeColumns {
		row = append(row, col.name)
	}
	if err := c.nodes.Write(row); err != nil {
		return err
	}
	row = nil
	for _, col := range c.edgeColumns {
		row = append(row, col.name)
	}
	return c.edges.Write(row)
}

func (c *csvPair) node(n *node) error {
	var row []string
	for _, col := range c.nodeColumns {
		row = append(row, strings.ReplaceAll(col.value(n), "\x00", ";"))
	}
	return c.nodes.Write(row)
}

func (c *csvPair) between() error { return nil }

func (c *csvPair) edge(e *edge) error {
	var row []string
	for _, col := range c.edgeColumns {
		row = append(row, col.value(e))
	}
	return c.edges.Write(row)
}

func (c *csvPair) end() error {
	c.nodes.Flush()
	c.edges.Flush()
	if err := c.nodes.Error(); err != nil {
		return err
	}
	return c.edges.Error()
}
