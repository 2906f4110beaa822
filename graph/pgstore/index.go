package pgstore

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/cayleygraph/quad"
	"github.com/jackc/pgx/v5/pgconn"

	"kg/graph/backend"
	"kg/graph/words"
)

// indexChange is what a transaction changes of the index. A nil one changes nothing.
type indexChange struct {
	t       *indexTables
	numbers map[id]int64 // of the values that it is about and that have one
	next    int64        // the next number to be given
	members []member
	counts  map[[3]id]int64 // quads by subject, predicate and object: more, or with a sign below zero less
	totals  map[[2]id]*total
	texts   map[id]string // of the values of members
}

// member is a value of a field that comes or goes, as far as known before the quads are written.
type member struct {
	field int
	value id
	is    bool // a quad is added
	was   bool // there was one before
}

// total is by how much what is counted of an object changes.
type total struct{ quads, subjects int64 }

// index collects what follows for the index from the changes of the transaction; nil is nothing.
func (t *txn) index(ctx context.Context) (*indexChange, error) {
	tables := t.q.tables.index
	if tables == nil {
		return nil, nil
	}
	x := &indexChange{t: tables, next: t.begun.numbers + 1}
	if x.touched(t.add, t.remove); len(x.totals) == 0 && len(x.members) == 0 {
		return nil, nil
	}
	if err := x.known(ctx, t.conn); err != nil {
		return nil, err
	}
	// A value that the index does not know was not in it; one from which a quad is taken was.
	var unsure []int
	for i := range x.members {
		m := &x.members[i]
		if m.was = !m.is; m.is && x.numbers[m.value] != 0 {
			unsure = append(unsure, i)
		}
	}
	err := x.member(ctx, t.conn, unsure, func(m *member) { m.was = true })
	if err != nil {
		return nil, err
	}
	x.texts, err = t.texts(ctx, x.unread())
	return x, err
}

// unread are the values whose texts are wanted: those that come or go, and those that get a number.
func (x *indexChange) unread() (out []id) {
	for _, m := range x.members {
		if m.was != m.is {
			out = append(out, m.value)
		}
	}
	for k := range x.counts {
		if x.numbers[k[2]] == 0 {
			out = append(out, k[2])
		}
	}
	return out
}

// texts gives the texts of values; one that is not a plain string has none.
func (t *txn) texts(ctx context.Context, ids []id) (map[id]string, error) {
	values := make(map[id]quad.Value, len(ids))
	var missing []id
	for _, n := range ids {
		b, ok := t.stored[n]
		if !ok {
			missing = append(missing, n)
			continue
		}
		var err error
		if values[n], err = backend.ReadValue(b); err != nil {
			return nil, err
		}
	}
	if err := t.view.fetchValues(ctx, missing, values); err != nil {
		return nil, err
	}
	out := make(map[id]string, len(ids))
	for n, v := range values {
		if s, ok := v.(quad.String); ok {
			out[n] = string(s)
		}
	}
	return out, nil
}

// touched notes what changes.
func (x *indexChange) touched(add, remove []key) {
	x.counts, x.totals = make(map[[3]id]int64), make(map[[2]id]*total)
	is := make(map[[2]id]bool) // by predicate and object
	for sign, keys := range map[int64][]key{1: add, -1: remove} {
		for _, k := range keys {
			p, o := k[1], k[2]
			if _, ok := x.t.fieldOf[p]; ok {
				is[[2]id{p, o}] = is[[2]id{p, o}] || sign > 0
			}
			if _, ok := x.t.countOf[p]; ok && !x.t.skip[o] {
				x.counts[[3]id{k[0], p, o}] += sign
			}
			if _, ok := x.t.totalOf[p]; ok {
				x.total(p, id{}).quads += sign
				if x.t.isGrouped(p) {
					x.total(p, o).quads += sign
				}
			}
		}
	}
	for k, added := range is {
		x.members = append(x.members, member{field: x.t.fieldOf[k[0]], value: k[1], is: added})
	}
	slices.SortFunc(x.members, func(a, b member) int { return cmp.Or(cmp.Compare(a.field, b.field), compareIDs(a.value, b.value)) })
}

func (x *indexChange) total(p, o id) *total {
	k := [2]id{p, o}
	if x.totals[k] == nil {
		x.totals[k] = &total{}
	}
	return x.totals[k]
}

// bearers counts that an object has more subjects, or fewer.
func (x *indexChange) bearers(p, o id, n int64) {
	if x.t.isGrouped(p) {
		x.total(p, o).subjects += n
	}
}

