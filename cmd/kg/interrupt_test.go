//go:build unix

package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// A load that is interrupted stops cleanly: what it has reported is in the graph, and the same load goes on there.
// The graph is then the one that a load without a break makes.
func TestInterruptedLoad(t *testing.T) {
	dir := t.TempDir()
	var lines []string
	for i := range 12 { // white space, because the format is told by the first 4,096 bytes
		lines = append(lines, fmt.Sprintf(`{"url":"https://n.example/%d", %s "text":"Anna Berg met Karl Lund in Oslo. Norway thanked country number %d."}`+"\n",
			i, strings.Repeat(" ", 1024), i))
	}
	input := filepath.Join(dir, "in.jsonl")
	if err := os.WriteFile(input, []byte(strings.Join(lines, "")), 0o644); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	kg := func(args ...string) *exec.Cmd {
		cmd := exec.CommandContext(ctx, os.Args[0])
		cmd.Args, cmd.Dir = append([]string{"kg"}, args...), dir
		return cmd
	}
	load := kg("load", "--json", "-")
	var stderr bytes.Buffer
	load.Stderr = &stderr
	stdin, err := load.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout, err := load.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := load.Start(); err != nil {
		t.Fatal(err)
	}
	// The pipe stays open: the load is in the middle of its work however fast it is.
	if _, err := io.WriteString(stdin, strings.Join(lines[:6], "")); err != nil {
		t.Fatal(err)
	}
	reported := 0
	for out := bufio.NewScanner(stdout); out.Scan(); {
		if reported++; reported == 4 {
			if err := load.Process.Signal(syscall.SIGINT); err != nil {
				t.Fatal(err)
			}
		}
	}
	err = load.Wait()
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != exitInterrupted || !strings.Contains(stderr.String(), "goes on from there") {
		t.Fatalf("%v, %s", err, stderr.String())
	}
	if reported < 4 || reported > 6 {
		t.Fatalf("%d articles reported", reported)
	}
	run := func(args ...string) (out, log string) {
		t.Helper()
		var stderr bytes.Buffer
		cmd := kg(args...)
		cmd.Stderr = &stderr
		b, err := cmd.Output()
		if err != nil {
			t.Fatal(err, stderr.String())
		}
		return string(b), stderr.String()
	}
	if _, log := run("load", "in.jsonl"); !strings.HasPrefix(log, fmt.Sprintf("12 articles: %d added, 0 replaced, %d unchanged, 0 failed", 12-reported, reported)) {
		t.Errorf("%d articles were reported, then: %s", reported, log)
	}
	run("--store", "fresh", "load", "in.jsonl")
	resumed, _ := run("export")
	if fresh, _ := run("--store", "fresh", "export"); resumed != fresh {
		t.Error("the graph is another one than that of a load without a break")
	}
	run("check")
}
