package eval

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"sort"
	"strings"

	"kg/extract"
	"kg/nlp"
)

// PetrarchCase is a record of PETRARCH's validation: a text and the events coded from it.
type PetrarchCase struct {
	Text   string
	Events []CodedEvent
}

// CodedEvent is an event with the codes of its actors, "GONMIL", and that of CAMEO.
type CodedEvent struct{ Source, Code, Target string }

// ReadPetrarch reads records, a JSON object a line.
func ReadPetrarch(r io.Reader) ([]PetrarchCase, error) {
	sc := bufio.NewScanner(r)
	sc.Buffer(make([]byte, 1<<16), 1<<22)
	var out []PetrarchCase
	for n := 1; sc.Scan(); n++ {
		var c PetrarchCase
		if err := json.Unmarshal(sc.Bytes(), &c); err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
		out = append(out, c)
	}
	return out, sc.Err()
}

// ActorCodes is a dictionary of actors, "GONDOR [GON]", or of agents, "SOLDIER [~MIL]", in the notation of TABARI.
type ActorCodes struct {
	names []string // lower case, the longest first
	code  map[string]string
}

// ReadActorCodes reads a dictionary. A line with "+" names the actor above it in another way; a code with dates is
// read without them, the first of several counts.
func ReadActorCodes(r io.Reader) (*ActorCodes, error) {
	d := &ActorCodes{code: map[string]string{}}
	var open []string // names that wait for a code, and what they will share
	last := ""
	add := func(name, code string) {
		name = strings.ToLower(strings.Join(strings.Fields(strings.ReplaceAll(name, "_", " ")), " "))
		if name == "" || code == "" || strings.ContainsAny(code, "-+#") || d.code[name] != "" {
			return
		}
		d.code[name] = code
		d.names = append(d.names, name)
	}
	sc := bufio.NewScanner(r)
	for sc.Scan() {
		line, _, _ := strings.Cut(sc.Text(), "#")
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '<' || line[0] == '!' {
			continue
		}
		name, code := line, ""
		if i := strings.IndexByte(line, '['); i >= 0 {
			name = line[:i]
			code, _, _ = strings.Cut(line[i+1:], "]")
			code = strings.TrimSpace(strings.ToUpper(code))
			if f := strings.FieldsFunc(code, func(r rune) bool { return r == ' ' || r == '<' || r == '>' || r == '/' }); len(f) > 0 {
				code = f[0]
			}
		}
		name = strings.TrimSpace(strings.NewReplacer("{}", "", "+", "").Replace(name))
		if strings.HasPrefix(line, "+") {
			if last != "" {
				add(name, last)
			} else {
				open = append(open, name)
			}
			continue
		}
		if name == "" && code != "" { // the code on a line of its own
			for _, n := range open {
				add(n, code)
			}
			open = nil
			last = code
			continue
		}
		last = code
		if code == "" {
			open = []string{name}
			continue
		}
		open = nil
		add(name, code)
	}
	sort.SliceStable(d.names, func(i, j int) bool { return len(d.names[i]) > len(d.names[j]) })
	return d, sc.Err()
}

// find is the code of the longest name in phrase, lower case, and the phrase without it. Whole asks for a whole
// word, or its plural; else the name need only begin one.
func (d *ActorCodes) find(phrase string, whole bool) (code, rest string) {
	if d == nil {
		return "", phrase
	}
	for _, n := range d.names {
		i := strings.Index(" "+phrase+" ", " "+n)
		if i < 0 {
			continue
		}
		end := i + len(n)
		if whole {
			tail, _, _ := strings.Cut(phrase[end:], " ")
			if tail != "" && tail != "s" && tail != "es" {
				continue
			}
		}
		return d.code[n], phrase[:i] + strings.Repeat("#", len(n)) + phrase[end:]
	}
	return "", phrase
}

// Code is the code of a phrase: that of its actor, with that of the agent in it, "GON" and "MIL" for "soldiers from
// Gondor".
func Code(phrase string, actors, agents *ActorCodes) string {
	p := plain(phrase)
	a, _ := actors.find(p, false)
	g, _ := agents.find(p, true)
	switch {
	case a == "":
		return ""
	case strings.HasPrefix(g, "~") && !strings.Contains(a[min(3, len(a)):], g[1:]):
		return a + g[1:]
	}
	return a
}

