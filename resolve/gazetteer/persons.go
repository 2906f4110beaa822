package gazetteer

import (
	"regexp"
	"strings"
)

// particles stand before a family name and belong to it.
var particles = map[string]bool{
	"al": true, "el": true, "bin": true, "ibn": true, "ben": true, "de": true, "da": true, "dos": true, "do": true, "di": true, "del": true,
	"della": true, "van": true, "von": true, "der": true, "den": true, "ter": true, "la": true, "le": true, "du": true, "st": true,
	"abu": true, "bint": true, "zu": true, "y": true, "e": true, "san": true, "mac": true, "ul": true, "ur": true, "af": true, "av": true,
}

// familyFirst are the countries where the family name comes first in English news too.
var familyFirst = map[string]bool{"CHN": true, "PRK": true, "KOR": true, "TWN": true, "China": true, "North_Korea": true, "South_Korea": true, "Taiwan": true}

// koreanOrChinese are family names that show, at the head of a name of two or three short parts, that it comes first.
var koreanOrChinese = map[string]bool{
	"kim": true, "moon": true, "xi": true, "hu": true, "wen": true, "jiang": true, "zhang": true, "wang": true, "liu": true, "zhao": true,
	"huang": true, "zhou": true, "xu": true, "sun": true, "zhu": true, "guo": true, "tsai": true, "deng": true, "mao": true, "roh": true,
	"yoon": true, "choi": true, "jang": true, "cho": true, "hwang": true, "yang": true, "chen": true, "ri": true, "thae": true, "lin": true,
}

// syllable is one of Korean or Chinese as English writes them: "ki", "moon", "hwa", "ying".
var syllable = regexp.MustCompile(`^(?:[bpmfdtnlgkhjqxzcsry]|zh|ch|sh|ts|hs|kh|ph|th|hw|wh|kw|gw|hy|ky|gy|my|py|ry)?w?[aeiou][aeiouyw]{0,3}(?:n|ng|r|l|k|m|p|t|b|h|hn|rk)?$|^y[aeiou]{1,2}(?:n|ng|m|l|k|p|t|h)?$`)

// FamilyFirst reports whether two words are a name of Korean or Chinese form, the family name before a given name with a
// hyphen, in a spelling that other names hardly have: "Ban Ki-moon", "Tsai Ing-wen", but not "Ann Smith-Jones" or "Sky Hi-tech".
func FamilyFirst(family, given string) bool {
	first, second, ok := strings.Cut(given, "-")
	if !ok || family == "" || family == "The" || first == "" || second == "" || !capital(family) || !capital(first) || second != strings.ToLower(second) {
		return false
	}
	return syllable.MatchString(strings.ToLower(family)) && syllable.MatchString(strings.ToLower(first)) && syllable.MatchString(second) &&
		!particles[strings.ToLower(family)] && !particles[strings.ToLower(first)]
}

// capital reports whether a word has a capital, and no other: "Ki" but not "UK".
func capital(w string) bool {
	return w[:1] != strings.ToLower(w[:1]) && w[1:] == strings.ToLower(w[1:])
}

// Parts are the words of a person's name as family names are told: given names, and the family name with its
// particles. Country is the ISO code or the id of the country where that is known. A name of one word is all family name.
func Parts(name, country string) (given []string, family string) {
	words := strings.Fields(name)
	for len(words) > 1 && suffix(words[len(words)-1]) {
		words = words[:len(words)-1]
	}
	if len(words) > 0 {
		words[len(words)-1] = strings.TrimSuffix(words[len(words)-1], ",")
	}
	if len(words) < 2 {
		return nil, strings.Join(words, " ")
	}
	if len(words) == 2 && FamilyFirst(words[0], words[1]) {
		return words[1:], words[0]
	}
	if first := Key(words[0]); familyFirst[country] || country == "" && koreanOrChinese[first] && (len(words) == 3 || strings.Contains(words[1], "-")) {
		return words[1:], words[0]
	}
	at := len(words) - 1
	for at > 1 && particles[strings.ToLower(strings.Trim(words[at-1], "."))] {
		at--
	}
	return words[:at], strings.Join(words[at:], " ")
}

// suffix reports whether w follows a name: "Jr.", "III".
func suffix(w string) bool {
	switch strings.ToLower(strings.Trim(w, ".,")) {
	case "jr", "sr", "ii", "iii", "iv", "phd", "md", "esq", "mp", "mep", "obe", "cbe", "kbe", "dbe", "mbe", "frs", "kc", "qc":
		return true
	}
	return false
}

// FamilyKeys are the keys under which a family name is looked up: with and without its particles, "al assad" and
// "assad".
func FamilyKeys(family string) []string {
	k := Key(family)
	if k == "" {
		return nil
	}
	keys := []string{k}
	words := strings.Fields(k)
	for len(words) > 1 && particles[words[0]] {
		words = words[1:]
		keys = append(keys, strings.Join(words, " "))
	}
	return keys
}
