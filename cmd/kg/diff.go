package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"kg/graph"
	"kg/graph/diff"
	"kg/schema"
)

// errDifferent is the error of kg diff where the two are not equal, as diff(1) has it.
var errDifferent = errors.New("the graphs differ")

// troubleError is an error of kg diff that says nothing about whether the two are equal.
type troubleError struct{ err error }

func (e troubleError) Error() string { return e.err.Error() }
func (e troubleError) Unwrap() error { return e.err }

func newDiffCmd(a *app) *cobra.Command {
	var format string
	var only []string
	cmd := &cobra.Command{
		Use:   "diff A B",
		Short: "Tell how two graphs differ",
		Long: `Diff compares two graphs, each a store (a folder) or a file of N-Quads as kg export and kg backup write it, and lists what B
has gained (+), lost (-) and changed (~) against A: articles, claims, facts, entities with the articles behind them, and what
differs in the schema. A fact that other articles state now is a change; that other articles name an entity is not.

The exit code is that of diff(1): 0 where the graphs are equal, 1 where they differ, 2 where they could not be compared.`,
		Example: "  kg diff .kg other\n  kg diff monday.nq tuesday.nq --only fact --format jsonl",
		Args:    args(cobra.ExactArgs(2)),
		RunE: func(cmd *cobra.Command, names []string) error {
			if format != "text" && format != "jsonl" {
				return usageError{fmt.Errorf("--format %q: there are text and jsonl", format)}
			}
			for _, kind := range only {
				if !slices.Contains(diff.Kinds, kind) {
					return usageError{fmt.Errorf("--only %q: there are %s", kind, strings.Join(diff.Kinds, ", "))}
				}
			}
			sum, err := a.diff(cmd.Context(), names[0], names[1], format, only)
			switch {
			case err != nil:
				return troubleError{err}
			case !sum.Equal():
				return errDifferent
			}
			return nil
		},
	}
	cmd.Flags().StringVar(&format, "format", "text", "text or jsonl")
	cmd.Flags().StringSliceVar(&only, "only", nil, "only these `kinds`: "+strings.Join(diff.Kinds, ", ")+"; the exit code is about everything")
	return cmd
}

// diff writes the differences of two graphs.
func (a *app) diff(ctx context.Context, from, to, format string, only []string) (sum *diff.Summary, err error) {
	s, err := a.schema()
	if err != nil {
		return nil, err
	}
	var sides [2]io.ReadCloser
	for i, name := range []string{from, to} {
		if sides[i], err = a.side(ctx, name); err != nil {
			return nil, err
		}
		defer func() { err = errors.Join(err, sides[i].Close()) }()
	}
	out := bufio.NewWriter(a.stdout)
	opts := diff.Options{Symmetric: func(relation string) bool {
		r, ok := s.Relation(schema.RelationID(relation))
		return ok && r.Symmetric
	}}
	sum, err = diff.Compare(ctx, sides[0], sides[1], opts, func(c *diff.Change) error {
		if len(only) > 0 && !slices.Contains(only, c.Kind) {
			return nil
		}
		if format == "jsonl" {
			e := json.NewEncoder(out)
			e.SetEscapeHTML(false)
			return e.Encode(c)
		}
		_, err := out.WriteString(changeText(c))
		return err
	})
	if err != nil {
		return nil, errors.Join(err, out.Flush())
	}
	if format == "text" && !sum.Equal() {
		out.WriteString(summaryText(sum))
	}
	return sum, out.Flush()
}

// side opens a store, where name is a folder, or a file of N-Quads.
func (a *app) side(ctx context.Context, name string) (io.ReadCloser, error) {
	if info, err := os.Stat(name); err == nil && info.IsDir() {
		store, err := a.openForPass(ctx, name)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		return storeSide{diff.FromStore(ctx, store), store}, nil
	}
	in, err := a.input(name)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	sorted, err := diff.Sorted(ctx, in)
	if err != nil {
		return nil, fmt.Errorf("%s:%w", name, err)
	}
	return sorted, nil
}

// storeSide is the export of a store that is closed with it.
type storeSide struct {
	io.ReadCloser
	store *graph.Store
}

func (s storeSide) Close() error { return errors.Join(s.ReadCloser.Close(), s.store.Close()) }

var changeSigns = map[string]string{diff.Gained: "+", diff.Lost: "-", diff.Changed: "~"}

// changeText is a change as lines.
func changeText(c *diff.Change) string {
	var b strings.Builder
	b.WriteString(changeSigns[c.Change] + " " + c.Kind)
	if c.ID != "" {
		b.WriteString(" " + c.ID)
	}
	for _, part := range []string{c.Subject, c.Relation, c.Object} {
		if part != "" {
			b.WriteString(" " + strings.TrimPrefix(strings.TrimPrefix(short(part), schema.EntPrefix), schema.RelPrefix))
		}
	}
	if c.Text != "" {
		b.WriteString(" “" + short(c.Text) + "”")
	}
	b.WriteString(articlesText("", c.Articles) + articlesText("+", c.Gained) + articlesText("-", c.Lost) + "\n")
	for _, v := range c.Values {
		b.WriteString("    " + changeSigns[v.Change] + " " + v.Property + " " + short(v.Value) + articlesText("", v.Articles) + "\n")
	}
	return b.String()
}

// articlesText names up to four articles, and how many more there are.
func articlesText(sign string, ids []string) string {
	if len(ids) == 0 {
		return ""
	}
	const most = 4
	more := ""
	if len(ids) > most {
		more = fmt.Sprintf(" and %d more", len(ids)-most)
		ids = ids[:most]
	}
	return " [" + sign + strings.Join(ids, " "+sign) + more + "]"
}

// short is s on one line, cut where it is long.
func short(s string) string {
	const most = 160
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return s
}

// summaryText counts the changes of each kind.
func summaryText(sum *diff.Summary) string {
	var b strings.Builder
	for _, kind := range diff.Kinds {
		if n := sum.Counts[kind]; *n != (diff.Count{}) {
			fmt.Fprintf(&b, "%s: %d gained, %d lost, %d changed\n", kind, n.Gained, n.Lost, n.Changed)
		}
	}
	fmt.Fprintf(&b, "quads: %d gained, %d lost\n", sum.Gained, sum.Lost)
	return b.String()
}
