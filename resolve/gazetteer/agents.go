package gazetteer

import (
	_ "embed"
	"sort"
	"strings"
	"sync"
)

//go:embed agents.tsv
var agentTable string

// agentLines are the lines of agents.tsv, sorted as they stand.
var agentLines = sync.OnceValue(func() []string { return strings.Split(strings.TrimSuffix(agentTable, "\n"), "\n") })

// Agent is the sector code of a kind of actor, "riot police" or "smuggler", in the singular; false where it is none.
func Agent(phrase string) (sector string, ok bool) {
	k := Key(phrase)
	lines := agentLines()
	i := sort.Search(len(lines), func(i int) bool { name, _, _ := strings.Cut(lines[i], "\t"); return name >= k })
	if i == len(lines) {
		return "", false
	}
	name, sector, _ := strings.Cut(lines[i], "\t")
	return sector, name == k && k != ""
}
