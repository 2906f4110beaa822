package pebblestore

// lately remembers what was used last: two generations of a map, the older one dropped when the younger is full. Not safe for
// concurrent use.
type lately[K comparable, V any] struct {
	max        int // of a generation
	young, old map[K]V
}

func (c *lately[K, V]) init(max int) { c.max, c.young, c.old = max, make(map[K]V), nil }

func (c *lately[K, V]) get(k K) (V, bool) {
	if v, ok := c.young[k]; ok {
		return v, true
	}
	v, ok := c.old[k]
	if ok {
		c.put(k, v)
	}
	return v, ok
}

func (c *lately[K, V]) put(k K, v V) {
	if len(c.young) >= c.max {
		c.old, c.young = c.young, make(map[K]V, c.max)
	}
	c.young[k] = v
}

func (c *lately[K, V]) drop(k K) {
	delete(c.young, k)
	delete(c.old, k)
}

// writerMemory is what the writer remembers from one transaction to the next, so that it reads less of the store: nearly all that a
// transaction asks is whether something is there, and in a large store each answer is looked for in half a dozen tables. What it remembers
// is what the store holds after the last commit. Under core.write.
type writerMemory struct {
	ids      lately[hash, id]             // numbers of values
	members  lately[fieldValue, struct{}] // values that a field of the index has
	subjects lately[id, string]           // counts of subjects in the index, as they are stored
	tallies  lately[short, short]         // what is counted, by its key, as it is stored
	keys     keyNews
}

// fieldValue is a value that is an object of a predicate.
type fieldValue struct{ predicate, value id }

// short is some bytes behind their length, without a pointer: so many are remembered that the collector of garbage would notice.
type short [24]byte

// shorten is empty where there are too many bytes.
func shorten(b []byte) (s short) {
	if len(b) < len(s) {
		s[0] = byte(len(b))
		copy(s[1:], b)
	}
	return s
}

func (s *short) bytes() []byte { return s[1 : 1+s[0]] }

func (m *writerMemory) init(empty bool) {
	m.ids.init(256 << 10)
	m.members.init(64 << 10)
	m.subjects.init(32 << 10)
	m.tallies.init(128 << 10)
	m.keys = keyNews{}
	if empty {
		m.keys.known = new(keyFilter)
	}
}

// learned is what the writer will remember of a transaction when it is committed.
type learned struct {
	subjects []subjectCounts
	tallies  []tallyCounts
	keys     []uint64 // of what is counted for the first time, see keySum
}

type subjectCounts struct {
	subject id
	stored  string // empty: it has none any more
}

type tallyCounts struct{ key, stored short }

// committed takes over what a transaction has taught.
func (m *writerMemory) committed(t *txn) {
	for h, n := range t.fresh {
		m.ids.put(h, n)
		m.keys.add(hashSum(h))
	}
	for _, h := range t.gone {
		m.ids.drop(h)
	}
	m.learn(&t.learned)
}

func (m *writerMemory) learn(l *learned) {
	for _, c := range l.subjects {
		if c.stored == "" {
			m.subjects.drop(c.subject)
		} else {
			m.subjects.put(c.subject, c.stored)
		}
	}
	for _, c := range l.tallies {
		if c.key == (short{}) || c.stored == (short{}) {
			m.tallies.drop(c.key)
		} else {
			m.tallies.put(c.key, c.stored)
		}
	}
	for _, sum := range l.keys {
		m.keys.add(sum)
	}
}