// known reads the numbers of what changes.
func (x *indexChange) known(ctx context.Context, conn *pgconn.PgConn) error {
	about := make(map[id]bool)
	for _, m := range x.members {
		about[m.value] = true
	}
	for k := range x.counts {
		about[k[0]], about[k[2]] = true, true
	}
	x.numbers = make(map[id]int64, len(about))
	ids := slices.SortedFunc(maps.Keys(about), compareIDs)
	_, err := runKept(ctx, conn, []statement{{x.t.sql.numbersOf, []param{uuids(ids)}}}, func(_ int, row [][]byte) error {
		n, err := idAt(row[0])
		if err != nil {
			return err
		}
		x.numbers[n], err = int8At(row[1])
		return err
	})
	return err
}

// member calls f for those of some members that are objects of a quad of their field.
func (x *indexChange) member(ctx context.Context, conn *pgconn.PgConn, which []int, f func(*member)) error {
	if len(which) == 0 {
		return nil
	}
	var ps, os []id
	for _, i := range which {
		ps, os = append(ps, x.t.fields[x.members[i].field]), append(os, x.members[i].value)
	}
	params := []param{uuids(ps), uuids(os), int8s(len(which), func(i int) int64 { return int64(which[i]) })}
	_, err := runKept(ctx, conn, []statement{{x.t.sql.members, params}}, func(_ int, row [][]byte) error {
		i, err := int8At(row[0])
		if err == nil {
			f(&x.members[i])
		}
		return err
	})
	return err
}

// write writes the index when the quads and values are written, freed of which are gone, and tells how many numbers were given.
func (x *indexChange) write(ctx context.Context, conn *pgconn.PgConn, freed []id) (given int64, err error) {
	if x == nil {
		return 0, nil
	}
	var unsure []int
	for i, m := range x.members {
		if !m.is {
			unsure = append(unsure, i)
		}
	}
	if err := x.member(ctx, conn, unsure, func(m *member) { m.is = true }); err != nil {
		return 0, err
	}
	first := x.next
	statements := x.give()
	edits, fresh := x.terms(first)
	if len(edits) > 0 {
		changed, err := x.edit(ctx, conn, edits)
		if err != nil {
			return 0, err
		}
		statements = append(statements, changed...)
	}
	statements = append(statements, x.put(fresh)...)
	objects, err := x.objects(ctx, conn)
	if err != nil {
		return 0, err
	}
	statements = append(append(statements, objects...), x.totalStatements()...)
	if len(freed) > 0 {
		statements = append(statements, statement{x.t.sql.forget, []param{uuids(freed)}})
	}
	_, err = runKept(ctx, conn, statements, nil)
	return x.next - first, err
}

// give gives numbers to the values that come into the index, in the order of their ids.
func (x *indexChange) give() []statement {
	fresh := make(map[id]bool)
	for _, m := range x.members {
		if m.is && x.numbers[m.value] == 0 && x.texts[m.value] != "" {
			fresh[m.value] = true
		}
	}
	for k, by := range x.counts {
		for _, n := range []id{k[0], k[2]} {
			if by > 0 && x.numbers[n] == 0 {
				fresh[n] = true
			}
		}
	}
	if len(fresh) == 0 {
		return nil
	}
	ids := slices.SortedFunc(maps.Keys(fresh), compareIDs)
	first := x.next
	for _, n := range ids {
		x.numbers[n] = x.next
		x.next++
	}
	return []statement{{x.t.sql.give, []param{
		int8s(len(ids), func(i int) int64 { return first + int64(i) }), uuids(ids), int8s(len(ids), func(i int) int64 { return int64(len(x.texts[ids[i]])) }),
	}}}
}

// posting is a term of a field.
type posting struct {
	field int
	term  string
}

func comparePostings(a, b posting) int {
	return cmp.Or(cmp.Compare(a.field, b.field), cmp.Compare(a.term, b.term))
}

// edit adds a number to a term, or takes it away.
type edit struct {
	posting
	n   int64
	add bool
}

// terms gives the terms of the values with numbers from first on, which lie above all that are there, and what changes of
// others.
func (x *indexChange) terms(first int64) (edits []edit, fresh map[posting][]uint64) {
	fresh = make(map[posting][]uint64)
	byNumber := slices.Clone(x.members)
	slices.SortFunc(byNumber, func(a, b member) int { return cmp.Compare(x.numbers[a.value], x.numbers[b.value]) })
	for _, m := range byNumber {
		if m.was == m.is || x.texts[m.value] == "" {
			continue
		}
		n := x.numbers[m.value]
		add := func(term []byte) {
			p := posting{m.field, string(term)}
			if n < first {
				edits = append(edits, edit{p, n, m.is})
			} else if have := fresh[p]; len(have) == 0 || have[len(have)-1] != uint64(n) {
				fresh[p] = append(have, uint64(n))
			}
		}
		if x.t.isNames(m.field) {
			words.Starts(x.texts[m.value], add)
		} else {
			words.Each(x.texts[m.value], add)
		}
	}
	slices.SortFunc(edits, func(a, b edit) int { return cmp.Or(comparePostings(a.posting, b.posting), cmp.Compare(a.n, b.n)) })
	return slices.CompactFunc(edits, func(a, b edit) bool { return a.posting == b.posting && a.n == b.n }), fresh
}

