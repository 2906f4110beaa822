package pebblestore

import (
	"context"
	"time"
)

// Settle waits until Pebble has put what was written lately in its place, as far as it means to: right after a large
// load up to a dozen tables lie on top of each other, and every reader looks into each. It ends with ctx.
func (q *QuadStore) Settle(ctx context.Context) error {
	for {
		settled := false
		err := q.use(func() error {
			m := q.db.Metrics()
			settled = m.Compact.NumInProgress == 0 && int(m.Levels[0].Sublevels) < q.behind.top
			return q.behind.failed()
		})
		if err != nil || settled {
			return err
		}
		select {
		case <-time.After(20 * time.Millisecond):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}
