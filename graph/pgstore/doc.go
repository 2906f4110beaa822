// Package pgstore is a Cayley quad store in a PostgreSQL database, which several programs read and write at once.
//
// # Tables
//
// A store is a schema of the database, by default kg:
//
//	format    the version of the layout, and of what is kept beside the quads
//	nodes     id uuid, value bytea        every value that a quad uses
//	quads     s, p, o, l uuid             the quads; l is zero where a quad has no label
//	changes   quads, nodes, writes, removals, numbers     what each transaction has changed; their sums are the counts
//	rows0 …, counts0 …                    what is derived, see [backend.Derivation]: a table for each of its tables
//	numbered, words, objects, totals      the index, see [backend.Index]
//
// The id of a value is the first half of its SHA-256, see [backend.HashOf]: it is the same in every store, so a
// pattern is read without looking its values up, writers need not agree on numbers, and a cache of values is never
// out of date. The unique index ends with the label, so the same fact under two labels is two quads; those of an article are
// written side by side.
//
// # Transactions
//
// Writers take turns: each holds the advisory lock of the store until it commits. So what it has read of the store, to
// decide what it writes, is still so when it writes it, see [QuadStore.ReplaceAsPlanned]; counts are added to by one at a
// time; and nobody waits for two things at once. What is kept beside the quads changes in the same transaction.
//
// A transaction that is cut off, because the server went away or another has taken over, is begun again for some
// time. [QuadStore.Replace] says what a label shall hold, so it does no harm to do it twice.
//
// Scanners of the store itself read with a connection of their own while they are under way, and see each the moment
// at which they began; a [QuadStore.Snapshot] is one transaction for all that is read in it.
package pgstore
