package joint

import (
	"fmt"
	"log/slog"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"sync"
	"time"

	model "kg/nlp/joint"
)

// Options say what to train and how long.
type Options struct {
	Config   model.Config
	Seed     uint64
	Epochs   int
	Batch    int       // tokens a step
	Rate     float64   // highest learning rate
	Dropout  float64   // of the layers' outputs; those of the input and of the heads follow it
	Workers  int       // shards of a batch, each on a goroutine; part of what makes a run reproducible
	Warm     int       // steps over which the learning rate rises
	Every    int       // epochs between checkpoints
	Run      string    // folder of the checkpoints
	Teachers []Options // finished runs to learn from, on the training data and on raw text
	Stop     int       // stop after this many epochs, to be resumed later; 0 means Epochs
	Swap     bool      // now and then read another name in the place of one
	Graft    bool      // now and then give a sentence an apposition of another, or take one away
	Beside   bool      // learn entity types and roles of arguments beside
	Labelled bool      // leave out the raw text
	Banks    bool      // learn only the scorers of heads and relations, with something of its own for each treebank
	Start    *Options  // a finished run whose network this one begins with, as far as it goes
}

// Default are the options of the network that ships.
func Default() Options {
	return Options{
		Config: model.Config{Word: 64, Gram: 64, Form: 48, Lex: 32, Hidden: 144, Layers: 4, Arc: 128, Label: 128},
		Seed:   21, Epochs: 36, Batch: 1500, Rate: 2.5e-3, Dropout: 0.25, Workers: 3, Warm: 300, Every: 1,
	}
}

// trainer is the state of a run.
type trainer struct {
	opt    Options
	data   *corpus
	voc    *model.Vocabulary
	net    *net
	pass   []*pass
	adam   adam
	rates  rates
	step   int
	epoch  int
	spent  time.Duration // in this run and those it resumed
	cache  map[string]model.Features
	swap   *swapper // or nil
	graft  *grafter // or nil
	scores map[string]float64
}

func newTrainer(data *corpus, opt Options) *trainer {
	t := &trainer{opt: opt, data: data, cache: map[string]model.Features{}}
	t.voc = model.NewVocabulary(data.words, data.lex)
	t.net = newNet(opt.Config, data.inv, len(data.words)+1, opt.Beside, opt.Banks, opt.Seed)
	for range opt.Workers {
		t.pass = append(t.pass, newPass(t.net))
	}
	t.adam = adam{beta1: 0.9, beta2: 0.98, eps: 1e-8, decay: 0.01, average: 0.999}
	drop := float32(opt.Dropout)
	t.rates = rates{word: 0.1, gram: 0.05, input: drop * 2 / 3, hidden: drop, head: drop, smooth: 0.03, teacher: 0.5,
		tree: [banks]float32{1, 1}, hard: 1}
	if opt.Banks {
		t.rates.tree, t.rates.hard = bankWeights, hardWeight
		t.rates.frozen, t.adam.decay = true, 0
	}
	return t
}

// cacheWords is how many words' features are kept: those of the training data, and some that were made up.
const cacheWords = 1 << 17

func (t *trainer) inputs(words []string) inputs {
	in := inputs{context: model.Context(nil, words), listed: t.voc.Listed(nil, words), marks: model.Marks(nil, words),
		feats: make([]model.Features, len(words))}
	if len(t.cache) > cacheWords {
		clear(t.cache)
	}
	for i, w := range words {
		f, ok := t.cache[w]
		if !ok {
			f = t.voc.Features(w)
			t.cache[w] = f
		}
		in.feats[i] = f
	}
	return in
}

