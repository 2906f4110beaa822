package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"kg/serve/loadtest"
)

// benchServe is how kg bench serve measures.
type benchServe struct {
	articles, cayley, cayleyDB string
	clients                    int
	time, pause                time.Duration
	seed                       uint64
}

func newBenchServeCmd(a *app) *cobra.Command {
	var b benchServe
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Ask a server many questions at once, while articles are loaded",
		Long: `Serve starts kg serve --write on the store, asks it as pages do, with many clients at once, while one more loads articles
through it, and holds every answer to what must be true of it. It prints a table of how long answers took and how much memory the server
had, and fails where a request failed or an answer was wrong. The articles stay in the store.

With --cayley it first asks this server and Cayley's own, on a copy of the graph that cayley load has made in --cayley-db, the same
questions in Gizmo, for a third of the time each.`,
		Example: "  kg bench articles examples/articles --count 1000 >more.jsonl\n  kg --store big bench serve --articles more.jsonl",
		Args:    args(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if b.clients <= 0 || b.time <= 0 || b.pause < 0 {
				return usageError{errors.New("clients and time have to be above 0")}
			}
			return a.benchServe(cmd.Context(), b)
		},
	}
	cmd.Flags().StringVar(&b.articles, "articles", "", "JSON Lines `file` of what is loaded meanwhile (default: nothing)")
	cmd.Flags().DurationVar(&b.pause, "pause", 0, "between two articles")
	cmd.Flags().IntVar(&b.clients, "clients", 64, "how many ask at once")
	cmd.Flags().DurationVar(&b.time, "time", time.Minute, "for how long")
	cmd.Flags().Uint64Var(&b.seed, "seed", 1, "another number, other questions")
	cmd.Flags().StringVar(&b.cayley, "cayley", "", "Cayley's `command`, to be asked too")
	cmd.Flags().StringVar(&b.cayleyDB, "cayley-db", "", "`folder` of its leveldb store with the same graph")
	return cmd
}

func (a *app) benchServe(ctx context.Context, b benchServe) error {
	opt := loadtest.Options{Token: os.Getenv("KG_SERVE_TOKEN"), Clients: b.clients, Time: b.time, Pause: b.pause, Seed: b.seed}
	if b.articles != "" {
		f, err := os.Open(b.articles)
		if err != nil {
			return err
		}
		defer f.Close()
		opt.Articles = linesOf(f)
	}
	p := &printer{w: a.stdout}
	if b.cayley != "" {
		if err := a.benchCompare(ctx, p, b, opt); err != nil {
			return err
		}
	}
	server, err := a.startServe(ctx)
	if err != nil {
		return err
	}
	opt.URL = server.url
	before := server.cpu()
	report, err := loadtest.Run(ctx, opt)
	used := server.cpu() - before
	if err = errors.Join(err, server.stop()); err != nil {
		return err
	}
	p.printf("%d clients for %.0f s, %d articles loaded meanwhile:\n\n| question | requests | a second | median | 99th percentile | longest |\n| --- | ---: | ---: | ---: | ---: | ---: |\n",
		b.clients, report.Seconds, report.Loaded)
	printKinds(p, report.Kinds, report.Seconds)
	p.printf("\n%d failed, %d wrong; %d searches were too early for the names of an article just loaded; the server used %.0f s of processors, and %d MB of memory at the start, at most %d MB\n",
		report.Failures, report.Wrongs, report.Late, used.Seconds(), report.First>>20, report.Peak>>20)
	for _, text := range append(report.Failed, report.Wrong...) {
		fmt.Fprintln(a.stderr, "kg:", text)
	}
	if report.Failures+report.Wrongs > 0 {
		return fmt.Errorf("%d requests failed, %d answers were wrong", report.Failures, report.Wrongs)
	}
	return p.err
}

func printKinds(p *printer, kinds []loadtest.Kind, seconds float64) {
	for _, k := range kinds {
		p.printf("| %s | %d | %.1f | %.1f ms | %.1f ms | %.1f ms |\n", k.Name, k.Requests, float64(k.Requests)/seconds, ms(k.P50), ms(k.P99), ms(k.Max))
	}
}

// linesOf gives the lines of r, one after the other.
func linesOf(r io.Reader) func() ([]byte, bool) {
	sc := bufio.NewScanner(r)
	sc.Buffer(nil, 8<<20)
	return func() ([]byte, bool) {
		for sc.Scan() {
			if line := bytes.TrimSpace(sc.Bytes()); len(line) > 0 {
				return bytes.Clone(line), true
			}
		}
		return nil, false
	}
}

