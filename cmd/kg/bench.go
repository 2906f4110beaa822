package main

import (
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"kg/graph"
	"kg/graph/gizmo"
	"kg/queries"
	"kg/queries/bench"
)

func newBenchCmd(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "bench",
		Short: "Make large graphs and many articles, and measure on them",
		Args:  args(cobra.NoArgs),
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	var claims, calls int
	var seed uint64
	flags := cmd.PersistentFlags()
	flags.IntVar(&claims, "claims", 10_000, "about how many claims the graph has")
	make := &cobra.Command{
		Use:     "make",
		Short:   "Fill a store with an invented graph, shaped like news",
		Example: "  kg --store big bench make --claims 100000",
		Args:    args(cobra.NoArgs),
		RunE:    func(cmd *cobra.Command, _ []string) error { return a.benchMake(cmd, claims, seed) },
	}
	make.Flags().Uint64Var(&seed, "seed", 1, "another number, another graph")
	run := &cobra.Command{
		Use:     "run",
		Short:   "Measure every saved query on a graph made by bench make",
		Example: "  kg --store big bench run --claims 100000",
		Args:    args(cobra.NoArgs),
		RunE:    func(cmd *cobra.Command, _ []string) error { return a.benchRun(cmd, claims, calls) },
	}
	run.Flags().IntVar(&calls, "calls", 40, "calls of each query")
	cmd.AddCommand(make, run, newBenchArticlesCmd(a), newBenchServeCmd(a))
	return cmd
}

func (a *app) benchMake(cmd *cobra.Command, claims int, seed uint64) error {
	if claims <= 0 {
		return usageError{fmt.Errorf("claims: %d is not a number above 0", claims)}
	}
	ctx := cmd.Context()
	store, err := a.openForWriting(ctx, true)
	if err != nil {
		return err
	}
	defer store.Close()
	begin := time.Now()
	batch := make([]*graph.Record, 0, a.config.Load.Batch)
	put := func() error {
		_, errs := store.PutAll(ctx, batch)
		batch = batch[:0]
		for _, err := range errs {
			if err != nil {
				return err
			}
		}
		return nil
	}
	for r := range bench.Records(claims, seed) {
		if batch = append(batch, r); len(batch) >= a.config.Load.Batch {
			if err := put(); err != nil {
				return err
			}
		}
	}
	if err := put(); err != nil {
		return err
	}
	st, err := store.QuadStore().Stats(ctx, true)
	if err != nil {
		return err
	}
	fmt.Fprintf(a.stderr, "%d quads in %v\n", st.Quads.Value, time.Since(begin).Round(time.Millisecond))
	return nil
}

func (a *app) benchRun(cmd *cobra.Command, claims, calls int) error {
	if claims <= 0 || calls <= 0 {
		return usageError{fmt.Errorf("claims and calls have to be above 0")}
	}
	collectLess()
	lib, err := queries.Load()
	if err != nil {
		return err
	}
	store, err := a.open(cmd.Context())
	if err != nil {
		return err
	}
	defer store.Close()
	results, err := bench.Run(cmd.Context(), lib, store, claims, calls, gizmo.Limits{Time: a.config.Query.Timeout})
	if err != nil {
		return err
	}
	p := &printer{w: a.stdout}
	p.printf("| query | median | 99th percentile | CPU | rows | failed |\n| --- | ---: | ---: | ---: | ---: | ---: |\n")
	for _, r := range results {
		p.printf("| %s | %.1f ms | %.1f ms | %.1f ms | %.0f | %d |\n", r.Query, ms(r.Median), ms(r.P99), ms(r.CPU), r.Rows, r.Failed)
	}
	return p.err
}

func ms(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
