// Package claims answers questions about many claims at once: the latest claims about someone, the facts that most
// articles state, who is named together, the shortest chains of facts, what contradicts what.
//
// It reads a graph by numbers instead of values (see [Numbers]): whether a claim is wanted, how claims are ordered
// and how they are counted is decided on numbers, and the texts are read of what an answer shows. So a question about
// an entity of fifty thousand claims takes tens of milliseconds, where reading the claims takes seconds.
//
// In a store that keeps what follows from the quads for these questions (see [Derivation]) the first claims or facts of an
// order are read at once; in any other the answers are the same, and found by going through all there are.
//
// It relies on the quad model of docs/quads.md: each quad of a claim is labelled with the article that the claim
// is from, and a claim that is a fact stands beside a direct edge of the same label.
package claims
