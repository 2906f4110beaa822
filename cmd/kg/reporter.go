package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"sync/atomic"
	"time"

	"golang.org/x/term"

	"kg/article"
	"kg/graph"
	"kg/ingest"
)

// reporter tells what became of the articles: failures, progress and a summary on standard error, JSON lines
// on standard output.
type reporter struct {
	out, log io.Writer
	json     bool
	quiet    bool
	terminal bool
	start    time.Time
	drawn    time.Time
	width    int // of the progress line that stands on the terminal
	meter    meter

	total int            // articles that there are; 0 where that is not known
	part  func() float64 // of the input that has been read, 0 to 1; nil or 0 where that is not known

	done, failed, claims, facts int
	counts                      map[ingest.Status]int
	err                         error // the first error of writing
}

func newReporter(a *app, asJSON, quiet bool) *reporter {
	return &reporter{
		out: a.stdout, log: a.stderr, json: asJSON, quiet: quiet, terminal: isTerminal(a.stderr),
		start: time.Now(), counts: map[ingest.Status]int{},
	}
}

// follow makes the progress line tell how much of paths has been read. Their size is found out meanwhile.
func (r *reporter) follow(ctx context.Context, read *article.Progress, paths []string) {
	if !r.terminal || r.quiet {
		return
	}
	var size atomic.Int64
	go func() {
		if n, ok := article.Size(ctx, paths); ok {
			size.Store(n)
		}
	}()
	r.part = func() float64 {
		if n := size.Load(); n > 0 {
			return min(1, float64(read.Bytes())/float64(n))
		}
		return 0
	}
}

// line is a line of --json.
type line struct {
	Source  string `json:"source"`
	Article string `json:"article"`
	Title   string `json:"title"`
	Status  string `json:"status"`
	Claims  int    `json:"claims"`
	Facts   int    `json:"facts"`
	Quads   int    `json:"quads"`
	Error   string `json:"error"`
}

func (r *reporter) report(x ingest.Result) {
	r.done++
	r.counts[x.Status]++
	r.claims += x.Claims
	r.facts += x.Facts
	if x.Err != nil {
		r.failed++
		r.clear()
		fmt.Fprintln(r.log, "kg:", x.Err)
	}
	if r.json && r.err == nil {
		l := line{x.Source, x.Article, x.Title, string(x.Status), x.Claims, x.Facts, x.Quads, ""}
		if x.Err != nil {
			l.Error = x.Err.Error()
		}
		r.err = json.NewEncoder(r.out).Encode(l)
	}
	if now := time.Now(); r.terminal && !r.quiet && now.Sub(r.drawn) > 100*time.Millisecond {
		r.draw(now)
	}
}

// draw writes the progress line, cut to the width of the terminal.
func (r *reporter) draw(now time.Time) {
	r.drawn = now
	part := 0.0
	switch {
	case r.total > 0:
		part = float64(r.done) / float64(r.total)
	case r.part != nil:
		part = r.part()
	}
	r.meter.add(now, r.done, part)
	text := r.text(part)
	if f, ok := r.log.(*os.File); ok {
		if columns, _, err := term.GetSize(int(f.Fd())); err == nil && columns > 1 && len(text) > columns-1 {
			text = text[:columns-1]
		}
	}
	fmt.Fprintf(r.log, "\r%-*s", r.width, text)
	r.width = len(text)
}

// text is the progress line: the time left stands in front, because the line may be cut at its end.
func (r *reporter) text(part float64) string {
	text := fmt.Sprintf("%d articles, %.1f/s", r.done, r.meter.rate())
	if part > 0 {
		text = fmt.Sprintf("%4.1f %%, %s", 100*part, text)
		if left, ok := r.meter.left(); ok {
			text += fmt.Sprintf(", %v left", left)
		}
	}
	if n := r.counts[ingest.Unchanged]; n > 0 {
		text += fmt.Sprintf("; %d unchanged", n)
	}
	return text + fmt.Sprintf("; %d claims, %d facts", r.claims, r.facts)
}

// clear takes the progress line away.
func (r *reporter) clear() {
	if r.width > 0 {
		fmt.Fprintf(r.log, "\r%*s\r", r.width, "")
		r.width = 0
	}
}

// end closes the store after a load that ended with err, and says how it went.
func (r *reporter) end(ctx context.Context, err error, store *graph.Store) error {
	r.clear()
	if !r.quiet {
		fmt.Fprintf(r.log, "%d articles: %d added, %d replaced, %d unchanged, %d failed; %d claims, %d facts; %s\n",
			r.done, r.counts[ingest.Added], r.counts[ingest.Replaced], r.counts[ingest.Unchanged], r.failed,
			r.claims, r.facts, time.Since(r.start).Round(time.Millisecond))
	}
	if err == nil {
		err = store.Settle(ctx)
	}
	closeErr := store.Close()
	switch {
	case err != nil && ctx.Err() != nil && closeErr == nil:
		return errors.New("interrupted; these articles are in the graph, and the same command goes on from there")
	case err != nil || closeErr != nil:
		return errors.Join(err, closeErr)
	case r.failed > 0:
		return errPartial
	}
	return r.err
}

// meter tells how fast a load is by what happened last: passing over what is in the graph already is many times
// faster than reading it.
type meter struct{ samples []sample }

// sample is what had been done at a time.
type sample struct {
	at       time.Time
	articles int
	part     float64 // of everything
}

// meterWindow is the time that a rate is taken of.
const meterWindow = 20 * time.Second

func (m *meter) add(at time.Time, articles int, part float64) {
	if len(m.samples) > 0 && m.last().part == 0 && part > 0 {
		m.samples = m.samples[:0] // what was not known before says nothing about the rate
	}
	m.samples = append(m.samples, sample{at, articles, part})
	old := 0
	for len(m.samples)-old > 2 && at.Sub(m.samples[old+1].at) >= meterWindow {
		old++
	}
	m.samples = m.samples[old:]
}

func (m *meter) first() sample { return m.samples[0] }
func (m *meter) last() sample  { return m.samples[len(m.samples)-1] }

// rate is in articles a second; 0 where it cannot be told yet.
func (m *meter) rate() float64 {
	if len(m.samples) < 2 {
		return 0
	}
	return float64(m.last().articles-m.first().articles) / m.last().at.Sub(m.first().at).Seconds()
}

// left is how long the rest takes at the rate of the window; ok is false where that cannot be told.
func (m *meter) left() (d time.Duration, ok bool) {
	if len(m.samples) < 2 {
		return 0, false
	}
	gone, took := m.last().part-m.first().part, m.last().at.Sub(m.first().at)
	if gone <= 0 || took < time.Second {
		return 0, false
	}
	d = time.Duration((1 - m.last().part) / gone * float64(took))
	if d > time.Hour {
		return d.Round(time.Minute), true
	}
	return d.Round(time.Second), true
}
