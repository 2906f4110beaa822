package graph

import "kg/schema"

// Record is all that one article contributes to the graph. Put writes it in one transaction; what the
// article contributed before is replaced by it.
type Record struct {
	Article  Article
	Entities []Entity // every entity that Claims name, each once
	Claims   []Claim  // in text order
}

// Article is a source as the graph keeps it. ID is derived from the content: the same article has the same id.
type Article struct {
	ID        string // local name, without the prefix "art:"
	Source    string // where it was read from, as the user named it
	URL       string
	Title     string
	Publisher string
	Date      string // day of publication, "2006-01-02", or empty
	Language  string // ISO 639-1, "en"
	Text      string // what the offsets of claims point into; valid UTF-8
	SHA256    string // of Text, in hexadecimal
	Engine    string // version of the engine that read the claims
}

// Entity is a person, body, place, group or thing as one article shows it.
type Entity struct {
	ID         string // local name, without the prefix "ent:"
	Class      schema.ClassID
	Label      string
	Aliases    []string // the other names, in sorted order, without Label
	StandsFor  []string // ids of what it stands for when it acts: Moscow for Russia
	ExactMatch []string // ids elsewhere: "wikidata:Q159", "iso3166:RUS"
	Country    string   // id of the country it belongs to
	Sector     string   // PLOVER sector code, "GOV", "MIL"; may be empty
	FormerName string

	// What tells whether it is one with a thing of another article, see kg/resolve/join. Keys are like "person lund".
	Bears []string // by these others may ask for it, in sorted order
	Seeks []string // it may be who bears one of these, in sorted order; empty where its name tells who it is
	Marks []string // what tells a person from namesakes, "is golfer", in sorted order

	// Where the store has joined it with a thing of another article, its id, label and class if there were no other. Put
	// works that out; what it is given here only says what the record was before.
	AloneID, AloneLabel string
	AloneClass          schema.ClassID
}

// Claim is a claim with its arguments resolved.
type Claim struct {
	ID       string // local name, without the prefix "claim:"; derived from the article and the offsets
	Subject  string // entity id; empty where the subject is no entity, only words: SubjectText
	Relation schema.RelationID
	Object   string // entity id; empty where the object is Literal
	Literal  string // "290,000 people"
	Phrase   string
	Lemma    string // relation in base form, also where Relation is empty

	SubjectText, ObjectText string // the words of the text

	Polarity, Modality, Tense string
	SaidBy                    string // entity id of who says so; empty where the article does
	SaidWith                  string // the reporting word, "say"
	From, To, Precision       string // when; days "2006-01-02"
	TimeText                  string
	Place                     string // entity id
	Event, Mode               string // PLOVER type and mode
	Confidence                float32
	Rule                      string
	Sentence                  string // the words of the sentence
	Start, End                int    // its byte offsets in Article.Text
	Edge                      bool   // a fact: written as a direct edge too
}

// Change says what Put did.
type Change string

// What Put can do.
const (
	Added     Change = "added"
	Unchanged Change = "unchanged"
	Replaced  Change = "replaced"
)

// Receipt is what Put answers.
type Receipt struct {
	Change Change
	Claims int // claims of the article
	Facts  int // claims that are direct edges
	Quads  int // quads that the article holds in the store
}
