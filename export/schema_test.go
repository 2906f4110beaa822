package export_test

import (
	"encoding/xml"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"kg/export"
)

// The published schemas of GraphML and GEXF belong to others and are not here. What they say of the elements that are
// written stands below, in these words: the attributes of an element with the form of their values, those that must be
// there, and the elements that it may hold, in order where the schema wants one.

type elementRule struct {
	attributes map[string]string // name to a regular expression
	required   []string
	children   []string
	ordered    bool
	text       bool
}

const (
	nmtoken = `[-._:\p{L}\p{M}\p{N}\x{B7}\x{200C}\x{200D}]+`
	anyText = `(?s).*`
	isoDate = `\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])`
)

var graphMLRules = map[string]elementRule{
	"graphml": {attributes: map[string]string{"schemaLocation": anyText}, children: []string{"key", "graph"}, ordered: true},
	"key": {attributes: map[string]string{"id": nmtoken, "for": "all|graph|node|edge|hyperedge|port|endpoint", "attr.name": nmtoken,
		"attr.type": "boolean|int|long|float|double|string"}, required: []string{"id"}},
	"graph": {attributes: map[string]string{"id": nmtoken, "edgedefault": "directed|undirected"}, required: []string{"edgedefault"}, children: []string{"node", "edge"}},
	"node":  {attributes: map[string]string{"id": nmtoken}, required: []string{"id"}, children: []string{"data"}},
	"edge": {attributes: map[string]string{"id": nmtoken, "source": nmtoken, "target": nmtoken},
		required: []string{"source", "target"}, children: []string{"data"}},
	"data": {attributes: map[string]string{"key": nmtoken}, required: []string{"key"}, text: true},
}

var gexfRules = map[string]elementRule{
	"gexf": {attributes: map[string]string{"version": `1\.3`, "schemaLocation": anyText}, required: []string{"version"}, children: []string{"graph"}},
	"graph": {attributes: map[string]string{"defaultedgetype": "directed|undirected|mutual", "mode": "static|dynamic",
		"timeformat": "integer|double|date|dateTime", "timerepresentation": "interval|timestamp"}, children: []string{"attributes", "nodes", "edges"}},
	"attributes": {attributes: map[string]string{"class": "node|edge"}, required: []string{"class"}, children: []string{"attribute"}},
	"attribute": {attributes: map[string]string{"id": anyText, "title": anyText, "type": "integer|long|double|float|boolean|string|liststring|anyURI"},
		required: []string{"id", "title", "type"}},
	"nodes": {children: []string{"node"}},
	"edges": {children: []string{"edge"}},
	"node":  {attributes: map[string]string{"id": anyText, "label": anyText, "start": isoDate, "end": isoDate}, required: []string{"id"}, children: []string{"attvalues"}},
	"edge": {attributes: map[string]string{"id": anyText, "source": anyText, "target": anyText, "type": "directed|undirected|mutual", "label": anyText,
		"weight": `\d+(\.\d+)?`, "start": isoDate, "end": isoDate}, required: []string{"source", "target"}, children: []string{"attvalues"}},
	"attvalues": {children: []string{"attvalue"}},
	"attvalue":  {attributes: map[string]string{"for": anyText, "value": anyText}, required: []string{"for", "value"}},
}

