// Command signs fits the weights of kg/extract's signs to facts that people judged, by logistic regression, and writes them:
//
//	go run ./train/signs -out extract/signs.tsv
//
// It reads the verdicts in extract/testdata and the texts of ../shared/data/train that they are on, half a minute on one core;
// texts of other folders are never learned from. Facts that a rule keeps from being facts by now do not count. The constant is
// fitted to the last draws alone, by which fewer rules were mended: on the others they look better than they are. It prints
// what cross-validation finds, by document.
package main

import (
	"flag"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"sort"
	"strings"

	"kg/eval"
	"kg/extract"
	"kg/nlp/conllu"
	"kg/nlp/english"
	"kg/schema"
)

func main() {
	data := flag.String("data", "../shared/data/train", "folder of the texts")
	judged := flag.String("verdicts", "extract/testdata", "folder of the verdicts")
	last := flag.String("last", "verdicts-fresh7.tsv,verdicts-fresh9.tsv", "`files` of the verdicts that the constant is fitted to, parted by commas")
	out := flag.String("out", "", "file to write the weights to; none if empty")
	seed := flag.Uint64("seed", 1, "seed of the cross-validation")
	flag.Parse()
	if err := run(*data, *judged, *last, *out, *seed); err != nil {
		fmt.Fprintln(os.Stderr, "signs:", err)
		os.Exit(1)
	}
}

// sources are the texts that may be learned from, by file and, where not all of a file is meant, address.
var sources = []struct{ file, address string }{
	{"gum-nonnc/en_gum-train.conllu.gz", ""},
	{"gum-nonnc/en_gum-dev.conllu.gz", ""},
	{"re3d/re3d.jsonl", ""},
	{"crossner-politics/dev.txt", ""},
	{"crossner-politics/train.txt", ""},
	{"wikigold/wikigold.conll.txt", ""},
	{"gap/gap-development.tsv", ""},
	{"ud-ewt/en_ewt-ud-train.conllu.gz", "^(weblog|newsgroup)"},
	{"ud-ewt/en_ewt-ud-dev.conllu.gz", "^(weblog|newsgroup)"},
}

// penalty keeps the weights small: half of it times the square of each is taken from the log likelihood.
const penalty = 3

// fact is a judged fact: its signs, by their places in names, and whether it is right.
type fact struct {
	text  string
	signs []int
	right bool
	last  bool // of the draw that the constant is fitted to
}

func run(data, judged, last, out string, seed uint64) error {
	names := extract.SignNames()
	verdicts, of, err := readVerdicts(judged, last)
	if err != nil {
		return err
	}
	facts, err := readFacts(data, verdicts, of, names)
	if err != nil {
		return err
	}
	if len(facts) == 0 {
		return fmt.Errorf("no text has a verdict")
	}
	head := "# What speaks against a reading, in log odds of a right fact. Made by\n#   go run ./train/signs " + strings.Join(os.Args[1:], " ") + "\n"
	head += remark(facts, names, seed)
	fmt.Print(head)
	m := fit(facts, len(names))
	var b strings.Builder
	b.WriteString(head)
	fmt.Fprintf(&b, "constant\t%.2f\n", m.constant)
	for n, name := range names {
		fmt.Fprintf(&b, "%s\t%.2f\n", name, m.weight[n])
	}
	if out == "" {
		return nil
	}
	return os.WriteFile(out, []byte(b.String()), 0o644)
}

// readVerdicts reads the files verdicts*.tsv of a folder. The second map has those of the last draws.
func readVerdicts(folder, last string) (verdicts map[eval.Verdict]bool, of map[eval.Verdict]bool, err error) {
	files, err := filepath.Glob(filepath.Join(folder, "verdicts*.tsv"))
	if err != nil {
		return nil, nil, err
	}
	verdicts, of = map[eval.Verdict]bool{}, map[eval.Verdict]bool{}
	for _, path := range files {
		if name := filepath.Base(path); name == "verdicts-seed.tsv" || strings.HasPrefix(name, "verdicts-final") {
			continue // judged by more than right and wrong; for measuring alone
		}
		f, err := os.Open(path)
		if err != nil {
			return nil, nil, err
		}
		list, err := eval.ReadVerdicts(f)
		f.Close()
		if err != nil {
			return nil, nil, fmt.Errorf("%s: %w", path, err)
		}
		for _, v := range list {
			right := v.Right
			v.Right = false
			verdicts[v] = right
			if slices.Contains(strings.Split(last, ","), filepath.Base(path)) {
				of[v] = true
			}
		}
	}
	return verdicts, of, nil
}

