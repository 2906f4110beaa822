package loadtest

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"time"
)

// Compared is the same questions put to two servers.
type Compared struct {
	Of        [2]Asked // the server, and its peer
	Rows      int      // of the answers that were compared
	Different []string // answers that differ
}

// Asked is what one server made of the questions.
type Asked struct {
	Kinds    []Kind // by script, the last one all together
	Seconds  float64
	Failed   []string // the first failures
	Failures int
}

// Compare asks opt.URL and then peer, which has the same graph, every one of Scripts about entities of every fame, with
// opt.Clients at once for opt.Time each.
func Compare(ctx context.Context, opt Options, peer string) (*Compared, error) {
	w := &world{claims: map[string]int{}, report: &Report{}}
	transport := &http.Transport{MaxIdleConnsPerHost: opt.Clients + 2}
	defer transport.CloseIdleConnections()
	start := newClient(w, &opt, transport, 0)
	if err := start.look(ctx); err != nil {
		return nil, err
	}
	out := &Compared{}
	if err := out.rows(ctx, start, opt, peer, transport); err != nil {
		return nil, err
	}
	for i, address := range []string{opt.URL, peer} {
		opt := opt
		opt.URL = address
		out.Of[i] = askScripts(ctx, opt, w.entities, transport)
	}
	return out, nil
}

// compareOf is how many entities each script is compared for.
const compareOf = 10

// rows compares how many rows the servers give.
func (out *Compared) rows(ctx context.Context, c *client, opt Options, peer string, transport http.RoundTripper) error {
	opt.URL = peer
	other := newClient(c.world, &opt, transport, 0)
	for _, s := range Scripts {
		for i := range compareOf {
			script := s.Of(c.entities[i*len(c.entities)/compareOf])
			ours, err := c.gizmo(ctx, script)
			if err != nil {
				return fmt.Errorf("%s: %w", script, err)
			}
			theirs, err := other.gizmo(ctx, script)
			if err != nil {
				return fmt.Errorf("%s: %s: %w", peer, script, err)
			}
			if out.Rows += ours; ours != theirs {
				out.Different = append(out.Different, fmt.Sprintf("%s: %d rows, the other %d", script, ours, theirs))
			}
		}
	}
	return nil
}

func askScripts(ctx context.Context, opt Options, entities []ref, transport http.RoundTripper) Asked {
	w := &world{entities: entities, claims: map[string]int{}, report: &Report{}}
	ctx, cancel := context.WithTimeout(ctx, opt.Time)
	defer cancel()
	begin := time.Now()
	clients := make([]*client, opt.Clients)
	var wg sync.WaitGroup
	for i := range clients {
		c := newClient(w, &opt, transport, uint64(i)+1)
		clients[i] = c
		wg.Go(func() {
			for ctx.Err() == nil {
				s := Scripts[c.rng.IntN(len(Scripts))]
				c.name = s.Name
				_, err := c.gizmo(ctx, s.Of(c.someone()))
				c.note(ctx, s.Name, err)
			}
		})
	}
	wg.Wait()
	w.report.Seconds = time.Since(begin).Seconds()
	took := map[string][]time.Duration{}
	var all []time.Duration
	for _, c := range clients {
		for name, d := range c.took {
			took[name] = append(took[name], d...)
			all = append(all, d...)
		}
	}
	var kinds []Kind
	for _, s := range Scripts {
		kinds = append(kinds, kindOf(s.Name, took[s.Name]))
	}
	return Asked{append(kinds, kindOf("all", all)), w.report.Seconds, append(w.report.Failed, w.report.Wrong...), w.report.Failures + w.report.Wrongs}
}
