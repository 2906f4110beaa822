package resolve

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"kg/resolve/gazetteer"
	"kg/resolve/join"
	"kg/schema"
)

// Ledger is what people have decided about identity, against what Resolve would say: this one and that one are one, this
// one is two, this one has another name. A decision is a record; records are only ever added, and undoing one is a record
// too. The ids of the graph are a function of the articles, of what is known beforehand and of the records in force, so
// that decisions outlive reloading, and undoing one gives the ids back that were there before.
//
// A merge joins the two that are named and no others: what has been merged away can be named in no later record, so a
// chain of merges comes about only where someone merges what they see. A Ledger is safe for concurrent use.
type Ledger struct {
	path string // empty for one that is kept nowhere

	mu      sync.RWMutex
	records []Override
	moves   []Override          // the merges and splits in force, in order
	moved   map[string]target   // by id: where its mentions are
	splits  map[string][]target // by id: which of its mentions are elsewhere
	renamed map[string]target
}

// target is an entity as a record in force gives it.
type target struct {
	Override
	id string
}

// Op is what a record of the ledger does.
type Op string

// The operations.
const (
	Merge  Op = "merge"  // Other is Entity
	Split  Op = "split"  // the mentions of Entity in Article, or with the words Mention, are Into
	Rename Op = "rename" // Entity is called Label
	Undo   Op = "undo"   // record Undoes is not in force
)

// Override is a record of the ledger. Ids are local names, without "ent:".
type Override struct {
	N       int            `json:"n"` // its number, from 1
	Op      Op             `json:"op"`
	Entity  string         `json:"entity,omitempty"`
	Other   string         `json:"other,omitempty"`
	Into    string         `json:"into,omitempty"`
	Label   string         `json:"label,omitempty"` // of Entity for merge and rename, of Into for split
	Class   schema.ClassID `json:"class,omitempty"` // likewise
	Article string         `json:"article,omitempty"`
	Mention string         `json:"mention,omitempty"`
	Undoes  int            `json:"undoes,omitempty"`
	Note    string         `json:"note,omitempty"` // why, in the words of who decided
}

// ErrLedger is what a record is refused with that contradicts those before it.
var ErrLedger = errors.New("ledger")

// OpenLedger reads the ledger at path; a file that is not there is an empty ledger. An error names the line.
func OpenLedger(path string) (*Ledger, error) {
	l := &Ledger{path: path}
	b, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		l.rebuild()
		return l, nil
	}
	if err != nil {
		return nil, err
	}
	if err := l.read(bytes.NewReader(b)); err != nil {
		return nil, fmt.Errorf("%s:%w", path, err)
	}
	return l, nil
}

// ReadLedger reads the records of a ledger that is kept elsewhere. What is added to it is kept nowhere. An error names the
// line.
func ReadLedger(r io.Reader) (*Ledger, error) {
	l := &Ledger{}
	if err := l.read(r); err != nil {
		return nil, err
	}
	return l, nil
}

// Try reports the first of records that could not be added after those before it, and adds none.
func (l *Ledger) Try(records []Override) error {
	t := &Ledger{records: l.Records()}
	t.rebuild()
	for _, o := range records {
		if _, err := t.Add(o); err != nil {
			return err
		}
	}
	return nil
}

func (l *Ledger) read(r io.Reader) error {
	l.rebuild()
	sc := bufio.NewScanner(r)
	sc.Buffer(nil, 1<<20)
	line := 0
	for sc.Scan() {
		line++
		if len(bytes.TrimSpace(sc.Bytes())) == 0 {
			continue
		}
		var o Override
		dec := json.NewDecoder(bytes.NewReader(sc.Bytes()))
		dec.DisallowUnknownFields()
		if err := dec.Decode(&o); err != nil {
			return fmt.Errorf("%d: %w", line, err)
		}
		if o.N != len(l.records)+1 {
			return fmt.Errorf("%d: record %d where %d is due", line, o.N, len(l.records)+1)
		}
		if err := l.check(o); err != nil {
			return fmt.Errorf("%d: %w", line, err)
		}
		l.records = append(l.records, o)
		l.rebuild()
	}
	return sc.Err()
}

// Records lists all records, in order.
func (l *Ledger) Records() []Override {
	l.mu.RLock()
	defer l.mu.RUnlock()
	return slices.Clone(l.records)
}

// InForce lists the records that are not undone.
func (l *Ledger) InForce() []Override {
	l.mu.RLock()
	defer l.mu.RUnlock()
	return l.inForce()
}

