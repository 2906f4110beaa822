package export

// cameoRoots are the roots of CAMEO that types of PLOVER come from, as the conversion table of the PLOVER manual (draft
// 0.8, 2021) has it.
var cameoRoots = map[string]string{
	"AGREE": "03", "CONSULT": "04", "SUPPORT": "05", "COOPERATE": "06", "AID": "07", "CONCEDE": "08", "RETREAT": "08", "REQUEST": "10",
	"ACCUSE": "11", "REJECT": "12", "THREATEN": "13", "PROTEST": "14", "MOBILIZE": "15", "SANCTION": "16", "COERCE": "17", "ASSAULT": "18",
}

// cameoModes are roots that the mode decides.
var cameoModes = map[[2]string]string{
	{"ACCUSE", "investigate"}: "09",
	{"ASSAULT", "firearms"}:   "19", {"ASSAULT", "heavy-weapons"}: "19", {"ASSAULT", "seize"}: "19",
	{"ASSAULT", "massacre"}: "20", {"ASSAULT", "cleansing"}: "20", {"ASSAULT", "unconventional"}: "20",
}

// cameoRoot is the root of CAMEO of an event, two digits; empty for a type that is not of PLOVER. Two types of PLOVER
// may be of one root, and an assault is of root 18, violence, where no mode says that it was with the arms of war (19) or
// that it was mass violence (20).
func cameoRoot(event, mode string) string {
	if root, ok := cameoModes[[2]string{event, mode}]; ok {
		return root
	}
	return cameoRoots[event]
}