// noisy is the input of an example as it is seen once in training: with other typography, and with rare words
// unknown, the rarer the more often.
func (t *trainer) noisy(ex *example, r *rand.Rand) inputs {
	words := ex.words
	if t.swap != nil {
		words = t.swap.swap(ex, r)
	}
	in := t.inputs(augment(words, r))
	for i := range in.feats {
		f := &in.feats[i]
		if f.Word > 0 {
			rare := 0.3 / (0.3 + float32(t.data.count[f.Word-1]))
			if r.Float32() < max(rare, t.rates.word) {
				f.Word = 0
			}
		}
		if r.Float32() < t.rates.gram {
			f.Grams = nil
		}
	}
	return in
}

// augment returns words as another typist might write them: now and then a sentence all in capitals, in lower
// case or in title case, with curly quotes or dashes.
func augment(words []string, r *rand.Rand) []string {
	var change func(string) string
	switch x := r.Float32(); {
	case x < 0.03:
		change = strings.ToUpper
	case x < 0.05:
		change = strings.ToLower
	case x < 0.07:
		change = func(w string) string {
			if len(w) > 3 && w[0] >= 'a' && w[0] <= 'z' {
				return strings.ToUpper(w[:1]) + w[1:]
			}
			return w
		}
	case x < 0.25:
		quotes := strings.NewReplacer("'", "’", "``", "“", "''", "”", "\"", "“", "--", "—")
		change = quotes.Replace
	default:
		return words
	}
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = change(w)
	}
	return out
}

// batches cuts the training sentences into steps of about opt.Batch tokens, sentences of like length together.
func (t *trainer) batches(r *rand.Rand) [][]int {
	order := r.Perm(len(t.data.train))
	key := make([]int, len(order))
	for _, i := range order {
		key[i] = len(t.data.train[i].words)*8 + r.IntN(33)
	}
	// Within blocks of many batches, so that what a batch holds differs from epoch to epoch.
	const block = 3000
	var out [][]int
	for from := 0; from < len(order); from += block {
		part := order[from:min(from+block, len(order))]
		sort.SliceStable(part, func(a, b int) bool { return key[part[a]] < key[part[b]] })
		var cur []int
		size := 0
		for _, i := range part {
			cur = append(cur, i)
			if size += len(t.data.train[i].words); size >= t.opt.Batch {
				out = append(out, cur)
				cur, size = nil, 0
			}
		}
		if len(cur) > 0 {
			out = append(out, cur)
		}
	}
	r.Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
	return out
}

// learn does one step on the sentences of batch.
func (t *trainer) learn(batch []int, rate float64, r *rand.Rand) losses {
	shards := make([][]*example, t.opt.Workers)
	ins := make([][]inputs, t.opt.Workers)
	tokens := 0
	size := make([]int, t.opt.Workers)
	for _, i := range batch {
		ex := t.data.train[i]
		if t.graft != nil {
			ex = t.graft.change(ex, r)
		}
		k := 0
		for j := range size {
			if size[j] < size[k] {
				k = j
			}
		}
		shards[k] = append(shards[k], ex)
		ins[k] = append(ins[k], t.noisy(ex, r))
		size[k] += len(ex.words)
		tokens += len(ex.words)
	}
	sums := make([]losses, len(t.pass))
	var wait sync.WaitGroup
	for k, p := range t.pass {
		p.rng = rand.New(rand.NewPCG(t.opt.Seed+uint64(k), uint64(t.step)))
		run := func() {
			for _, g := range p.g {
				g.reset()
			}
			if len(shards[k]) > 0 {
				sums[k] = p.learn(shards[k], ins[k], t.rates, 1/float32(tokens))
			}
		}
		if k == len(t.pass)-1 {
			run()
			break
		}
		wait.Go(run)
	}
	wait.Wait()
	t.step++
	first := t.pass[0]
	norm := 0.0
	for _, q := range t.net.params {
		for _, p := range t.pass[1:] {
			first.g[q].merge(p.g[q])
		}
		norm += first.g[q].norm2()
	}
	norm = math.Sqrt(norm)
	scale := float32(1)
	const clip = 5
	if norm > clip {
		scale = float32(clip / norm)
	}
	if math.IsNaN(norm) {
		scale = 0
	}
	for _, q := range t.net.params {
		t.adam.step(first.g[q], t.step, float32(rate), scale)
	}
	t.net.refresh()
	var sum losses
	for _, s := range sums {
		sum.add(s)
	}
	return sum
}

