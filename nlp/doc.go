// Package nlp holds what is known about one text: a [Doc] with its tokens, sentences, tags, tree, names
// and chains of coreference, and the [Pipeline] of stages that finds them out.
//
// There is one text, everything else is byte offsets into it. A stage declares what it needs and what it
// adds; a pipeline refuses an unmet need before any text is read. A stage reads and writes a Doc and nothing
// else, knows no other stage, and may be run by several goroutines on several documents at once.
package nlp

// Span is a half-open range of bytes of Doc.Text.
type Span struct{ Start, End int }

// Len is the length of s in bytes.
func (s Span) Len() int { return s.End - s.Start }

// Contains reports whether t lies within s.
func (s Span) Contains(t Span) bool { return s.Start <= t.Start && t.End <= s.End }

// Overlaps reports whether s and t share a byte.
func (s Span) Overlaps(t Span) bool { return s.Start < t.End && t.Start < s.End }

// Token is a syntactic word of Universal Dependencies: "don't" is two of them, "do" and "n't".
type Token struct {
	Span
	Lemma string
	UPOS  string  // universal part of speech: NOUN, PROPN, VERB …
	XPOS  string  // Penn Treebank tag: NN, NNP, VBD …
	Head  int     // index of the head in Doc.Tokens, Root for the root of a sentence
	Rel   string  // relation to the head, with its subtype: "nsubj", "nsubj:pass", "acl:relcl" …
	Score float32 // how sure the parser is of Head and Rel, 0 to 1; 0 where nobody said
}

// Root is the Head of a token that has none.
const Root = -1

// Sentence is a run of tokens, Doc.Tokens[First:Last], and the bytes from the first to the last of them.
// Every token is in exactly one sentence.
type Sentence struct {
	Span
	First, Last int
}

// Class says what kind of thing a mention is about.
type Class string

// The classes of names. A stage that knows only the first three uses these and Other.
const (
	Person       Class = "PER"
	Organization Class = "ORG"
	Location     Class = "LOC"
	Event        Class = "EVENT"
	Work         Class = "WORK"
	Nationality  Class = "NORP" // "Russian", "Islamist": an adjective or a people
	Other        Class = "MISC"
)

// Kind is the form of a mention.
type Kind uint8

// The kinds of mention.
const (
	Name    Kind = iota // "John Kerry"
	Nominal             // "the ministers"
	Pronoun             // "he"
)

func (k Kind) String() string {
	switch k {
	case Name:
		return "name"
	case Nominal:
		return "nominal"
	}
	return "pronoun"
}

// Mention is a phrase that refers to something.
type Mention struct {
	Span
	First, Last int // its tokens, Doc.Tokens[First:Last]
	Head        int // index of the token that heads it
	Kind        Kind
	Class       Class
	Chain       int     // mentions with one Chain refer to one thing; -1 before coreference
	Score       float32 // how sure its stage is, 0 to 1: of a name that it is one of its class, of another mention of its chain; 0 where nobody said
}

// Time is a phrase that says when, resolved against Doc.Date where it is relative.
type Time struct {
	Span
	First, Last int
	From, To    string // first and last day, both "2006-01-02"; either may be empty: open
	Precision   Precision
}

// Precision is the unit in which a time was given.
type Precision string

// The precisions of a time.
const (
	Day     Precision = "day"
	Week    Precision = "week"
	Month   Precision = "month"
	Quarter Precision = "quarter"
	Year    Precision = "year"
	Decade  Precision = "decade"
)

// Layer is a set of kinds of annotation.
type Layer uint16

// The layers.
const (
	Tokens Layer = 1 << iota
	Sentences
	Tags   // UPOS, XPOS
	Lemmas // Lemma
	Tree   // Head, Rel, Score
	Names  // Mentions of Kind Name
	Coref  // Chain, and mentions of the other kinds
	Times
)

var layerNames = []string{"tokens", "sentences", "tags", "lemmas", "tree", "names", "coref", "times"}

func (l Layer) String() string {
	s := ""
	for i, name := range layerNames {
		if l&(1<<i) != 0 {
			if s != "" {
				s += ","
			}
			s += name
		}
	}
	if s == "" {
		return "none"
	}
	return s
}

// Doc is one text and what is known about it.
type Doc struct {
	Text string // any bytes; not necessarily valid UTF-8
	Date string // the day the text was published, "2006-01-02", or empty

	Tokens    []Token
	Sentences []Sentence
	Mentions  []Mention // in text order: by Start, then the longer first
	Times     []Time
	Has       Layer
}

// Word is the text of token i.
func (d *Doc) Word(i int) string { t := d.Tokens[i]; return d.Text[t.Start:t.End] }

// Slice is the text of s.
func (d *Doc) Slice(s Span) string { return d.Text[s.Start:s.End] }

// SentenceOf is the index in d.Sentences of the sentence that holds token i.
func (d *Doc) SentenceOf(i int) int {
	lo, hi := 0, len(d.Sentences)
	for lo < hi {
		mid := (lo + hi) / 2
		if d.Sentences[mid].Last <= i {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}
