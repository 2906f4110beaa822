// Package graph keeps what articles say in a Cayley graph, and gives it back with its evidence.
//
// Four words explain it. A [Record] is all that one article contributes: the article, its entities, its
// claims. A [Store] holds records as quads: [Store.Put] writes a record in one transaction, [Store.Forget]
// takes away exactly what it brought. A fact is a claim that is a direct edge too. Evidence is the way back
// from a fact to the sentence and the article.
//
// The quads themselves are described in docs/quads.md. These invariants hold between any two calls:
//
//  1. Every quad of an article carries the article's label <art:ID>, and no other quad does.
//  2. Quads that belong to no article are those of the schema; they carry the label <kg:schema>.
//  3. Every direct edge <ent:A> <rel:r> <ent:B> <art:ID> has a claim with the same label whose <kg:fact>
//     is <rel:r>, and the edge of a symmetric relation is there both ways.
//  4. A store is a function of the set of records that it holds: the order of Put and Forget, the number of
//     writers and everything that was forgotten leave no trace in a sorted export.
//
// A Store is safe for concurrent use. Readers see whole records.
package graph
