package graph

import (
	"maps"
	"slices"
	"strings"
	"testing"
)

func TestAround(t *testing.T) {
	each(t, func(t *testing.T, opt Options) {
		s := open(t, opt)
		put(t, s, article(t, "a", "Ann|backs|Bo", "Cy|backs|Bo", "Cy|backs|Di", "Ed|backs|Flo"), Added)
		for hops, want := range []string{"Ann", "Ann Bo", "Ann Bo Cy", "Ann Bo Cy Di", "Ann Bo Cy Di"} {
			got, err := s.Around(t.Context(), "Ann", hops)
			if err != nil {
				t.Fatal(err)
			}
			if ids := strings.Join(slices.Sorted(maps.Keys(got)), " "); ids != want {
				t.Errorf("%d hops: %s, want %s", hops, ids, want)
			}
		}
	})
}
