package join

// Set is a set of articles in memory, by which what a store keeps can be checked.
type Set struct {
	byID      map[string]*Article
	bears     map[string][]Bearer          // by key and month
	seeks     map[string]map[string]bool   // articles, by key and month
	namesakes map[string]map[string]Person // by id of a full name, then by article; those that several bear
}

// NewSet makes a set of articles that differ in their ids.
func NewSet(articles []*Article) *Set {
	s := &Set{map[string]*Article{}, map[string][]Bearer{}, map[string]map[string]bool{}, map[string]map[string]Person{}}
	named, marked := map[string][]Bearer{}, map[string]bool{}
	for _, a := range articles {
		s.byID[a.ID] = a
		for i := range a.Things {
			t := &a.Things[i]
			for _, k := range t.Bears {
				at := k + " " + Month(a.Day)
				s.bears[at] = append(s.bears[at], Bearer{a, t})
			}
			for _, k := range t.Seeks {
				at := k + " " + Month(a.Day)
				if s.seeks[at] == nil {
					s.seeks[at] = map[string]bool{}
				}
				s.seeks[at][a.ID] = true
			}
			named[t.ID] = append(named[t.ID], Bearer{a, t})
			if len(t.Marks) > 0 {
				marked[t.ID] = true
			}
		}
	}
	for id := range marked {
		if who := Namesakes(id, named[id]); who != nil {
			s.namesakes[id] = who
		}
	}
	return s
}

// Decide decides for everything in an article of the set.
func (s *Set) Decide(id string) []Decision {
	a := s.byID[id]
	if a == nil {
		return nil
	}
	out, _ := All(a, func(key string) ([]Bearer, error) {
		bs, seekers := []Bearer{}, 0
		for _, m := range Months(a.Day) {
			bs = append(bs, s.bears[key+" "+m]...)
			seekers += len(s.seeks[key+" "+m])
		}
		if seekers > Throng {
			return nil, nil
		}
		return bs, nil
	})
	out, _ = Persons(a, out, func(id string) (map[string]Person, error) { return s.namesakes[id], nil })
	return out
}
