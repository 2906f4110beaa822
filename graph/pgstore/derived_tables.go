package pgstore

import (
	"fmt"
	"strings"

	"kg/graph/backend"
)

// derivedTables are the tables of what is derived, and the statements that write them. A row table has a column for each
// number of its keys, k0 …, one for the label, l, and one for each number beside the key, v0 …. A table of counts has a column
// for each number of its keys, one for each count, c0 …, and for each list the place in it from the highest down, q0 …,
// where the key is in the list.
//
// Numbers that are sorted are stored less 2^63, because PostgreSQL has no numbers without a sign.
type derivedTables struct {
	rules  *backend.Derivation
	rows   []rowTable
	counts []countTable
}

type rowTable struct {
	name           string
	key, value     int
	insert, delete string
}

type countTable struct {
	name                 string
	key, columns         int
	lists                []backend.List
	read, upsert, delete string
}

// sorted is how a number is stored that rows are sorted by; number is its inverse.
func sorted(n uint64) int64 { return int64(n ^ 1<<63) }
func number(n int64) uint64 { return uint64(n) ^ 1<<63 }

func columns(prefix string, n int) (out []string) {
	for i := range n {
		out = append(out, fmt.Sprint(prefix, i))
	}
	return out
}

// each writes a part for each column.
func each(columns []string, format, separator string) string {
	var parts []string
	for _, c := range columns {
		parts = append(parts, strings.ReplaceAll(format, "?", c))
	}
	return strings.Join(parts, separator)
}

// unnest writes columns of numbers as a table u.
func unnest(columns []string) string {
	var params []string
	for i := range columns {
		params = append(params, fmt.Sprintf("$%d::bigint[]", i+1))
	}
	return "unnest(" + strings.Join(params, ", ") + ") AS u(" + strings.Join(columns, ", ") + ")"
}

func newDerivedTables(schema string, rules *backend.Derivation) *derivedTables {
	if rules == nil {
		return nil
	}
	t := &derivedTables{rules: rules}
	for i, r := range rules.Rows {
		table := rowTable{name: fmt.Sprintf("%s.rows%d", schema, i), key: r.Key, value: r.Value}
		key := append(columns("k", r.Key), "l")
		all := append(key[:len(key):len(key)], columns("v", r.Value)...)
		table.insert = "INSERT INTO " + table.name + " SELECT * FROM " + unnest(all)
		table.delete = "DELETE FROM " + table.name + " t USING " + unnest(key) + " WHERE " + each(key, "t.? = u.?", " AND ")
		t.rows = append(t.rows, table)
	}
	for i, r := range rules.Counts {
		table := countTable{name: fmt.Sprintf("%s.counts%d", schema, i), key: r.Key, columns: r.Columns, lists: r.Lists}
		key, counts, places := columns("k", r.Key), columns("c", r.Columns), columns("q", len(r.Lists))
		is := each(key, "t.? = u.?", " AND ")
		table.read = "SELECT " + each(append(key[:r.Key:r.Key], counts...), "t.?", ", ") + " FROM " + table.name + " t JOIN " + unnest(key) + " ON " + is
		table.delete = "DELETE FROM " + table.name + " t USING " + unnest(key) + " WHERE " + is
		set := append(counts[:r.Columns:r.Columns], places...)
		values := each(append(key[:r.Key:r.Key], counts...), "?", ", ")
		if len(places) > 0 {
			values += ", " + each(places, "NULLIF(?, -1)", ", ")
		}
		table.upsert = "INSERT INTO " + table.name + " SELECT " + values + " FROM " + unnest(append(key[:r.Key:r.Key], set...)) +
			" ON CONFLICT (" + strings.Join(key, ", ") + ") DO UPDATE SET " + each(set, "? = EXCLUDED.?", ", ")
		t.counts = append(t.counts, table)
	}
	return t
}

// create gives what makes the tables.
func (t *derivedTables) create() (out []string) {
	for i, r := range t.rows {
		key := append(columns("k", r.key), "l")
		out = append(out, "CREATE TABLE "+r.name+" ("+each(append(key[:len(key):len(key)], columns("v", r.value)...), "? bigint NOT NULL", ", ")+
			", PRIMARY KEY ("+strings.Join(key, ", ")+"))",
			"COMMENT ON TABLE "+r.name+" IS '"+t.rules.Rows[i].Name+"'")
	}
	for i, c := range t.counts {
		key := columns("k", c.key)
		cols := each(append(key[:c.key:c.key], columns("c", c.columns)...), "? bigint NOT NULL", ", ")
		if len(c.lists) > 0 {
			cols += ", " + each(columns("q", len(c.lists)), "? smallint", ", ")
		}
		// Counts grow, mostly without moving in a list: such a row is written where it was, if its page has room.
		out = append(out, "CREATE TABLE "+c.name+" ("+cols+", PRIMARY KEY ("+strings.Join(key, ", ")+")) WITH (fillfactor = 80)",
			"COMMENT ON TABLE "+c.name+" IS '"+t.rules.Counts[i].Name+"'")
		for l := range c.lists {
			out = append(out, fmt.Sprintf("CREATE INDEX counts%d_q%d ON %s (%s) WHERE q%d IS NOT NULL", i, l, c.name, strings.Join(t.listed(i, l), ", "), l))
		}
	}
	return out
}

// listed are the columns by which a list is sorted.
func (t *derivedTables) listed(table, list int) []string {
	c := &t.counts[table]
	key, group := columns("k", c.key), c.lists[list].Group
	out := append(key[:group:group], fmt.Sprint("q", list))
	return append(out, key[group:]...)
}