// maxBlock is how many numbers a block holds when it is made.
const maxBlock = 1024

// put writes the blocks of terms.
func (x *indexChange) put(postings map[posting][]uint64) []statement {
	var b blocks
	for _, p := range slices.SortedFunc(maps.Keys(postings), comparePostings) {
		for numbers := postings[p]; len(numbers) > 0; {
			n := min(len(numbers), maxBlock)
			b.add(p, int64(numbers[0]), backend.AppendBlock(nil, numbers[:n]))
			numbers = numbers[n:]
		}
	}
	if len(b.fields) == 0 {
		return nil
	}
	return []statement{{x.t.sql.putBlocks, append(b.keys(), byteas(b.blocks))}}
}

// blocks are blocks as columns.
type blocks struct {
	fields, firsts []int64
	terms, blocks  [][]byte
}

func (b *blocks) add(p posting, first int64, block []byte) {
	b.fields, b.terms = append(b.fields, int64(p.field)), append(b.terms, []byte(p.term))
	b.firsts, b.blocks = append(b.firsts, first), append(b.blocks, block)
}

func (b *blocks) keys() []param {
	return []param{
		int8s(len(b.fields), func(i int) int64 { return b.fields[i] }), byteas(b.terms),
		int8s(len(b.firsts), func(i int) int64 { return b.firsts[i] }),
	}
}

// edit reads the blocks in which numbers are, or would be, and gives what writes them as they become.
func (x *indexChange) edit(ctx context.Context, conn *pgconn.PgConn, edits []edit) ([]statement, error) {
	type block struct {
		posting
		was     int64 // its first number; 0 where it is new
		numbers []uint64
	}
	at := make([]*block, len(edits))
	byFirst := make(map[posting]map[int64]*block)
	params := []param{
		int8s(len(edits), func(i int) int64 { return int64(edits[i].field) }),
		byteas(slices.Collect(func(yield func([]byte) bool) {
			for _, e := range edits {
				if !yield([]byte(e.term)) {
					return
				}
			}
		})),
		int8s(len(edits), func(i int) int64 { return edits[i].n }), int8s(len(edits), func(i int) int64 { return int64(i) }),
	}
	_, err := runKept(ctx, conn, []statement{{x.t.sql.blocks, params}}, func(_ int, row [][]byte) error {
		i, err := int8At(row[0])
		if err != nil {
			return err
		}
		first, err := int8At(row[1])
		if err != nil {
			return err
		}
		p := edits[i].posting
		if byFirst[p] == nil {
			byFirst[p] = make(map[int64]*block)
		}
		if byFirst[p][first] == nil {
			numbers, err := backend.ReadBlock(nil, uint64(first), row[2])
			if err != nil {
				return err
			}
			byFirst[p][first] = &block{p, first, numbers}
		}
		at[i] = byFirst[p][first]
		return nil
	})
	if err != nil {
		return nil, err
	}
	var all []*block
	var last *block // the new one, below all others of its term, or the one in hand
	for i, e := range edits {
		b := at[i]
		if b == nil {
			if last == nil || last.posting != e.posting || last.was != 0 {
				last = &block{posting: e.posting}
				all = append(all, last)
			}
			b = last
		} else if b != last {
			last = b
			all = append(all, b)
		}
		j, there := slices.BinarySearch(b.numbers, uint64(e.n))
		switch {
		case there == e.add:
			return nil, fmt.Errorf("%w: the index of words, term %q of value %d", backend.ErrDamaged, e.term, e.n)
		case e.add:
			b.numbers = slices.Insert(b.numbers, j, uint64(e.n))
		default:
			b.numbers = slices.Delete(b.numbers, j, j+1)
		}
	}
	var gone, put blocks
	for _, b := range all {
		if b.was != 0 && (len(b.numbers) == 0 || int64(b.numbers[0]) != b.was) {
			gone.add(b.posting, b.was, nil)
		}
		if len(b.numbers) > 0 {
			put.add(b.posting, int64(b.numbers[0]), backend.AppendBlock(nil, b.numbers))
		}
	}
	var out []statement
	if len(gone.fields) > 0 {
		out = append(out, statement{x.t.sql.deleteBlocks, gone.keys()})
	}
	if len(put.fields) > 0 {
		out = append(out, statement{x.t.sql.putBlocks, append(put.keys(), byteas(put.blocks))})
	}
	return out, nil
}

