// Package eval scores what the project finds against gold text, one file a measure.
//
// A score is a [Count]: how many things the gold text has, how many the system found, and how many of these
// are right. Measures are those under which others publish: the CoNLL 2018 shared task for tokens, sentences,
// tags and trees (Zeman et al. 2018), exact spans for names (Tjong Kim Sang and De Meulder 2003).
package eval

import "fmt"

// Count is the outcome of a comparison. Counts of several documents add up.
type Count struct{ Right, Found, Gold int }

// Add adds d to c.
func (c *Count) Add(d Count) {
	c.Right += d.Right
	c.Found += d.Found
	c.Gold += d.Gold
}

// Precision is the share of what was found that is right, in percent; 0 where nothing was found.
func (c Count) Precision() float64 { return percent(c.Right, c.Found) }

// Recall is the share of the gold things that were found, in percent; 0 where there are none.
func (c Count) Recall() float64 { return percent(c.Right, c.Gold) }

// F1 is the harmonic mean of precision and recall, in percent.
func (c Count) F1() float64 { return percent(2*c.Right, c.Found+c.Gold) }

func (c Count) String() string {
	return fmt.Sprintf("P %.2f R %.2f F1 %.2f (%d right, %d found, %d gold)",
		c.Precision(), c.Recall(), c.F1(), c.Right, c.Found, c.Gold)
}

func percent(a, b int) float64 {
	if b == 0 {
		return 0
	}
	return 100 * float64(a) / float64(b)
}
