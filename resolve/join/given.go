package join

// nicknames are short forms of given names that news uses for people whose full name it gives elsewhere.
var nicknames = map[string]string{
	"bill": "william", "bob": "robert", "rob": "robert", "mike": "michael", "jim": "james", "joe": "joseph", "tom": "thomas", "tony": "anthony",
	"dick": "richard", "rick": "richard", "rich": "richard", "dave": "david", "dan": "daniel", "ben": "benjamin", "sam": "samuel", "ted": "edward",
	"ed": "edward", "chris": "christopher", "steve": "stephen", "jeff": "jeffrey", "greg": "gregory", "ken": "kenneth", "ron": "ronald",
	"don": "donald", "liz": "elizabeth", "beth": "elizabeth", "kate": "katherine", "kathy": "katherine", "sue": "susan", "alex": "alexander",
	"nick": "nicholas", "pat": "patrick", "pete": "peter", "phil": "philip", "tim": "timothy", "will": "william", "andy": "andrew", "matt": "matthew",
	"jack": "john", "chuck": "charles", "charlie": "charles", "fred": "frederick", "larry": "lawrence", "debbie": "deborah", "jerry": "gerald",
}

// GivenFit reports whether two lists of given names may be of one person: the first ones are equal, or one is the
// initial or the short form of the other, and no middle names differ.
func GivenFit(a, b []string) bool {
	if len(a) == 0 || len(b) == 0 {
		return false
	}
	if !GivenEqual(a[0], b[0]) {
		return false
	}
	for i := 1; i < min(len(a), len(b)); i++ {
		if !GivenEqual(a[i], b[i]) {
			return false
		}
	}
	return true
}

// GivenEqual reports whether two given names may be of one person: they are equal, or one is the initial or the short form of
// the other.
func GivenEqual(x, y string) bool {
	if x == y {
		return true
	}
	if x == "" || y == "" {
		return false
	}
	if len(x) == 1 || len(y) == 1 {
		return x[0] == y[0]
	}
	nx, ny := nicknames[x], nicknames[y]
	return nx == y || ny == x || nx != "" && nx == ny
}
