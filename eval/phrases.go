package eval

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"

	"kg/resolve"
)

// PhraseCase is a phrase with the country and the sector that its actors are expected to have.
type PhraseCase struct {
	ID            string
	Text, Context string
	Date          string
	Country, Code func(string) bool // whether an answer is right; nil where nothing is expected
}

// ReadPhrases reads cases in the form of NGEC's tests: {"text","context","date","expect":{"country","code_1"}}.
func ReadPhrases(path string) ([]PhraseCase, error) {
	h, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer h.Close()
	var out []PhraseCase
	sc := bufio.NewScanner(h)
	sc.Buffer(nil, 1<<20)
	for line := 1; sc.Scan(); line++ {
		var r struct {
			ID, Text, Context, Date string
			Expect                  map[string]json.RawMessage
		}
		if err := json.Unmarshal(sc.Bytes(), &r); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", path, line, err)
		}
		c := PhraseCase{ID: r.ID, Text: r.Text, Context: r.Context, Date: r.Date}
		if c.Country, err = expectation(r.Expect["country"]); err == nil {
			c.Code, err = expectation(r.Expect["code_1"])
		}
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", path, line, err)
		}
		out = append(out, c)
	}
	return out, sc.Err()
}

// expectation reads what is expected: a text, {"in":[…]} or {"not":…}.
func expectation(raw json.RawMessage) (func(string) bool, error) {
	if len(raw) == 0 || string(raw) == "null" {
		return nil, nil
	}
	var s string
	if json.Unmarshal(raw, &s) == nil {
		return func(x string) bool { return x == s }, nil
	}
	var o struct {
		In  []string
		Not *string
	}
	if err := json.Unmarshal(raw, &o); err != nil {
		return nil, err
	}
	if o.Not != nil {
		return func(x string) bool { return x != *o.Not }, nil
	}
	return func(x string) bool {
		for _, i := range o.In {
			if i == x {
				return true
			}
		}
		return false
	}, nil
}

// PhraseScore counts for how many cases country and sector are right. Wrong is called, if it is not nil, with each case
// that is not.
func PhraseScore(r *resolve.Resolver, cases []PhraseCase, wrong func(PhraseCase, resolve.Actor)) (country, sector Fraction) {
	for _, c := range cases {
		a := r.Actor(c.Text, c.Context, c.Date)
		ok := true
		if c.Country != nil {
			country.Den++
			if c.Country(a.Code) {
				country.Num++
			} else {
				ok = false
			}
		}
		if c.Code != nil {
			sector.Den++
			if c.Code(a.Sector) {
				sector.Num++
			} else {
				ok = false
			}
		}
		if !ok && wrong != nil {
			wrong(c, a)
		}
	}
	return country, sector
}
