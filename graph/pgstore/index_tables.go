package pgstore

import (
	"cmp"

	"github.com/cayleygraph/quad"

	"kg/graph/backend"
)

// indexTables are the tables of the index, what they are of, and the statements that write them:
//
//	numbered  n, id, bytes                     the numbers of the index, in the order in which they were given
//	words     field, term, first, block        the numbers of the values that have a term, in blocks that ascend
//	objects   subject, predicate, object, quads    how many quads of a subject have an object, in numbers
//	totals    predicate, object, quads, subjects   how many quads have an object, of how many subjects; zero for all objects
//
// Fields and predicates are numbered as they stand in the index. A number is never given twice.
type indexTables struct {
	backend.Index
	fields   []id // of Text, then of Names
	totals   []id // of Counts, then of Totals, then of Text
	skip     map[id]bool
	fieldOf  map[id]int
	countOf  map[id]int
	totalOf  map[id]int
	sql      indexSQL
	fullText string // what it is of, see [backend.Index.Encode]
}

type indexSQL struct {
	numbered, words, objects, totals string // the tables

	numbersOf, give, forget           string
	blocks, deleteBlocks, putBlocks   string
	objectsOf, putObjects, dropObject string
	addTotals, dropTotals, members    string
}

func newIndexTables(schema string, x *backend.Index, quads string) (*indexTables, error) {
	if x == nil {
		return nil, nil
	}
	t := &indexTables{Index: *x, skip: make(map[id]bool), fieldOf: make(map[id]int), countOf: make(map[id]int), totalOf: make(map[id]int)}
	t.fullText = string(x.Encode())
	for _, iri := range x.Totals {
		t.fullText += "total " + string(iri) + "\n"
	}
	var err error
	number := func(list []quad.IRI, f func(id)) {
		for _, iri := range list {
			n, ierr := idFor(iri)
			err = cmp.Or(err, ierr)
			f(n)
		}
	}
	field := func(n id) { t.fieldOf[n] = len(t.fields); t.fields = append(t.fields, n) }
	total := func(n id) { t.totalOf[n] = len(t.totals); t.totals = append(t.totals, n) }
	number(x.Text, field)
	number(x.Names, field)
	number(x.Counts, func(n id) { t.countOf[n] = len(t.countOf); total(n) })
	number(x.Totals, total)
	number(x.Text, total)
	number(x.Skip, func(n id) { t.skip[n] = true })
	s := &t.sql
	s.numbered, s.words, s.objects, s.totals = schema+".numbered", schema+".words", schema+".objects", schema+".totals"
	s.numbersOf = "SELECT id, n FROM " + s.numbered + " WHERE id = ANY($1)"
	s.give = "INSERT INTO " + s.numbered + " SELECT * FROM unnest($1::bigint[], $2, $3::bigint[])"
	s.forget = "DELETE FROM " + s.numbered + " WHERE id = ANY($1)"
	s.members = "SELECT u.i FROM unnest($1, $2, $3::bigint[]) AS u(p, o, i) WHERE EXISTS (SELECT FROM " + quads + " WHERE p = u.p AND o = u.o)"
	s.blocks = "SELECT u.i, b.first, b.block FROM unnest($1::bigint[], $2, $3::bigint[], $4::bigint[]) AS u(field, term, n, i), LATERAL (SELECT first, block FROM " +
		s.words + " w WHERE w.field = u.field AND w.term = u.term AND w.first <= u.n ORDER BY first DESC LIMIT 1) b"
	s.deleteBlocks = "DELETE FROM " + s.words + " w USING unnest($1::bigint[], $2, $3::bigint[]) AS u(field, term, first)" +
		" WHERE w.field = u.field AND w.term = u.term AND w.first = u.first"
	s.putBlocks = "INSERT INTO " + s.words + " SELECT * FROM unnest($1::bigint[], $2, $3::bigint[], $4) ON CONFLICT (field, term, first) DO UPDATE SET block = EXCLUDED.block"
	s.objectsOf = "SELECT subject, predicate, object, quads FROM " + s.objects + " WHERE subject = ANY($1::bigint[])"
	s.putObjects = "INSERT INTO " + s.objects + " SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[])" +
		" ON CONFLICT (subject, predicate, object) DO UPDATE SET quads = EXCLUDED.quads"
	s.dropObject = "DELETE FROM " + s.objects + " t USING unnest($1::bigint[], $2::bigint[], $3::bigint[]) AS u(s, p, o)" +
		" WHERE t.subject = u.s AND t.predicate = u.p AND t.object = u.o"
	s.addTotals = "INSERT INTO " + s.totals + " AS t SELECT * FROM unnest($1::bigint[], $2, $3::bigint[], $4::bigint[])" +
		" ON CONFLICT (predicate, object) DO UPDATE SET quads = t.quads + EXCLUDED.quads, subjects = t.subjects + EXCLUDED.subjects"
	s.dropTotals = "DELETE FROM " + s.totals + " t USING unnest($1::bigint[], $2) AS u(p, o) WHERE t.predicate = u.p AND t.object = u.o AND t.quads = 0"
	return t, err
}

// create gives what makes the tables.
func (t *indexTables) create() []string {
	return []string{
		"CREATE TABLE " + t.sql.numbered + " (n bigint PRIMARY KEY, id uuid NOT NULL UNIQUE, bytes bigint NOT NULL)",
		"CREATE TABLE " + t.sql.words + " (field smallint NOT NULL, term bytea NOT NULL, first bigint NOT NULL, block bytea NOT NULL, PRIMARY KEY (field, term, first))",
		"CREATE TABLE " + t.sql.objects + " (subject bigint NOT NULL, predicate smallint NOT NULL, object bigint NOT NULL, quads bigint NOT NULL," +
			" PRIMARY KEY (subject, predicate, object)) WITH (fillfactor = 80)",
		"CREATE INDEX objects_o ON " + t.sql.objects + " (object, predicate)",
		"CREATE TABLE " + t.sql.totals + " (predicate smallint NOT NULL, object uuid NOT NULL, quads bigint NOT NULL, subjects bigint NOT NULL," +
			" PRIMARY KEY (predicate, object)) WITH (fillfactor = 50)",
	}
}

// isGrouped reports whether the quads of a predicate are counted by object: those of texts are only counted.
func (t *indexTables) isGrouped(predicate id) bool {
	_, counted := t.totalOf[predicate]
	_, field := t.fieldOf[predicate]
	return counted && !field
}

// isNames reports whether a field is of names, else it is of text.
func (t *indexTables) isNames(field int) bool { return field >= len(t.Text) }
