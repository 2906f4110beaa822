package schema

// RelationID names a relation of the schema: "meets", "backs". The empty id is an open claim, whose relation
// is only in the words of the text.
type RelationID string

// ClassID names a class of the schema: "Person", "ArmedGroup".
type ClassID string

// Prefixes of the short IRIs that the graph uses. An id is a prefix and a readable local name, as in
// "ent:John_Kerry"; exports expand the prefixes to absolute IRIs.
const (
	EntPrefix   = "ent:"   // entities
	RelPrefix   = "rel:"   // relations of facts
	ArtPrefix   = "art:"   // articles
	ClaimPrefix = "claim:" // claims
	KGPrefix    = "kg:"    // classes and properties of our own
)

// IRI is the short IRI of the relation: "rel:meets".
func (r RelationID) IRI() string { return RelPrefix + string(r) }

// IRI is the short IRI of the class: "kg:Person".
func (c ClassID) IRI() string { return KGPrefix + string(c) }
