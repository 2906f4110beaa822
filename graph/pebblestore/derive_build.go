package pebblestore

import (
	"context"
	"errors"
	"fmt"

	"github.com/cayleygraph/quad"
	"github.com/cockroachdb/pebble"

	"kg/graph/backend"
)

// derivedAtOnce is how many quads are gone through before what they contribute is written.
const derivedAtOnce = 64_000

// prepareDerived makes what is derived that of opt.Derive: it is kept from the start in a store that is empty, made anew in one
// that has none or another, and taken away where nobody keeps it up.
func (q *QuadStore) prepareDerived() error {
	have, err := q.derivedVersion()
	if err != nil {
		return err
	}
	want := ""
	if q.opt.Derive != nil {
		want = q.opt.Derive.Version
	}
	if have == want || q.opt.ReadOnly {
		q.derived = have == want && want != ""
		return nil
	}
	if err := q.dropDerived(); err != nil || want == "" {
		return err
	}
	q.building()
	if err := q.deriveAll(context.Background()); err != nil {
		return err
	}
	q.derived = true
	return q.iters.drop()
}

func (q *QuadStore) derivedVersion() (string, error) {
	b, err := q.getRaw(derivedKey)
	return string(b), err
}

// dropDerived takes away all that is derived, if there is anything.
func (q *QuadStore) dropDerived() error {
	version, err := q.derivedVersion()
	if err != nil {
		return err
	}
	some := version != ""
	for _, table := range []byte{tableRow, tableTally, tableList} {
		_, _, err := q.page([]byte{table}, nil, 1, func([]byte) bool { some = true; return false })
		if err != nil {
			return err
		}
	}
	if !some {
		return nil
	}
	batch := q.db.NewBatch()
	err = batch.Delete(derivedKey, nil)
	for _, table := range []byte{tableRow, tableTally, tableList} {
		err = errors.Join(err, batch.DeleteRange([]byte{table}, []byte{table + 1}, nil))
	}
	if err != nil {
		return errors.Join(err, batch.Close())
	}
	return batch.Commit(q.syncAlone())
}

// syncAlone is how one batch is written alone.
func (q *QuadStore) syncAlone() *pebble.WriteOptions {
	if q.opt.NoSync {
		return pebble.NoSync
	}
	return pebble.Sync
}

// deriveAll derives from every quad. There must be nothing derived, and nobody else that writes. What it writes counts when it
// has written the version, at the end.
func (q *QuadStore) deriveAll(ctx context.Context) error {
	if q.counts().quads > 0 {
		d := q.opt.Derive.New()
		x, err := q.derivationOfAll()
		if err != nil {
			return err
		}
		// Nothing is derived yet, so what is there will be what is learned on the way.
		x.memory, x.learned = new(writerMemory), new(learned)
		x.memory.init(true)
		n := 0
		err = q.eachLabel(ctx, func(label id, quads [][4]uint64) error {
			if err := x.add(d, label, quads, 1); err != nil {
				return err
			}
			if n += len(quads); n < derivedAtOnce {
				return nil
			}
			n = 0
			return x.commit()
		})
		if err == nil {
			err = x.commit()
		}
		if err != nil {
			return fmt.Errorf("deriving: %w", err)
		}
	}
	batch := q.db.NewBatch()
	if err := batch.Set(derivedKey, []byte(q.opt.Derive.Version), nil); err != nil {
		return errors.Join(err, batch.Close())
	}
	return batch.Commit(q.syncAlone())
}

// derivationOfAll is one that takes quads from the store as it is.
func (q *QuadStore) derivationOfAll() (*derivation, error) {
	x := newDerivation(q, func(n uint64) (quad.Value, error) { return q.value(id(n)) })
	x.names = make([]uint64, len(x.rules.Names))
	for i, v := range x.rules.Names {
		n, err := q.lookup(v)
		if err != nil {
			return nil, err
		}
		x.names[i] = uint64(n)
	}
	return x, nil
}

// commit writes what was collected, and begins anew.
func (x *derivation) commit() error {
	batch := x.q.db.NewBatch()
	if err := x.write(batch); err != nil {
		return errors.Join(err, batch.Close())
	}
	x.rows, x.arena, x.deltas = x.rows[:0], nil, x.deltas[:0]
	for _, at := range x.at {
		clear(at)
	}
	if err := x.q.behind.failed(); err != nil {
		return errors.Join(err, batch.Close())
	}
	// The version, which is written last and waited for, brings these with it.
	if err := batch.Commit(pebble.NoSync); err != nil {
		return err
	}
	x.memory.learn(x.learned)
	*x.learned = learned{}
	return nil
}

// eachLabel calls f with the quads of each label of which something may be derived. They hold until it returns.
func (q *QuadStore) eachLabel(ctx context.Context, f func(label id, quads [][4]uint64) error) error {
	var quads [][4]uint64
	var last id
	wanted := false
	give := func() error {
		if len(quads) == 0 {
			return nil
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		err := f(last, quads)
		quads = quads[:0]
		return err
	}
	o := &orders[3]
	err := q.walk(ctx, []byte{o.table}, func(b, _ []byte) error {
		k, ok := o.readKey(b)
		if !ok {
			return fmt.Errorf("%w: key %x", ErrDamaged, b)
		}
		if label := k.get(quad.Label); label != last {
			if err := give(); err != nil {
				return err
			}
			last = label
			v, err := q.value(label)
			if err != nil {
				return err
			}
			wanted = v != nil && q.opt.Derive.Label(v)
		}
		if wanted {
			quads = append(quads, numbers(k))
		}
		return nil
	})
	if err != nil {
		return err
	}
	return give()
}

// Derived is the version of what is derived from the quads, "" where nothing is.
func (q *QuadStore) Derived() string {
	if !q.derived {
		return ""
	}
	return q.opt.Derive.Version
}

var _ backend.Derived = (*QuadStore)(nil)
