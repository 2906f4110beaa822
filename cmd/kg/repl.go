package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"kg/graph/gizmo"
	"kg/queries"
	"kg/queries/format"
	"kg/queries/repl"
)

func newReplCmd(a *app) *cobra.Command {
	var kind string
	cmd := &cobra.Command{
		Use:   "repl",
		Short: "Ask the graph question by question",
		Long: `Repl reads Gizmo line by line and shows what each script answers. Tab completes, the arrows go through what was
typed before, :help lists the commands, Ctrl-C stops a query or gives up what is typed, Ctrl-D leaves. Without a
terminal it reads scripts from standard input.

What is typed is kept for the next time in ~/.local/state/kg/history, or the file that KG_HISTORY names; where that is
empty, it is not kept.`,
		Example: "  kg repl\n  echo ':run who-met-whom' | kg repl --format csv",
		Args:    args(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			k, err := format.ParseKind(kind)
			if err != nil {
				return usageError{err}
			}
			return a.repl(cmd.Context(), k)
		},
	}
	cmd.Flags().StringVar(&kind, "format", string(format.Table), "table, json, jsonl, csv, tsv or markdown")
	return cmd
}

func (a *app) repl(ctx context.Context, kind format.Kind) error {
	lib, err := queries.Load(a.config.Queries.Path)
	if err != nil {
		return err
	}
	store, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer store.Close()
	opt := repl.Options{Format: kind, Limits: gizmo.Limits{Time: a.config.Query.Timeout}}
	in, isFile := a.stdin.(*os.File)
	terminal := isFile && term.IsTerminal(int(in.Fd())) && isTerminal(a.stdout)
	if terminal {
		opt.Color = os.Getenv("NO_COLOR") == ""
		opt.Width = func() int {
			width, _, err := term.GetSize(int(in.Fd()))
			if err != nil {
				return 0
			}
			return width
		}
	}
	r, err := repl.New(lib, store.QuadStore(), a.stdout, opt)
	if err != nil {
		return err
	}
	if terminal {
		return a.replTerminal(ctx, r, in)
	}
	return a.replStream(ctx, r)
}

// replStream reads scripts from standard input; the first mistake ends it.
func (a *app) replStream(ctx context.Context, r *repl.REPL) error {
	lines := bufio.NewScanner(a.stdin)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		err := r.Line(ctx, lines.Text())
		if errors.Is(err, repl.ErrQuit) {
			return nil
		}
		if err != nil {
			return err
		}
	}
	if err := lines.Err(); err != nil {
		return err
	}
	return r.Line(ctx, "") // what is not complete is a mistake
}

// replTerminal reads scripts from a terminal. The terminal is raw only while a line is read, so that an interrupt
// stops a query.
func (a *app) replTerminal(ctx context.Context, r *repl.REPL, in *os.File) error {
	keys := &interrupts{r: in}
	t := term.NewTerminal(struct {
		io.Reader
		io.Writer
	}{keys, a.stdout}, "")
	t.History = openHistory(historyPath())
	t.AutoCompleteCallback = func(line string, pos int, key rune) (string, int, bool) {
		if key != '\t' {
			return "", 0, false
		}
		start, words := r.Complete(line[:pos])
		if len(words) == 0 {
			return line, pos, true
		}
		if len(words) > 1 && commonPrefix(words) == line[start:pos] {
			fmt.Fprintln(t, strings.Join(words, "  "))
			return line, pos, true
		}
		done := line[:start] + commonPrefix(words)
		return done + line[pos:], len(done), true
	}
	fmt.Fprintln(a.stderr, ":help lists the commands, Ctrl-D leaves")
	for {
		prompt := "kg> "
		if r.Pending() {
			prompt = "... "
		}
		line, err := readLine(t, in, prompt)
		if errors.Is(err, io.EOF) {
			fmt.Fprintln(a.stdout)
			return nil
		}
		if err != nil {
			return err
		}
		if keys.taken() {
			r.Discard()
			continue
		}
		// An interrupt ends the query, not the console.
		running, stop := signal.NotifyContext(context.WithoutCancel(ctx), os.Interrupt)
		err = r.Line(running, line)
		stop()
		switch {
		case errors.Is(err, repl.ErrQuit):
			return nil
		case err != nil:
			fmt.Fprintln(a.stderr, err)
		}
	}
}

// interrupts is the keys of a terminal. In place of Ctrl-C come the keys that leave an empty line.
type interrupts struct {
	r     io.Reader
	rest  []byte // read, and to come after an interrupt
	ready []byte // to be given
	seen  bool
}

// What Ctrl-C becomes: to the end of the line, erase it, enter.
const emptyLine = "\x05\x15\r"

func (k *interrupts) Read(p []byte) (int, error) {
	if len(k.ready) == 0 {
		if len(k.rest) == 0 {
			buf := make([]byte, 256)
			n, err := k.r.Read(buf)
			if err != nil {
				return 0, err
			}
			k.rest = buf[:n]
		}
		before, after, found := bytes.Cut(k.rest, []byte{3})
		if k.ready, k.rest = before, after; found {
			k.seen = true
			k.ready = append(bytes.Clone(before), emptyLine...)
		}
	}
	n := copy(p, k.ready)
	k.ready = k.ready[n:]
	return n, nil
}

// taken reports whether there was an interrupt since it was asked last.
func (k *interrupts) taken() bool {
	seen := k.seen
	k.seen = false
	return seen
}

func readLine(t *term.Terminal, in *os.File, prompt string) (string, error) {
	state, err := term.MakeRaw(int(in.Fd()))
	if err != nil {
		return "", err
	}
	defer term.Restore(int(in.Fd()), state)
	if width, height, err := term.GetSize(int(in.Fd())); err == nil && width > 0 {
		_ = t.SetSize(width, height)
	}
	t.SetPrompt(prompt)
	return t.ReadLine()
}

func commonPrefix(words []string) string {
	p := words[0]
	for _, w := range words[1:] {
		for !strings.HasPrefix(w, p) {
			p = p[:len(p)-1]
		}
	}
	return p
}
