package joint

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"kg/nlp"
	model "kg/nlp/joint"
	"kg/nlp/token"
)

// rawText is a text that nobody has parsed, and the entities that somebody has marked in it, by bytes.
type rawText struct {
	text     string
	entities []rawEntity
}

type rawEntity struct {
	start, end int
	kind       string
}

// rawTexts reads the texts of the training folder that nobody has parsed: the development part of GAP and the
// first half of the documents of re3d.
func rawTexts(dir string) ([]rawText, error) {
	var out []rawText
	f, err := open(filepath.Join(dir, "gap/gap-development.tsv"))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.Comma, r.LazyQuotes, r.FieldsPerRecord = '\t', true, -1
	for first := true; ; first = false {
		row, err := r.Read()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("gap: %w", err)
		}
		if !first && len(row) > 1 {
			out = append(out, rawText{text: row[1]})
		}
	}
	var docs []rawText
	err = lines(filepath.Join(dir, "re3d/re3d.jsonl"), func(l string) error {
		d, err := readRe3d(l)
		docs = append(docs, d)
		return err
	})
	return append(out, docs[:len(docs)/2]...), err
}

// readRe3d reads a document of re3d, whose offsets count characters, with the entities that are names of
// organisations and places, told by their capitals.
func readRe3d(line string) (rawText, error) {
	var raw struct {
		Text     string
		Entities []struct {
			Begin, End int
			Type       string
			Confidence float64
		}
	}
	if err := json.Unmarshal([]byte(line), &raw); err != nil {
		return rawText{}, err
	}
	at := make([]int, 0, len(raw.Text)+1)
	for i := range raw.Text {
		at = append(at, i)
	}
	at = append(at, len(raw.Text))
	d := rawText{text: raw.Text}
	for _, e := range raw.Entities {
		if e.Begin < 0 || e.End >= len(at) || e.Begin >= e.End || e.Confidence < 0.5 || e.Type != "Organisation" && e.Type != "Location" {
			continue
		}
		x := rawEntity{start: at[e.Begin], end: at[e.End], kind: e.Type}
		for _, article := range []string{"the ", "The "} {
			if strings.HasPrefix(raw.Text[x.start:x.end], article) {
				x.start += len(article)
			}
		}
		if plainName(strings.Fields(raw.Text[x.start:x.end])) {
			d.entities = append(d.entities, x)
		}
	}
	return d, nil
}

// raw are the sentences of the raw texts, of which nothing is known but, of some, a few names.
func raw(dir string, inv model.Inventory) ([]*example, error) {
	texts, err := rawTexts(dir)
	if err != nil {
		return nil, err
	}
	stage, err := token.Stage()
	if err != nil {
		return nil, err
	}
	var out []*example
	for _, text := range texts {
		d := &nlp.Doc{Text: text.text}
		if err := stage.Run(d); err != nil {
			return nil, err
		}
		for _, s := range d.Sentences {
			if n := s.Last - s.First; n < 4 || n > 80 {
				continue
			}
			ex := &example{weight: 1}
			for i := s.First; i < s.Last; i++ {
				ex.words = append(ex.words, d.Word(i))
			}
			ex.names, ex.weak = re3dNames(d.Tokens[s.First:s.Last], text.entities, inv), true
			out = append(out, ex)
		}
	}
	return out, nil
}

// re3dNames are the name tags that entities leave to tokens, or nil where they say nothing. A span that is marked
// both as an organisation and as a place may be either.
func re3dNames(tokens []nlp.Token, entities []rawEntity, inv model.Inventory) []uint64 {
	bit := map[string]uint64{}
	for i, t := range inv.Names {
		bit[t] = 1 << i
	}
	classes := map[string]string{"Organisation": "ORG", "Location": "LOC"}
	all := ^uint64(0) >> (64 - len(inv.Names))
	var out []uint64
	marked := map[[2]int]bool{}
	for _, e := range entities {
		first, last := -1, -1
		for i, t := range tokens {
			if t.Start == e.start {
				first = i
			}
			if t.End == e.end {
				last = i
			}
		}
		if first < 0 || last < first {
			continue
		}
		if out == nil {
			out = make([]uint64, len(tokens))
			for i := range out {
				out[i] = all
			}
		}
		span := [2]int{first, last}
		for i := first; i <= last; i++ {
			place := "I-"
			switch {
			case first == last:
				place = "S-"
			case i == first:
				place = "B-"
			case i == last:
				place = "E-"
			}
			b := bit[place+classes[e.kind]]
			switch {
			case marked[span]:
				out[i] |= b
			case out[i] == all:
				out[i] = b
			default: // spans that overlap
				out[i] = all
			}
		}
		marked[span] = true
	}
	return out
}
