package export

import (
	"testing"

	"kg/schema"
)

// Every type that a relation of the schema has is of a root.
func TestCameoRoot(t *testing.T) {
	for _, r := range schema.Default().Relations() {
		if r.Event != "" && cameoRoot(r.Event, "") == "" {
			t.Errorf("%s: no root of %s", r.ID, r.Event)
		}
	}
	for _, c := range [][3]string{{"ACCUSE", "", "11"}, {"ACCUSE", "investigate", "09"}, {"ASSAULT", "massacre", "20"}, {"ASSAULT", "beat", "18"}, {"", "", ""}} {
		if got := cameoRoot(c[0], c[1]); got != c[2] {
			t.Errorf("%s %s: %s", c[0], c[1], got)
		}
	}
}
