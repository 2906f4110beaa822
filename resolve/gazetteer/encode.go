package gazetteer

import (
	"encoding/binary"
	"sort"
)

// Alias is a name of an entry on its way into a table.
type Alias struct {
	Name  string
	Kind  Kind
	Exact bool // only as it is written, periods apart: "US" is a country and "us" is not
}

// Source is an entry with its names on its way into a table. The label is a name without being given.
type Source struct {
	Entry
	Aliases []Alias
}

// Encode compiles a table. The result is a function of the set of sources: their order does not matter, but for two
// with one id, of which the first counts.
func Encode(sources []Source) []byte {
	byID := map[string]Source{}
	for _, s := range sources {
		if _, ok := byID[s.ID]; !ok {
			byID[s.ID] = s
		}
	}
	ids := make([]string, 0, len(byID))
	for id := range byID {
		ids = append(ids, id)
	}
	sort.Strings(ids)

	type use struct {
		entry int
		kind  Kind
		exact string
	}
	names := map[string][]use{}
	var body []byte
	entryAt := make([]int, len(ids))
	for i, id := range ids {
		s := byID[id]
		entryAt[i] = len(body)
		for _, t := range []string{s.ID, s.Label, string(s.Class), s.Country, s.Sector, s.Adjective} {
			body = appendText(body, t)
		}
		for _, list := range [][]string{s.StandsFor, s.Match} {
			body = binary.AppendUvarint(body, uint64(len(list)))
			for _, t := range list {
				body = appendText(body, t)
			}
		}
		for _, n := range []int{s.From, s.To, s.Rank} {
			body = binary.AppendUvarint(body, uint64(n))
		}
		seen := map[string]bool{}
		for _, a := range append([]Alias{{Name: s.Label}}, s.Aliases...) {
			k := Key(a.Name)
			u := use{entry: i, kind: a.Kind}
			if a.Exact {
				u.exact = acronymForm(a.Name)
			}
			if mark := k + "\x00" + string(rune(a.Kind)) + u.exact; k != "" && !seen[mark] {
				seen[mark] = true
				names[k] = append(names[k], u)
			}
		}
	}
	keys := make([]string, 0, len(names))
	for k := range names {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	nameAt := make([]int, len(keys))
	for i, k := range keys {
		nameAt[i] = len(body)
		uses := names[k]
		sort.SliceStable(uses, func(a, b int) bool {
			ua, ub := uses[a], uses[b]
			if ra, rb := byID[ids[ua.entry]].Rank, byID[ids[ub.entry]].Rank; ra != rb {
				return ra > rb
			}
			if ua.kind != ub.kind {
				return ua.kind < ub.kind
			}
			return ua.entry < ub.entry
		})
		body = appendText(body, k)
		body = binary.AppendUvarint(body, uint64(len(uses)))
		for _, u := range uses {
			body = binary.AppendUvarint(body, uint64(u.entry))
			body = binary.AppendUvarint(body, uint64(u.kind))
			body = appendText(body, u.exact)
		}
	}
	base := 16 + 4*len(ids) + 4*len(keys)
	out := append([]byte(nil), magic...)
	out = binary.LittleEndian.AppendUint32(out, uint32(len(ids)))
	out = binary.LittleEndian.AppendUint32(out, uint32(len(keys)))
	for _, at := range append(entryAt, nameAt...) {
		out = binary.LittleEndian.AppendUint32(out, uint32(base+at))
	}
	return append(out, body...)
}

func appendText(b []byte, s string) []byte {
	b = binary.AppendUvarint(b, uint64(len(s)))
	return append(b, s...)
}
