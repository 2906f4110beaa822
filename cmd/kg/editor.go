package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"

	"kg/article"
	"kg/graph"
	"kg/ingest"
	"kg/resolve"
	"kg/resolve/gazetteer"
	"kg/serve/api"
	"kg/serve/mcp"
)

// editor changes a graph: it loads articles and makes decisions about identity. The commands use it, and it is the
// api.Editor of the server.
type editor struct {
	store          *graph.Store
	ledger         *resolve.Ledger
	engine         func() (*ingest.Engine, error) // is called when there is something to read
	workers, batch int

	one sync.Mutex // held by loadOne
}

func (a *app) editor(store *graph.Store) (*editor, error) {
	ledger, err := a.ledger()
	if err != nil {
		return nil, err
	}
	return &editor{store: store, ledger: ledger, workers: a.config.Load.Workers, batch: a.config.Load.Batch,
		engine: sync.OnceValues(func() (*ingest.Engine, error) { return a.engineWith(ledger) })}, nil
}

// changes is what a decision did.
type changes struct {
	records []resolve.Override
	revised int
	failed  []error // of single articles
}

// decide adds records to the ledger, all or none, and revises the articles that name an entity of theirs or of also.
// After an error changes has the records that are in the ledger all the same.
func (e *editor) decide(ctx context.Context, records []resolve.Override, also ...string) (changes, error) {
	var done changes
	if err := e.ledger.Try(records); err != nil {
		return done, err
	}
	ids := slices.Clone(also)
	for _, o := range records {
		added, err := e.ledger.Add(o)
		if err != nil {
			return done, err
		}
		done.records = append(done.records, added)
		ids = append(ids, o.Entity, o.Other, o.Into)
	}
	var articles []string
	for _, id := range ids {
		if id == "" {
			continue
		}
		naming, err := e.store.Naming(ctx, id)
		if err != nil {
			return done, err
		}
		articles = append(articles, naming...)
		name, _, _ := strings.Cut(id, "_(") // its namesakes
		if naming, err = e.store.NamingAlone(ctx, name); err != nil {
			return done, err
		}
		articles = append(articles, naming...)
	}
	slices.Sort(articles)
	articles = slices.Compact(articles)
	if len(articles) == 0 {
		return done, nil
	}
	engine, err := e.engine()
	if err != nil {
		return done, err
	}
	loader := ingest.Loader{Engine: engine, Store: e.store, Workers: e.workers, Batch: e.batch, Force: true}
	err = loader.Load(ctx, ingest.StoredArticles(ctx, e.store, articles), func(r ingest.Result) {
		if r.Err != nil {
			done.failed = append(done.failed, r.Err)
		} else {
			done.revised++
		}
	})
	return done, err
}

// splitInto are the records that make mentions of an entity another one; into is its name or its id with "ent:".
func splitInto(ref graph.EntityRef, into, note string, mentions []api.SplitMention) []resolve.Override {
	other, label := localID(into), into
	if other == into {
		other = gazetteer.LocalName(into)
	} else {
		label = ref.Label
	}
	var out []resolve.Override
	for _, m := range mentions {
		out = append(out, resolve.Override{
			Op: resolve.Split, Entity: ref.ID, Into: other, Label: label, Class: ref.Class, Article: m.Article, Mention: m.Text, Note: note,
		})
	}
	return out
}

// undoing is the record that undoes record n, the last one in force where n is 0, and the entities it is about.
func undoing(ledger *resolve.Ledger, n int) (o resolve.Override, ids []string, err error) {
	force := ledger.InForce()
	if len(force) == 0 {
		return o, nil, fmt.Errorf("%w: there is nothing to undo", resolve.ErrLedger)
	}
	if n == 0 {
		n = force[len(force)-1].N
	}
	for _, o := range force {
		if o.N == n {
			ids = []string{o.Entity, o.Other, o.Into}
		}
	}
	return resolve.Override{Op: resolve.Undo, Undoes: n}, ids, nil
}

// Load implements api.Editor.
func (e *editor) Load(ctx context.Context, uploads []api.Upload, report func(api.Loaded) error) error {
	engine, err := e.engine()
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	read := func(yield func(*article.Article, error) bool) {
		for _, u := range uploads {
			for a, err := range article.ReadFrom(ctx, u.Name, bytes.NewReader(u.Body), u.URL, article.Options{}) {
				if !yield(a, err) {
					return
				}
			}
		}
	}
	loader := ingest.Loader{Engine: engine, Store: e.store, Workers: e.workers, Batch: e.batch}
	return loader.Load(ctx, read, func(r ingest.Result) {
		l := api.Loaded{Source: r.Source, Article: r.Article, Title: r.Title, Status: string(r.Status), Claims: r.Claims, Facts: r.Facts, Quads: r.Quads}
		if r.Err != nil {
			l.Error = r.Err.Error()
		}
		if err := report(l); err != nil {
			cancel(err)
		}
	})
}

// loadOne loads an article for an assistant. One is loaded at a time.
func (e *editor) loadOne(ctx context.Context, a mcp.Article) (mcp.Loaded, error) {
	e.one.Lock()
	defer e.one.Unlock()
	pasted := api.Pasted{Text: a.Text, Title: a.Title, URL: a.URL, Date: a.Date, Publisher: a.Publisher}
	upload, err := pasted.Upload()
	if err != nil {
		return mcp.Loaded{}, fmt.Errorf("%w: %w", mcp.ErrRefused, err)
	}
	var out mcp.Loaded
	err = e.Load(ctx, []api.Upload{upload}, func(l api.Loaded) error {
		if l.Error != "" {
			return fmt.Errorf("%w: %s", mcp.ErrRefused, l.Error)
		}
		out = mcp.Loaded{Article: l.Article, Status: l.Status, Claims: l.Claims, Facts: l.Facts}
		return nil
	})
	return out, err
}