// checkXML holds a file to the rules of its schema: elements, attributes, ids that are there once, and what refers to them.
func checkXML(r io.Reader, root string, rules map[string]elementRule) error {
	d := xml.NewDecoder(r)
	var open []string
	last := []int{-1} // the place of the last child among those allowed, of each open element
	nodes, edges, kinds := map[string]bool{}, map[string]bool{}, map[string]string{}
	class := "" // of the attributes of GEXF that are being declared
	var ends []string
	var key string
	for {
		tok, err := d.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
		switch x := tok.(type) {
		case xml.StartElement:
			name := x.Name.Local
			rule, ok := rules[name]
			if !ok {
				return fmt.Errorf("element %s", name)
			}
			if len(open) == 0 {
				if name != root {
					return fmt.Errorf("the root is %s", name)
				}
			} else {
				parent := rules[open[len(open)-1]]
				at := slices.Index(parent.children, name)
				if at < 0 || parent.ordered && at < last[len(last)-1] {
					return fmt.Errorf("%s in %s, or out of order", name, open[len(open)-1])
				}
				last[len(last)-1] = at
			}
			got := map[string]string{}
			for _, a := range x.Attr {
				if a.Name.Space == "xmlns" || a.Name.Local == "xmlns" {
					continue
				}
				form, ok := rule.attributes[a.Name.Local]
				if !ok || !regexp.MustCompile(`^(?:`+form+`)$`).MatchString(a.Value) {
					return fmt.Errorf("%s: attribute %s=%q", name, a.Name.Local, a.Value)
				}
				got[a.Name.Local] = a.Value
			}
			for _, need := range rule.required {
				if _, ok := got[need]; !ok {
					return fmt.Errorf("%s without %s", name, need)
				}
			}
			switch name {
			case "attributes":
				class = got["class"]
			case "key", "attribute":
				id := class + " " + got["id"]
				if name == "key" {
					id = got["for"] + " " + got["id"]
				}
				if kinds[id] != "" {
					return fmt.Errorf("%s twice", id)
				}
				kinds[id] = got["attr.type"] + got["type"]
			case "node", "edge":
				set := nodes
				if name == "edge" {
					set, ends = edges, append(ends, got["source"], got["target"])
				}
				if set[got["id"]] {
					return fmt.Errorf("%s %q twice", name, got["id"])
				}
				set[got["id"]] = true
				if got["start"] > got["end"] {
					return fmt.Errorf("%s %q ends before it begins", name, got["id"])
				}
			case "data":
				key = open[len(open)-1] + " " + got["key"]
				if kinds[key] == "" {
					return fmt.Errorf("the key %s is not declared", key)
				}
			case "attvalue":
				of := open[len(open)-2] + " " + got["for"]
				if kinds[of] == "" {
					return fmt.Errorf("the attribute %s is not declared", of)
				}
				if _, err := strconv.Atoi(got["value"]); kinds[of] == "integer" && err != nil {
					return fmt.Errorf("attribute %s: %w", of, err)
				}
			}
			open, last = append(open, name), append(last, -1)
		case xml.EndElement:
			open, last = open[:len(open)-1], last[:len(last)-1]
		case xml.CharData:
			text := string(x)
			if len(open) > 0 && !rules[open[len(open)-1]].text && strings.TrimSpace(text) != "" {
				return fmt.Errorf("text %q in %s", text, open[len(open)-1])
			}
			if len(open) == 0 || open[len(open)-1] != "data" {
				continue
			}
			err := error(nil)
			switch kinds[key] {
			case "int":
				_, err = strconv.Atoi(text)
			case "boolean":
				_, err = strconv.ParseBool(text)
			}
			if err != nil {
				return fmt.Errorf("key %s: %w", key, err)
			}
		}
	}
	for _, e := range ends {
		if !nodes[e] {
			return fmt.Errorf("an edge ends in %q, which is no node", e)
		}
	}
	if len(nodes) == 0 || len(edges) == 0 {
		return fmt.Errorf("%d nodes, %d edges", len(nodes), len(edges))
	}
	return nil
}

// What is written keeps to the rules of the schemas, and, where KG_GRAPHML_XSD and KG_GEXF_XSD name the published ones and
// xmllint is there, to these themselves.
func TestSchemas(t *testing.T) {
	s := sample(t)
	for _, c := range []struct {
		format export.Format
		root   string
		rules  map[string]elementRule
		xsd    string
	}{{export.GraphML, "graphml", graphMLRules, "KG_GRAPHML_XSD"}, {export.GEXF, "gexf", gexfRules, "KG_GEXF_XSD"}} {
		text := write(t, s, c.format, export.Options{})[0]
		if err := checkXML(strings.NewReader(text), c.root, c.rules); err != nil {
			t.Errorf("%s: %v\n%s", c.format, err, text)
		}
		// The check is one that can fail.
		for _, broken := range [][2]string{{`id="Norway"`, `id="Norway" x="1"`}, {"</node>", "text</node>"}, {`target="`, `target="x`}, {"<node ", "<nod "}} {
			if err := checkXML(strings.NewReader(strings.Replace(text, broken[0], broken[1], 1)), c.root, c.rules); err == nil {
				t.Errorf("%s: %s in place of %s is no error", c.format, broken[1], broken[0])
			}
		}
		xsd, tool := os.Getenv(c.xsd), ""
		if xsd != "" {
			tool, _ = exec.LookPath("xmllint")
		}
		if tool == "" {
			continue
		}
		file := filepath.Join(t.TempDir(), "graph.xml")
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if out, err := exec.CommandContext(t.Context(), tool, "--noout", "--schema", xsd, file).CombinedOutput(); err != nil {
			t.Errorf("%s: %s", c.format, out)
		}
	}
}
