package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"kg/graph"
	"kg/schema"
)

// app is what the commands share: the streams, and the configuration once the flags have been read.
type app struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	flags          flags
	config         *Config
}

// flags are the flags that every command takes.
type flags struct {
	store, config string
}

func newRootCmd(a *app) *cobra.Command {
	root := &cobra.Command{
		Use:   "kg",
		Short: "Build a knowledge graph from news articles and ask it questions",
		Long: `kg reads news articles, finds who did what to whom, and keeps each fact, with the sentence
that states it, as quads in a Cayley graph store.

  kg load articles/               read articles into the graph
  kg show "John Kerry"            what the graph knows of someone
  kg query who-supports --param name="Bashar al-Assad"
  kg serve                        explore the graph in a browser

Configuration: flag over KG_* environment variable over config.yaml over default.`,
		Version: version(),
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return nil
			}
			err := fmt.Errorf("unknown command %q", args[0])
			if near := cmd.SuggestionsFor(args[0]); len(near) > 0 {
				err = fmt.Errorf("%w, did you mean %s?", err, strings.Join(near, " or "))
			}
			return usageError{err}
		},
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
		SilenceErrors: true,
		SilenceUsage:  true,
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error {
			config, err := loadConfig(a.flags)
			if err != nil {
				return err
			}
			a.config = config
			return nil
		},
	}
	root.SuggestionsMinimumDistance = 2
	root.SetIn(a.stdin)
	root.SetOut(a.stdout)
	root.SetErr(a.stderr)
	root.SetVersionTemplate("kg {{.Version}}\n")
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usageError{err} })
	root.PersistentFlags().StringVar(&a.flags.store, "store", "", "`path` of the embedded store, or address of the database (default: store.address, .kg)")
	root.PersistentFlags().StringVar(&a.flags.config, "config", "", "configuration `file` (default: config.yaml, where there is one)")
	for _, c := range []*cobra.Command{
		newLoadCmd(a), newRefreshCmd(a), newExtractCmd(a), newExplainCmd(a),
		newShowCmd(a), newSearchCmd(a), newAskCmd(a), newTimelineCmd(a), newPathCmd(a), newQueryCmd(a), newReplCmd(a), newStatsCmd(a), newForgetCmd(a), newExportCmd(a), newServeCmd(a), newMCPCmd(a), newBenchCmd(a),
		newWhyCmd(a), newDuplicatesCmd(a), newMergeCmd(a), newSplitCmd(a), newRenameCmd(a), newUndoCmd(a), newApplyCmd(a), newLedgerCmd(a),
		newAnnotateCmd(a), newEvalCmd(a),
		newCheckCmd(a), newRepairCmd(a), newBackupCmd(a), newRestoreCmd(a), newImportCmd(a), newDiffCmd(a),
	} {
		root.AddCommand(c)
	}
	return root
}

// args wraps a check of the number of arguments, so that a wrong number is an error of usage.
func args(check cobra.PositionalArgs) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if err := check(cmd, args); err != nil {
			return usageError{err}
		}
		return nil
	}
}

// schema reads the schema that the configuration names.
func (a *app) schema() (*schema.Schema, error) {
	if a.config.Schema.File == "" {
		return schema.Default(), nil
	}
	return schema.Load(a.config.Schema.File)
}

// open opens the store for reading.
func (a *app) open(ctx context.Context) (*graph.Store, error) {
	return a.openStore(ctx, graph.Options{ReadOnly: true})
}

// openForWriting opens the store for writing; make says whether to make it where there is none.
func (a *app) openForWriting(ctx context.Context, make bool) (*graph.Store, error) {
	return a.openStore(ctx, graph.Options{ReadOnly: a.config.Store.ReadOnly, MustExist: !make})
}

func (a *app) openStore(ctx context.Context, opt graph.Options) (*graph.Store, error) {
	c := a.config.Store
	opt.Backend, opt.Address, opt.StoreOptions = c.Backend, c.Address, c.Options
	if a.config.Schema.File != "" { // the one built in is read when it is needed: a query starts sooner
		s, err := a.schema()
		if err != nil {
			return nil, err
		}
		opt.Schema = s
	}
	opt.Raising = func() {
		fmt.Fprintf(a.stderr, "the store is of an older format and is made to fit; that takes a minute for a million claims\n")
	}
	return graph.Open(ctx, opt)
}

// version is the version of the build, from the build information.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	v := strings.Trim(info.Main.Version, "()")
	var revision, dirty string
	for _, s := range info.Settings {
		switch {
		case s.Key == "vcs.revision" && len(s.Value) >= 12:
			revision = " " + s.Value[:12]
		case s.Key == "vcs.modified" && s.Value == "true":
			dirty = " with local changes"
		}
	}
	return v + revision + dirty + " " + info.GoVersion
}

// isTerminal reports whether w is a terminal.
func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}
