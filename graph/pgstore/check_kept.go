package pgstore

import (
	"context"
	"encoding/binary"
	"fmt"
	"hash/maphash"

	"github.com/cayleygraph/quad"

	"kg/graph/backend"
	"kg/graph/words"
)

// fingerprint is that of what the database keeps.
type fingerprint struct {
	backend.Fingerprint
	keys  []int // of rows: how many numbers
	label uint64
	buf   []byte
}

func newFingerprint(d *backend.Derivation, seed maphash.Seed) *fingerprint {
	f := &fingerprint{Fingerprint: backend.NewFingerprint(d, seed)}
	for _, r := range d.Rows {
		f.keys = append(f.keys, r.Key)
	}
	return f
}

func (f *fingerprint) hash(numbers ...uint64) uint64 {
	f.buf = f.buf[:0]
	for _, n := range numbers {
		f.buf = binary.BigEndian.AppendUint64(f.buf, n)
	}
	return maphash.Bytes(f.Seed, f.buf)
}

// Row is of backend.Sink.
func (f *fingerprint) Row(table int, k backend.Key, value ...uint64) {
	f.Rows[table] += f.hash(append(append(k[:f.keys[table]:f.keys[table]], f.label), value...)...)
}

// list is what a key adds that stands at a place of a list.
func (f *fingerprint) list(table, list int, k backend.Key, place uint8) uint64 {
	return f.hash(append(k[:], uint64(table), uint64(list), uint64(place))...)
}

// checkDerived checks that what is derived is what the quads say.
func (q *QuadStore) checkDerived(ctx context.Context) (problems []string, err error) {
	if q.Derived() == "" {
		return nil, nil
	}
	tables := q.tables.derived
	seed := maphash.MakeSeed()
	want, have := newFingerprint(tables.rules, seed), newFingerprint(tables.rules, seed)
	ids := make(map[uint64]id)
	x, err := newDerivation(tables, func(n uint64) (quad.Value, error) { return q.value(ids[n]) })
	if err != nil {
		return nil, err
	}
	d := q.deriver()
	err = q.eachLabel(ctx, func(label id, keys []key) error {
		v, err := q.value(label)
		if err != nil || v == nil || !tables.rules.Label(v) {
			return err
		}
		clear(ids)
		want.label = numberOf(label)
		return d.Derive(&backend.LabelQuads{Label: want.label, Quads: numbersOfKeys(keys, ids), Names: x.names, Value: x.value}, want)
	})
	if err != nil {
		return nil, fmt.Errorf("deriving: %w", err)
	}
	for i := range tables.rows {
		for row, err := range q.Rows(ctx, i, nil, nil, false) {
			if err != nil {
				return nil, err
			}
			have.label = row.Label
			have.Row(i, row.Key, row.Value[:tables.rows[i].value]...)
		}
	}
	for i, rules := range tables.rules.Counts {
		for c, err := range q.CountsUnder(ctx, i, nil) {
			if err != nil {
				return nil, err
			}
			have.Counted(tables.rules, i, &c, &want.Fingerprint, func(l int, place uint8) uint64 { return want.list(i, l, c.Key, place) })
		}
		for l := range rules.Lists {
			for e, err := range q.Listed(ctx, i, l, nil, false) {
				if err != nil {
					return nil, err
				}
				have.Lists += have.list(i, l, e.Key, backend.Place(e.Count))
			}
		}
	}
	return want.Differences(tables.rules, &have.Fingerprint), nil
}