func plain(phrase string) string {
	return strings.ToLower(strings.NewReplacer("-", " ", "'", " ", "’", " ", "\n", " ", ",", " ").Replace(phrase))
}

// codes are those of every actor in the words of a, or of what is joined to it; one alone for an actor.
func codes(d *nlp.Doc, a extract.Arg, actors, agents *ActorCodes) []string {
	var out []string
	for _, part := range parts(d, a) {
		if c := Code(part, actors, agents); c != "" {
			out = append(out, c)
		}
		if a.Kind != extract.ThingArg {
			continue
		}
		// "Ties between X and Y": a thing may be that of several.
		_, rest := actors.find(plain(part), false)
		for c, next := actors.find(rest, false); c != ""; c, next = actors.find(next, false) {
			out = append(out, c)
		}
	}
	return out
}

// cameoRoots has the type of PLOVER for the first two digits of a CAMEO code; 01 is no event.
var cameoRoots = map[string]string{"02": "REQUEST", "03": "AGREE", "04": "CONSULT", "05": "SUPPORT", "06": "COOPERATE", "07": "AID", "08": "YIELD", "09": "ACCUSE",
	"10": "REQUEST", "11": "ACCUSE", "12": "REJECT", "13": "THREATEN", "14": "PROTEST", "15": "MOBILIZE", "16": "SANCTION", "17": "COERCE", "18": "ASSAULT", "19": "ASSAULT", "20": "ASSAULT"}

// PetrarchScore counts events. Gold events whose code is none of CAMEO, as the validation makes some up, are left
// out.
type PetrarchScore struct {
	Gold, Pred, Right int
	Actors            int // gold events whose source and target are right, whatever the type
}

// Petrarch compares the events read from each text with the coded ones: source and target code must be the same,
// and the type of PLOVER that of the CAMEO code.
func Petrarch(cases []PetrarchCase, actors, agents *ActorCodes, annotate func(string) (*nlp.Doc, error), e *extract.Extractor) (PetrarchScore, error) {
	var s PetrarchScore
	for _, c := range cases {
		gold := map[CodedEvent]bool{}
		pairs := map[CodedEvent]bool{}
		for _, g := range c.Events {
			if root := cameoRoots[g.Code[:min(2, len(g.Code))]]; root != "" {
				gold[CodedEvent{g.Source, root, g.Target}] = true
				pairs[CodedEvent{g.Source, "", g.Target}] = true
			}
		}
		d, err := annotate(c.Text)
		if err != nil {
			return s, err
		}
		pred := map[CodedEvent]bool{}
		for _, ev := range e.Events(d) {
			for _, a := range codes(d, ev.Source, actors, agents) {
				for _, b := range codes(d, ev.Target, actors, agents) {
					if a == b {
						continue
					}
					pred[CodedEvent{a, rootOf(ev.Type), b}] = true
					if ev.Type == "CONSULT" {
						pred[CodedEvent{b, rootOf(ev.Type), a}] = true
					}
				}
			}
		}
		s.Gold += len(gold)
		s.Pred += len(pred)
		seen := map[CodedEvent]bool{}
		for p := range pred {
			if gold[p] {
				s.Right++
			}
			if k := (CodedEvent{p.Source, "", p.Target}); pairs[k] && !seen[k] {
				seen[k] = true
				s.Actors++
			}
		}
	}
	return s, nil
}

// parts are the words of an argument and of what is joined to it.
func parts(d *nlp.Doc, a extract.Arg) []string {
	if a.Len() == 0 {
		return nil
	}
	out := []string{a.Text}
	for i := a.Head + 1; i < len(d.Tokens) && i < a.Head+25; i++ {
		if d.Tokens[i].Head == a.Head && d.Tokens[i].Rel == "conj" {
			out = append(out, d.Slice(d.Tokens[i].Span))
		}
	}
	return out
}
