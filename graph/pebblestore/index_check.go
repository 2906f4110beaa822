package pebblestore

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/maphash"
)

// sums compares two sets of entries, whatever their order.
type sums struct {
	seed       maphash.Seed
	want, have uint64
	buf        []byte
}

func (s *sums) hash(key []byte, numbers ...uint64) uint64 {
	s.buf = append(append(s.buf[:0], key...), 0)
	for _, n := range numbers {
		s.buf = binary.AppendUvarint(s.buf, n)
	}
	return maphash.Bytes(s.seed, s.buf)
}

// index checks that the index is that of the quads.
func (c *checker) index() error {
	if c.q.index == nil {
		return nil
	}
	nums, err := c.q.indexNumbers()
	if err != nil {
		return err
	}
	fields := make([]*sums, len(nums.fields))
	for i := range fields {
		fields[i] = &sums{seed: maphash.MakeSeed()}
		if nums.fields[i] != 0 {
			if err := c.wantedTerms(&c.q.index.fields[i], nums.fields[i], fields[i]); err != nil {
				return fmt.Errorf("index: %w", err)
			}
		}
	}
	if err := c.blocks(nums, fields); err != nil {
		return fmt.Errorf("table %c: %w", tableWord, err)
	}
	for i, s := range fields {
		if s.want != s.have {
			list := append(append(c.q.index.Text[:0:0], c.q.index.Text...), c.q.index.Names...)
			c.report("the index of words is not that of the values of %s", string(list[i]))
		}
	}
	return c.countsOf(nums)
}

// wantedTerms adds up what the index should hold of a field.
func (c *checker) wantedTerms(f *field, p id, s *sums) error {
	seen := make(map[string]bool)
	return c.q.texts(c.ctx, p, func(n id, text string) error {
		if !f.names {
			s.want += s.hash(nil, uint64(n), uint64(len(text)))
		}
		clear(seen)
		f.terms(text, func(term []byte) {
			if !seen[string(term)] {
				seen[string(term)] = true
				s.want += s.hash(term, uint64(n), 0)
			}
		})
		return nil
	})
}

// blocks adds up what the index holds, and checks that the blocks of a term ascend.
func (c *checker) blocks(nums *indexNumbers, fields []*sums) error {
	var lastTerm []byte
	var last id
	return c.q.walk(c.ctx, []byte{tableWord}, func(k, v []byte) error {
		p, _, first, err := readBlockKey(k)
		if err != nil {
			return err
		}
		f, ok := nums.fieldOf[p]
		if !ok {
			c.report("table %c: predicate %d is not one of the index", tableWord, p)
			return nil
		}
		term, docs, err := readBlock(k, v)
		if err != nil {
			return err
		}
		here := termKey(nil, p, string(term))
		if bytes.Equal(here, lastTerm) && first <= last {
			c.report("table %c: the blocks of term %q overlap at value %d", tableWord, term, first)
		}
		lastTerm, last = here, docs[len(docs)-1].value
		for _, d := range docs {
			fields[f].have += fields[f].hash(term, uint64(d.value), uint64(d.length))
		}
		return nil
	})
}

// countsOf checks the counts of subjects.
func (c *checker) countsOf(nums *indexNumbers) error {
	s := &sums{seed: maphash.MakeSeed()}
	err := c.q.countSubjects(c.ctx, nums, func(subject id, row []Counted) error {
		for _, e := range row {
			s.want += s.hash(nil, uint64(subject), uint64(e.Predicate), e.Object, uint64(e.Quads))
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("index: %w", err)
	}
	err = c.q.CountsOfAll(c.ctx, func(subject uint64, counts []Counted) error {
		for _, e := range counts {
			s.have += s.hash(nil, subject, uint64(e.Predicate), e.Object, uint64(e.Quads))
		}
		return nil
	})
	if err == nil && s.want != s.have {
		c.report("what is counted of subjects is not what quads say")
	}
	if err != nil {
		return fmt.Errorf("table %c: %w", tableSubject, err)
	}
	return nil
}
