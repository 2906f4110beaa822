package api

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"slices"

	"kg/schema"
)

// What decisions about identity are asked for with. Ids may be given as John_Kerry, ent:John_Kerry or <ent:John_Kerry>.
type (
	// Merge makes b a name of a.
	Merge struct {
		A    string `json:"a" doc:"id of the entity that stays"`
		B    string `json:"b" doc:"id of the entity that becomes a name of it"`
		Note string `json:"note,omitempty" doc:"why"`
	}
	// Split makes some mentions of an entity another one.
	Split struct {
		Entity   string         `json:"entity" doc:"id"`
		Mentions []SplitMention `json:"mentions" doc:"which of its mentions"`
		Into     string         `json:"into,omitempty" doc:"name or id (ent:…) of what they are; a numbered name where it is absent"`
		Note     string         `json:"note,omitempty" doc:"why"`
	}
	// Rename gives an entity another label.
	Rename struct {
		Entity string `json:"entity" doc:"id"`
		Label  string `json:"label"`
		Note   string `json:"note,omitempty" doc:"why"`
	}
	// Undo takes a decision back.
	Undo struct {
		ID int `json:"id,omitempty" doc:"number of the record; the last one in force where it is absent"`
	}
)

// maxDecision is how many bytes a decision may have.
const maxDecision = 1 << 20

// maxMentions is how many mentions one split may name.
const maxMentions = 1000

func (m *Merge) decision() (Decision, error) {
	d := Decision{Op: "merge", Entity: bareID(m.A, schema.EntPrefix), Other: bareID(m.B, schema.EntPrefix), Note: m.Note}
	if d.Entity == "" || d.Other == "" {
		return d, badBody("a and b: two ids are required")
	}
	return d, nil
}

func (s *Split) decision() (Decision, error) {
	d := Decision{Op: "split", Entity: bareID(s.Entity, schema.EntPrefix), Into: s.Into, Mentions: slices.Clone(s.Mentions), Note: s.Note}
	switch {
	case d.Entity == "":
		return d, badBody("entity: an id is required")
	case len(d.Mentions) == 0 || len(d.Mentions) > maxMentions:
		return d, badBody("mentions: from 1 to %d are required", maxMentions)
	}
	for i := range d.Mentions {
		m := &d.Mentions[i]
		if m.Article = bareID(m.Article, schema.ArtPrefix); m.Article == "" && m.Text == "" {
			return d, badBody("mentions[%d]: an article or a text is required", i)
		}
	}
	return d, nil
}

func (r *Rename) decision() (Decision, error) {
	d := Decision{Op: "rename", Entity: bareID(r.Entity, schema.EntPrefix), Label: r.Label, Note: r.Note}
	if d.Entity == "" || d.Label == "" {
		return d, badBody("entity and label: an id and a text are required")
	}
	return d, nil
}

func (u *Undo) decision() (Decision, error) {
	if u.ID < 0 {
		return Decision{}, badBody("id: %d is no number of a record", u.ID)
	}
	return Decision{Op: "undo", ID: u.ID}, nil
}

// decide answers a route that takes a T.
func decide[T any, P interface {
	*T
	decision() (Decision, error)
}](ctx context.Context, s *server, _ *query, w http.ResponseWriter, r *http.Request) error {
	editor, err := s.editor()
	if err != nil {
		return err
	}
	var body T
	r.Body = http.MaxBytesReader(w, r.Body, maxDecision)
	if err := readJSON(r, &body); err != nil {
		return err
	}
	d, err := P(&body).decision()
	if err != nil {
		return err
	}
	var out *Decided
	err = s.write(ctx, w, func() error {
		// Once it is in the ledger, every article that it is about has to be revised: the client may go, the work is done.
		out, err = editor.Decide(context.WithoutCancel(ctx), d)
		if err == nil {
			err = s.reader.Renew(context.WithoutCancel(ctx))
		}
		return err
	})
	if err != nil {
		return err
	}
	out.Records, out.Failed = orEmpty(out.Records), orEmpty(out.Failed)
	return writeJSON(w, r, out)
}

// readJSON reads the body of a request.
func readJSON(r *http.Request, v any) error {
	dec := json.NewDecoder(r.Body)
	dec.DisallowUnknownFields()
	err := dec.Decode(v)
	if err == nil {
		if _, more := dec.Token(); more != io.EOF {
			err = errors.New("more than one value")
		}
	}
	return bodyError(err)
}

// bodyError is what is wrong with a body, nil for nil.
func bodyError(err error) error {
	if err == nil {
		return nil
	}
	if long, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return tooLarge(long.Limit)
	}
	if errors.Is(err, io.EOF) {
		return badBody("it is empty")
	}
	return badBody("%v", err)
}

// Ledger is a page of the decisions about identity.
type Ledger struct {
	Items []LedgerRecord `json:"items" doc:"the newest first"`
	Total int            `json:"total"`
	Next  string         `json:"next,omitempty" doc:"address of the next page"`
}

func ledger(ctx context.Context, s *server, q *query) (*Ledger, error) {
	out := &Ledger{Items: []LedgerRecord{}}
	if s.opt.Editor == nil {
		return out, nil
	}
	records, err := s.opt.Editor.Ledger(ctx)
	if err != nil {
		return nil, err
	}
	out.Total = len(records)
	offset, limit := q.number("offset"), q.number("limit")
	slices.Reverse(records)
	records = records[min(offset, len(records)):]
	out.Items = append(out.Items, records[:min(limit, len(records))]...)
	if limit > 0 && offset+limit < out.Total {
		out.Next = q.next(offset + limit)
	}
	return out, nil
}
