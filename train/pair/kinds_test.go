package main

import (
	"strings"
	"testing"
)

func TestKinds(t *testing.T) {
	got, err := kinds(strings.NewReader(`synset	pos	lexfile	lemmas	hypernyms
1-n	n	noun.artifact	weapon:1|arm:3	2-n
2-n	n	noun.artifact	thing:2	
3-n	n	noun.artifact	gun:1|shooting iron:1	1-n|2-n
4-n	n	noun.person	gun:4|Gunner:1	5-n
5-v	v	verb.social	fire:1	
`))
	if want := "arm\tartifact/weapon\ngun\tartifact/weapon\ngunner\tperson\nthing\tartifact\nweapon\tartifact/weapon\n"; err != nil || string(got) != want {
		t.Errorf("%q, %v", got, err)
	}
	if _, err := kinds(strings.NewReader("1-n\tn\tnoun.act\tdeed\t\n")); err == nil {
		t.Error("a lemma without its rank is read")
	}
}
