package resolve

import (
	"strings"
	"testing"

	"kg/extract"
)

func TestWhoseBody(t *testing.T) {
	r := newResolver(t)
	const own = "_(0123456789)"
	for _, c := range []struct{ name, text, want string }{
		{"the best known, where its country is spoken of", "[LOC US ] . [ORG the Senate ] sat .", "United_States United_States_Senate"},
		{"a body does not speak of its country", "[LOC Peru ] . [ORG the Senate ] sat . [ORG Senate ] ate .", "Peru senate" + own + " senate" + own},
		{"one that another country has too", "[LOC Hong Kong ] , [LOC Hong Kong ] . [ORG the Democratic Party ] . [ORG Democratic Party ] .", "Hong_Kong Hong_Kong Hong_Kong_Democratic_Party Hong_Kong_Democratic_Party"},
		{"of two countries neither", "[LOC Peru ] , [LOC Peru ] , [LOC Chile ] , [LOC Chile ] , [LOC US ] . [ORG Senate ] sat .", "Peru Peru Chile Chile United_States senate" + own},
		{"several of one country", "[ORG the Senate ] sat . [ORG Congress ] ate .", "United_States_Senate United_States_Congress"},
		{"several, though another is spoken of", "[LOC Peru ] , [LOC Peru ] , [LOC US ] . [ORG Senate ] , [ORG Congress ] .", "Peru Peru United_States United_States_Senate United_States_Congress"},
		{"several of one country in an article about another", "[LOC Peru ] , [LOC Peru ] , [LOC Peru ] . [ORG Senate ] , [ORG Congress ] .", "Peru Peru Peru Peruvian_senate Peruvian_Congress"},
		{"an air force that is known", "[LOC Iraq ] , [LOC Iraq ] , [LOC Iraq ] , [LOC UK ] . [ORG Royal Air Force ] .", "Iraq Iraq Iraq United_Kingdom Royal_Air_Force"},
		{"a navy that is known", "[LOC US ] , [LOC US ] , [LOC UK ] . [ORG Royal Navy ] .", "United_States United_States United_Kingdom Royal_Navy"},
		{"a republic has no royal body", "[LOC Iraq ] , [LOC Iraq ] . [ORG Royal Air Force ] .", "Iraq Iraq Royal_Air_Force"},
		{"a monarchy has", "[LOC Oman ] , [LOC Oman ] . [ORG Royal Air Force ] .", "Oman Oman Omani_Royal_Air_Force"},
		{"parties of another country", "[LOC Peru ] , [LOC Peru ] . [NORP Democrats ] won .", "Peru Peru Democrats" + own},
		{"parties of the country", "[LOC Peru ] , [LOC Peru ] , [LOC US ] . [NORP Democrats ] won .", "Peru Peru United_States Democratic_Party_(United_States)"},
		{"a dateline", "[LOC LIMA ] ( [ORG Reuters ] ) —/PUNCT [ORG The Senate ] met [LOC US ] men .", "LIMA Reuters Peruvian_senate United_States"},
		{"a dateline of elsewhere", "[LOC LIMA ] —/PUNCT [LOC Chile ] , [LOC Chile ] , [LOC Chile ] . [ORG The Senate ] met .", "LIMA Chile Chile Chile Chilean_senate"},
		{"a dateline, and unsure", "[LOC LIMA ] —/PUNCT [LOC Chile ] , [LOC Chile ] . [ORG The Senate ] met .", "LIMA Chile Chile senate" + own},
		{"no dateline", "[LOC Lima ] saw [LOC US ] men . [ORG The Senate ] met .", "Lima United_States United_States_Senate"},
	} {
		d := parse(t, c.text)
		if got := strings.Join(ids(r.Resolve(d, nil, Meta{ID: "x-0123456789"}), d), " "); got != c.want {
			t.Errorf("%s: got %s, want %s", c.name, got, c.want)
		}
	}
}

// TestWrittenIn holds whose the police of an article are by where it is written.
func TestWrittenIn(t *testing.T) {
	r := newResolver(t)
	for _, c := range []struct {
		text, want string
		meta       Meta
	}{
		{"police/NOUN came .", "police_(0)", Meta{}},
		{"police/NOUN came .", "British_police", Meta{URL: "https://news.example.co.uk/a/1"}},
		{"police/NOUN came .", "Irish_police", Meta{Publisher: "Irish Daily Sheet"}},
		{"police/NOUN came .", "police_(0)", Meta{URL: "https://news.example.com/uk", Publisher: "The Daily Sheet"}},
		{"[LOC Peru ] . [LOC Peru ] . [LOC Peru ] . police/NOUN came .", "Peruvian_police", Meta{URL: "https://news.example.co.uk/a/1"}},
		{"[LOC Peru ] . [LOC Peru ] . [LOC UK ] . police/NOUN came .", "police_(0)", Meta{URL: "https://news.example.co.uk/a/1"}},
		{"[LOC Peru ] . [LOC UK ] . police/NOUN came .", "British_police", Meta{URL: "https://news.example.co.uk/a/1"}},
		{"[LOC Peru ] . [LOC UK ] . police/NOUN came .", "police_(0)", Meta{}},
		{"[ORG Democratic Party ] , [ORG Democratic Party ] . police/NOUN came .", "police_(0)", Meta{}},
	} {
		d := parse(t, c.text)
		c.meta.ID = "x-0"
		a := argOf(t, d, extract.GroupArg, "police", "", 0)
		if got := r.Resolve(d, []extract.Claim{{Subject: a}}, c.meta).Claims[0].Subject.Entity; got != c.want {
			t.Errorf("%s %+v: got %s, want %s", c.text, c.meta, got, c.want)
		}
	}
	for _, ids := range [][]string{sortedWords(monarchies), sortedWords(countrySet())} {
		for _, id := range ids {
			if e, ok := r.get(id); !ok || e.Class != "Country" {
				t.Errorf("%s is no country of the gazetteer", id)
			}
		}
	}
}

func countrySet() map[string]bool {
	out := map[string]bool{}
	for _, id := range domains {
		out[id] = true
	}
	return out
}
