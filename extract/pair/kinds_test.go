package pair

import "testing"

func TestThingKinds(t *testing.T) {
	k := thingKinds()
	for word, want := range map[string]string{"rifle": "artifact/weapon", "tank": "artifact/vehicle", "soldier": "person/worker", "coalition": "group/organization", "Paris": ""} {
		if k[word] != want {
			t.Errorf("%s: %q, not %q", word, k[word], want)
		}
	}
	if len(k) < 40000 {
		t.Errorf("%d words", len(k))
	}
}