// rate is the learning rate after a part of all steps, from 0 to 1: a short warm-up, then half a cosine.
func (t *trainer) rate(done float64) float64 {
	warm := min(1, float64(t.step+1)/float64(max(t.opt.Warm, 1)))
	return t.opt.Rate * warm * (0.01 + 0.99*0.5*(1+math.Cos(math.Pi*done)))
}

// source is where a run gets its data from.
type source struct {
	corpus func() (*corpus, error)
	raw    func(model.Inventory) ([]*example, error) // sentences that nobody has parsed
	lists  func() (map[int][]string, error)          // names of each class
}

// folder is the source of the training folder of the shared data.
func folder(dir string) source {
	return source{
		corpus: func() (*corpus, error) { return load(dir) },
		raw:    func(inv model.Inventory) ([]*example, error) { return raw(dir, inv) },
		lists:  func() (map[int][]string, error) { return readNameLists(filepath.Join(dir, "../lexicon")) },
	}
}

// Train runs or resumes a training run over the data under dir.
func Train(dir string, opt Options) error { return train(folder(dir), opt) }

func train(src source, opt Options) error {
	data, err := src.corpus()
	if err != nil {
		return err
	}
	if len(opt.Teachers) > 0 {
		if err := distil(src, data, opt); err != nil {
			return err
		}
	}
	t := newTrainer(data, opt)
	if opt.Swap {
		lists, err := src.lists()
		if err != nil {
			return err
		}
		t.swap = newSwapper(lists, data)
	}
	if opt.Graft {
		t.graft = newGrafter(data, t.voc)
	}
	if err := os.MkdirAll(opt.Run, 0o755); err != nil {
		return err
	}
	if err := t.resume(); err != nil {
		return err
	}
	if t.step == 0 && opt.Start != nil {
		if err := t.begin(*opt.Start); err != nil {
			return err
		}
	}
	return t.run()
}

func (t *trainer) run() error {
	begun, spent := time.Now(), t.spent
	stop := t.opt.Epochs
	if t.opt.Stop > 0 {
		stop = min(stop, t.opt.Stop)
	}
	for t.epoch < stop {
		r := rand.New(rand.NewPCG(t.opt.Seed, uint64(t.epoch)))
		batches := t.batches(r)
		var sum losses
		for i, b := range batches {
			done := (float64(t.epoch) + float64(i)/float64(len(batches))) / float64(t.opt.Epochs)
			sum.add(t.learn(b, t.rate(done), r))
		}
		t.epoch++
		t.spent = spent + time.Since(begun)
		if t.epoch%t.opt.Every != 0 && t.epoch < stop {
			continue
		}
		t.net.useAverage(t.step, t.adam.average)
		t.scores = t.measure()
		t.net.useAverage(t.step, t.adam.average)
		per := func(x float64, n int) string { return fmt.Sprintf("%.3f", x/float64(max(n, 1))) }
		slog.Info("epoch", "n", t.epoch, "upos", per(sum.upos, sum.tagged), "arc", per(sum.arc, sum.arced),
			"rel", per(sum.rel, sum.arced), "name", per(sum.name, sum.named),
			"entity", per(sum.entity, sum.typed), "role", per(sum.role, sum.roled), "minutes", fmt.Sprintf("%.1f", t.spent.Minutes()),
			"dev", format(t.scores))
		if err := t.save(); err != nil {
			return err
		}
	}
	return nil
}

func format(m map[string]float64) string {
	var keys []string
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	var b strings.Builder
	for _, k := range keys {
		fmt.Fprintf(&b, "%s=%.1f ", k, m[k])
	}
	return b.String()
}

func (t *trainer) checkpoint() string { return filepath.Join(t.opt.Run, "checkpoint") }