// readFacts reads the texts that have verdicts and the signs of the facts judged there.
func readFacts(data string, verdicts, of map[eval.Verdict]bool, names []string) ([]fact, error) {
	p, err := english.New()
	if err != nil {
		return nil, err
	}
	e, err := extract.New(schema.Default(), extract.Options{MinConfidence: 1e-6})
	if err != nil {
		return nil, err
	}
	place := map[string]int{}
	for n, name := range names {
		place[name] = n
	}
	wanted := map[string]bool{}
	for v := range verdicts {
		wanted[v.URL] = true
	}
	var out []fact
	seen := map[eval.Verdict]bool{}
	for _, s := range sources {
		path := filepath.Join(data, s.file)
		f, err := conllu.Open(path)
		if err != nil {
			return nil, err
		}
		name, _, _ := strings.Cut(filepath.Base(path), ".")
		list, err := eval.ReadArticles(name, f)
		f.Close()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		address := regexp.MustCompile(s.address)
		for _, a := range list {
			if !wanted[a.URL] || !address.MatchString(a.URL) {
				continue
			}
			d, err := p.Annotate(a.Text, a.Date)
			if err != nil {
				return nil, err
			}
			for _, c := range e.Claims(d) {
				v := eval.Verdict{URL: a.URL, Start: c.Trigger.Start, End: c.Trigger.End, Relation: string(c.Relation), Subject: c.Subject.Start, Object: c.Object.Start}
				right, ok := verdicts[v]
				list, weighed := c.Signs()
				if !ok || !c.Edge || !weighed || seen[v] {
					continue
				}
				seen[v] = true
				one := fact{text: a.URL, right: right, last: of[v]}
				for _, name := range list {
					one.signs = append(one.signs, place[name])
				}
				out = append(out, one)
			}
		}
	}
	return out, nil
}

// fitted has the constant and the weights.
type fitted struct {
	constant float64
	weight   []float64
}

func (m *fitted) score(f *fact) float64 {
	z := m.constant
	for _, n := range f.signs {
		z += m.weight[n]
	}
	return z
}

func logistic(z float64) float64 { return 1 / (1 + math.Exp(-z)) }

// fit finds the weights by Newton's method, one at a time, then the constant on the last draws, if facts has any of them.
func fit(facts []fact, n int) *fitted {
	m := &fitted{weight: make([]float64, n)}
	with := make([][]int, n)
	all := make([]int, len(facts))
	for i := range facts {
		all[i] = i
		for _, s := range facts[i].signs {
			with[s] = append(with[s], i)
		}
	}
	step := func(list []int, w *float64, penalty float64) float64 {
		slope, bend := -penalty**w, penalty+1e-9
		for _, i := range list {
			p := logistic(m.score(&facts[i]))
			if facts[i].right {
				slope++
			}
			slope -= p
			bend += p * (1 - p)
		}
		*w += slope / bend
		return math.Abs(slope / bend)
	}
	for round := 0; round < 300; round++ {
		most := step(all, &m.constant, 0)
		for s := range with {
			most = max(most, step(with[s], &m.weight[s], penalty))
		}
		if most < 1e-6 {
			break
		}
	}
	var last []int
	for i := range facts {
		if facts[i].last {
			last = append(last, i)
		}
	}
	for round := 0; len(last) > 0 && round < 50; round++ {
		if step(last, &m.constant, 0) < 1e-6 {
			break
		}
	}
	return m
}

// remark tells what there is to learn from and what ten-fold cross-validation by document finds.
func remark(facts []fact, names []string, seed uint64) string {
	right, last, lastRight := 0, 0, 0
	texts := map[string]bool{}
	for _, f := range facts {
		texts[f.text] = true
		if f.right {
			right++
		}
		if f.last {
			last++
			if f.right {
				lastRight++
			}
		}
	}
	list := make([]string, 0, len(texts))
	for t := range texts {
		list = append(list, t)
	}
	sort.Strings(list)
	fold := map[string]int{}
	for i, j := range rand.New(rand.NewPCG(seed, 0)).Perm(len(list)) {
		fold[list[j]] = i % 10
	}
	type scored struct {
		p     float64
		right bool
		last  bool
	}
	var all []scored
	for k := 0; k < 10; k++ {
		var learn []fact
		for _, f := range facts {
			if fold[f.text] != k {
				learn = append(learn, f)
			}
		}
		m := fit(learn, len(names))
		for i := range facts {
			if fold[facts[i].text] == k {
				all = append(all, scored{logistic(m.score(&facts[i])), facts[i].right, facts[i].last})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b scored) int {
		switch {
		case a.p > b.p:
			return -1
		case a.p < b.p:
			return 1
		}
		return 0
	})
	var b strings.Builder
	fmt.Fprintf(&b, "# %d facts of %d texts, %d right; of the last draws %d, %d right. Cross-validation in ten parts, by text:\n", len(facts), len(texts), right, last, lastRight)
	for _, least := range []float64{0, 0.5, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85} {
		kept, good, keptLast, goodLast := 0, 0, 0, 0
		for _, s := range all {
			if s.p < least {
				continue
			}
			kept++
			if s.right {
				good++
			}
			if s.last {
				keptLast++
				if s.right {
					goodLast++
				}
			}
		}
		fmt.Fprintf(&b, "#   confidence at least %.2f: %d of %d right, of the last draws %d of %d\n", least, good, kept, goodLast, keptLast)
	}
	return b.String()
}
