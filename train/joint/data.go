package joint

import (
	"bufio"
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"strings"

	model "kg/nlp/joint"
)

// row is one token of a file: the columns of CoNLL-U that are learned from.
type row struct {
	form, upos, xpos, rel string
	head                  int // from 1; 0 is the root
	misc                  string
}

// sentence is one sentence of a file.
type sentence struct {
	id, doc string
	rows    []row
	names   []string // tags as in the file, one a row, or nil
}

func open(path string) (io.ReadCloser, error) {
	f, err := os.Open(path)
	if err != nil || !strings.HasSuffix(path, ".gz") {
		return f, err
	}
	z, err := gzip.NewReader(f)
	if err != nil {
		f.Close()
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return struct {
		io.Reader
		io.Closer
	}{z, f}, nil
}

// lines calls each with every line of path.
func lines(path string, each func(string) error) error {
	r, err := open(path)
	if err != nil {
		return err
	}
	defer r.Close()
	s := bufio.NewScanner(r)
	s.Buffer(nil, 1<<24)
	for n := 1; s.Scan(); n++ {
		if err := each(s.Text()); err != nil {
			return fmt.Errorf("%s:%d: %w", path, n, err)
		}
	}
	return s.Err()
}

// readTrees reads CoNLL-U. Ranges and empty nodes are left out.
func readTrees(path string) ([]sentence, error) {
	var out []sentence
	var cur sentence
	doc := ""
	flush := func() {
		if len(cur.rows) > 0 {
			cur.doc = doc
			out = append(out, cur)
		}
		cur = sentence{}
	}
	err := lines(path, func(l string) error {
		switch {
		case l == "":
			flush()
		case l[0] == '#':
			if v, ok := strings.CutPrefix(l, "# newdoc id = "); ok {
				doc = v
			} else if v, ok := strings.CutPrefix(l, "# sent_id = "); ok {
				cur.id = v
			}
		default:
			f := strings.Split(l, "\t")
			if len(f) != 10 {
				return fmt.Errorf("%d columns", len(f))
			}
			if strings.ContainsAny(f[0], "-.") {
				return nil
			}
			head, err := strconv.Atoi(f[6])
			if err != nil {
				return fmt.Errorf("head %q", f[6])
			}
			cur.rows = append(cur.rows, row{form: f[1], upos: f[3], xpos: f[4], rel: f[7], head: head, misc: f[9]})
		}
		return nil
	})
	flush()
	return out, err
}

// readNames reads one token and its tag a line, blank lines between sentences: word and tag are the given columns.
func readNames(path, sep string, word, tag int) ([]sentence, error) {
	var out []sentence
	var cur sentence
	flush := func() {
		if len(cur.rows) > 0 {
			out = append(out, cur)
		}
		cur = sentence{}
	}
	err := lines(path, func(l string) error {
		if strings.TrimSpace(l) == "" {
			flush()
			return nil
		}
		if v, ok := strings.CutPrefix(l, "# sent_id = "); ok {
			cur.id = v
		}
		if l[0] == '#' && strings.HasPrefix(l, "# ") {
			return nil
		}
		f := strings.Split(l, sep)
		if len(f) <= max(word, tag) {
			return fmt.Errorf("%d columns", len(f))
		}
		cur.rows = append(cur.rows, row{form: f[word]})
		cur.names = append(cur.names, f[tag])
		return nil
	})
	flush()
	return out, err
}

// spans turns IOB1 or IOB2 tags into BIOES tags of the same classes.
func spans(tags []string) []string {
	out := make([]string, len(tags))
	class := func(i int) string {
		if i < 0 || i >= len(tags) || len(tags[i]) < 3 {
			return ""
		}
		return tags[i][2:]
	}
	starts := func(i int) bool { return class(i) != class(i-1) || tags[i][0] == 'B' }
	for i := range tags {
		c := class(i)
		if c == "" {
			out[i] = "O"
			continue
		}
		first := starts(i)
		last := i+1 == len(tags) || class(i+1) == "" || starts(i+1)
		switch {
		case first && last:
			out[i] = "S-" + c
		case first:
			out[i] = "B-" + c
		case last:
			out[i] = "E-" + c
		default:
			out[i] = "I-" + c
		}
	}
	return out
}

// Classes are the classes of names the network learns.
var Classes = []string{"PER", "ORG", "LOC", "NORP", "EVENT", "WORK", "MISC"}

// guide maps the classes of a data set to those of the network; a class may stand for several, and so may the
// absence of a name where a data set leaves classes out.
type guide struct {
	classes map[string][]string
	outside []string // what may also be untagged
}

var (
	unerGuide = guide{
		classes: map[string][]string{"PER": {"PER"}, "ORG": {"ORG"}, "LOC": {"LOC"}},
		outside: []string{"NORP", "EVENT", "WORK", "MISC"},
	}
	wikigoldGuide = guide{classes: map[string][]string{
		"PER": {"PER"}, "ORG": {"ORG"}, "LOC": {"LOC"}, "MISC": {"MISC", "EVENT", "WORK", "NORP"}, "NORP": {"NORP"},
	}}
	politicsGuide = guide{classes: map[string][]string{
		"politician": {"PER"}, "person": {"PER"}, "politicalparty": {"ORG"}, "organisation": {"ORG"},
		"country": {"LOC"}, "location": {"LOC"}, "election": {"EVENT"}, "event": {"EVENT"},
		"misc": {"MISC", "WORK", "NORP"}, "NORP": {"NORP"},
	}}
)

// sets turns the tags of s into sets of the network's tags.
func (g guide) sets(tags []string, inv model.Inventory) []uint64 {
	bit := map[string]uint64{}
	for i, t := range inv.Names {
		bit[t] = 1 << i
	}
	var outside uint64 = 1
	for _, c := range g.outside {
		for _, place := range []string{"B-", "I-", "E-", "S-"} {
			outside |= bit[place+c]
		}
	}
	out := make([]uint64, len(tags))
	for i, t := range spans(tags) {
		if t == "O" {
			out[i] = outside
			continue
		}
		for _, c := range g.classes[t[2:]] {
			out[i] |= bit[t[:2]+c]
		}
		if out[i] == 0 {
			out[i] = ^uint64(0) >> (64 - len(inv.Names)) // a class we know nothing of
		}
	}
	return out
}

// corpus is all that is learned from and measured on.
type corpus struct {
	inv   model.Inventory
	words []string // the vocabulary, by falling frequency, then by spelling
	count []int    // of each
	lex   *model.Lexicon
	train []*example
	dev   map[string][]*example
}

type index map[string]int16

func indexOf(list []string) index {
	m := index{}
	for i, s := range list {
		m[s] = int16(i)
	}
	return m
}

func sorted(set map[string]int) []string {
	var out []string
	for s := range set {
		out = append(out, s)
	}
	sort.Strings(out)
	return out
}

// load reads the training and development files under dir, the training folder of the shared data.
func load(dir string) (*corpus, error) {
	c := &corpus{dev: map[string][]*example{}}
	demonyms, err := readDemonyms(filepath.Join(dir, "../lexicon/countryinfo/CountryInfo.120116.txt.gz"))
	if err != nil {
		return nil, err
	}
	trees := map[string][]sentence{}
	for name, path := range map[string]string{
		"ewt": "ud-ewt/en_ewt-ud-train.conllu.gz", "gum": "gum-nonnc/en_gum-train.conllu.gz",
		"ewt-dev": "ud-ewt/en_ewt-ud-dev.conllu.gz", "gum-dev": "gum-nonnc/en_gum-dev.conllu.gz",
	} {
		if trees[name], err = readTrees(filepath.Join(dir, path)); err != nil {
			return nil, err
		}
	}
	// The licence of the recorded conversations is unclear.
	kept := trees["gum"][:0]
	for _, s := range trees["gum"] {
		if !strings.HasPrefix(s.doc, "GUM_conversation") {
			kept = append(kept, s)
		}
	}
	trees["gum"] = kept
	names := map[string][]sentence{}
	for _, f := range []struct {
		name, path, sep string
		word, tag       int
	}{
		{"uner", "uner-ewt/train.iob2.gz", "\t", 1, 2},
		{"uner-dev", "uner-ewt/dev.iob2.gz", "\t", 1, 2},
		{"politics", "crossner-politics/train.txt", "\t", 0, 1},
		{"politics-dev", "crossner-politics/dev.txt", "\t", 0, 1},
		{"wikigold", "wikigold/wikigold.conll.txt", " ", 0, 1},
	} {
		if names[f.name], err = readNames(filepath.Join(dir, f.path), f.sep, f.word, f.tag); err != nil {
			return nil, err
		}
	}
	// Wikigold's sentences are in the order of its documents, whose borders it does not mark: the last tenth is
	// held back.
	cut := len(names["wikigold"]) * 9 / 10
	names["wikigold"], names["wikigold-dev"] = names["wikigold"][:cut], names["wikigold"][cut:]
	for _, n := range []string{"politics", "politics-dev", "wikigold", "wikigold-dev"} {
		for _, s := range names[n] {
			nationalities(s, demonyms)
		}
	}

	c.inventory(trees["ewt"], trees["gum"])
	byID := map[string]sentence{}
	for _, n := range []string{"uner", "uner-dev"} {
		for _, s := range names[n] {
			byID[s.id] = s
		}
	}
	add := func(dst *[]*example, list []sentence, g guide, weight float32) {
		for _, s := range list {
			ex := c.example(s, g)
			ex.weight = weight
			if n, ok := byID[s.id]; ok && ex.heads != nil && len(n.rows) == len(s.rows) {
				ex.names = unerGuide.sets(n.names, c.inv)
			}
			*dst = append(*dst, ex)
		}
	}
	args, err := readRoles(filepath.Join(dir, "propbank-ewt/train.conll.gz"))
	if err != nil {
		return nil, err
	}
	add(&c.train, trees["ewt"], guide{}, 1)
	for i, s := range trees["ewt"] {
		c.train[i].args = args[s.id]
		c.train[i].bank = bankEWT
	}
	add(&c.train, trees["gum"], guide{}, 1)
	add(&c.train, names["wikigold"], wikigoldGuide, 1)
	add(&c.train, names["politics"], politicsGuide, 1)
	for _, n := range []string{"ewt-dev", "gum-dev"} {
		var dev []*example
		add(&dev, trees[n], guide{}, 1)
		c.dev[n] = dev
	}
	for i, s := range trees["gum"] {
		ex := c.train[len(trees["ewt"])+i]
		ex.names = gumNames(s, c.inv)
		ex.weak = true
		ex.entities = entityHeads(s)
	}
	var politics []*example
	add(&politics, names["politics-dev"], politicsGuide, 1)
	c.dev["politics"] = politics
	var wiki []*example
	add(&wiki, names["wikigold-dev"], wikigoldGuide, 1)
	for i, ex := range wiki { // about the size of its documents
		ex.doc = strconv.Itoa(i / 12)
	}
	c.dev["wikigold"] = wiki
	c.vocabulary()
	if c.lex, err = readLexicon(filepath.Join(dir, "../lexicon"), c.words); err != nil {
		return nil, err
	}
	return c, nil
}

// readDemonyms reads the adjectives of countries, in lower case, from CountryInfo.
func readDemonyms(path string) (map[string]bool, error) {
	out := map[string]bool{}
	next := false // the adjective is on the line after the tag; what follows are other spellings of the country
	err := lines(path, func(l string) error {
		l = strings.TrimSpace(l)
		if next && l != "" {
			w, _, _ := strings.Cut(strings.Trim(l, "_"), "_")
			out[strings.ToLower(w)] = true
		}
		next = l == "<Nationality>"
		return nil
	})
	return out, err
}

// nationalities gives names of the class MISC that are adjectives of countries a class of their own.
func nationalities(s sentence, demonyms map[string]bool) {
	bioes := spans(s.names)
	for i, t := range bioes {
		if t == "S-MISC" || t == "S-misc" {
			w := strings.ToLower(s.rows[i].form)
			if demonyms[w] || demonyms[strings.TrimSuffix(w, "s")] {
				s.names[i] = "B-NORP"
			}
		}
	}
}

func (c *corpus) inventory(lists ...[]sentence) {
	upos, xpos, rels := map[string]int{}, map[string]int{}, map[string]int{}
	for _, list := range lists {
		for _, s := range list {
			for _, r := range s.rows {
				upos[r.upos]++
				xpos[r.xpos]++
				rels[r.rel]++
			}
		}
	}
	c.inv = model.Inventory{UPOS: sorted(upos), XPOS: sorted(xpos), Rels: sorted(rels), Names: model.NameTags(Classes)}
}

func (c *corpus) example(s sentence, g guide) *example {
	ex := &example{doc: s.doc}
	upos, xpos, rels := indexOf(c.inv.UPOS), indexOf(c.inv.XPOS), indexOf(c.inv.Rels)
	get := func(m index, s string) int16 {
		if i, ok := m[s]; ok {
			return i
		}
		return -1
	}
	for _, r := range s.rows {
		ex.words = append(ex.words, r.form)
		if r.upos != "" {
			ex.upos = append(ex.upos, get(upos, r.upos))
			ex.xpos = append(ex.xpos, get(xpos, r.xpos))
			ex.heads = append(ex.heads, int16(r.head-1))
			ex.rels = append(ex.rels, get(rels, r.rel))
		}
	}
	if s.names != nil {
		ex.names = g.sets(s.names, c.inv)
	}
	return ex
}

// vocabulary collects the words that occur at least twice.
func (c *corpus) vocabulary() {
	count := map[string]int{}
	for _, ex := range c.train {
		for _, w := range ex.words {
			count[model.Spell(w)]++
		}
	}
	for w, n := range count {
		if n > 1 {
			c.words = append(c.words, w)
		}
	}
	sort.Slice(c.words, func(i, j int) bool {
		a, b := c.words[i], c.words[j]
		if count[a] != count[b] {
			return count[a] > count[b]
		}
		return a < b
	})
	for _, w := range c.words {
		c.count = append(c.count, count[w])
	}
}