// objectCount is a row of the table of objects.
type objectCount struct{ subject, predicate, object, quads int64 }

// objects gives what writes the counts of subjects, and counts for the totals which subjects come and go.
func (x *indexChange) objects(ctx context.Context, conn *pgconn.PgConn) ([]statement, error) {
	if len(x.counts) == 0 {
		return nil, nil
	}
	type row struct{ subject, predicate, object int64 }
	have := make(map[row]int64)
	some := make(map[[2]int64]int64) // how many rows a subject has of a predicate
	subjects := make(map[int64]bool)
	for k := range x.counts {
		subjects[x.numbers[k[0]]] = true
	}
	list := slices.Sorted(maps.Keys(subjects))
	read := statement{x.t.sql.objectsOf, []param{int8s(len(list), func(i int) int64 { return list[i] })}}
	_, err := runKept(ctx, conn, []statement{read}, func(_ int, b [][]byte) error {
		n, err := int8sAt(b)
		if err == nil {
			have[row{n[0], n[1], n[2]}] = n[3]
			some[[2]int64{n[0], n[1]}]++
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	var kept, gone []objectCount
	keys := slices.SortedFunc(maps.Keys(x.counts), func(a, b [3]id) int {
		return cmp.Or(compareIDs(a[0], b[0]), compareIDs(a[1], b[1]), compareIDs(a[2], b[2]))
	})
	before := maps.Clone(some)
	for _, k := range keys {
		by := x.counts[k]
		if by == 0 {
			continue
		}
		r := row{x.numbers[k[0]], int64(x.t.countOf[k[1]]), x.numbers[k[2]]}
		was := have[r]
		is := was + by
		switch {
		case is < 0:
			return nil, fmt.Errorf("%w: the counts of subject %d", backend.ErrDamaged, r.subject)
		case is == 0:
			gone = append(gone, objectCount{r.subject, r.predicate, r.object, 0})
			some[[2]int64{r.subject, r.predicate}]--
			x.bearers(k[1], k[2], -1)
		default:
			kept = append(kept, objectCount{r.subject, r.predicate, r.object, is})
			if was == 0 {
				some[[2]int64{r.subject, r.predicate}]++
				x.bearers(k[1], k[2], 1)
			}
		}
	}
	for k, n := range some {
		switch p := x.t.totals[k[1]]; {
		case n > 0 && before[k] == 0:
			x.total(p, id{}).subjects++
		case n == 0 && before[k] > 0:
			x.total(p, id{}).subjects--
		}
	}
	var out []statement
	columns := func(rows []objectCount) []param {
		return []param{
			int8s(len(rows), func(i int) int64 { return rows[i].subject }), int8s(len(rows), func(i int) int64 { return rows[i].predicate }),
			int8s(len(rows), func(i int) int64 { return rows[i].object }), int8s(len(rows), func(i int) int64 { return rows[i].quads }),
		}
	}
	byNumbers := func(a, b objectCount) int {
		return cmp.Or(cmp.Compare(a.subject, b.subject), cmp.Compare(a.predicate, b.predicate), cmp.Compare(a.object, b.object))
	}
	slices.SortFunc(kept, byNumbers)
	slices.SortFunc(gone, byNumbers)
	if len(gone) > 0 {
		out = append(out, statement{x.t.sql.dropObject, columns(gone)[:3]})
	}
	if len(kept) > 0 {
		out = append(out, statement{x.t.sql.putObjects, columns(kept)})
	}
	return out, nil
}

// totalStatements add to the totals, and delete those that have become nothing.
func (x *indexChange) totalStatements() []statement {
	var keys [][2]id
	less := false
	for k, by := range x.totals {
		if *by != (total{}) {
			keys = append(keys, k)
			less = less || by.quads < 0
		}
	}
	if len(keys) == 0 {
		return nil
	}
	slices.SortFunc(keys, func(a, b [2]id) int { return cmp.Or(compareIDs(a[0], b[0]), compareIDs(a[1], b[1])) })
	os := make([]id, len(keys))
	for i, k := range keys {
		os[i] = k[1]
	}
	of := []param{int8s(len(keys), func(i int) int64 { return int64(x.t.totalOf[keys[i][0]]) }), uuids(os)}
	out := []statement{{x.t.sql.addTotals, []param{of[0], of[1],
		int8s(len(keys), func(i int) int64 { return x.totals[keys[i]].quads }),
		int8s(len(keys), func(i int) int64 { return x.totals[keys[i]].subjects })}}}
	if less {
		out = append(out, statement{x.t.sql.dropTotals, of})
	}
	return out
}
