package weights

import (
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestManifest checks that every weights file has a MANIFEST with its hash.
func TestManifest(t *testing.T) {
	files, err := filepath.Glob("*.bin")
	if err != nil || len(files) == 0 {
		t.Fatal("no weights", err)
	}
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		manifest, err := os.ReadFile("MANIFEST." + strings.TrimSuffix(f, ".bin"))
		if err != nil {
			t.Fatal(err)
		}
		want := fmt.Sprintf("sha256: %x\n", sha256.Sum256(data))
		if !strings.Contains(string(manifest), want) {
			t.Errorf("%s: its MANIFEST does not say %s", f, want)
		}
	}
}
