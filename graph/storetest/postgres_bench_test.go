package storetest

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"kg/graph"
	"kg/graph/pgstore/pgtest"
)

// BenchmarkPostgres loads articles of 24 claims, 32 a transaction, by one program and by several at once. An operation
// is 32 articles of each; the server waits for its disk.
func BenchmarkPostgres(b *testing.B) {
	server := pgtest.Start(b, "shared_buffers=256MB", "max_wal_size=4GB")
	for _, loaders := range []int{1, 2, 4} {
		b.Run(fmt.Sprintf("loaders=%d", loaders), func(b *testing.B) {
			name := pgtest.Schema()
			stores := make([]*graph.Store, loaders)
			for w := range stores {
				stores[w] = loader(b, server.Address("postgres"), name)
				defer shut(b, stores[w])
			}
			quads := make([]int, loaders)
			b.ResetTimer()
			var wg sync.WaitGroup
			for w, s := range stores {
				wg.Add(1)
				go func() {
					defer wg.Done()
					for i := range b.N {
						batch := make([]*graph.Record, 32)
						for j := range batch {
							batch[j] = Article(fmt.Sprintf("w%d.%d.%d", w, i, j), 24, uint64(i*32+j))
						}
						receipts, errs := s.PutAll(context.Background(), batch)
						for j := range receipts {
							if errs[j] != nil {
								b.Error(errs[j])
								return
							}
							quads[w] += receipts[j].Quads
						}
					}
				}()
			}
			wg.Wait()
			total := 0
			for _, n := range quads {
				total += n
			}
			b.ReportMetric(float64(total)/b.Elapsed().Seconds(), "quads/s")
		})
	}
}
