package article

import (
	"os"
	"path/filepath"
	"testing"
)

// What Read counts is what Size foretells, for files that are read, broken or passed over.
func TestProgress(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"a.txt":   "The mayor of Oslo opened the bridge on Friday. She thanked the workers.\n",
		"b.jsonl": `{"text":"Norway thanked Sweden for the boats."}` + "\nno JSON\n",
		"c.pdf":   "not read", ".hidden.txt": "not read", "sub/d.html": "<p>Karl Lund met Anna Berg in Bergen.</p>", "empty.txt": "",
		"long.md": "# Long\n\nThis text is longer than the limit of this reading, which is set to two hundred bytes in order to see that. " +
			"So it is one that is named as a failure, and whose bytes count as read, all of them, at once. Nothing more to say.",
	} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	paths := []string{dir, filepath.Join(dir, "a.txt")}
	want, ok := Size(t.Context(), paths)
	if !ok || want == 0 {
		t.Fatal(want, ok)
	}
	read := new(Progress)
	n := 0
	for range Read(t.Context(), paths, Options{MaxBytes: 200, Progress: read}) {
		n++
	}
	if read.Bytes() != want || n != 7 {
		t.Errorf("%d results, %d bytes read, want 7 and %d", n, read.Bytes(), want)
	}
	if _, ok := Size(t.Context(), []string{dir, "-"}); ok {
		t.Error("the size of standard input is known")
	}
	if _, ok := Size(t.Context(), []string{filepath.Join(dir, "absent")}); ok {
		t.Error("the size of what is not there is known")
	}
}
