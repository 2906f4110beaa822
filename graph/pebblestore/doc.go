// Package pebblestore is a Cayley quad store on Pebble, the log-structured store of CockroachDB. It needs no
// server: a store is a folder of one process.
//
// It registers itself with Cayley under the name [Name], so that everything that runs on a
// graph.QuadStore (paths, Gizmo, GraphQL, the HTTP routes) runs on it.
//
// # Layout
//
// Every value is stored once and has a number. Numbers start at 1, are never used again, and 0 stands for no
// label. A key is one byte that names the table, followed by numbers in an encoding that sorts as they do:
//
//	m                       the format, the next number, the counts of nodes and quads
//	p  predicate            how many quads have that predicate
//	v  number               the value, as [appendValue] writes it
//	h  hash                 the number of the value with these 16 bytes of SHA-256
//	1  s p o l              the quads, in four orders
//	2  p o s l
//	3  o s p l
//	4  l s p o
//	w  p term 0 number      the index of words, see postings.go
//	d  s                    how many quads of a subject have which object
//	r  table, key, l        what is derived from the quads of a label, see [backend.Derivation]: rows,
//	c  table, key           counts,
//	l  table, list, key     and lists of what is counted
//
// With these four orders every pattern of bound directions is a prefix of one of them, except for a label
// together with an object or a predicate; those read the quads of the label.
//
// # Invariants
//
//  1. The four orders hold the same quads.
//  2. The tables v and h are inverse to each other.
//  3. A value is stored if and only if some quad uses it.
//  4. The counts under m and p are exact.
//  5. The tables w and d say what the quads do, where there is an [Index].
//  6. What is derived is that of the quads, where its version is written.
//
// A transaction is one Pebble batch, so the invariants hold after a crash too. [QuadStore.Check] verifies
// them, [Rebuild] writes a new store from the quads of a damaged one.
//
// Iterators hold nothing open between two calls of Next: a scan that is never closed costs nothing, and a
// store can be closed below it. A scan that goes on while others write sees each quad at most once and every
// quad that was there all the time; [QuadStore.Snapshot] gives one that sees nothing of later writes.
package pebblestore
