package nlp

import "fmt"

// Check returns the first invariant of d that does not hold, or nil.
//
//  1. Spans lie within the text; tokens are not empty, are in text order and do not overlap.
//  2. Sentences are in order, not empty, and every token is in exactly one; a sentence spans its tokens.
//  3. Every token of a tree has its head in its own sentence, exactly one is a root, and there is no cycle.
//  4. A mention is a run of tokens of one sentence, its head among them; mentions are in text order.
//  5. A time is a run of tokens.
func (d *Doc) Check() error {
	if err := d.checkTokens(); err != nil {
		return err
	}
	if d.Has&Sentences != 0 {
		if err := d.checkSentences(); err != nil {
			return err
		}
	}
	if d.Has&Tree != 0 {
		for i, s := range d.Sentences {
			if err := d.checkTree(s); err != nil {
				return fmt.Errorf("sentence %d: %w", i, err)
			}
		}
	}
	return d.checkMentions()
}

func (d *Doc) checkTokens() error {
	end := 0
	for i, t := range d.Tokens {
		if t.Start < end || t.End <= t.Start || t.End > len(d.Text) {
			return fmt.Errorf("token %d: span [%d,%d) after %d in a text of %d bytes", i, t.Start, t.End, end, len(d.Text))
		}
		end = t.End
	}
	return nil
}

func (d *Doc) checkSentences() error {
	next := 0
	for i, s := range d.Sentences {
		if s.First != next || s.Last <= s.First || s.Last > len(d.Tokens) {
			return fmt.Errorf("sentence %d: tokens [%d,%d) after %d of %d", i, s.First, s.Last, next, len(d.Tokens))
		}
		if want := (Span{d.Tokens[s.First].Start, d.Tokens[s.Last-1].End}); s.Span != want {
			return fmt.Errorf("sentence %d: span %v, its tokens have %v", i, s.Span, want)
		}
		next = s.Last
	}
	if next != len(d.Tokens) {
		return fmt.Errorf("tokens from %d on are in no sentence", next)
	}
	return nil
}

func (d *Doc) checkTree(s Sentence) error {
	roots := 0
	for i := s.First; i < s.Last; i++ {
		h := d.Tokens[i].Head
		if h == Root {
			roots++
			continue
		}
		if h < s.First || h >= s.Last || h == i {
			return fmt.Errorf("token %d: head %d outside [%d,%d)", i, h, s.First, s.Last)
		}
	}
	if roots != 1 {
		return fmt.Errorf("%d roots", roots)
	}
	const unseen, open, done = 0, 1, 2
	state := make([]byte, s.Last-s.First)
	for i := s.First; i < s.Last; i++ {
		j := i
		for j != Root && state[j-s.First] == unseen {
			state[j-s.First] = open
			j = d.Tokens[j].Head
		}
		if j != Root && state[j-s.First] == open {
			return fmt.Errorf("token %d: cycle", j)
		}
		for j = i; j != Root && state[j-s.First] == open; j = d.Tokens[j].Head {
			state[j-s.First] = done
		}
	}
	return nil
}

func (d *Doc) checkMentions() error {
	for i, m := range d.Mentions {
		if m.First < 0 || m.Last <= m.First || m.Last > len(d.Tokens) || m.Head < m.First || m.Head >= m.Last {
			return fmt.Errorf("mention %d: tokens [%d,%d), head %d", i, m.First, m.Last, m.Head)
		}
		if want := (Span{d.Tokens[m.First].Start, d.Tokens[m.Last-1].End}); m.Span != want {
			return fmt.Errorf("mention %d: span %v, its tokens have %v", i, m.Span, want)
		}
		if d.Has&Sentences != 0 && d.SentenceOf(m.First) != d.SentenceOf(m.Last-1) {
			return fmt.Errorf("mention %d: crosses a sentence end", i)
		}
		if i > 0 {
			p := d.Mentions[i-1]
			if m.Start < p.Start || m.Start == p.Start && m.End > p.End {
				return fmt.Errorf("mention %d: %v is not in text order after %v", i, m.Span, p.Span)
			}
		}
	}
	for i, t := range d.Times {
		if t.First < 0 || t.Last <= t.First || t.Last > len(d.Tokens) {
			return fmt.Errorf("time %d: tokens [%d,%d)", i, t.First, t.Last)
		}
		if want := (Span{d.Tokens[t.First].Start, d.Tokens[t.Last-1].End}); t.Span != want {
			return fmt.Errorf("time %d: span %v, its tokens have %v", i, t.Span, want)
		}
	}
	return nil
}
