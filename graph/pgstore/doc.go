// Package pgstore is a Cayley quad store in a PostgreSQL database, which several programs read and write at once.
//
// # Tables
//
// A store is a schema of the database, by default kg:
//
//	format    the version of the layout
//	nodes     id uuid, value bytea        every value that a quad uses
//	quads     s, p, o, l uuid             the quads; l is zero where a quad has no label
//	changes   quads, nodes, writes, removals     what each transaction has changed; their sums are the counts
//
// The id of a value is the first half of its SHA-256, see [backend.HashOf]: it is the same in every store, so a
// pattern is read without looking its values up, writers need not agree on numbers, and a cache of values is never
// out of date. The unique index begins with the label, so the quads of an article lie side by side, and the same
// fact under two labels is two quads.
//
// # Transactions
//
// Every writer holds an advisory lock of the store until it commits: shared where it only adds, exclusively where it
// takes away. One that adds holds a lock for each label besides, in a fixed order, so that what it has read of an
// article is still so when it writes. Values are inserted in the order of their ids, after the quads. So writers
// wait for each other in one order only and cannot deadlock; and no value that a quad of another writer is about to
// use is deleted. One whose quads depend on those of other labels, see [QuadStore.ReplaceAsPlanned], first waits for the
// others that do.
//
// A transaction that is cut off, because the server went away or another has taken over, is begun again for some
// time. [QuadStore.Replace] says what a label shall hold, so it does no harm to do it twice.
//
// Scanners of the store itself read with a connection of their own while they are under way, and see each the moment
// at which they began; a [QuadStore.Snapshot] is one transaction for all that is read in it.
package pgstore
