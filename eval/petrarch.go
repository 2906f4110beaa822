package eval

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"kg/extract"
	"kg/nlp"
)

// PetrarchCase is a record of PETRARCH's validation: a text and the events coded from it.
type PetrarchCase struct {
	ID, Text string
	Date     string // "19950101"
	Events   []CodedEvent
	NoEvents bool // nothing is to be coded
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

// cameoRoots has the type of PLOVER for the first two digits of a CAMEO code; 01 is no event.
var cameoRoots = map[string]string{"02": "REQUEST", "03": "AGREE", "04": "CONSULT", "05": "SUPPORT", "06": "COOPERATE", "07": "AID", "08": "YIELD", "09": "ACCUSE",
	"10": "REQUEST", "11": "ACCUSE", "12": "REJECT", "13": "THREATEN", "14": "PROTEST", "15": "MOBILIZE", "16": "SANCTION", "17": "COERCE", "18": "ASSAULT", "19": "ASSAULT", "20": "ASSAULT"}

// PetrarchScore counts records and events as UniversalPetrarch's validation does: a record in which nothing is to be
// coded, and nothing is, counts as one event that is right, and one that was missed otherwise; events that are too
// many are given as a share of the records. Records without any expectation are left out, and so are gold events
// whose code is none of CAMEO, as the validation makes some up: what is found between their actors counts as nothing.
type PetrarchScore struct {
	Records           int
	Gold, Pred, Right int
	Actors            int      // gold events whose source and target are right, whatever the type
	Wrong             []string // "DEMO_01 missed ARN-SUPPORT-GON", "DEMO_01 false ARN-ACCUSE-GON", in the order of the records
}

// False is the number of events found that are not in the gold, by record.
func (s PetrarchScore) False() float64 {
	n := 0
	for _, w := range s.Wrong {
		if strings.Contains(w, " false ") {
			n++
		}
	}
	return float64(n) / float64(max(s.Records, 1))
}

// Petrarch compares the events read from each text with the coded ones: source and target code must be the same,
// and the type of PLOVER that of the CAMEO code.
func Petrarch(cases []PetrarchCase, actors, agents *ActorCodes, annotate func(string) (*nlp.Doc, error), e *extract.Extractor) (PetrarchScore, error) {
	var s PetrarchScore
	for _, c := range cases {
		if len(c.Events) == 0 && !c.NoEvents {
			continue
		}
		s.Records++
		gold, unscored := map[CodedEvent]bool{}, map[CodedEvent]bool{}
		pairs := map[CodedEvent]bool{}
		for _, g := range c.Events {
			digits := g.Code[:min(2, len(g.Code))]
			if root := cameoRoots[digits]; root != "" {
				gold[CodedEvent{g.Source, root, g.Target}] = true
				pairs[CodedEvent{g.Source, "", g.Target}] = true
			} else if digits != "01" {
				unscored[CodedEvent{g.Source, "", g.Target}] = true
			}
		}
		d, err := annotate(c.Text)
		if err != nil {
			return s, err
		}
		pred := codedEvents(d, e.Events(d), newCoder(d, c.Date, actors, agents))
		right := 0
		for _, p := range pred {
			k := CodedEvent{p.Source, "", p.Target}
			if pairs[k] {
				s.Actors++
				delete(pairs, k)
			}
			switch {
			case gold[p]:
				right++
				s.Pred++
				delete(gold, p)
			case unscored[k]:
			default:
				s.Pred++
				s.Wrong = append(s.Wrong, fmt.Sprintf("%s false %s-%s-%s", c.ID, p.Source, p.Code, p.Target))
			}
		}
		missed := make([]string, 0, len(gold))
		for g := range gold {
			missed = append(missed, fmt.Sprintf("%s missed %s-%s-%s", c.ID, g.Source, g.Code, g.Target))
		}
		slices.Sort(missed)
		s.Wrong = append(s.Wrong, missed...)
		s.Gold += right + len(missed)
		s.Right += right
		if c.NoEvents {
			s.Gold++
			if len(pred) == 0 {
				s.Right++
				s.Actors++
			}
		}
	}
	return s, nil
}

// codedEvents are the events of d with the codes of their actors, each once. A future tense counts as what it
// announces, as in CAMEO's dictionaries. Where two do something with each other, meet or visit, each is the source
// once.
func codedEvents(d *nlp.Doc, events []extract.Event, c *coder) []CodedEvent {
	var out []CodedEvent
	add := func(a, kind, b string) {
		e := CodedEvent{a, kind, b}
		if a != b && !slices.Contains(out, e) {
			out = append(out, e)
		}
	}
	for _, ev := range events {
		kind := rootOf(ev.Plain)
		met := false
		if kind == "CONSULT" && ev.Target.Len() > 0 {
			p := prep(d, ev.Target.Head)
			met = p == "" || p == "with" || p == "between" || ev.Mode == "visit" && p != "from"
		}
		mutual := met || ev.Source.Len() > 0 && ev.Target.Len() > 0 && slices.Contains(c.joined(ev.Source.Head), ev.Target.Head)
		for _, a := range c.codes(ev.Source) {
			for _, b := range c.codes(ev.Target) {
				add(a, kind, b)
				if mutual {
					add(b, kind, a)
				}
			}
		}
	}
	return out
}
