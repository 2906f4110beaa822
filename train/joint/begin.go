package joint

import (
	"fmt"
)

// begin takes the weights of a finished run for those parts that both networks have. Inputs and classes that are new
// begin with no weight, so that the network begins by saying what the other says.
func (t *trainer) begin(from Options) error {
	old := newTrainer(t.data, from)
	if err := old.resume(); err != nil {
		return fmt.Errorf("run %s: %w", from.Run, err)
	}
	if old.step == 0 {
		return fmt.Errorf("run %s: no checkpoint", from.Run)
	}
	old.net.useAverage(old.step, old.adam.average)
	byName := map[string]*param{}
	for _, p := range old.net.params {
		byName[p.name] = p
	}
	for _, p := range t.net.params {
		q := byName[p.name]
		if q == nil {
			continue
		}
		if q.cols != p.cols || q.rows > p.rows {
			return fmt.Errorf("run %s: %s is %d×%d, want %d×%d", from.Run, p.name, q.rows, q.cols, p.rows, p.cols)
		}
		clear(p.w)
		copy(p.w, q.w)
		copy(p.avg, p.w)
	}
	return nil
}
