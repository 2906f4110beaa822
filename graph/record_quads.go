package graph

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"github.com/cayleygraph/quad"

	"kg/schema"
)

// A QuadError says why quads are no record.
type QuadError struct {
	Article string // id
	Index   int    // of the quad that is to blame, among those given; -1 where it is one that is missing
	Msg     string
}

func (e *QuadError) Error() string { return fmt.Sprintf("article %q: %s", e.Article, e.Msg) }

// ReadRecord is the inverse of Quads: the record that has just these quads, in whatever order. They must be all
// that an article contributes, under one label, and nothing but what docs/quads.md describes; otherwise the
// error is a [*QuadError]. sch says which relations are symmetric; nil means that none is.
func ReadRecord(quads []quad.Quad, sch *schema.Schema) (*Record, error) {
	if len(quads) == 0 {
		return nil, &QuadError{Index: -1, Msg: "no quads"}
	}
	id, ok := name(quads[0].Label, schema.ArtPrefix)
	fail := func(i int, format string, args ...any) (*Record, error) {
		return nil, &QuadError{Article: id, Index: i, Msg: fmt.Sprintf(format, args...)}
	}
	if !ok || badName(id) != "" {
		return fail(0, "the label %v is not an article", quads[0].Label)
	}
	reading := newRecordReading(id)
	for i, q := range quads {
		if q.Label != quads[0].Label {
			return fail(i, "the label is %v, not %v", q.Label, quads[0].Label)
		}
		if msg := foreign(q); msg != "" {
			return fail(i, "%s", msg)
		}
		reading.add(q)
	}
	r := reading.record()
	want, err := Quads(r, sch)
	if err != nil {
		part, _ := err.(*RecordError)
		if part == nil {
			return nil, err
		}
		return fail(blamed(quads, part.Part), "%s: %s", part.Part, part.Msg)
	}
	wanted := make(map[quad.Quad]bool, len(want)) // whether it is there
	for _, q := range want {
		wanted[q] = false
	}
	for i, q := range quads {
		if _, ok := wanted[q]; !ok {
			return fail(i, "%s", surplus(q, wanted))
		}
		wanted[q] = true
	}
	for _, q := range want {
		if !wanted[q] {
			return fail(-1, "the quad %s %s %.80s is missing", q.Subject, q.Predicate, q.Object)
		}
	}
	sum := sha256.Sum256([]byte(r.Article.Text))
	if got := hex.EncodeToString(sum[:]); r.Article.SHA256 != "" && r.Article.SHA256 != got {
		return fail(-1, "its text has the hash %s, not %s", got, r.Article.SHA256)
	}
	return r, nil
}

// foreign says why a quad cannot be one of an article; empty where it can.
func foreign(q quad.Quad) string {
	s, ok := q.Subject.(quad.IRI)
	if _, isIRI := q.Predicate.(quad.IRI); !ok || !isIRI {
		return fmt.Sprintf("%v %v: subject and predicate have to be IRIs", q.Subject, q.Predicate)
	}
	for _, prefix := range []string{schema.EntPrefix, schema.ClaimPrefix} {
		if strings.HasPrefix(string(s), prefix) {
			return ""
		}
	}
	if s != q.Label {
		return fmt.Sprintf("the subject %v is neither its article nor an entity nor a claim", s)
	}
	return ""
}

// surplus says why a record does not have a quad that its own quads, wanted, lack.
func surplus(q quad.Quad, wanted map[quad.Quad]bool) string {
	if _, ok := name(q.Predicate, schema.RelPrefix); ok {
		return fmt.Sprintf("no claim is behind the edge %s %s %s", q.Subject, q.Predicate, q.Object)
	}
	for w := range wanted {
		if w.Subject == q.Subject && w.Predicate == q.Predicate {
			return fmt.Sprintf("%s %s has another value beside %.80s, or it is not written as kg writes it", q.Subject, q.Predicate, q.Object)
		}
	}
	return fmt.Sprintf("%s %s %.80s is not in the quad model", q.Subject, q.Predicate, q.Object)
}

// blamed is the first quad of the part of a record that an error names; the first of all where there is none.
func blamed(quads []quad.Quad, part string) int {
	kind, id, _ := strings.Cut(part, " ")
	id, _, _ = strings.Cut(id, " ")
	var subject quad.IRI
	switch kind {
	case "entity":
		subject = entityIRI(id)
	case "claim":
		subject = claimIRI(id)
	}
	for i, q := range quads {
		if q.Subject == quad.Value(subject) {
			return i
		}
	}
	return 0
}