// benchCompare asks this server and Cayley's own the same.
func (a *app) benchCompare(ctx context.Context, p *printer, b benchServe, opt loadtest.Options) error {
	ours, err := a.startServe(ctx)
	if err != nil {
		return err
	}
	defer ours.stop()
	theirs, err := startCayley(ctx, b.cayley, b.cayleyDB)
	if err != nil {
		return err
	}
	defer theirs.stop()
	opt.URL, opt.Time = ours.url, b.time/3
	before := [2]time.Duration{ours.cpu(), theirs.cpu()}
	c, err := loadtest.Compare(ctx, opt, theirs.url)
	if err != nil {
		return err
	}
	each := func(i int, p *process) float64 { // milliseconds of processors a question
		return ms(p.cpu()-before[i]) / float64(max(1, c.Of[i].Kinds[len(c.Of[i].Kinds)-1].Requests))
	}
	p.printf("%d clients for %.0f s each, in Gizmo, nothing is written; %d rows compared:\n\n| script | kg serve: a second | median | 99th percentile | cayley http: a second | median | 99th percentile |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: |\n",
		b.clients, opt.Time.Seconds(), c.Rows)
	for i, k := range c.Of[0].Kinds {
		o := c.Of[1].Kinds[i]
		p.printf("| %s | %.1f | %.1f ms | %.1f ms | %.1f | %.1f ms | %.1f ms |\n", k.Name, float64(k.Requests)/c.Of[0].Seconds, ms(k.P50), ms(k.P99),
			float64(o.Requests)/c.Of[1].Seconds, ms(o.P50), ms(o.P99))
	}
	p.printf("| processor time of a question | %.1f ms | | | %.1f ms | | |\n", each(0, ours), each(1, theirs))
	p.printf("| failed | %d | | | %d | | |\n| peak memory | %d MB | | | %d MB | | |\n\n", c.Of[0].Failures, c.Of[1].Failures, ours.peak()>>20, theirs.peak()>>20)
	for _, text := range append(append(c.Different, c.Of[0].Failed...), c.Of[1].Failed...) {
		fmt.Fprintln(a.stderr, "kg:", text)
	}
	return p.err
}

// process is a server that has been started.
type process struct {
	cmd *exec.Cmd
	url string
}

// startServe starts kg serve --write on the store of a.
func (a *app) startServe(ctx context.Context) (*process, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	arguments := []string{"serve", "--write", "--quiet", "--addr", "127.0.0.1:0"}
	if a.flags.store != "" {
		arguments = append([]string{"--store", a.flags.store}, arguments...)
	}
	if a.flags.config != "" {
		arguments = append([]string{"--config", a.flags.config}, arguments...)
	}
	cmd := exec.CommandContext(ctx, self, arguments...)
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	token := rand.Text()
	cmd.Env = append(os.Environ(), "KG_SERVE_TOKEN="+token)
	out, err := cmd.StderrPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	sc := bufio.NewScanner(out)
	for sc.Scan() {
		if rest, ok := strings.CutPrefix(sc.Text(), "serving "); ok {
			go io.Copy(a.stderr, out)
			url, _, _ := strings.Cut(rest, "/ ")
			return &process{cmd, strings.Replace(url, "://", "://kg:"+token+"@", 1)}, nil
		}
		fmt.Fprintln(a.stderr, sc.Text())
	}
	return nil, errors.Join(errors.New("kg serve does not start"), cmd.Wait())
}

// startCayley starts Cayley's own server.
func startCayley(ctx context.Context, command, db string) (*process, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	addr := l.Addr().String()
	l.Close()
	command, err = filepath.Abs(command)
	if err != nil {
		return nil, err
	}
	db, err = filepath.Abs(db)
	if err != nil {
		return nil, err
	}
	cmd := exec.CommandContext(ctx, command, "http", "--db", "leveldb", "--dbpath", db, "--host", addr, "--timeout", "30s")
	if cmd.Dir, err = os.MkdirTemp("", "kg-cayley-"); err != nil { // away from a configuration file that may lie here
		return nil, err
	}
	defer os.Remove(cmd.Dir)
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	p := &process{cmd, "http://" + addr}
	for range 100 {
		var res *http.Response
		if res, err = http.Post(p.url+"/api/v2/query?lang=gizmo", "text/plain", strings.NewReader("g.emit(1)")); err == nil {
			res.Body.Close()
			return p, nil
		}
		time.Sleep(100 * time.Millisecond)
	}
	return nil, errors.Join(err, p.stop())
}

// stop ends the server; one that has ended is no error.
func (p *process) stop() error {
	if p.cmd.ProcessState != nil {
		return nil
	}
	if err := p.cmd.Process.Signal(os.Interrupt); err != nil {
		return err
	}
	late := time.AfterFunc(time.Minute, func() { _ = p.cmd.Process.Kill() })
	defer late.Stop()
	var exit *exec.ExitError
	if err := p.cmd.Wait(); err != nil && !errors.As(err, &exit) {
		return err
	}
	return nil
}

// cpu is the processor time that the server has used, as Linux tells; 0 elsewhere.
func (p *process) cpu() time.Duration {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", p.cmd.Process.Pid))
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(b), ") ") // the name may hold spaces
	fields := strings.Fields(rest)
	if len(fields) < 13 {
		return 0
	}
	user, _ := strconv.ParseInt(fields[11], 10, 64)
	system, _ := strconv.ParseInt(fields[12], 10, 64)
	return time.Duration(user+system) * 10 * time.Millisecond // a hundred ticks a second
}

// peak is the most memory that the server has had, in bytes, as Linux tells; 0 elsewhere.
func (p *process) peak() int64 {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(b)) {
		if text, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			n, _ := strconv.ParseInt(strings.TrimSuffix(strings.TrimSpace(text), " kB"), 10, 64)
			return n << 10
		}
	}
	return 0
}
