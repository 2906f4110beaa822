package pgstore

import "sync"

// A storedSet remembers values that are stored, so that they are not sent again. Values are only ever deleted by a
// transaction that counts itself under removals; the set holds good for one state of that count, which a transaction
// reads when it has its locks. Safe for concurrent use.
type storedSet struct {
	mu         sync.Mutex
	epoch      int64
	young, old map[id]struct{}
}

// maxStored is how many values a generation of the set holds: 24 bytes each.
const maxStored = 1 << 19

func (s *storedSet) at(epoch int64) {
	if s.epoch != epoch || s.young == nil {
		s.epoch, s.young, s.old = epoch, make(map[id]struct{}), nil
	}
}

// missing gives those of ids that are not in the set.
func (s *storedSet) missing(epoch int64, ids []id) (out []id) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.at(epoch)
	for _, n := range ids {
		if _, ok := s.young[n]; ok {
			continue
		}
		if _, ok := s.old[n]; !ok {
			out = append(out, n)
		}
	}
	return out
}

// add adds ids, which a committed transaction has made sure of.
func (s *storedSet) add(epoch int64, ids []id) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if epoch < s.epoch {
		return // another transaction of this program has seen a removal since
	}
	s.at(epoch)
	for _, n := range ids {
		if len(s.young) >= maxStored {
			s.old, s.young = s.young, make(map[id]struct{})
		}
		s.young[n] = struct{}{}
	}
}

func (s *storedSet) drop() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.young = nil
}
