// Package loadtest asks a server of kg many questions at once, as pages do, while articles are loaded through it, and holds
// every answer to what must be true of it: a claim has a sentence that stands in its article and has its words, what has
// been loaded is there, counts do not fall.
//
// It knows the server by its routes only.
package loadtest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// Options of a run.
type Options struct {
	URL     string        // of the server, without a path
	Token   string        // that it wants; may be empty
	Clients int           // asking at once; 0 means 64
	Time    time.Duration // 0 means a minute
	Seed    uint64        // of what is asked

	// Articles gives what is loaded meanwhile, each as the JSON of a line of kg load; false at the end. nil: nothing is loaded.
	// One client loads them one after the other.
	Articles func() ([]byte, bool)
	Pause    time.Duration // between two of them
	Replaces bool          // whether they replace each other: what is true of one answer need not be of the next then
}

// Kind is what was measured of one kind of question.
type Kind struct {
	Name          string
	Requests      int
	P50, P99, Max time.Duration
}

// Report is what came of a run.
type Report struct {
	Kinds    []Kind // the last one is all of them together
	Seconds  float64
	Loaded   int      // articles
	Late     int      // searches that had to be repeated: the names of what is loaded follow a little later
	Failed   []string // requests without an answer, the first ones
	Failures int
	Wrong    []string // answers that cannot be, the first ones
	Wrongs   int
	Peak     int64 // bytes of memory of the server, as /metrics told; 0 where it did not
	First    int64 // the same at the start
}

// shown is how many failures a report names.
const shown = 20

// world is what clients know of the graph.
type world struct {
	mu       sync.Mutex
	entities []ref
	articles []string
	claims   map[string]int // of articles that were loaded

	floors   [4]atomic.Int64 // counts that have been seen: they do not fall
	report   *Report
	reportMu sync.Mutex
}

type ref struct {
	ID    string `json:"id"`
	Label string `json:"label"`
}

// Run asks for a time. The error is of the start: the server does not answer, or there is nothing in it.
func Run(ctx context.Context, opt Options) (*Report, error) {
	if opt.Clients <= 0 {
		opt.Clients = 64
	}
	if opt.Time <= 0 {
		opt.Time = time.Minute
	}
	w := &world{claims: map[string]int{}, report: &Report{}}
	transport := &http.Transport{MaxIdleConnsPerHost: opt.Clients + 2, MaxConnsPerHost: 0, DisableCompression: false}
	defer transport.CloseIdleConnections()
	start := newClient(w, &opt, transport, 0)
	if err := start.look(ctx); err != nil {
		return nil, err
	}
	w.report.First, _ = start.memory(ctx)
	ctx, cancel := context.WithTimeout(ctx, opt.Time)
	defer cancel()
	begin := time.Now()
	var wg sync.WaitGroup
	clients := make([]*client, opt.Clients)
	for i := range clients {
		c := newClient(w, &opt, transport, uint64(i)+1)
		clients[i] = c
		wg.Go(func() { c.ask(ctx) })
	}
	var beside sync.WaitGroup
	beside.Go(func() { start.watch(ctx) })
	if opt.Articles != nil {
		loader := newClient(w, &opt, transport, 0)
		clients = append(clients, loader)
		beside.Go(func() { loader.load(ctx) })
	}
	wg.Wait()
	w.report.Seconds = time.Since(begin).Seconds()
	cancel()
	beside.Wait()
	w.report.Kinds = kinds(clients)
	return w.report, nil
}

// kinds puts together what clients have measured.
func kinds(clients []*client) []Kind {
	took := map[string][]time.Duration{}
	var all []time.Duration
	for _, c := range clients {
		for name, d := range c.took {
			took[name] = append(took[name], d...)
			if name != loading {
				all = append(all, d...)
			}
		}
	}
	var out []Kind
	for _, q := range append(questions, question{name: loading}) {
		if d := took[q.name]; len(d) > 0 {
			out = append(out, kindOf(q.name, d))
		}
	}
	return append(out, kindOf("all questions", all))
}

func kindOf(name string, d []time.Duration) Kind {
	k := Kind{Name: name, Requests: len(d)}
	if len(d) > 0 {
		slices.Sort(d)
		k.P50, k.P99, k.Max = d[len(d)/2], d[(len(d)*99)/100], d[len(d)-1]
	}
	return k
}

// client is one that asks.
type client struct {
	*world
	opt  *Options
	http *http.Client
	rng  *rand.Rand
	took map[string][]time.Duration
	name string // of the question that is being asked
}

func newClient(w *world, opt *Options, transport http.RoundTripper, n uint64) *client {
	return &client{world: w, opt: opt, http: &http.Client{Transport: transport}, rng: rand.New(rand.NewPCG(opt.Seed, n)), took: map[string][]time.Duration{}}
}

// patience is how long after it is loaded an article's names may come.
const patience = 20 * time.Second

// errWrong is an answer that cannot be.
var errWrong = errors.New("wrong answer")

func wrong(format string, args ...any) error {
	return fmt.Errorf("%w: %s", errWrong, fmt.Sprintf(format, args...))
}

// ask asks until ctx ends.
func (c *client) ask(ctx context.Context) {
	total := 0
	for _, q := range questions {
		total += q.weight
	}
	for ctx.Err() == nil {
		n := c.rng.IntN(total)
		for _, q := range questions {
			if n -= q.weight; n < 0 {
				c.name = q.name
				c.note(ctx, q.name, q.ask(ctx, c))
				break
			}
		}
	}
}

