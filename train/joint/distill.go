package joint

import (
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"strings"
	"sync"

	model "kg/nlp/joint"
)

// teacher is a trained network and its passes, one a worker.
type teacher struct {
	t    *trainer
	pass []*pass
}

// loadTeachers reads the networks of finished runs, with their averaged weights.
func loadTeachers(data *corpus, runs []Options, workers int) ([]*teacher, error) {
	var out []*teacher
	for _, opt := range runs {
		t := newTrainer(data, opt)
		if err := t.resume(); err != nil {
			return nil, fmt.Errorf("teacher %s: %w", opt.Run, err)
		}
		if t.step == 0 {
			return nil, fmt.Errorf("teacher %s: no checkpoint", opt.Run)
		}
		t.net.useAverage(t.step, t.adam.average)
		x := &teacher{t: t}
		for range workers {
			x.pass = append(x.pass, newPass(t.net))
		}
		out = append(out, x)
	}
	return out, nil
}

// teach gives every example the mean opinion of the teachers. An example without a tree gets the one they think
// best, as a guess.
func teach(teachers []*teacher, list []*example, workers int) {
	type job struct {
		list []*example
		in   []inputs
	}
	jobs := make(chan job)
	var wait sync.WaitGroup
	for k := range workers {
		wait.Go(func() {
			for j := range jobs {
				teachChunk(teachers, k, j.list, j.in)
			}
		})
	}
	first := teachers[0].t
	for rest := list; len(rest) > 0; {
		n, tokens := 0, 0
		for n < len(rest) && (n == 0 || tokens < 1000) {
			tokens += len(rest[n].words)
			n++
		}
		j := job{list: rest[:n]}
		for _, ex := range j.list {
			j.in = append(j.in, first.inputs(ex.words))
		}
		jobs <- j
		rest = rest[n:]
	}
	close(jobs)
	wait.Wait()
}

func teachChunk(teachers []*teacher, worker int, list []*example, in []inputs) {
	share := 1 / float32(len(teachers))
	inv := teachers[0].t.data.inv
	tags, ptags, names, rels := len(inv.UPOS), len(inv.XPOS), len(inv.Names), len(inv.Rels)
	type sums struct{ upos, xpos, names, arcs, rels []float32 }
	all := make([]sums, len(list))
	buf := make([]float32, 2048)
	addTo := func(dst, logits []float32) {
		p := buf[:len(logits)]
		softmax(p, logits)
		addScaled(dst, p, share)
	}
	for _, t := range teachers {
		p := t.pass[worker]
		p.forward(list, in, false, rates{})
		sec := p.n.sec
		for s, ex := range list {
			n := len(ex.words)
			if len(buf) < n+1 {
				buf = make([]float32, n+1)
			}
			a := &all[s]
			if a.upos == nil {
				*a = sums{make([]float32, n*tags), make([]float32, n*ptags), make([]float32, n*names), make([]float32, n*(n+1)), make([]float32, n*rels)}
			}
			scores, _ := p.arcScores(s)
			for i := range n {
				z := p.z[(p.off[s]+i)*sec.All:]
				addTo(a.upos[i*tags:(i+1)*tags], z[:sec.XPOS])
				addTo(a.xpos[i*ptags:(i+1)*ptags], z[sec.XPOS:sec.Names])
				addTo(a.names[i*names:(i+1)*names], z[sec.Names:sec.ArcDep])
				addTo(a.arcs[i*(n+1):(i+1)*(n+1)], scores[i*(n+1):(i+1)*(n+1)])
			}
		}
	}
	for s, ex := range list {
		if ex.heads != nil {
			continue
		}
		n := len(ex.words)
		scores := append([]float32(nil), all[s].arcs...)
		for i, v := range scores {
			scores[i] = logOf(v)
		}
		heads := make([]int, n)
		model.Tree(scores, n, heads)
		ex.guessed = true
		for _, h := range heads {
			ex.heads = append(ex.heads, int16(h))
			ex.rels = append(ex.rels, -1)
		}
	}
	for _, t := range teachers {
		p := t.pass[worker]
		hid, logits := make([]float32, p.n.cfg.Label), make([]float32, rels)
		for s, ex := range list {
			for i := range ex.words {
				p.relation(hid, logits, s, i, int(ex.heads[i]))
				addTo(all[s].rels[i*rels:(i+1)*rels], logits)
			}
		}
	}
	for s, ex := range list {
		a := all[s]
		ex.soft = &soft{upos: fixed(a.upos), xpos: fixed(a.xpos), names: fixed(a.names), arcs: fixed(a.arcs), rels: fixed(a.rels)}
	}
}

