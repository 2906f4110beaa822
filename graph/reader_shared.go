package graph

import "context"

// A versioned store counts the transactions of every program that writes it.
type versioned interface {
	Version(ctx context.Context) (int64, error)
}

// alone is Now for a backend that other programs write. A snapshot is a transaction of a connection there: one that
// stays open keeps the database from clearing away what was deleted, and a question that is broken off takes it along.
// So each reader has its own, and readers of one state have the same version. It is called under viewMu.
func (r *Reader) alone(st stamp) (now *Reader, done func() error, err error) {
	snap, err := r.s.Snapshot()
	if err != nil {
		return nil, nil, err
	}
	version := r.names.version.Load()
	if version == 0 || st != r.lastAt {
		r.lastAt, version = st, r.names.version.Add(1)
	}
	return &Reader{s: snap, names: r.names, at: &st, version: version}, snap.Close, nil
}
