package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestHistory(t *testing.T) {
	path := filepath.Join(t.TempDir(), "new", "history")
	h := openHistory(path)
	for _, line := range []string{"g.V()", "", "g.V()", ":list"} {
		h.Add(line)
	}
	if h = openHistory(path); h.Len() != 2 || h.At(0) != ":list" || h.At(1) != "g.V()" {
		t.Errorf("%q", h.lines)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	for i := range 3 * historyLines {
		h.Add(fmt.Sprint(i))
	}
	if h = openHistory(path); h.Len() != historyLines || h.At(0) != fmt.Sprint(3*historyLines-1) {
		t.Errorf("%d lines, the last %q", h.Len(), h.At(0))
	}
	if h = openHistory(path); h.Len() != historyLines {
		t.Errorf("%d lines when it was written anew", h.Len())
	}
	none := openHistory("")
	if none.Add("x"); none.Len() != 1 {
		t.Error("a line is not kept while the console is open")
	}
}

// An interrupt gives up what is typed, and the console goes on.
func TestInterrupts(t *testing.T) {
	in := &interrupts{r: strings.NewReader("ab\x03c\r")}
	buf := make([]byte, 64)
	n, err := in.Read(buf)
	if got := string(buf[:n]); err != nil || got != "ab\x05\x15\r" || !in.taken() || in.taken() {
		t.Errorf("%q, %v", got, err)
	}
	if n, err = in.Read(buf[:1]); err != nil || string(buf[:n]) != "c" {
		t.Errorf("%q, %v", buf[:n], err)
	}
	if n, err = in.Read(buf); err != nil || string(buf[:n]) != "\r" {
		t.Errorf("%q, %v", buf[:n], err)
	}
}