// checkIndex checks that the index is that of the quads.
func (q *QuadStore) checkIndex(ctx context.Context) (problems []string, err error) {
	if q.Indexed() == nil {
		return nil, nil
	}
	t := q.tables.index
	x := &wordIndex{q, t}
	for field, predicate := range t.fields {
		var want, have fingerprint
		want.Seed = maphash.MakeSeed()
		have.Seed = want.Seed
		wrong := false
		err := q.eachText(ctx, predicate, func(n int64, bytes int64, text string) {
			wrong = wrong || n == 0 || bytes != int64(len(text)) && !t.isNames(field)
			seen := make(map[string]bool)
			add := func(term []byte) {
				if !seen[string(term)] {
					seen[string(term)] = true
					want.Lists += want.hash(uint64(n), maphash.Bytes(want.Seed, term))
				}
			}
			if t.isNames(field) {
				words.Starts(text, add)
			} else {
				words.Each(text, add)
			}
		})
		if err != nil {
			return nil, err
		}
		name := append(t.Text[:len(t.Text):len(t.Text)], t.Names...)[field]
		err = x.Terms(ctx, name, "", true, func(term []byte, numbers []uint64) error {
			h := maphash.Bytes(have.Seed, term)
			for _, n := range numbers {
				have.Lists += have.hash(n, h)
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
		if wrong || want.Lists != have.Lists {
			problems = append(problems, fmt.Sprintf("the index of words is not that of the values of %s", string(name)))
		}
	}
	found, err := q.checkCounted(ctx)
	return append(problems, found...), err
}

// eachText calls f for each text that is an object of a predicate, with its number and length in the index.
func (q *QuadStore) eachText(ctx context.Context, predicate id, f func(n, bytes int64, text string)) error {
	last := id{}
	for {
		var ids []id
		var numbers [][2]int64
		s := statement{"SELECT o.o, n.n, n.bytes FROM (SELECT DISTINCT o FROM " + q.sql.quads() + " WHERE p = $1 AND o > $2 ORDER BY o LIMIT " +
			fmt.Sprint(maxChunk) + ") o LEFT JOIN " + q.tables.index.sql.numbered + " n ON n.id = o.o ORDER BY o.o", []param{uuid(predicate), uuid(last)}}
		err := q.ask(ctx, s, func(row [][]byte) error {
			o, err := idAt(row[0])
			if err != nil {
				return err
			}
			n, err := int8sAt(row[1:])
			if err == nil {
				ids, numbers = append(ids, o), append(numbers, [2]int64{n[0], n[1]})
			}
			return err
		})
		if err != nil {
			return err
		}
		values := make(map[id]quad.Value, len(ids))
		if err := q.fetchValues(ctx, ids, values); err != nil {
			return err
		}
		for i, n := range ids {
			if s, ok := values[n].(quad.String); ok && s != "" {
				f(numbers[i][0], numbers[i][1], string(s))
			}
		}
		if len(ids) < maxChunk {
			return nil
		}
		last = ids[len(ids)-1]
	}
}

// checkCounted checks what is counted of subjects and of objects.
func (q *QuadStore) checkCounted(ctx context.Context) (problems []string, err error) {
	t := q.tables.index
	var skip []id
	for n := range t.skip {
		skip = append(skip, n)
	}
	quads := q.sql.quads()
	counted := t.totals[:len(t.Counts)]
	subjects := "SELECT s, p, o, count(*) AS n FROM " + quads + " WHERE p = ANY($1) AND o <> ALL($2) GROUP BY s, p, o"
	kept := "SELECT s.id AS s, u.p, o.id AS o, t.quads AS n FROM " + t.sql.objects + " t JOIN " + t.sql.numbered + " s ON s.n = t.subject JOIN " +
		t.sql.numbered + " o ON o.n = t.object JOIN unnest($1) WITH ORDINALITY AS u(p, i) ON u.i = t.predicate + 1"
	n, err := q.number(ctx, "SELECT count(*) FROM ("+subjects+") a FULL JOIN ("+kept+") b USING (s, p, o) WHERE a.n IS DISTINCT FROM b.n",
		uuids(counted), uuids(skip))
	if err != nil {
		return nil, err
	}
	if n > 0 {
		problems = append(problems, fmt.Sprintf("what is counted of subjects is not what quads say: %d of them", n))
	}
	var grouped []id
	for _, p := range t.totals {
		if t.isGrouped(p) {
			grouped = append(grouped, p)
		}
	}
	whole := "SELECT p, $3::uuid AS o, count(*) AS n, count(DISTINCT s) FILTER (WHERE p = ANY($4) AND o <> ALL($5)) AS m FROM " + quads + " WHERE p = ANY($1) GROUP BY p"
	byObject := "SELECT p, o, count(*) AS n, count(DISTINCT s) FILTER (WHERE p = ANY($4) AND o <> ALL($5)) AS m FROM " + quads + " WHERE p = ANY($2) GROUP BY p, o"
	totals := "SELECT u.p, t.object AS o, t.quads AS n, t.subjects AS m FROM " + t.sql.totals + " t JOIN unnest($1) WITH ORDINALITY AS u(p, i) ON u.i = t.predicate + 1"
	n, err = q.number(ctx, "SELECT count(*) FROM ("+whole+" UNION ALL "+byObject+") a FULL JOIN ("+totals+") b USING (p, o) WHERE a.n IS DISTINCT FROM b.n OR a.m IS DISTINCT FROM b.m",
		uuids(t.totals), uuids(grouped), uuid(id{}), uuids(counted), uuids(skip))
	if n > 0 {
		problems = append(problems, fmt.Sprintf("what is counted of objects is not what quads say: %d of them", n))
	}
	return problems, err
}
