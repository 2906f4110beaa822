package extract

import (
	"kg/nlp"
	"kg/schema"
)

// Claim is one reading of a sentence: who did what to whom. A claim lies within one sentence; the spans are
// byte ranges of Doc.Text and give back the words.
type Claim struct {
	Subject, Object Arg
	Relation        schema.RelationID // empty: an open claim
	Phrase          string            // the words of the text that state the relation, as in "were locked in talks with"
	Lemma           string            // the predicate in its base form, with its particle or preposition: "talk with"
	Trigger         nlp.Span          // the word that carries the relation
	More            []Arg             // further arguments, in text order: "to the group", "in Geneva", "on Friday"

	Polarity    Polarity
	Modality    Modality
	Tense       Tense
	Attribution *Attribution // who says so; nil where the article itself does
	Time        *nlp.Time
	Place       *Arg
	Event       string // PLOVER event type, "CONSULT"; empty for a state or an open claim
	Mode        string // PLOVER mode, "meet"; may be empty

	Confidence float32  // 0 to 1
	Rule       string   // the rule that read it
	Path       string   // the path in the tree that the rule took, for people to read
	Sentence   int      // index in Doc.Sentences
	Evidence   nlp.Span // the sentence

	Edge bool   // whether it may become a direct edge of the graph
	Why  string // why it is or is not an edge

	signs   signs // what speaks against it
	weighed bool  // whether that decides its confidence
}

// Arg is an argument of a claim.
type Arg struct {
	nlp.Span                // the whole phrase: "the regime of President Bashar al-Assad"
	Text     string         // its words
	Head     int            // index of the token that heads Span
	Core     nlp.Span       // the words that name what is meant: "Bashar al-Assad", or "rebel groups"
	CoreHead int            // index of the token that heads Core
	Mention  int            // index in Doc.Mentions of the mention that is meant, or -1
	Kind     ArgKind        // what the argument is
	Class    schema.ClassID // what class of thing is expected; may be empty
	Role     string         // for More: the preposition or "time", "place", "obj"
	Of       int            // index in Doc.Mentions of what a group belongs to, "the Syrian army", "officials in Paris", or -1
	Sector   string         // PLOVER sector code of a group, "MIL"; may be empty
}

// ArgKind is the kind of thing an argument is.
type ArgKind string

// The kinds of argument.
const (
	EntityArg   ArgKind = "entity"   // something with a name, or a chain that has one
	GroupArg    ArgKind = "group"    // actors without a name: "rebels", "police in Paris", "a senior US official"
	ThingArg    ArgKind = "thing"    // any other noun phrase: "a ceasefire"
	QuantityArg ArgKind = "quantity" // "290,000 people"
	TimeArg     ArgKind = "time"
	ClauseArg   ArgKind = "clause" // what is said, wanted or feared
)

// Polarity says whether the text affirms or denies a claim.
type Polarity string

// The polarities.
const (
	Affirmed Polarity = "affirmed"
	Denied   Polarity = "denied"
)

// Modality says in which world a claim holds.
type Modality string

// The modalities.
const (
	Asserted    Modality = "asserted"
	Planned     Modality = "planned"
	Wanted      Modality = "wanted"
	Possible    Modality = "possible"
	Conditional Modality = "conditional"
)

// Tense is the time of a claim relative to the article.
type Tense string

// The tenses.
const (
	Past    Tense = "past"
	Present Tense = "present"
	Future  Tense = "future"
)

// Attribution says who makes a claim.
type Attribution struct {
	Source  Arg    // who says so: "a senior US official"
	Verb    string // the lemma of the reporting word: "say", "allege", "according to"
	Factive bool   // whether saying it so presents it as true: "confirmed", "revealed"
	Quoted  bool   // within quotation marks
}
