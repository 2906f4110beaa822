package extract

// findQuotes numbers the quotations of the text. A quotation may run over several sentences; one that is not
// closed ends with its paragraph, as newspapers print it.
func (t *tree) findQuotes() {
	d := t.d
	n, open := 0, false
	for i := range d.Tokens {
		if open && i > 0 && paragraphEnd(d.Text[d.Tokens[i-1].End:d.Tokens[i].Start]) {
			open = false
		}
		switch d.Word(i) {
		case "“", "``":
			n, open = n+1, true
			continue
		case "”", "''":
			open = false
			continue
		case `"`:
			// The mark before a word without a space between opens, unless the mark touches the word before it.
			spaceAfter := i+1 < len(d.Tokens) && d.Tokens[i].End < d.Tokens[i+1].Start
			spaceBefore := i == 0 || d.Tokens[i-1].End < d.Tokens[i].Start
			if open && (!spaceBefore || spaceAfter || i+1 == len(d.Tokens)) {
				open = false
			} else if !open {
				n, open = n+1, true
			}
			continue
		}
		if open {
			t.quote[i] = n
		}
	}
}

func paragraphEnd(gap string) bool {
	for i := 0; i < len(gap); i++ {
		if gap[i] == '\n' {
			return true
		}
	}
	return false
}
