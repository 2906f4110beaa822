package main

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"kg/graph"
	"kg/resolve"
)

func newApplyCmd(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "apply FILE | -",
		Short: "Make the decisions about identity that a file holds",
		Long: `Apply reads the table of kg duplicates --format csv, with "merge" in the column verdict of the pairs that are one, or
the records of another graph's ledger (kg ledger --json), and adds a record for each. Rows without a verdict and those with
"keep" change nothing. The first record that contradicts the ledger is an error; none is made then.`,
		Example: "  kg apply decisions.csv\n  kg --store other apply decisions.jsonl",
		Args:    args(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, names []string) error {
			ctx := cmd.Context()
			in, err := a.input(names[0])
			if err != nil {
				return err
			}
			defer in.Close()
			b, err := io.ReadAll(in)
			if err != nil {
				return fmt.Errorf("%s: %w", names[0], err)
			}
			store, err := a.openForWriting(ctx, false)
			if err != nil {
				return err
			}
			defer store.Close()
			var records []resolve.Override
			if bytes.HasPrefix(bytes.TrimSpace(b), []byte("{")) {
				records, err = readRecords(b)
			} else {
				records, err = a.readVerdicts(cmd, store, b)
			}
			if err != nil {
				return fmt.Errorf("%s:%w", names[0], err)
			}
			if len(records) == 0 {
				fmt.Fprintln(a.stderr, "no decisions")
				return nil
			}
			if err := a.tryAll(records); err != nil {
				return fmt.Errorf("%s: %w", names[0], err)
			}
			return a.decide(ctx, store, records)
		},
	}
}

// tryAll checks that the ledger takes all records, one after the other, without keeping them.
func (a *app) tryAll(records []resolve.Override) error {
	ledger, err := a.ledger()
	if err != nil {
		return err
	}
	return ledger.Try(records)
}

// readRecords reads the records in force of a ledger. Their numbers are of that ledger and do not count.
func readRecords(b []byte) ([]resolve.Override, error) {
	l, err := resolve.ReadLedger(bytes.NewReader(b))
	if err != nil {
		return nil, err
	}
	return l.InForce(), nil
}

// readVerdicts reads the table of kg duplicates.
func (a *app) readVerdicts(cmd *cobra.Command, store *graph.Store, b []byte) ([]resolve.Override, error) {
	r := csv.NewReader(bytes.NewReader(b))
	r.FieldsPerRecord = -1
	head, err := r.Read()
	if err != nil {
		return nil, fmt.Errorf("1: %w", err)
	}
	col := map[string]int{}
	for i, n := range head {
		col[strings.ToLower(strings.TrimSpace(strings.TrimPrefix(n, "\ufeff")))] = i
	}
	for _, n := range []string{"verdict", "keep", "drop"} {
		if _, ok := col[n]; !ok {
			return nil, fmt.Errorf("1: no column %q", n)
		}
	}
	var out []resolve.Override
	for {
		row, err := r.Read()
		if err == io.EOF {
			return out, nil
		}
		if err != nil {
			return nil, err
		}
		line, _ := r.FieldPos(0)
		get := func(n string) string {
			if i, ok := col[n]; ok && i < len(row) {
				return strings.TrimSpace(row[i])
			}
			return ""
		}
		switch v := strings.ToLower(get("verdict")); v {
		case "", "keep", "no":
		case "merge", "yes":
			keep, err := a.entity(cmd.Context(), store, get("keep"))
			if err != nil {
				return nil, fmt.Errorf("%d: %w", line, err)
			}
			out = append(out, resolve.Override{Op: resolve.Merge, Entity: keep.ID, Other: localID(get("drop")), Label: keep.Label, Class: keep.Class, Note: get("note")})
		default:
			return nil, fmt.Errorf("%d: verdict %q is not merge or keep", line, v)
		}
	}
}