// Decide implements api.Editor.
func (e *editor) Decide(ctx context.Context, d api.Decision) (*api.Decided, error) {
	records, also, err := e.records(ctx, d)
	if err != nil {
		return nil, conflict(err)
	}
	done, err := e.decide(ctx, records, also...)
	if err != nil {
		return nil, conflict(err)
	}
	out := &api.Decided{Articles: done.revised}
	for _, o := range done.records {
		out.Records = append(out.Records, ledgerRecord(o, o.Op != resolve.Undo))
	}
	for _, err := range done.failed {
		out.Failed = append(out.Failed, err.Error())
	}
	return out, nil
}

// conflict tells a client what the ledger refuses.
func conflict(err error) error {
	if errors.Is(err, resolve.ErrLedger) {
		return &api.Problem{Status: http.StatusConflict, Code: "conflict", Detail: strings.TrimPrefix(err.Error(), resolve.ErrLedger.Error()+": ")}
	}
	return err
}

// records are those of a decision, and further entities that it is about.
func (e *editor) records(ctx context.Context, d api.Decision) (records []resolve.Override, also []string, err error) {
	if d.Op == string(resolve.Undo) {
		o, ids, err := undoing(e.ledger, d.ID)
		return []resolve.Override{o}, ids, err
	}
	ref, err := e.known(ctx, d.Entity)
	if err != nil {
		return nil, nil, err
	}
	switch resolve.Op(d.Op) {
	case resolve.Merge:
		other, err := e.known(ctx, d.Other)
		if err != nil {
			return nil, nil, err
		}
		return []resolve.Override{{Op: resolve.Merge, Entity: ref.ID, Other: other.ID, Label: ref.Label, Class: ref.Class, Note: d.Note}}, nil, nil
	case resolve.Rename:
		label := strings.Join(strings.Fields(d.Label), " ")
		return []resolve.Override{{Op: resolve.Rename, Entity: ref.ID, Label: label, Class: ref.Class, Note: d.Note}}, nil, nil
	case resolve.Split:
		into := strings.Join(strings.Fields(d.Into), " ")
		if into == "" {
			if into, err = e.numbered(ctx, ref.Label); err != nil {
				return nil, nil, err
			}
		}
		return splitInto(ref, into, d.Note, d.Mentions), nil, nil
	}
	return nil, nil, fmt.Errorf("no decision %q", d.Op)
}

// known is the entity with an id.
func (e *editor) known(ctx context.Context, id string) (graph.EntityRef, error) {
	ref, err := e.store.FindEntity(ctx, id)
	if err == nil && ref.ID != id {
		err = fmt.Errorf("entity %q: %w", id, graph.ErrNotFound)
	}
	return ref, err
}

// numbered is label with the first number, from 2, that no entity has.
func (e *editor) numbered(ctx context.Context, label string) (string, error) {
	for n := 2; ; n++ {
		name := fmt.Sprintf("%s (%d)", label, n)
		naming, err := e.store.Naming(ctx, gazetteer.LocalName(name))
		if err != nil || len(naming) == 0 {
			return name, err
		}
	}
}

func ledgerRecord(o resolve.Override, inForce bool) api.LedgerRecord {
	return api.LedgerRecord{
		N: o.N, Op: string(o.Op), Text: describe(o), InForce: inForce, Entity: o.Entity, Other: o.Other, Into: o.Into, Label: o.Label,
		Class: string(o.Class), Article: o.Article, Mention: o.Mention, Undoes: o.Undoes, Note: o.Note,
	}
}

// Ledger implements api.Editor.
func (e *editor) Ledger(context.Context) ([]api.LedgerRecord, error) {
	inForce := map[int]bool{}
	for _, o := range e.ledger.InForce() {
		inForce[o.N] = true
	}
	var out []api.LedgerRecord
	for _, o := range e.ledger.Records() {
		out = append(out, ledgerRecord(o, inForce[o.N]))
	}
	return out, nil
}

// Mentions implements api.Editor.
func (e *editor) Mentions(ctx context.Context, entity string, articles []string) ([]api.Mention, error) {
	engine, err := e.engine()
	if err != nil {
		return nil, err
	}
	var out []api.Mention
	for art, err := range ingest.StoredArticles(ctx, e.store, articles) {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return nil, err
		}
		x, err := engine.Analyse(art)
		if err != nil {
			return nil, err
		}
		from := len(out)
		joins, err := e.store.Joins(ctx, art.ID)
		if err != nil {
			return nil, err
		}
		for _, d := range x.Decisions(joins) {
			if d.Entity != entity {
				continue
			}
			m := api.Mention{Article: api.Source{ID: art.ID}, Text: d.Text, Start: d.Start, End: d.End, Reason: d.Reason}
			for _, s := range x.Doc.Sentences {
				if s.Start <= d.Start && d.Start < s.End {
					m.Sentence = strings.Join(strings.Fields(x.Doc.Slice(s.Span)), " ")
				}
			}
			out = append(out, m)
		}
		slices.SortFunc(out[from:], func(a, b api.Mention) int { return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End)) })
	}
	return out, nil
}
