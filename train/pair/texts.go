package main

import (
	"bufio"
	"bytes"
	"embed"
	"fmt"
	"strconv"
	"strings"

	"kg/eval"
	"kg/nlp"
)

// The texts are the project's own words, made up in the manner of statements of ministries, news and articles of an
// encyclopedia, and annotated by the definitions of re3d's scheme as the first half of its documents applies them.
//
//go:embed texts/*.txt
var own embed.FS

// The letters behind the brackets of entities, and those of relations.
var (
	letterClass = map[byte]string{'P': "Person", 'O': "Organisation", 'L': "Location", 'Q': "Quantity", 'N': "Nationality", 'W': "Weapon",
		'M': "MilitaryPlatform", 'V': "Vehicle", 'T': "Temporal", 'D': "DocumentReference"}
	letterKind = map[string]string{"Ap": "Apart", "Al": "AlliesOf", "Be": "BelongsTo", "Co": "CoLocated", "Cw": "CommWith", "Di": "Dislikes",
		"Fi": "FightingAgainst", "Ha": "HasAttrOf", "In": "InChargeOf", "Is": "IsSynonymOf", "Li": "Likes"}
)

// ownTexts are the project's own texts, in the order of their files.
func ownTexts() ([]eval.Re3dDoc, error) {
	names, err := own.ReadDir("texts")
	if err != nil {
		return nil, err
	}
	var out []eval.Re3dDoc
	for _, n := range names {
		b, err := own.ReadFile("texts/" + n.Name())
		if err != nil {
			return nil, err
		}
		docs, err := parseOwn(b)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", n.Name(), err)
		}
		out = append(out, docs...)
	}
	return out, nil
}

// parseOwn reads annotated texts. A blank line ends a document, "#" starts a comment. A line is a sentence, in which
// an entity is in brackets, with the letter of its class and, where it is in a relation, a number behind it; the line
// after it, with ">" before it, lists the relations of the sentence.
func parseOwn(b []byte) ([]eval.Re3dDoc, error) {
	var out []eval.Re3dDoc
	var doc eval.Re3dDoc
	var at map[int]nlp.Span
	flush := func() {
		if doc.Text != "" {
			out = append(out, doc)
		}
		doc = eval.Re3dDoc{}
	}
	sc := bufio.NewScanner(bytes.NewReader(b))
	for n := 1; sc.Scan(); n++ {
		line := sc.Text()
		switch {
		case line == "":
			flush()
		case line[0] == '#':
		case line[0] == '>':
			for _, r := range strings.Split(line[1:], ",") {
				f := strings.Fields(r)
				if len(f) != 3 || letterKind[f[0]] == "" {
					return nil, fmt.Errorf("line %d: relation %q", n, r)
				}
				var side [2]nlp.Span
				for k := range side {
					i, _ := strconv.Atoi(f[k+1])
					s, ok := at[i]
					if !ok {
						return nil, fmt.Errorf("line %d: no entity %s", n, f[k+1])
					}
					side[k] = s
				}
				doc.Relations = append(doc.Relations, eval.Re3dRelation{Type: letterKind[f[0]], Source: side[0], Target: side[1]})
			}
		default:
			if doc.Text != "" {
				doc.Text += " "
			}
			at = map[int]nlp.Span{}
			if err := ownSentence(&doc, line, at); err != nil {
				return nil, fmt.Errorf("line %d: %w", n, err)
			}
		}
	}
	flush()
	return out, sc.Err()
}

// ownSentence adds a sentence to doc; at has the spans of its numbered entities.
func ownSentence(doc *eval.Re3dDoc, line string, at map[int]nlp.Span) error {
	open := -1
	text := []byte(doc.Text)
	for i := 0; i < len(line); i++ {
		switch line[i] {
		case '[':
			if open >= 0 {
				return fmt.Errorf("bracket in a bracket")
			}
			open = len(text)
		case ']':
			if open < 0 || i+1 == len(line) || letterClass[line[i+1]] == "" {
				return fmt.Errorf("no class after %q", line[:i])
			}
			s := nlp.Span{Start: open, End: len(text)}
			doc.Entities = append(doc.Entities, eval.Re3dEntity{Type: letterClass[line[i+1]], Span: s})
			i++
			j := i + 1
			for j < len(line) && line[j] >= '0' && line[j] <= '9' {
				j++
			}
			if j > i+1 {
				k, _ := strconv.Atoi(line[i+1 : j])
				if _, ok := at[k]; ok {
					return fmt.Errorf("two entities are number %d", k)
				}
				at[k] = s
			}
			i, open = j-1, -1
		default:
			text = append(text, line[i])
		}
	}
	if open >= 0 {
		return fmt.Errorf("bracket without an end")
	}
	doc.Text = string(text)
	return nil
}
