package gazetteer

import (
	_ "embed"
	"sort"
	"strconv"
	"strings"
	"sync"
)

//go:embed actors.tsv
var actorTable string

// actorLines are the lines of actors.tsv, sorted as they stand.
var actorLines = sync.OnceValue(func() []string { return strings.Split(strings.TrimSuffix(actorTable, "\n"), "\n") })

// Term says what an actor was for a time: of which country, and in which sector.
type Term struct {
	Country  string // ISO 3166 code, "SYR"; "UNO", "EUR" or "IGO" for bodies of the United Nations, of the European Union, of others
	Sector   string // PLOVER sector code; may be empty
	From, To int    // first and last month, 201805 for May 2018; 0 is open
}

// Terms gives what the actor of this name was, in order of time: "Angela Merkel", "Quds Force". It knows more names than
// Lookup, and of each only this.
func Terms(name string) []Term {
	k := Key(name)
	if k == "" {
		return nil
	}
	lines := actorLines()
	i := sort.Search(len(lines), func(i int) bool { name, _, _ := strings.Cut(lines[i], "\t"); return name >= k })
	if i == len(lines) {
		return nil
	}
	name, list, _ := strings.Cut(lines[i], "\t")
	if name != k {
		return nil
	}
	var out []Term
	for s := range strings.SplitSeq(list, "|") {
		what, when, _ := strings.Cut(s, ":")
		country, sector, _ := strings.Cut(what, "/")
		from, to, _ := strings.Cut(when, "-")
		t := Term{Country: country, Sector: sector}
		t.From, _ = strconv.Atoi(from)
		t.To, _ = strconv.Atoi(to)
		out = append(out, t)
	}
	return out
}
