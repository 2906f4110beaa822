// Package docs holds the documentation; its test holds the source to it.
package docs

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "kg"

// rule is a row of the table of packages in design.md.
type rule struct {
	name    string   // "graph", "nlp/…"
	imports []string // what it may import; "all but train" is a single element
}

// rules reads the table of packages.
func rules(t *testing.T) []rule {
	data, err := os.ReadFile("design.md")
	if err != nil {
		t.Fatal(err)
	}
	row := regexp.MustCompile("(?m)^\\| `([^`]+)` \\|.*\\| ([^|]+) \\|$")
	var out []rule
	for _, m := range row.FindAllStringSubmatch(string(data), -1) {
		r := rule{name: strings.TrimSuffix(m[1], "/")}
		for _, p := range strings.Split(m[2], ",") {
			if p = strings.TrimSpace(p); p != "–" {
				r.imports = append(r.imports, p)
			}
		}
		out = append(out, r)
	}
	if len(out) < 10 {
		t.Fatalf("%d rows of packages in design.md", len(out))
	}
	return out
}

// ruleFor is the rule of the package in folder dir: the longest name that is dir or a folder above it, where
// "nlp/…" stands for any stage.
func ruleFor(rules []rule, dir string) (rule, bool) {
	var best rule
	for _, r := range rules {
		if covers(r.name, dir) && specific(r.name) >= specific(best.name) {
			best = r
		}
	}
	return best, best.name != ""
}

// specific orders names: "nlp" before "nlp/…" before "nlp/english".
func specific(name string) int {
	if strings.HasSuffix(name, "/…") {
		return len(strings.TrimSuffix(name, "…"))
	}
	return len(name)
}

func covers(name, dir string) bool {
	if stage, ok := strings.CutSuffix(name, "/…"); ok {
		return strings.HasPrefix(dir, stage+"/")
	}
	return dir == name || strings.HasPrefix(dir, name+"/") && name != "nlp"
}

func (r rule) allows(dir, imported string) bool {
	if strings.HasPrefix(imported, dir+"/") || covers(r.name, imported) && !strings.HasPrefix(r.name, "nlp") {
		return true
	}
	for _, p := range r.imports {
		if p == "all but train" {
			return imported != "train" && !strings.HasPrefix(imported, "train/")
		}
		if imported == p || covers(p, imported) {
			return true
		}
	}
	return false
}

// files yields the Go files of the module, tests and nested modules left out.
func files(t *testing.T) []string {
	var out []string
	root := ".."
	err := filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if name := d.Name(); p != root && (strings.HasPrefix(name, ".") || name == "testdata" || name == "node_modules") {
				return filepath.SkipDir
			}
			if _, err := os.Stat(filepath.Join(p, "go.mod")); err == nil && p != root {
				return filepath.SkipDir
			}
			return nil
		}
		if strings.HasSuffix(p, ".go") && !strings.HasSuffix(p, "_test.go") {
			out = append(out, p)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestImports(t *testing.T) {
	rules := rules(t)
	seen := 0
	for _, file := range files(t) {
		rel, err := filepath.Rel("..", file)
		if err != nil {
			t.Fatal(err)
		}
		dir := path.Dir(filepath.ToSlash(rel))
		if slices.Contains([]string{"util", "common", "helpers", "base"}, path.Base(dir)) {
			t.Errorf("%s: a package must say what it is about", dir)
		}
		r, ok := ruleFor(rules, dir)
		if !ok {
			if dir != "docs" {
				t.Errorf("%s: not in the table of design.md", dir)
			}
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
		if err != nil {
			t.Error(err)
			continue
		}
		for _, spec := range f.Imports {
			p, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				t.Error(err)
			}
			imported, ours := strings.CutPrefix(p, module+"/")
			if !ours {
				continue
			}
			seen++
			if !r.allows(dir, imported) {
				t.Errorf("%s imports %s, which design.md does not allow for %s", rel, imported, r.name)
			}
		}
	}
	if seen < 10 {
		t.Errorf("only %d imports of ours seen", seen)
	}
}

// The table itself is read right: a few imports that it must refuse.
func TestRulesRefuse(t *testing.T) {
	rules := rules(t)
	for _, c := range [][2]string{
		{"graph", "queries"}, {"nlp", "schema"}, {"nlp/coref", "nlp/joint"}, {"nlp/date", "graph"},
		{"serve", "ingest"}, {"serve", "nlp"}, {"extract", "eval"}, {"cmd/kg", "train"}, {"schema", "nlp"},
	} {
		r, ok := ruleFor(rules, c[0])
		if !ok {
			t.Errorf("no rule for %s", c[0])
		} else if r.allows(c[0], c[1]) {
			t.Errorf("the table allows %s to import %s", c[0], c[1])
		}
	}
	for _, c := range [][2]string{
		{"graph", "schema"}, {"nlp/coref", "nlp"}, {"nlp/english", "nlp/coref"}, {"cmd/kg", "eval"},
		{"ingest", "graph"}, {"graph", "graph/gizmo"}, {"graph/gizmo", "schema"},
	} {
		r, ok := ruleFor(rules, c[0])
		if !ok || !r.allows(c[0], c[1]) {
			t.Errorf("the table refuses %s to import %s", c[0], c[1])
		}
	}
}
