package resolve

import (
	"net/url"
	"strings"

	"kg/nlp"
	"kg/resolve/gazetteer"
)

// wordsOf is a set of names, by key.
type wordsOf map[string]bool

// support counts the countries that the article speaks of, by their names, adjectives and capitals.
func (p *pass) support() {
	p.near, p.times = map[string]int{}, map[string]int{}
	p.about, p.shared = map[string]int{}, map[string]wordsOf{}
	for i := range p.names {
		n := &p.names[i]
		p.times[n.key]++
		id := p.countryOf(n.text)
		if id == "" {
			continue
		}
		p.near[id]++
		if _, country, kind := p.institution(n.text); !partyWords[n.key] && (!kind || country != "") {
			p.about[id]++
		} else if kind {
			if p.shared[id] == nil {
				p.shared[id] = wordsOf{}
			}
			p.shared[id][n.key] = true
		}
	}
	p.home = p.writtenIn()
}

// countryOf is the country that a name speaks of by what is best known by it: the country itself, or that of a place or body
// that is well known; empty where there is none.
func (p *pass) countryOf(name string) string {
	for _, h := range p.lookup(name) {
		switch {
		case h.Kind == gazetteer.Surname || h.Entry.Class == "Person":
			continue
		case h.Entry.Class == "Country":
			return h.Entry.ID
		case h.Entry.Rank >= 2:
			return h.Entry.Country
		}
		return ""
	}
	return ""
}

// writtenIn is the country where the article is written: that of its dateline, "LAGOS (Reuters) -", else that in whose name or
// domain its publisher is; empty where nothing tells.
func (p *pass) writtenIn() string {
	if c := p.dateline(); c != "" {
		return c
	}
	words := strings.Fields(p.meta.Publisher)
	for i := range words {
		for n := min(3, len(words)-i); n > 0; n-- {
			for _, h := range p.lookup(strings.Join(words[i:i+n], " ")) {
				switch {
				case h.Kind == gazetteer.Surname || h.Entry.Rank < 2 && h.Entry.Class != "Country":
				case h.Entry.Class == "Country":
					return h.Entry.ID
				case (h.Entry.Class == "City" || h.Entry.Class == "Region") && h.Entry.Country != "":
					return h.Entry.Country
				}
			}
		}
	}
	if u, err := url.Parse(p.meta.URL); err == nil {
		host := u.Hostname()
		return domains[host[strings.LastIndexByte(host, '.')+1:]]
	}
	return ""
}

// domains are those in which the papers and offices of a country are, where they write English.
var domains = map[string]string{
	"uk": "United_Kingdom", "gov": "United_States", "mil": "United_States", "au": "Australia", "nz": "New_Zealand", "ie": "Ireland", "ca": "Canada",
	"za": "South_Africa", "ng": "Nigeria", "ke": "Kenya", "gh": "Ghana", "ug": "Uganda", "zw": "Zimbabwe", "in": "India", "pk": "Pakistan",
	"lk": "Sri_Lanka", "bd": "Bangladesh", "sg": "Singapore", "my": "Malaysia", "ph": "Philippines", "hk": "Hong_Kong", "jm": "Jamaica",
}

// dateline is the country of the place that the article says at its beginning that it is written in; empty where it says none.
// A headline and a date may stand before it.
func (p *pass) dateline() string {
	const beginning = 4 // sentences
	for i := range p.names {
		m := p.d.Mentions[p.names[i].mention]
		s := p.d.SentenceOf(m.First)
		if s >= min(beginning, len(p.d.Sentences)) {
			break
		}
		if m.Class == nlp.Person || m.First != p.d.Sentences[s].First {
			continue
		}
		if end := p.datelineEnd(m.Last, p.d.Sentences[s].Last); end > 0 {
			country, _ := p.countryIn(m.First, end)
			return country
		}
	}
	return ""
}

// datelineEnd is the token that ends a dateline whose place ends before token first: a dash, or the bracket before it that an
// agency stands in; 0 where there is none. What stands before it is a place, a date and commas.
func (p *pass) datelineEnd(first, last int) int {
	bracket := 0
	for i := first; i < min(last, first+10); i++ {
		w := p.d.Word(i)
		switch {
		case w == "(" && bracket == 0:
			bracket = i
		case w == "—" || w == "--" || (w == "-" || w == "–") && p.d.Tokens[i].Start > p.d.Tokens[i-1].End:
			if bracket > 0 {
				return bracket
			}
			return i
		case bracket > 0:
		case p.d.Tokens[i].UPOS != "PROPN" && p.d.Tokens[i].UPOS != "NUM" && w != ",":
			return 0
		}
	}
	return 0
}
