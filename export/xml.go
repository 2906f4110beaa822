package export

import (
	"bufio"
	"encoding/xml"
	"fmt"
	"strconv"
	"strings"
)

// escape is s as text or attribute of XML; what XML cannot hold becomes U+FFFD.
func escape(s string) string {
	var b strings.Builder
	if err := xml.EscapeText(&b, []byte(s)); err != nil {
		return "" // a strings.Builder takes everything
	}
	return b.String()
}

// Token is s as an NMTOKEN, which GraphML wants of ids: what no such token holds becomes its code, "O'Neil" O_x27_Neil.
// Two texts never become the same.
func Token(s string) string {
	var b strings.Builder
	for i, r := range s {
		// An underscore that looks like the beginning of a code is written as one; a colon joins the parts of an edge's id.
		if r == '_' && strings.HasPrefix(s[i:], "_x") || !tokenRune(r) {
			fmt.Fprintf(&b, "_x%X_", r)
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

// tokenRune reports whether r is a NameChar of XML other than the colon.
func tokenRune(r rune) bool {
	switch {
	case r == '-', r == '.', r == '_', '0' <= r && r <= '9', 'A' <= r && r <= 'Z', 'a' <= r && r <= 'z', r == 0xB7:
		return true
	}
	for _, x := range [][2]rune{
		{0xC0, 0xD6}, {0xD8, 0xF6}, {0xF8, 0x37D}, {0x37F, 0x1FFF}, {0x200C, 0x200D}, {0x203F, 0x2040}, {0x2070, 0x218F}, {0x2C00, 0x2FEF},
		{0x3001, 0xD7FF}, {0xF900, 0xFDCF}, {0xFDF0, 0xFFFC}, {0x10000, 0xEFFFF},
	} {
		if x[0] <= r && r <= x[1] {
			return true
		}
	}
	return false
}

// graphML writes GraphML 1.0. All edges are directed, and one of a symmetric relation says so in its data: a graph of both
// kinds is allowed, but there are readers that refuse it.
type graphML struct{ w *bufio.Writer }

func (g *graphML) begin() error {
	g.w.WriteString(`<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
`)
	for _, k := range [][3]string{
		{"label", "node", "string"}, {"entity", "node", "string"}, {"class", "node", "string"}, {"aliases", "node", "string"}, {"country", "node", "string"},
		{"sector", "node", "string"}, {"articles", "node", "int"}, {"first", "node", "string"}, {"last", "node", "string"},
		{"relation", "edge", "string"}, {"name", "edge", "string"}, {"event", "edge", "string"}, {"weight", "edge", "int"},
		{"since", "edge", "string"}, {"until", "edge", "string"}, {"symmetric", "edge", "boolean"},
	} {
		g.w.WriteString(`  <key id="` + k[0] + `" for="` + k[1] + `" attr.name="` + k[0] + `" attr.type="` + k[2] + "\"/>\n")
	}
	_, err := g.w.WriteString(`  <graph id="kg" edgedefault="directed">` + "\n")
	return err
}

func (g *graphML) data(key, value string) {
	if value != "" {
		g.w.WriteString(`<data key="` + key + `">` + escape(value) + `</data>`)
	}
}

func (g *graphML) node(n *node) error {
	g.w.WriteString(`    <node id="` + Token(n.ID) + `">`)
	g.data("label", n.Label)
	g.data("entity", n.ID)
	g.data("class", n.Class)
	g.data("aliases", strings.Join(n.Aliases, "; "))
	g.data("country", n.Country)
	g.data("sector", n.Sector)
	g.data("articles", strconv.Itoa(n.Articles))
	g.data("first", n.First)
	g.data("last", n.Last)
	_, err := g.w.WriteString("</node>\n")
	return err
}

func (g *graphML) between() error { return nil }

func (g *graphML) edge(e *edge) error {
	source, target := Token(e.Source), Token(e.Target)
	g.w.WriteString(`    <edge id="` + source + ":" + Token(e.Relation) + ":" + target + `" source="` + source + `" target="` + target + `">`)
	g.data("relation", e.Relation)
	g.data("name", e.Label)
	g.data("event", e.Event)
	g.data("weight", strconv.Itoa(e.Articles))
	g.data("since", e.First)
	g.data("until", e.Last)
	g.data("symmetric", strconv.FormatBool(e.Symmetric))
	_, err := g.w.WriteString("</edge>\n")
	return err
}

func (g *graphML) end() error {
	_, err := g.w.WriteString("  </graph>\n</graphml>\n")
	return err
}

// gexf writes GEXF 1.3. The graph is dynamic: a node is there from the first to the last article that names it,
// an edge from the first to the last that states it.
type gexf struct{ w *bufio.Writer }

func (g *gexf) begin() error {
	_, err := g.w.WriteString(`<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://gexf.net/1.3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://gexf.net/1.3 http://gexf.net/1.3/gexf.xsd" version="1.3">
  <graph defaultedgetype="directed" mode="dynamic" timeformat="date" timerepresentation="interval">
    <attributes class="node">
      <attribute id="class" title="class" type="string"/>
      <attribute id="aliases" title="aliases" type="string"/>
      <attribute id="country" title="country" type="string"/>
      <attribute id="sector" title="sector" type="string"/>
      <attribute id="articles" title="articles" type="integer"/>
    </attributes>
    <attributes class="edge">
      <attribute id="relation" title="relation" type="string"/>
      <attribute id="event" title="event" type="string"/>
    </attributes>
    <nodes>
`)
	return err
}

// days are the attributes for when a thing is there.
func days(first, last string) string {
	if first == "" {
		return ""
	}
	return ` start="` + escape(first) + `" end="` + escape(last) + `"`
}

func (g *gexf) values(pairs ...string) {
	g.w.WriteString("<attvalues>")
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			g.w.WriteString(`<attvalue for="` + pairs[i] + `" value="` + escape(pairs[i+1]) + `"/>`)
		}
	}
	g.w.WriteString("</attvalues>")
}

func (g *gexf) node(n *node) error {
	g.w.WriteString(`      <node id="` + escape(n.ID) + `" label="` + escape(n.Label) + `"` + days(n.First, n.Last) + ">")
	g.values("class", n.Class, "aliases", strings.Join(n.Aliases, "; "), "country", n.Country, "sector", n.Sector,
		"articles", strconv.Itoa(n.Articles))
	_, err := g.w.WriteString("</node>\n")
	return err
}

func (g *gexf) between() error {
	_, err := g.w.WriteString("    </nodes>\n    <edges>\n")
	return err
}

func (g *gexf) edge(e *edge) error {
	kind := "directed"
	if e.Symmetric {
		kind = "undirected"
	}
	g.w.WriteString(`      <edge id="` + escape(e.ID) + `" source="` + escape(e.Source) + `" target="` + escape(e.Target) +
		`" type="` + kind + `" label="` + escape(e.Label) + `" weight="` + strconv.Itoa(e.Articles) + `"` + days(e.First, e.Last) + ">")
	g.values("relation", e.Relation, "event", e.Event)
	_, err := g.w.WriteString("</edge>\n")
	return err
}

func (g *gexf) end() error {
	_, err := g.w.WriteString("    </edges>\n  </graph>\n</gexf>\n")
	return err
}