// fixed turns probabilities into 65535ths.
func fixed(p []float32) []uint16 {
	out := make([]uint16, len(p))
	for i, v := range p {
		out[i] = uint16(min(v, 1)*65535 + 0.5)
	}
	return out
}

// distil adds the raw sentences to the training data, where they are wanted, and gives all of it the opinion of the
// teachers.
func distil(src source, data *corpus, opt Options) error {
	var more []*example
	var err error
	workers := opt.Workers
	if !opt.Labelled {
		if more, err = src.raw(data.inv); err != nil {
			return err
		}
	}
	teachers, err := loadTeachers(data, opt.Teachers, workers)
	if err != nil {
		return err
	}
	for _, t := range teachers {
		slog.Info("teacher", "run", t.t.opt.Run, "epochs", t.t.epoch, "dev", format(t.t.measure()))
	}
	if len(teachers) > 1 {
		slog.Info("teachers together", "dev", format(ensemble(data, teachers, workers)))
	}
	slog.Info("raw text", "sentences", len(more))
	data.train = append(data.train, more...)
	teach(teachers, data.train, workers)
	return nil
}

// ensemble scores the mean opinion of the teachers on the development sets.
func ensemble(data *corpus, teachers []*teacher, workers int) map[string]float64 {
	t := teachers[0].t
	return t.score(func(list []*example) []answer {
		blind := make([]*example, len(list))
		for i, ex := range list {
			blind[i] = &example{words: ex.words}
		}
		teach(teachers, blind, workers)
		var out []answer
		for _, ex := range blind {
			n := len(ex.words)
			var a answer
			inv := data.inv
			tags := make([]float32, len(ex.soft.names))
			for i, v := range ex.soft.names {
				tags[i] = logOf(float32(v) / 65535)
			}
			a.names = make([]int, n)
			model.Names(tags, len(inv.Names), a.names)
			for i := range n {
				a.upos = append(a.upos, topOf(softRow(ex.soft.upos, i, len(inv.UPOS))))
				a.xpos = append(a.xpos, topOf(softRow(ex.soft.xpos, i, len(inv.XPOS))))
				a.heads = append(a.heads, int(ex.heads[i]))
				a.rels = append(a.rels, topOf(softRow(ex.soft.rels, i, len(inv.Rels))))
			}
			out = append(out, a)
		}
		return out
	})
}

func topOf(s []uint16) int {
	at := 0
	for i, v := range s {
		if v > s[at] {
			at = i
		}
	}
	return at
}

// ParseRuns reads a list of finished runs, "folder:hidden:layers,folder:hidden:layers".
func ParseRuns(list string, base Options) ([]Options, error) {
	var out []Options
	if list == "" {
		return nil, nil
	}
	for _, item := range strings.Split(list, ",") {
		opt := base
		f := strings.Split(item, ":")
		if len(f) != 3 {
			return nil, fmt.Errorf("teacher %q: want folder:hidden:layers", item)
		}
		var err [2]error
		opt.Config.Hidden, err[0] = strconv.Atoi(f[1])
		opt.Config.Layers, err[1] = strconv.Atoi(f[2])
		if err := errors.Join(err[:]...); err != nil {
			return nil, fmt.Errorf("teacher %q: %w", item, err)
		}
		opt.Run = f[0]
		out = append(out, opt)
	}
	return out, nil
}
