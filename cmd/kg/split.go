package main

import (
	"errors"

	"github.com/spf13/cobra"

	"kg/serve/api"
)

func newSplitCmd(a *app) *cobra.Command {
	var mention, art, into, note string
	cmd := &cobra.Command{
		Use:   "split ENTITY --into NAME [--article ARTICLE] [--mention WORDS]",
		Short: "Decide that some mentions of an entity are another one",
		Long: `Split makes the mentions of ENTITY in an article, or those with certain words, an entity of their own. The decision is
kept in the ledger beside the graph; kg undo takes it back.`,
		Example: `  kg split "John Smith" --into "John Smith (golfer)" --article https://news.example/open`,
		Args:    args(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, names []string) error {
			if into == "" {
				return usageError{errors.New("--into: no name for the other entity")}
			}
			if mention == "" && art == "" {
				return usageError{errors.New("name the mentions with --article, --mention or both")}
			}
			ctx := cmd.Context()
			store, err := a.openForWriting(ctx, false)
			if err != nil {
				return err
			}
			defer store.Close()
			ref, err := a.entity(cmd.Context(), store, names[0])
			if err != nil {
				return err
			}
			var articles []string
			if art != "" {
				if articles, err = a.articles(ctx, store, art); err != nil {
					return err
				}
			} else {
				articles = []string{""}
			}
			var mentions []api.SplitMention
			for _, id := range articles {
				mentions = append(mentions, api.SplitMention{Article: id, Text: mention})
			}
			return a.decide(ctx, store, splitInto(ref, into, note, mentions))
		},
	}
	cmd.Flags().StringVar(&into, "into", "", "name or id (ent:…) of what the mentions are")
	cmd.Flags().StringVar(&art, "article", "", "only the mentions in this `article`: id, URL or file")
	cmd.Flags().StringVar(&mention, "mention", "", "only the mentions with these `words`")
	cmd.Flags().StringVar(&note, "note", "", "why, to be kept with the decision")
	return cmd
}
