package api

import (
	"context"
	"errors"
	"net/http"
	"time"

	"kg/graph"
)

// An Editor changes the graph for clients. The handler calls its methods that write one after the other, so that there is
// one writer; Ledger and Mentions may be called beside them.
//
// An error that is a *Problem is told to the client as it is; one that wraps graph.ErrNotFound is a 404.
type Editor interface {
	// Load reads the articles of uploads into the graph and calls report for each, in order. An error means that those not
	// reported are not loaded.
	Load(ctx context.Context, uploads []Upload, report func(Loaded) error) error
	// Decide adds a decision to the ledger of identity and revises the articles that it is about.
	Decide(ctx context.Context, d Decision) (*Decided, error)
	// Ledger lists every record, in order.
	Ledger(ctx context.Context) ([]LedgerRecord, error)
	// Mentions reads the articles again and gives the mentions in them that stand for the entity, in the order of the
	// articles and of their texts. Article is set to the id only.
	Mentions(ctx context.Context, entity string, articles []string) ([]Mention, error)
}

// An Upload is a file that a client sends. Its name tells the format; without an extension it is guessed.
type Upload struct {
	Name string
	URL  string // of a page that does not say it itself
	Body []byte
}

// Loaded says what became of one article, as a line of kg load --json does.
type Loaded struct {
	Source  string `json:"source" doc:"where it was read from"`
	Article string `json:"article" doc:"its id; empty where it could not be read"`
	Title   string `json:"title"`
	Status  string `json:"status" doc:"added, unchanged, replaced or failed"`
	Claims  int    `json:"claims"`
	Facts   int    `json:"facts" doc:"claims that are direct edges"`
	Quads   int    `json:"quads"`
	Error   string `json:"error"`
}

// A Decision is one about identity. Ids are local names, without "ent:".
type Decision struct {
	Op       string // merge, split, rename or undo
	Entity   string
	Other    string         // merge: what is Entity too
	Into     string         // split: name or id (ent:…) of what the mentions are; empty for one that is made up
	Mentions []SplitMention // split
	Label    string         // rename
	ID       int            // undo: number of the record; 0 for the last one in force
	Note     string
}

// SplitMention names mentions of an entity: those with certain words, those in one article, or both.
type SplitMention struct {
	Article string `json:"article,omitempty" doc:"id; every article where it is absent"`
	Text    string `json:"text,omitempty" doc:"words of the mentions; all mentions where it is absent"`
}

// LedgerRecord is a record of the ledger of identity.
type LedgerRecord struct {
	N       int    `json:"n" doc:"its number, from 1"`
	Op      string `json:"op" doc:"merge, split, rename or undo"`
	Text    string `json:"text" doc:"what it says, in words"`
	InForce bool   `json:"inForce" doc:"false for one that is undone, and for undos"`
	Entity  string `json:"entity,omitempty"`
	Other   string `json:"other,omitempty" doc:"merge: what is entity too"`
	Into    string `json:"into,omitempty" doc:"split: what the mentions are"`
	Label   string `json:"label,omitempty"`
	Class   string `json:"class,omitempty"`
	Article string `json:"article,omitempty"`
	Mention string `json:"mention,omitempty" doc:"words of the mentions that are meant"`
	Undoes  int    `json:"undoes,omitempty"`
	Note    string `json:"note,omitempty"`
}

// Decided is what a decision did.
type Decided struct {
	Records  []LedgerRecord `json:"records" doc:"those that it added"`
	Articles int            `json:"articles" doc:"how many were revised"`
	Failed   []string       `json:"failed" doc:"why an article could not be revised"`
}

// Config is what a page may offer.
type Config struct {
	Write   bool     `json:"write" doc:"whether articles may be loaded and entities be merged, split and renamed"`
	MaxLoad int      `json:"maxLoad,omitempty" doc:"bytes of a request that loads"`
	Formats []string `json:"formats,omitempty" doc:"extensions of the files that can be loaded"`
}

// maxLoad is how many bytes of articles are taken at once. An article has at most 8 MiB.
const maxLoad = 32 << 20

// maxUploads is how many requests may have their articles in memory at once.
const maxUploads = 4

var formats = []string{".txt", ".md", ".html", ".jsonl"}

func config(_ context.Context, s *server, _ *query) (*Config, error) {
	if !s.opt.Write || s.opt.Editor == nil {
		return &Config{}, nil
	}
	return &Config{Write: true, MaxLoad: maxLoad, Formats: formats}, nil
}

// editor is the editor where writing is on.
func (s *server) editor() (Editor, error) {
	if !s.opt.Write || s.opt.Editor == nil {
		return nil, &Problem{Status: http.StatusForbidden, Code: "read_only", Detail: "this server only reads: start it with --write"}
	}
	return s.opt.Editor, nil
}

// enter takes one of slots, for which it waits at most as long as an answer may take; done gives it back.
func (s *server) enter(ctx context.Context, w http.ResponseWriter, slots chan struct{}) (done func(), err error) {
	ctx, cancel := context.WithTimeout(ctx, s.opt.Time)
	defer cancel()
	select {
	case slots <- struct{}{}:
		return func() { <-slots }, nil
	case <-ctx.Done():
		return nil, errBusy(w)
	}
}

// write runs f as the one writer. The answer may take as long as it takes to write.
func (s *server) write(ctx context.Context, w http.ResponseWriter, f func() error) error {
	done, err := s.enter(ctx, w, s.writing)
	if err != nil {
		return err
	}
	defer done()
	err = http.NewResponseController(w).SetWriteDeadline(time.Time{})
	if err != nil && !errors.Is(err, http.ErrNotSupported) {
		return err
	}
	return f()
}

// errBusy is the problem of a client that has to come back.
func errBusy(w http.ResponseWriter) error {
	w.Header().Set("Retry-After", "5")
	return &Problem{Status: http.StatusServiceUnavailable, Code: "busy", Detail: "too many requests at once"}
}

// Mention is where an article names an entity.
type Mention struct {
	Article  Source `json:"article"`
	Text     string `json:"text" doc:"words of the mention"`
	Start    int    `json:"start" doc:"byte offset in the article's text"`
	End      int    `json:"end"`
	Sentence string `json:"sentence"`
	Reason   string `json:"reason" doc:"why it stands for the entity"`
}

// Mentions is the mentions of an entity in a page of articles.
type Mentions struct {
	Items []Mention `json:"items" doc:"in the order of the articles' ids and of their texts"`
	Total int       `json:"total" doc:"articles that name the entity"`
	Next  string    `json:"next,omitempty" doc:"address of the next page"`
}

func mentions(ctx context.Context, s *server, q *query) (*Mentions, error) {
	editor, err := s.editor()
	if err != nil {
		return nil, err
	}
	id := q.id("id", "ent:")
	naming, err := s.reader.Store().Naming(ctx, id)
	if err != nil {
		return nil, err
	}
	if len(naming) == 0 {
		return nil, graph.ErrNotFound
	}
	out := &Mentions{Total: len(naming)}
	offset, limit := q.number("offset"), q.number("limit")
	page := naming[min(offset, len(naming)):]
	page = page[:min(limit, len(page))]
	if out.Items, err = editor.Mentions(ctx, id, page); err != nil {
		return nil, err
	}
	out.Items = orEmpty(out.Items)
	for i := range out.Items {
		a, err := s.reader.Info(ctx, out.Items[i].Article.ID)
		if err != nil {
			return nil, err
		}
		out.Items[i].Article = sourceOf(a)
	}
	if limit > 0 && offset+limit < out.Total {
		out.Next = q.next(offset + limit)
	}
	return out, nil
}