// note writes an error down, unless the run is over.
func (c *client) note(ctx context.Context, name string, err error) {
	if err == nil || ctx.Err() != nil && !errors.Is(err, errWrong) {
		return
	}
	c.reportMu.Lock()
	defer c.reportMu.Unlock()
	text := name + ": " + err.Error()
	if len(text) > 500 {
		text = text[:500] + "…"
	}
	if errors.Is(err, errWrong) {
		c.report.Wrongs++
		if len(c.report.Wrong) < shown {
			c.report.Wrong = append(c.report.Wrong, text)
		}
		return
	}
	c.report.Failures++
	if len(c.report.Failed) < shown {
		c.report.Failed = append(c.report.Failed, text)
	}
}

const prefix = "/api/kg/v1"

// do sends a request and reads its answer; the time counts for the question that is being asked.
func (c *client) do(ctx context.Context, method, path, media string, body []byte) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, method, c.opt.URL+path, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	if media != "" {
		req.Header.Set("Content-Type", media)
	}
	if c.opt.Token != "" {
		req.Header.Set("Authorization", "Bearer "+c.opt.Token)
	}
	begin := time.Now()
	res, err := c.http.Do(req)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	c.took[c.name] = append(c.took[c.name], time.Since(begin))
	if res.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s: %s: %.300s", path, res.Status, b)
	}
	return b, nil
}

// get asks a route of the API; parameters come in pairs.
func get[T any](ctx context.Context, c *client, route string, params ...string) (*T, error) {
	v := url.Values{}
	for i := 0; i+1 < len(params); i += 2 {
		v.Add(params[i], params[i+1])
	}
	path := prefix + route + "?" + v.Encode()
	b, err := c.do(ctx, http.MethodGet, path, "", nil)
	if err != nil {
		return nil, err
	}
	out := new(T)
	if err := json.Unmarshal(b, out); err != nil {
		return nil, wrong("%s: %v in %.200s", path, err, b)
	}
	return out, nil
}

// look finds out what is there.
func (c *client) look(ctx context.Context) error {
	found, err := get[struct{ Items []ref }](ctx, c, "/search", "limit", "100")
	if err != nil {
		return err
	}
	latest, err := get[struct{ Items []ref }](ctx, c, "/articles", "limit", "200")
	if err != nil {
		return err
	}
	if len(found.Items) == 0 || len(latest.Items) == 0 {
		return errors.New("there is nothing in the graph to ask for")
	}
	c.entities = found.Items
	for _, a := range latest.Items {
		c.articles = append(c.articles, a.ID)
	}
	return nil
}

// someone is an entity, one of the best known more often than another.
func (c *client) someone() ref {
	c.mu.Lock()
	defer c.mu.Unlock()
	n := len(c.entities)
	if c.rng.IntN(4) == 0 { // named lately
		return c.entities[n-1-c.rng.IntN(min(n, 10))]
	}
	return c.entities[min(c.rng.IntN(n), c.rng.IntN(n))]
}

// meet makes an entity known that an answer names.
func (c *client) meet(r ref) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.entities) < 5000 && r.ID != "" {
		c.entities = append(c.entities, r)
	}
}

// watch looks at the memory of the server twice a second.
func (c *client) watch(ctx context.Context) {
	tick := time.NewTicker(500 * time.Millisecond)
	defer tick.Stop()
	for {
		if n, ok := c.memory(ctx); ok {
			c.reportMu.Lock()
			c.report.Peak = max(c.report.Peak, n)
			c.reportMu.Unlock()
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return
		}
	}
}

// memory is what /metrics tells.
func (c *client) memory(ctx context.Context) (int64, bool) {
	c.name = ""
	b, err := c.do(ctx, http.MethodGet, "/metrics", "", nil)
	delete(c.took, "")
	if err != nil {
		return 0, false
	}
	for line := range strings.Lines(string(b)) {
		if text, ok := strings.CutPrefix(line, "process_resident_memory_bytes "); ok {
			f, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
			return int64(f), err == nil
		}
	}
	return 0, false
}

const loading = "load an article"

// load loads articles until ctx ends. One that has begun is waited for.
func (c *client) load(ctx context.Context) {
	c.name = loading
	for ctx.Err() == nil {
		body, ok := c.opt.Articles()
		if !ok {
			return
		}
		c.note(ctx, loading, c.loadOne(context.WithoutCancel(ctx), body))
		select {
		case <-time.After(c.opt.Pause):
		case <-ctx.Done():
		}
	}
}

func (c *client) loadOne(ctx context.Context, body []byte) error {
	b, err := c.do(ctx, http.MethodPost, prefix+"/load", "application/json", body)
	if err != nil {
		return err
	}
	done := 0
	for raw := range bytes.Lines(b) {
		var line struct {
			Article, Status, Error string
			Claims                 int
			Problem                any
		}
		if err := json.Unmarshal(raw, &line); err != nil {
			return wrong("%v in %.200s", err, raw)
		}
		if line.Problem != nil || line.Error != "" {
			return fmt.Errorf("%.300s", raw)
		}
		if line.Status == "" {
			continue
		}
		done++
		c.mu.Lock()
		c.articles = append(c.articles, line.Article)
		c.claims[line.Article] = line.Claims
		c.mu.Unlock()
	}
	if done != 1 {
		return wrong("%d articles were loaded: %.300s", done, b)
	}
	c.reportMu.Lock()
	c.report.Loaded++
	c.reportMu.Unlock()
	return nil
}
