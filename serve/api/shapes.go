package api

import (
	"context"
	"strings"
	"unicode/utf8"

	"kg/graph"
	"kg/schema"
)

// Ref names an entity.
type Ref struct {
	ID    string         `json:"id"`
	Label string         `json:"label"`
	Class schema.ClassID `json:"class,omitempty"`
}

// Node is an entity in a list or a drawing.
type Node struct {
	Ref
	Articles int `json:"articles" doc:"how many name it"`
}

// Link is what claims of one kind say between two entities.
type Link struct {
	Subject    string            `json:"subject" doc:"entity id"`
	Relation   schema.RelationID `json:"relation,omitempty" doc:"absent where the relation is only in the words of the text"`
	Label      string            `json:"label"`
	Object     string            `json:"object" doc:"entity id"`
	Status     string            `json:"status" doc:"fact, stated, reported, intended, uncertain or denied"`
	Symmetric  bool              `json:"symmetric,omitempty"`
	Claims     int               `json:"claims"`
	Articles   int               `json:"articles"`
	First      string            `json:"first,omitempty" doc:"first day"`
	Last       string            `json:"last,omitempty" doc:"last day"`
	Confidence float32           `json:"confidence" doc:"of the surest claim"`
}

// Source is an article without its text.
type Source struct {
	ID        string `json:"id"`
	Title     string `json:"title,omitempty"`
	URL       string `json:"url,omitempty"`
	Publisher string `json:"publisher,omitempty"`
	Date      string `json:"date,omitempty"`
	Language  string `json:"language,omitempty"`
}

// Claim is one claim with the sentence that makes it.
type Claim struct {
	ID          string            `json:"id"`
	Status      string            `json:"status" doc:"fact, stated, reported, intended, uncertain or denied"`
	Subject     *Ref              `json:"subject,omitempty" doc:"absent where the text has no name for it; subjectText has its words"`
	Relation    schema.RelationID `json:"relation,omitempty"`
	Label       string            `json:"label" doc:"of the relation, or the words of the text in base form"`
	Object      *Ref              `json:"object,omitempty"`
	Literal     string            `json:"literal,omitempty" doc:"what stands in place of an object: 290,000 people"`
	Phrase      string            `json:"phrase,omitempty"`
	SubjectText string            `json:"subjectText,omitempty"`
	ObjectText  string            `json:"objectText,omitempty"`
	Polarity    string            `json:"polarity,omitempty"`
	Modality    string            `json:"modality,omitempty"`
	Tense       string            `json:"tense,omitempty"`
	SaidBy      *Ref              `json:"saidBy,omitempty"`
	SaidWith    string            `json:"saidWith,omitempty"`
	Day         string            `json:"day,omitempty" doc:"when it was so, or else when it was published"`
	From        string            `json:"from,omitempty"`
	To          string            `json:"to,omitempty"`
	Precision   string            `json:"precision,omitempty"`
	TimeText    string            `json:"timeText,omitempty"`
	Place       *Ref              `json:"place,omitempty"`
	Event       string            `json:"event,omitempty"`
	Mode        string            `json:"mode,omitempty"`
	Confidence  float32           `json:"confidence"`
	Rule        string            `json:"rule,omitempty"`
	Sentence    string            `json:"sentence"`
	Start       int               `json:"start" doc:"byte offset of the sentence in the article's text"`
	End         int               `json:"end"`
	Before      string            `json:"before,omitempty" doc:"some of the text before the sentence"`
	After       string            `json:"after,omitempty" doc:"some of the text after it"`
	Article     Source            `json:"article"`
}

func refOf(n graph.Node) Ref { return Ref{ID: n.ID, Label: n.Label, Class: n.Class} }

func nodeOf(n graph.Node) Node { return Node{refOf(n), n.Articles} }

func refsOf(nodes []graph.Node) []Ref {
	out := make([]Ref, len(nodes))
	for i, n := range nodes {
		out[i] = refOf(n)
	}
	return out
}

func sourceOf(a *graph.Article) Source {
	return Source{ID: a.ID, Title: a.Title, URL: a.URL, Publisher: a.Publisher, Date: a.Date, Language: a.Language}
}

func (s *server) ref(ctx context.Context, id string) (Ref, error) {
	n, err := s.reader.Node(ctx, id)
	return refOf(n), err
}

// relationLabel is what a relation is called.
func (s *server) relationLabel(id schema.RelationID, lemma string) (label string, symmetric bool) {
	if id == "" {
		return lemma, false
	}
	if rel, ok := s.reader.Schema().Relation(id); ok {
		return rel.Label, rel.Symmetric
	}
	return string(id), false
}

func (s *server) link(l *graph.Link) Link {
	label, symmetric := s.relationLabel(l.Relation, l.Lemma)
	return Link{
		Subject: l.Subject, Relation: l.Relation, Label: label, Object: l.Object, Status: l.Status, Symmetric: symmetric,
		Claims: l.Claims, Articles: l.Articles, First: l.First, Last: l.Last, Confidence: l.Confidence,
	}
}

func (s *server) links(ls []graph.Link) []Link {
	out := make([]Link, len(ls))
	for i := range ls {
		out[i] = s.link(&ls[i])
	}
	return out
}

// claim is c as it is answered.
func (s *server) claim(ctx context.Context, c *graph.Statement) (Claim, error) {
	a, err := s.reader.Info(ctx, c.Article)
	if err != nil {
		return Claim{}, err
	}
	out := Claim{
		ID: c.ID, Status: c.Status(), Relation: c.Relation, Literal: c.Literal, Phrase: c.Phrase,
		SubjectText: c.SubjectText, ObjectText: c.ObjectText, Polarity: c.Polarity, Modality: c.Modality, Tense: c.Tense,
		SaidWith: c.SaidWith, Day: c.Day(a), From: c.From, To: c.To, Precision: c.Precision, TimeText: c.TimeText,
		Event: c.Event, Mode: c.Mode, Confidence: c.Confidence, Rule: c.Rule, Sentence: c.Sentence, Start: c.Start, End: c.End,
		Article: sourceOf(a),
	}
	out.Label, _ = s.relationLabel(c.Relation, c.Lemma)
	for _, end := range []struct {
		id string
		to **Ref
	}{{c.Subject, &out.Subject}, {c.Object, &out.Object}, {c.SaidBy, &out.SaidBy}, {c.Place, &out.Place}} {
		if end.id == "" {
			continue
		}
		ref, err := s.ref(ctx, end.id)
		if err != nil {
			return out, err
		}
		*end.to = &ref
	}
	return out, nil
}

// contextBytes is how much of the text is shown on either side of a sentence.
const contextBytes = 240

// around gives some of the text before and after a sentence, cut between words.
func around(text string, start, end int) (before, after string) {
	if start < 0 || end > len(text) || start > end {
		return "", ""
	}
	from, to := max(0, start-contextBytes), min(len(text), end+contextBytes)
	for from > 0 && !utf8.RuneStart(text[from]) {
		from--
	}
	for to < len(text) && !utf8.RuneStart(text[to]) {
		to++
	}
	before, after = text[from:start], text[end:to]
	if from > 0 {
		if i := strings.IndexAny(before, " \n"); i >= 0 {
			before = "…" + before[i:]
		}
	}
	if to < len(text) {
		if i := strings.LastIndexAny(after, " \n"); i >= 0 {
			after = after[:i] + " …"
		}
	}
	return before, after
}
