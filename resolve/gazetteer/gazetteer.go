// Package gazetteer is a table of well-known names: countries with their adjectives and people, capitals, cities,
// international bodies, parties, armed groups, media, heads of state and government.
//
// The table is compiled from tables of facts by the command in compile and embedded in the program. It is read
// where it lies: opening it costs nothing, and a lookup is a binary search. NOTICE says what it is made of.
package gazetteer

import (
	_ "embed"
	"errors"
	"iter"
	"sort"
	"strings"
	"sync"

	"kg/schema"
)

//go:embed table.bin
var embedded string

// Entry is one thing that the table knows.
type Entry struct {
	ID        string // local name of the entity: "United_States"
	Label     string
	Class     schema.ClassID
	Country   string   // id of the country it belongs to; empty for countries
	Sector    string   // PLOVER sector code; may be empty
	StandsFor []string // ids of what it stands for when it acts
	Match     []string // ids elsewhere: "iso3166:USA", "wikidata:Q30"
	Adjective string   // how a country is put before a noun: "US", "Syrian"
	From, To  int      // years in which a person is in the news; 0 is open
	Rank      int      // 3: known everywhere; 2: a capital, a big city, a body; 1: any other
}

// Kind is how a name names an entry.
type Kind uint8

// The kinds of name.
const (
	Name      Kind = iota // "Syria", "United Nations"
	Adjective             // "Syrian"
	People                // "Syrians", "the French"
	Surname               // "Putin": a person by family name alone
)

// Hit is an entry that a name may mean.
type Hit struct {
	Entry Entry
	Kind  Kind
}

// Table is a compiled gazetteer. It is safe for concurrent use.
type Table struct {
	data    string
	entries section // sorted by id
	names   section // sorted by key
}

// section is a run of records that are found by their number.
type section struct {
	n       int
	offsets string // n little-endian uint32: where in data each record begins
}

const magic = "KGGAZ002"

// ErrFormat says that a table is not one, or of another version.
var ErrFormat = errors.New("gazetteer: not a table of this version")

var std = sync.OnceValues(func() (*Table, error) { return Open(embedded) })

// Default is the embedded table.
func Default() (*Table, error) { return std() }

// Open reads a compiled table. The table keeps data.
func Open(data string) (*Table, error) {
	if len(data) < 16 || data[:8] != magic {
		return nil, ErrFormat
	}
	ne, nn := int(u32(data[8:])), int(u32(data[12:]))
	if ne < 0 || nn < 0 || ne > len(data)/4 || nn > len(data)/4 || 16+4*ne+4*nn > len(data) {
		return nil, ErrFormat
	}
	t := &Table{data: data}
	t.entries = section{ne, data[16 : 16+4*ne]}
	t.names = section{nn, data[16+4*ne : 16+4*ne+4*nn]}
	return t, nil
}

func u32(s string) uint32 {
	return uint32(s[0]) | uint32(s[1])<<8 | uint32(s[2])<<16 | uint32(s[3])<<24
}

// Len is the number of entries.
func (t *Table) Len() int { return t.entries.n }

// All yields the entries, in the order of their ids.
func (t *Table) All() iter.Seq[Entry] {
	return func(yield func(Entry) bool) {
		for i := range t.entries.n {
			if !yield(t.entry(i)) {
				return
			}
		}
	}
}

// record is the i-th record of s.
func (t *Table) record(s section, i int) cursor {
	off := int(u32(s.offsets[4*i:]))
	if off > len(t.data) {
		return cursor{}
	}
	return cursor{t.data[off:]}
}

// Get is the entry of an id.
func (t *Table) Get(id string) (Entry, bool) {
	i := sort.Search(t.entries.n, func(i int) bool { c := t.record(t.entries, i); return c.text() >= id })
	if i < t.entries.n {
		if e := t.entry(i); e.ID == id {
			return e, true
		}
	}
	return Entry{}, false
}

// Lookup gives the entries that name may mean, the best known first. A name that is an acronym or else only stands
// as it is written ("US") is found only so; all others in any case and with or without accents.
func (t *Table) Lookup(name string) []Hit {
	key := Key(name)
	if key == "" {
		return nil
	}
	i := sort.Search(t.names.n, func(i int) bool { c := t.record(t.names, i); return c.text() >= key })
	if i >= t.names.n {
		return nil
	}
	c := t.record(t.names, i)
	if c.text() != key {
		return nil
	}
	var hits []Hit
	for n := c.number(); n > 0 && c.s != ""; n-- {
		entry, kind, exact := c.number(), Kind(c.number()), c.text()
		if exact != "" && exact != acronymForm(name) || entry >= t.entries.n {
			continue
		}
		hits = append(hits, Hit{t.entry(entry), kind})
	}
	return hits
}

// acronymForm is a name as exact names are compared: without "the" and without periods.
func acronymForm(name string) string {
	name = strings.TrimSpace(name)
	if len(name) > 4 && strings.EqualFold(name[:4], "the ") {
		name = name[4:]
	}
	return strings.ReplaceAll(name, ".", "")
}

func (t *Table) entry(i int) Entry {
	c := t.record(t.entries, i)
	e := Entry{ID: c.text(), Label: c.text(), Class: schema.ClassID(c.text()), Country: c.text(), Sector: c.text(), Adjective: c.text()}
	e.StandsFor, e.Match = c.texts(), c.texts()
	e.From, e.To, e.Rank = c.number(), c.number(), c.number()
	return e
}

// cursor reads numbers and texts one after the other. Past the end it gives zeros.
type cursor struct{ s string }

func (c *cursor) number() int {
	n, shift := 0, 0
	for i := 0; i < len(c.s) && shift < 32; i++ {
		b := c.s[i]
		n |= int(b&0x7f) << shift
		shift += 7
		if b < 0x80 {
			c.s = c.s[i+1:]
			return n
		}
	}
	c.s = ""
	return 0
}

func (c *cursor) text() string {
	n := c.number()
	if n > len(c.s) {
		c.s = ""
		return ""
	}
	s := c.s[:n]
	c.s = c.s[n:]
	return s
}

func (c *cursor) texts() []string {
	n := c.number()
	if n == 0 || n > len(c.s) {
		return nil
	}
	out := make([]string, n)
	for i := range out {
		out[i] = c.text()
	}
	return out
}
