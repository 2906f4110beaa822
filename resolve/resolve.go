// Package resolve decides which entity each argument of a claim stands for.
//
// [Resolver.Resolve] is a function of one annotated article and of what is known beforehand: the gazetteer that comes
// with kg, and a table of the user's. It looks at no other article; what people have decided is in the
// [Ledger]. So the order in which articles are read and the number of workers cannot change what it says. What one article
// does not tell, whom a family name alone means, the store decides when it has others, by the keys that an [Entity] bears
// and seeks: see kg/resolve/join. Two articles agree on an id because both derive it from the same content:
//
//   - What the gazetteer knows has the id and the label of the gazetteer: "US", "the United States" and "America" are
//     ent:United_States. A capital or a seat keeps its own node and says what it stands for: ent:Moscow stands for
//     ent:Russia where it acts.
//   - A person or a body that it does not know has its fullest name in the article as label and id, without titles
//     and middle initials: ent:Abu_Omar_Sarakeb. Short names, acronyms and epithets of the article are its aliases.
//   - A group without a name is scoped by what scopes it in the text: ent:Syrian_rebels, ent:US_officials,
//     ent:police_in_Paris. One that nothing scopes belongs to its article alone: its label is "rebels", its id
//     ent:rebels_(3f2a91c04d). There is never one world-wide "police".
//   - Anything else that is the subject of a claim is a thing of its article, ent:attack_(3f2a91c04d). As an object it
//     is a literal.
package resolve

import (
	"fmt"
	"sync"

	"kg/extract"
	"kg/nlp"
	"kg/resolve/gazetteer"
	"kg/resolve/join"
	"kg/schema"
)

// Version names the rules; it changes when they would decide differently.
const Version = "resolve-9"

// Options say what is known before any article is read. The zero value is ready to use.
type Options struct {
	Schema    *schema.Schema // nil means schema.Default()
	Ledger    *Ledger        // what people have decided; nil for nothing
	Gazetteer string         // file of the user's own names, CSV: name, aliases, class, ids; empty for none
}

// Resolver resolves articles. It is safe for concurrent use.
type Resolver struct {
	schema *schema.Schema
	tables []*gazetteer.Table // the user's first
	ledger *Ledger
	byISO  func() map[string]string // ids of countries by ISO 3166 code
}

// New makes a Resolver.
func New(opts Options) (*Resolver, error) {
	r := &Resolver{schema: opts.Schema, ledger: opts.Ledger}
	if r.schema == nil {
		r.schema = schema.Default()
	}
	if opts.Gazetteer != "" {
		own, err := gazetteer.ReadCSV(opts.Gazetteer, func(c schema.ClassID) bool { _, ok := r.schema.Class(c); return ok })
		if err != nil {
			return nil, fmt.Errorf("gazetteer: %w", err)
		}
		r.tables = append(r.tables, own)
	}
	std, err := gazetteer.Default()
	if err != nil {
		return nil, err
	}
	r.tables = append(r.tables, std)
	r.byISO = sync.OnceValue(func() map[string]string {
		ids := map[string]string{}
		for e := range std.All() {
			if code := isoCode(e); code != "" && e.Class == "Country" {
				ids[code] = e.ID
			}
		}
		return ids
	})
	return r, nil
}

// Meta is what is known of an article beside its text.
type Meta struct {
	ID        string // of the article; its last part scopes groups that nothing else scopes
	Title     string
	Date      string // "2006-01-02", or empty
	Publisher string
	URL       string
}

// Entity is a person, body, place, group or thing as one article shows it.
type Entity struct {
	ID         string // local name, without the prefix "ent:"
	Class      schema.ClassID
	Label      string
	Aliases    []string // the other names in the article, in sorted order, without Label
	StandsFor  []string // ids of what it stands for where it acts: Moscow for Russia
	ExactMatch []string // ids elsewhere: "wikidata:Q159", "iso3166:RUS"
	Country    string   // id of the country it belongs to
	Sector     string   // PLOVER sector code, "GOV", "MIL"; may be empty
	FormerName string

	// Keys by which it may be found out whether it is one with a thing of another article, see kg/resolve/join.
	Bears []string // by these others may ask for it
	Seeks []string // it may be who bears one of these; empty where the article tells who it is
	Marks []string // what tells a person from namesakes, "is golfer", in sorted order
}

// Ref is what an argument stands for: an entity, or the words of the text where it is none.
type Ref struct {
	Entity  string // id; empty for a literal
	Literal string // words of the text; empty for an entity, and for an argument that is not there
}

// Refs are the arguments of one claim, in the shape of extract.Claim.
type Refs struct {
	Subject, Object Ref
	More            []Ref
	Place           Ref
	Source          Ref // who says so
}

// Parted reports whether subject and object stand for two entities, as those of a fact must.
func (r *Refs) Parted() bool {
	return r.Subject.Entity != "" && r.Object.Entity != "" && r.Subject.Entity != r.Object.Entity
}

// Resolution is what Resolve finds.
type Resolution struct {
	Entities  []Entity   // all that Claims name, and what these refer to; by id
	Claims    []Refs     // one for each claim
	Mentions  []string   // the entity of each mention of the document, or empty
	Decisions []Decision // why, in text order
	Inside    []Inside   // names within names, in text order

	persons map[string]bool       // ids of persons among the mentions
	things  map[string]join.Thing // what the mentions are of, by id
}

// Decision tells how a mention came to its entity.
type Decision struct {
	nlp.Span               // where in the text
	Text       string      // the words
	Entity     string      // the id that was chosen
	Reason     string      // for people to read
	Candidates []Candidate // what else it might have been, the best first; empty where there was no choice
}

// Candidate is an entity that a mention might stand for.
type Candidate struct {
	Entity string
	Score  float32
	Why    string
}

// Resolve decides for every claim of a document what its arguments stand for. The document needs the layers Tokens and
// Names; Coref, Tags and Tree are used where they are there.
func (r *Resolver) Resolve(d *nlp.Doc, claims []extract.Claim, meta Meta) *Resolution {
	p := &pass{r: r, d: d, meta: meta, of: make([]*cluster, len(d.Mentions)), byToken: make([]int, len(d.Tokens)), used: map[string]*cluster{}, groups: map[string][]*cluster{}, looked: map[string][]gazetteer.Hit{}, fuller: map[string]bool{}}
	p.index()
	p.readNames()
	p.support()
	p.people()
	p.others()
	p.acronyms()
	p.shortForms()
	p.renamed()
	p.alsoKnown()
	p.identify()
	p.members()
	p.chains()
	p.turns()
	p.epithets()
	p.definites()
	p.nation()
	p.taken()
	res := p.resolve(claims)
	res.Inside = p.inside()
	if r.ledger != nil {
		r.ledger.override(r, res, d, claims, meta.ID)
	}
	return res
}

// lookup gives what the tables know under a name, the user's first.
func (r *Resolver) lookup(name string) []gazetteer.Hit {
	var hits []gazetteer.Hit
	for _, t := range r.tables {
		hits = append(hits, t.Lookup(name)...)
	}
	return hits
}

// lookup is Resolver.lookup, which is asked for the same names over and over in one document.
func (p *pass) lookup(name string) []gazetteer.Hit {
	hits, ok := p.looked[name]
	if !ok {
		hits = p.r.lookup(name)
		p.looked[name] = hits
	}
	return hits
}

func (r *Resolver) get(id string) (gazetteer.Entry, bool) {
	for _, t := range r.tables {
		if e, ok := t.Get(id); ok {
			return e, true
		}
	}
	return gazetteer.Entry{}, false
}
