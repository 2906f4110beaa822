package pebblestore

import (
	"bytes"
	"fmt"
	"hash/maphash"

	"kg/graph/backend"
)

// fingerprint is that of what the store keeps, as it is written.
type fingerprint struct {
	backend.Fingerprint
	q     *QuadStore
	label uint64
}

func (f *fingerprint) row(table int, key, value []byte) {
	h := maphash.Bytes(f.Seed, key)
	f.Rows[table] += h ^ maphash.Bytes(f.Seed, value)*0x9e3779b97f4a7c15
}

// Row is of backend.Sink.
func (f *fingerprint) Row(table int, k backend.Key, value ...uint64) {
	b := appendNumbers(rowPrefix(nil, table), k[:f.q.opt.Derive.Rows[table].Key])
	f.row(table, appendID(b, id(f.label)), appendNumbers(nil, value))
}

func newFingerprint(q *QuadStore, seed maphash.Seed) *fingerprint {
	return &fingerprint{Fingerprint: backend.NewFingerprint(q.opt.Derive, seed), q: q}
}

// derived checks that what is derived is what the quads say.
func (c *checker) derived() error {
	q := c.q
	version, err := q.derivedVersion()
	if err != nil {
		return err
	}
	if version == "" {
		for _, table := range []byte{tableRow, tableTally, tableList} {
			err := q.walk(c.ctx, []byte{table}, func(k, _ []byte) error {
				return fmt.Errorf("%w: key %x is derived, and nothing should be", ErrDamaged, k)
			})
			if err != nil {
				return err
			}
		}
		return nil
	}
	if q.opt.Derive == nil || q.opt.Derive.Version != version {
		return nil // another program's
	}
	seed := maphash.MakeSeed()
	want, have := newFingerprint(q, seed), newFingerprint(q, seed)
	x, err := q.derivationOfAll()
	if err != nil {
		return err
	}
	d := q.opt.Derive.New()
	err = q.eachLabel(c.ctx, func(label id, quads [][4]uint64) error {
		want.label = uint64(label)
		return d.Derive(&backend.LabelQuads{Label: want.label, Quads: quads, Names: x.names, Value: x.value}, want)
	})
	if err != nil {
		return fmt.Errorf("deriving: %w", err)
	}
	err = q.walk(c.ctx, []byte{tableRow}, func(k, v []byte) error {
		if len(k) < 2 || int(k[1]) >= len(q.opt.Derive.Rows) {
			return fmt.Errorf("%w: key %x", ErrDamaged, k)
		}
		have.row(int(k[1]), k, v)
		return nil
	})
	if err != nil {
		return fmt.Errorf("rows: %w", err)
	}
	if err := c.derivedCounts(want, have); err != nil {
		return err
	}
	for _, what := range want.Differences(q.opt.Derive, &have.Fingerprint) {
		c.report("%s", what)
	}
	return nil
}

// derivedCounts adds up the counts and the lists that there are, and the lists that there should be.
func (c *checker) derivedCounts(want, have *fingerprint) error {
	q := c.q
	err := q.walk(c.ctx, []byte{tableTally}, func(k, v []byte) error {
		if len(k) < 2 || int(k[1]) >= len(q.opt.Derive.Counts) {
			return fmt.Errorf("%w: key %x", ErrDamaged, k)
		}
		t := int(k[1])
		rules := &q.opt.Derive.Counts[t]
		counted, err := readTallied(rules, entry{k, v})
		if err != nil {
			return err
		}
		have.Counted(q.opt.Derive, t, &counted, &want.Fingerprint, func(l int, place uint8) uint64 {
			return maphash.Bytes(want.Seed, listKey(t, l, rules, counted.Key, place))
		})
		if bytes.Equal(v, nil) {
			c.report("%s: key %x counts nothing", rules.Name, k)
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("counts: %w", err)
	}
	err = q.walk(c.ctx, []byte{tableList}, func(k, _ []byte) error {
		have.Lists += maphash.Bytes(have.Seed, k)
		return nil
	})
	if err != nil {
		return fmt.Errorf("lists: %w", err)
	}
	return nil
}