func (l *Ledger) inForce() []Override {
	undone := map[int]bool{}
	for i := len(l.records) - 1; i >= 0; i-- {
		if o := l.records[i]; o.Op == Undo && !undone[o.N] {
			undone[o.Undoes] = true
		}
	}
	var out []Override
	for _, o := range l.records {
		if o.Op != Undo && !undone[o.N] {
			out = append(out, o)
		}
	}
	return out
}

// Add appends a record, numbers it and writes it to the file before it counts. The error wraps ErrLedger where the record
// contradicts those before it.
func (l *Ledger) Add(o Override) (Override, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	o.N = len(l.records) + 1
	if err := l.check(o); err != nil {
		return o, err
	}
	b, err := json.Marshal(o)
	if err != nil {
		return o, err
	}
	if l.path != "" {
		if err := appendLine(l.path, b); err != nil {
			return o, err
		}
	}
	l.records = append(l.records, o)
	l.rebuild()
	return o, nil
}

func appendLine(path string, b []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	if _, err := f.Write(append(b, '\n')); err != nil {
		f.Close()
		return err
	}
	if err := f.Sync(); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}

// check says what is wrong with a record after those that are there.
func (l *Ledger) check(o Override) error {
	refuse := func(format string, args ...any) error {
		return fmt.Errorf("%w: %s %s", ErrLedger, o.Op, fmt.Sprintf(format, args...))
	}
	for _, id := range []string{o.Entity, o.Other, o.Into} {
		if id != "" && gazetteer.LocalName(id) != id {
			return refuse("%q is no id", id)
		}
		if t, ok := l.moved[id]; ok && id != "" && o.Op != Undo {
			return refuse("%s: record %d made it %s", id, t.N, t.id)
		}
	}
	switch o.Op {
	case Merge:
		if o.Entity == "" || o.Other == "" {
			return refuse("names two entities")
		}
		if o.Entity == o.Other {
			return refuse("%s with itself", o.Entity)
		}
		if n := l.splitOff(o.Entity, o.Other) + l.splitOff(o.Other, o.Entity); n > 0 {
			return refuse("%s and %s: record %d took them apart, undo that", o.Entity, o.Other, n)
		}
	case Split:
		if o.Entity == "" || o.Into == "" || o.Entity == o.Into {
			return refuse("names an entity and another id")
		}
		if n := l.splitOff(o.Into, o.Entity); n > 0 {
			return refuse("%s into %s: record %d did the reverse, undo that", o.Entity, o.Into, n)
		}
		if o.Article == "" && o.Mention == "" {
			return refuse("%s: names neither an article nor the words of a mention", o.Entity)
		}
	case Rename:
		if o.Entity == "" || o.Label == "" {
			return refuse("names an entity and its label")
		}
	case Undo:
		if o.Undoes < 1 || o.Undoes > len(l.records) {
			return refuse("%d: there is no such record", o.Undoes)
		}
		target := l.records[o.Undoes-1]
		if target.Op == Undo {
			return refuse("%d: it is an undo; make the decision again instead", o.Undoes)
		}
		if !slices.ContainsFunc(l.inForce(), func(f Override) bool { return f.N == o.Undoes }) {
			return refuse("%d: it is undone already", o.Undoes)
		}
	default:
		return fmt.Errorf("%w: no operation %q", ErrLedger, o.Op)
	}
	return nil
}

// splitOff is the number of the record in force that took b out of a, or 0.
func (l *Ledger) splitOff(a, b string) int {
	for _, t := range l.splits[a] {
		if t.id == b {
			return t.N
		}
	}
	return 0
}

// rebuild works out where everything is from the records in force.
func (l *Ledger) rebuild() {
	l.moves = nil
	l.moved, l.splits, l.renamed = map[string]target{}, map[string][]target{}, map[string]target{}
	for _, o := range l.inForce() {
		if o.Op != Rename {
			l.moves = append(l.moves, o)
		}
		switch o.Op {
		case Merge:
			l.moved[o.Other] = target{o, o.Entity}
		case Split:
			l.splits[o.Entity] = append(l.splits[o.Entity], target{o, o.Into})
		case Rename:
			l.renamed[o.Entity] = target{o, o.Entity}
		}
	}
}

// where is the entity that a mention of id is, with the records that say so: those in force, one after the other in the
// order in which they were made. Words are those of the mention.
func (l *Ledger) where(id, article, words string) (string, []target) {
	var why []target
	for _, o := range l.moves {
		switch {
		case o.Op == Merge && o.Other == id && !join.Qualified(o.Entity, id): // else see namesakes
			id, why = o.Entity, append(why, target{o, o.Entity})
		case o.Op == Split && o.Entity == id && (o.Article == "" || o.Article == article) &&
			(o.Mention == "" || gazetteer.Key(o.Mention) == gazetteer.Key(words)):
			id, why = o.Into, append(why, target{o, o.Into})
		}
	}
	return id, why
}
