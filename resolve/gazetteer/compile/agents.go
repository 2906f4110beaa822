package main

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"kg/resolve/gazetteer"
)

// writeAgents makes the table of what kinds of actor there are, "riot police", and the sector of each, of kinds.tsv and the
// agents of PETRARCH2. A line is a phrase in the singular, a tab, a sector code.
func (b *builder) writeAgents(out string) error {
	sets := map[string][]string{}
	agents := map[string]string{}
	err := b.rows("kinds.tsv", 2, func(f []string) error {
		for name := range strings.SplitSeq(f[1], ",") {
			agents[gazetteer.Key(name)] = f[0]
		}
		return nil
	})
	if err != nil {
		return err
	}
	h, err := os.Open(filepath.Join(b.lexicon, "cameo", "Phoenix.agents.txt"))
	if err != nil {
		return err
	}
	defer h.Close()
	sc := bufio.NewScanner(h)
	for sc.Scan() {
		line, _, _ := strings.Cut(sc.Text(), "#")
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "!") {
			name, members, ok := strings.Cut(line, "=")
			if ok {
				for m := range strings.SplitSeq(members, ",") {
					sets[strings.TrimSpace(name)] = append(sets[strings.TrimSpace(name)], strings.TrimSpace(m))
				}
			}
			continue
		}
		open := strings.Index(line, "[~")
		if open < 0 {
			continue
		}
		code := line[open+2:]
		if end := strings.IndexByte(code, ']'); end >= 0 {
			code = code[:end]
		}
		name := line[:open]
		var plurals []string
		if i := strings.IndexByte(name, '{'); i >= 0 {
			if j := strings.IndexByte(name, '}'); j > i && name[i+1:j] != "" {
				plurals = append(plurals, name[i+1:j])
			}
			name = name[:i]
		}
		forms := append([]string{name}, plurals...)
		for set, members := range sets {
			if strings.Contains(name, set) {
				forms = nil
				for _, m := range members {
					forms = append(forms, strings.Replace(name, set, m, 1))
				}
			}
		}
		sector := sectorOf(code)
		for _, f := range forms {
			k := gazetteer.Key(strings.ReplaceAll(f, "_", " "))
			if k != "" && sector != "" {
				if _, ok := agents[k]; !ok {
					agents[k] = sector
				}
			}
		}
	}
	if err := sc.Err(); err != nil {
		return err
	}
	keys := make([]string, 0, len(agents))
	for k := range agents {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	var t strings.Builder
	for _, k := range keys {
		fmt.Fprintf(&t, "%s\t%s\n", k, agents[k])
	}
	return os.WriteFile(out, []byte(t.String()), 0o644)
}

// sectorOf is the PLOVER sector of a CAMEO agent code: its first three letters, creeds as REL.
func sectorOf(code string) string {
	if len(code) < 3 {
		return ""
	}
	switch c := code[:3]; c {
	case "MUS", "CHR", "HIN", "JEW", "BUD", "SIK":
		if len(code) >= 6 {
			return sectorOf(code[3:])
		}
		return "REL"
	case "CTH", "PRO", "MRN", "SHI", "SUN", "HSD", "PEN", "DRZ", "CPT":
		return "REL"
	case "RAD":
		return "UAF"
	case "ENV", "DEV", "HRI", "NGM":
		return "NGO"
	case "PPL":
		return "CVL"
	default:
		return c
	}
}
