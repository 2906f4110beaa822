package backend

import "hash/maphash"

// Fingerprint is a sum over what the tables of a derivation hold, whatever the order, by which a store checks what it keeps
// against what it should. Counts go into it by multiplication, so that the sum of what labels contribute is that of the
// counts: nothing has to be kept for each key. What a row or an entry of a list adds is for the store to say, by how it is
// written.
type Fingerprint struct {
	Seed         maphash.Seed
	Rows, Counts []uint64 // by table
	Lists        uint64
}

// NewFingerprint is that of empty tables.
func NewFingerprint(d *Derivation, seed maphash.Seed) Fingerprint {
	return Fingerprint{Seed: seed, Rows: make([]uint64, len(d.Rows)), Counts: make([]uint64, len(d.Counts))}
}

// Count is of [Sink].
func (f *Fingerprint) Count(table int, k Key, column int, n int64) {
	f.Counts[table] += uint64(n) * (maphash.Comparable(f.Seed, struct {
		k      Key
		column int
	}{k, column}) | 1)
}

// Counted adds what a key of a table counts, and to want what follows from it: what else is counted for a key that is there,
// and where it stands in the lists, each of which adds what listed says.
func (f *Fingerprint) Counted(d *Derivation, table int, c *Counted, want *Fingerprint, listed func(list int, place uint8) uint64) {
	for column, n := range c.Counts {
		f.Count(table, c.Key, column, int64(n))
	}
	rules := &d.Counts[table]
	if rules.Appear != nil {
		rules.Appear(c.Key, func(table int, k Key, column int) { want.Count(table, k, column, 1) })
	}
	for l := range rules.Lists {
		if place := rules.Lists[l].Place(&c.Counts); place > 0 {
			want.Lists += listed(l, place)
		}
	}
}

// Differences tells where what there is, have, is not what there should be.
func (f *Fingerprint) Differences(d *Derivation, have *Fingerprint) (out []string) {
	for t, rules := range d.Rows {
		if f.Rows[t] != have.Rows[t] {
			out = append(out, rules.Name+": the rows are not those of the quads")
		}
	}
	for t, rules := range d.Counts {
		if f.Counts[t] != have.Counts[t] {
			out = append(out, rules.Name+": the counts are not those of the quads")
		}
	}
	if f.Lists != have.Lists {
		out = append(out, "the lists are not those of the counts")
	}
	return out
}
