package api

import (
	"bytes"
	"strings"
	"testing"
)

// An id of GraphML holds no quotes; the entity's own stands beside it, and edges join the ids.
func TestGraphMLIds(t *testing.T) {
	var f Fact
	f.Subject, f.Object = "Ann_O'Neil", "Bo"
	f.SubjectRef, f.ObjectRef = Ref{ID: f.Subject, Label: "Ann O'Neil"}, Ref{ID: f.Object, Label: "Bo"}
	var b bytes.Buffer
	if err := writeGraphML(&b, []Fact{f}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`<node id="Ann_O_x27_Neil">`, `<data key="entity">Ann_O&#39;Neil</data>`, `source="Ann_O_x27_Neil" target="Bo"`} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %s in\n%s", want, b.String())
		}
	}
}
