package main

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"kg/graph"
	"kg/resolve"
	"kg/schema"
)

// ledger opens the ledger of identity that belongs to the store.
func (a *app) ledger() (*resolve.Ledger, error) { return resolve.OpenLedger(a.ledgerPath()) }

func (a *app) ledgerPath() string {
	if p := a.config.Resolve.Ledger; p != "" {
		return p
	}
	address := strings.TrimRight(a.config.Store.Address, `/\`)
	if address == "" || strings.Contains(address, "://") || a.config.Store.Backend == graph.Postgres {
		return "kg.ledger.jsonl"
	}
	return address + ".ledger.jsonl"
}

// decide adds records to the ledger and revises the articles that they are about, see editor.decide.
func (a *app) decide(ctx context.Context, store *graph.Store, records []resolve.Override, also ...string) error {
	e, err := a.editor(store)
	if err != nil {
		return err
	}
	done, err := e.decide(ctx, records, also...)
	for _, o := range done.records {
		fmt.Fprintf(a.stderr, "record %d: %s\n", o.N, describe(o))
	}
	for _, err := range done.failed {
		fmt.Fprintln(a.stderr, "kg:", err)
	}
	if err != nil {
		return err
	}
	if done.revised+len(done.failed) > 0 {
		fmt.Fprintf(a.stderr, "%d articles revised\n", done.revised)
	}
	if len(done.failed) > 0 {
		return errPartial
	}
	return store.Close()
}

// describe says what a record does.
func describe(o resolve.Override) string {
	s := ""
	switch o.Op {
	case resolve.Merge:
		s = fmt.Sprintf("ent:%s is ent:%s", o.Other, o.Entity)
	case resolve.Split:
		s = fmt.Sprintf("ent:%s is ent:%s", o.Entity, o.Into)
		if o.Mention != "" {
			s += fmt.Sprintf(" where the text says %q", o.Mention)
		}
		if o.Article != "" {
			s += " in art:" + o.Article
		}
	case resolve.Rename:
		s = fmt.Sprintf("ent:%s is called %q", o.Entity, o.Label)
	case resolve.Undo:
		s = fmt.Sprintf("record %d is not in force", o.Undoes)
	}
	if o.Note != "" {
		s += " (" + o.Note + ")"
	}
	return s
}

func newLedgerCmd(a *app) *cobra.Command {
	var asJSON, all bool
	cmd := &cobra.Command{
		Use:   "ledger",
		Short: "List what has been decided about identity",
		Long: `Ledger lists the records that kg merge, split, rename and undo have made. With --json they come as they are kept,
one a line, to be applied to another graph with kg apply.`,
		Example: "  kg ledger\n  kg ledger --json >decisions.jsonl",
		Args:    args(cobra.NoArgs),
		RunE: func(_ *cobra.Command, _ []string) error {
			ledger, err := a.ledger()
			if err != nil {
				return err
			}
			records := ledger.InForce()
			if all || asJSON {
				records = ledger.Records()
			}
			enc := json.NewEncoder(a.stdout)
			enc.SetEscapeHTML(false)
			p := &printer{w: a.stdout}
			for _, o := range records {
				if asJSON {
					if err := enc.Encode(o); err != nil {
						return err
					}
					continue
				}
				p.printf("%4d  %-7s %s\n", o.N, o.Op, describe(o))
			}
			return p.err
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the records as they are kept")
	cmd.Flags().BoolVar(&all, "all", false, "list undone records and undos too")
	return cmd
}

// localID is an id without its prefix.
func localID(id string) string { return strings.TrimPrefix(strings.Trim(id, "<>"), schema.EntPrefix) }
