package main

import (
	"errors"
	"fmt"
	"hash/fnv"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/spf13/cobra"

	"kg/eval"
	"kg/nlp/conllu"
	"kg/resolve"
)

// newEvalSampleCmd prints claims that are facts, drawn by chance, for a person to judge.
func newEvalSampleCmd(a *app) *cobra.Command {
	var files, judged []string
	var named string
	var skip, half int
	var n int
	var seed uint64
	cmd := &cobra.Command{
		Use:     "sample --articles FILE",
		Short:   "Draw facts by chance, for a person to judge",
		Long:    "Draw facts by chance from articles, for a person to judge.\n\nArticles are JSON objects, one a line, with “url”, “date” and “text”; the public sets beside the project\nare read as they are: CoNLL-U with documents, words with tags in columns, sentences one a line. Each line has the columns of a file of verdicts, with “?” for the verdict, then the claim and its sentence:\nwrite “right” or “wrong” for “?”, and drop the last two columns.",
		Example: "  kg eval sample --articles news.jsonl --number 100 --seed 2 --without verdicts.tsv",
		Args:    args(cobra.NoArgs),
		RunE: func(*cobra.Command, []string) error {
			if len(files) == 0 {
				return usageError{errors.New("--articles: no file named")}
			}
			var verdicts []eval.Verdict
			for _, path := range judged {
				more, err := readWith(path, eval.ReadVerdicts)
				if err != nil {
					return err
				}
				verdicts = append(verdicts, more...)
			}
			name, err := regexp.Compile(named)
			if err != nil {
				return usageError{fmt.Errorf("--documents: %w", err)}
			}
			var articles []eval.Article
			for _, path := range files {
				list, err := readArticles(path)
				if err != nil {
					return err
				}
				for _, one := range list[min(max(skip, 0), len(list)):] {
					if name.MatchString(one.URL) && (half == 0 || halfOf(one.URL) == half) {
						articles = append(articles, one)
					}
				}
			}
			r, err := newReader(a)
			if err != nil {
				return err
			}
			ids, err := resolve.New(resolve.Options{Schema: r.schema, Gazetteer: a.config.Resolve.Gazetteer})
			if err != nil {
				return err
			}
			list, from, err := eval.Sample(articles, n, seed, verdicts, r.annotateOn, r.claims, ids)
			if err != nil {
				return err
			}
			p := &printer{w: a.stdout}
			p.printf("# %d articles, %d sentences, %d facts (%.1f in 100 sentences), %d of them judged before; %d drawn\n", from.Articles, from.Sentences,
				from.Facts+from.Judged, 100*float64(from.Facts+from.Judged)/float64(max(from.Sentences, 1)), from.Judged, len(list))
			flat := strings.NewReplacer("\n", " ", "\t", " ")
			for _, s := range list {
				p.printf("%s\t%d\t%d\t%s\t%d\t%d\t?\t%s\t%s\n", s.URL, s.Start, s.End, s.Relation, s.Verdict.Subject, s.Verdict.Object,
					flat.Replace(s.Subject+" | "+s.Relation+" | "+s.Object), flat.Replace(s.Sentence))
			}
			return p.err
		},
	}
	cmd.Flags().StringSliceVar(&files, "articles", nil, "`files` of articles, parted by commas")
	cmd.Flags().StringVar(&named, "documents", "", "only articles whose address matches this regular `expression`")
	cmd.Flags().IntVar(&skip, "skip", 0, "leave out the first `N` articles of each file")
	cmd.Flags().IntVar(&half, "half", 0, "only one `half` of the articles, 1 or 2, parted by a hash of their addresses; 0: all of them")
	cmd.Flags().StringSliceVar(&judged, "without", nil, "`files` of verdicts whose claims are left out, parted by commas")
	cmd.Flags().IntVar(&n, "number", 100, "how many to draw")
	cmd.Flags().Uint64Var(&seed, "seed", 1, "seed of the draw")
	return cmd
}

// halfOf is the half in which the article of an address is, 1 or 2.
func halfOf(address string) int {
	h := fnv.New32a()
	h.Write([]byte(address))
	return 1 + int(h.Sum32()>>7&1)
}

// readArticles reads the articles at path, which may be compressed with gzip.
func readArticles(path string) ([]eval.Article, error) {
	f, err := conllu.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	name, _, _ := strings.Cut(filepath.Base(path), ".")
	list, err := eval.ReadArticles(name, f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return list, nil
}
