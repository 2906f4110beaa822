package main

import (
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"kg/resolve/gazetteer"
)

var tagged = regexp.MustCompile(`(?s)<(CountryCode|CountryName|MajorCities|Leaders)>(.*?)</(?:CountryCode|CountryName|MajorCities|Leaders)>`)

// countryInfo calls f with each country of CountryInfo that has an ISO code of ours.
func (b *builder) countryInfo(f func(code string, section map[string]string)) error {
	h, err := os.Open(filepath.Join(b.lexicon, "countryinfo", "CountryInfo.120116.txt.gz"))
	if err != nil {
		return err
	}
	defer h.Close()
	z, err := gzip.NewReader(h)
	if err != nil {
		return err
	}
	text, err := io.ReadAll(z)
	if err != nil {
		return err
	}
	s := string(text)
	if i := strings.Index(s, "-->"); i > 0 {
		s = s[i:]
	}
	for _, part := range strings.Split(s, "<Country>")[1:] {
		sections := map[string]string{}
		for _, m := range tagged.FindAllStringSubmatch(part, -1) {
			if _, ok := sections[m[1]]; !ok {
				sections[m[1]] = m[2]
			}
		}
		code := strings.TrimSpace(sections["CountryCode"])
		if _, ok := b.countries[code]; !ok {
			if code = b.byName[gazetteer.Key(strings.ReplaceAll(sections["CountryName"], "_", " "))]; code == "" {
				continue
			}
		}
		f(code, sections)
	}
	return nil
}
