package pgstore

import (
	"context"
	"fmt"

	"github.com/cayleygraph/quad"
)

// maxProblems is how many problems of one kind Check lists.
const maxProblems = 20

// Check verifies the tables: that each quad has its values and each value a quad, that a value is the one its id
// stands for, that the counts are right, and that what is kept beside the quads follows from them. Each problem is one line.
func (q *QuadStore) Check(ctx context.Context) ([]string, error) {
	if q.snap == nil {
		snap, err := q.Snapshot()
		if err != nil {
			return nil, err
		}
		defer snap.Close()
		q = snap
	}
	var problems []string
	list := func(format, sql string) error {
		st := statement{sql: sql + fmt.Sprintf(" LIMIT %d", maxProblems)}
		return q.ask(ctx, st, func(row [][]byte) error {
			problems = append(problems, fmt.Sprintf(format, row[0]))
			return nil
		})
	}
	quads, nodes := q.sql.quads(), q.sql.nodes()
	unused := "SELECT id FROM " + nodes + " n WHERE TRUE"
	for _, d := range quad.Directions {
		col := columnOf[d]
		sql := fmt.Sprintf("SELECT DISTINCT %[1]s FROM %[2]s q WHERE NOT EXISTS (SELECT FROM %[3]s WHERE id = q.%[1]s)", col, quads, nodes)
		if d == quad.Label {
			sql += fmt.Sprintf(" AND l <> '%x'", id{})
		}
		if err := list("the value %x, "+d.String()+" of a quad, is missing", sql); err != nil {
			return problems, err
		}
		unused += fmt.Sprintf(" AND NOT EXISTS (SELECT FROM %s WHERE %s = n.id)", quads, col)
	}
	if err := list("no quad has the value %x", unused); err != nil {
		return problems, err
	}
	if err := list("the value %x is not what its id stands for",
		"SELECT id FROM "+nodes+" WHERE substring(sha256(value) FROM 1 FOR 16) <> uuid_send(id)"); err != nil {
		return problems, err
	}
	c, err := q.counts(ctx)
	if err != nil {
		return problems, err
	}
	for _, n := range []struct {
		what, table string
		want        int64
	}{{"quads", quads, c.quads}, {"values", nodes, c.nodes}} {
		got, err := q.number(ctx, "SELECT count(*) FROM "+n.table)
		if err != nil {
			return problems, err
		}
		if got != n.want {
			problems = append(problems, fmt.Sprintf("there are %d %s, and %d are counted", got, n.what, n.want))
		}
	}
	for _, check := range []func(context.Context) ([]string, error){q.checkDerived, q.checkIndex} {
		found, err := check(ctx)
		problems = append(problems, found...)
		if err != nil {
			return problems, err
		}
	}
	return problems, nil
}
