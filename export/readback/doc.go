// Package readback reads exports back: the N-Quads and the JSON-LD of package export become records again.
//
// An article is taken as a whole or refused: its quads must be just those that package graph writes for a record
// (docs/quads.md). Quads of the schema are left out, since every store writes its own. A file that cannot be
// read to its end, or in which a quad has no article, is refused as a whole, for nobody can say which article
// such a quad is missing in.
//
// The quads are sorted by article with the help of temporary files: memory holds one article, not the graph.
package readback
