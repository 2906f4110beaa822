package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"
)

// errUnsound is what check ends with when it has found something.
var errUnsound = errors.New("the store is not sound; `kg repair` builds it anew from what can be read")

func newCheckCmd(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "check",
		Short: "Verify that the store is whole and sound",
		Long: `Check reads the whole store: the checksum of every block, that all indexes hold the same, that every fact has its
claim and article, that every span of a claim gives back its sentence, the hash of every text, and that what is joined
across articles, family names, acronyms, namesakes, is what these articles demand. What is wrong is printed, a line each,
and the exit code is 1.`,
		Args: args(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			store, err := a.open(cmd.Context())
			if err != nil {
				return err
			}
			defer store.Close()
			var progress func(done, total int)
			if isTerminal(a.stderr) {
				progress = func(done, total int) {
					if done%100 == 0 || done == total {
						fmt.Fprintf(a.stderr, "\r%d of %d articles ", done, total)
					}
				}
				defer fmt.Fprintln(a.stderr)
			}
			problems, err := store.Check(cmd.Context(), progress)
			p := &printer{w: a.stdout}
			for _, problem := range problems {
				p.printf("%s\n", problem)
			}
			if err = errors.Join(err, p.err); err != nil {
				return err
			}
			if len(problems) > 0 {
				return errUnsound
			}
			st, err := store.Stats(cmd.Context())
			if err != nil {
				return err
			}
			p.printf("sound: %d articles, %d claims, %d quads\n", st.Articles, st.Claims, st.Quads)
			return p.err
		},
	}
}
