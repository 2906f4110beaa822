package token

import "strings"

const maxAbbreviation = 6

// abbreviations are written with a full stop that does not end a sentence, or does not end it alone. The
// classifiers see that a word is one of these, so that what they learn of "Mr." holds for "Sgt.", too.
var abbreviations = set(`
	mr mrs ms dr prof rev fr st sr jr hon pres gov sen rep gen col maj capt cmdr lt sgt cpl pvt adm brig
	supt det insp amb sec dep msgr esq messrs mme mlle
	jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri
	inc ltd corp co cos bros plc llc assn dept univ inst govt
	ave blvd rd hwy sq bldg ft mt apt ste pkwy
	ala ariz ark calif colo conn del fla ga kan ky md mich minn mo mont neb nev okla
	penn tenn tex va vt wash wis wyo
	vs etc al cf viz approx est no nos vol vols pp ed eds fig figs sec ch op incl ext tel
	lb lbs oz kg km cm mm ml ft yd hr hrs min mins sq mph
	ph phd ma ba bsc msc
`)

// titles stand before a name, so that a capital after them begins no sentence.
var titles = set(`
	mr mrs ms dr prof rev fr st hon pres gov sen rep gen col maj capt cmdr lt sgt cpl pvt adm brig supt det
	insp amb msgr messrs mme mlle
`)

// openers are words with a capital only where a sentence begins, or in a title.
var openers = set(`
	The A An This That These Those He She It They We You There Here His Her Its Their Our My Your
	And But Or So Yet If When While As Because Although Though Since After Before Until Unless Once
	In On At By For From With Of To Into During Under Over Between Among Despite Without Within Against
	What Who Why How Where Which Is Are Was Were Do Does Did Has Have Had Can Could Will Would Should May Might
	Not No Yes Also However Meanwhile Moreover Then Now Still Even Just Only Both Some Many Most Several All
	Each Every Other Another Such More One Two Three Last Earlier Later According Asked
`)

// subjects begin a sentence when they follow an abbreviation with a capital.
var subjects = set("The He She It They We I You This These But However And His Her Its Their There In")

// numbered stand before a number.
var numbered = set("no nos p pp fig figs art arts sec ch vol vols op approx est ca jan feb mar apr jun jul aug sept oct nov dec")

// clitics follow an apostrophe and are words, or the ends of words that the treebanks cut.
var clitics = set("s m d ll re ve t em n til all cause nt")

var weekdays = set("Monday Tuesday Wednesday Thursday Friday Saturday Sunday")

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}
