package extract

import (
	"strings"
	"testing"
)

// Every sign has a weight, none of which speaks for a reading, and signs together are worse than each alone.
func TestModel(t *testing.T) {
	m, err := loadModel()
	if err != nil {
		t.Fatal(err)
	}
	if p := m.probability(0); p < LeastConfidence || p > 0.99 {
		t.Errorf("without any sign: %f", p)
	}
	var all signs
	for n, s := range signTexts {
		if s.name == "" || s.text == "" || !strings.Contains(signFile, "\n"+s.name+"\t") {
			t.Errorf("sign %d, %q: no name, text or weight", n, s.name)
		}
		if m.weight[n] > 0 {
			t.Errorf("%s speaks for a reading: %f", s.name, m.weight[n])
		}
		before := m.probability(all)
		all.add(sign(n), true)
		if m.probability(all) > before {
			t.Errorf("%s makes it better", s.name)
		}
	}
	if m.worst(0) != "" || strings.Count(m.worst(all), ", ") != 1 || m.worst(1<<signUnder) != signTexts[signUnder].text {
		t.Errorf("worst: %q, %q", m.worst(all), m.worst(1<<signUnder))
	}
}

func TestParseModel(t *testing.T) {
	m, err := parseModel("# remark\n\nconstant\t1.5\nunder\t-2\n")
	if err != nil || m.constant != 1.5 || m.weight[signUnder] != -2 {
		t.Errorf("%+v, %v", m, err)
	}
	for _, bad := range []string{"under", "under\tx", "under\tNaN", "nix\t1"} {
		if _, err := parseModel(bad); err == nil || !strings.Contains(err.Error(), "signs.tsv:1") {
			t.Errorf("%q: %v", bad, err)
		}
	}
}
