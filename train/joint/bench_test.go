package joint

import (
	"math/rand/v2"
	"os"
	"testing"
)

// BenchmarkEpoch is the speed of training, in tokens a second, on the shared data.
func BenchmarkEpoch(b *testing.B) {
	const dir = "../../../shared/data/train"
	if _, err := os.Stat(dir); err != nil {
		b.Skip("no shared data")
	}
	data, err := load(dir)
	if err != nil {
		b.Fatal(err)
	}
	opt := Default()
	opt.Workers, opt.Batch, opt.Config.Hidden = 1, 500, 256
	t := newTrainer(data, opt)
	r := rand.New(rand.NewPCG(1, 1))
	batches := t.batches(r)
	tokens := 0
	for i := 0; b.Loop(); i++ {
		batch := batches[i%len(batches)]
		for _, s := range batch {
			tokens += len(data.train[s].words)
		}
		t.learn(batch, 1e-3, r)
	}
	b.ReportMetric(float64(tokens)/b.Elapsed().Seconds(), "tokens/s")
}
