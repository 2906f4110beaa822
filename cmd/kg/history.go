package main

import (
	"bufio"
	"os"
	"path/filepath"
	"strings"
)

// historyLines is how many lines of earlier sessions are kept.
const historyLines = 500

// history is the lines typed in a console, the oldest first; it is a term.History. They are kept in a file that only its
// owner can read. Where there is no such file, or none can be made, they last as long as the console.
type history struct {
	path  string
	lines []string
}

// historyPath is where lines are kept: what KG_HISTORY names, nothing where it is empty, or else a file of the user's state.
func historyPath() string {
	if path, set := os.LookupEnv("KG_HISTORY"); set {
		return path
	}
	state := os.Getenv("XDG_STATE_HOME")
	if state == "" {
		home, err := os.UserHomeDir()
		if err != nil {
			return ""
		}
		state = filepath.Join(home, ".local", "state")
	}
	return filepath.Join(state, "kg", "history")
}

func openHistory(path string) *history {
	h := &history{path: path}
	if path == "" {
		return h
	}
	f, err := os.Open(path)
	if err != nil {
		return h
	}
	defer f.Close()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		h.lines = append(h.lines, lines.Text())
	}
	if n := len(h.lines); n > historyLines {
		h.lines = h.lines[n-historyLines:]
		if n > 2*historyLines { // it is written anew now and then
			_ = os.WriteFile(path, []byte(strings.Join(h.lines, "\n")+"\n"), 0o600)
		}
	}
	return h
}

// Len implements term.History.
func (h *history) Len() int { return len(h.lines) }

// At implements term.History: 0 is the line typed last.
func (h *history) At(i int) string { return h.lines[len(h.lines)-1-i] }

// Add implements term.History. An empty line, and one that is the last one, are left out.
func (h *history) Add(line string) {
	if strings.TrimSpace(line) == "" || len(h.lines) > 0 && h.lines[len(h.lines)-1] == line {
		return
	}
	h.lines = append(h.lines, line)
	if h.path == "" {
		return
	}
	// A line that cannot be kept is no reason to trouble who typed it.
	if err := os.MkdirAll(filepath.Dir(h.path), 0o700); err != nil {
		return
	}
	f, err := os.OpenFile(h.path, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return
	}
	defer f.Close()
	_, _ = f.WriteString(line + "\n")
}
