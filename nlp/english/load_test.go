//go:build unix

package english

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"
)

// The most that an annotator may take: processor time until it is ready, and resident memory once it has read an
// article, in a process that does nothing else.
const (
	loadLimit   = 150 * time.Millisecond
	memoryLimit = 150 // MB
)

// TestLoadLimits starts this test again as a process of its own, which loads the pipeline and reads a text.
func TestLoadLimits(t *testing.T) {
	const child = "KG_TEST_LOAD"
	if os.Getenv(child) != "" {
		begun := spent(t)
		p, err := New()
		if err != nil {
			t.Fatal(err)
		}
		took := spent(t) - begun
		if _, err := p.Annotate(strings.Repeat("Lena Holt of Harrow Mills told reporters in Oslo that she would sell the firm in May.\n\n", 50), ""); err != nil {
			t.Fatal(err)
		}
		fmt.Printf("load %d\n", took)
		return
	}
	if _, err := os.Stat("/proc/self/status"); err != nil {
		t.Skip("no /proc to read the memory of a process from")
	}
	if race {
		t.Skip("the race detector takes time and memory of its own")
	}
	cmd := exec.Command(os.Args[0], "-test.run=^TestLoadLimits$", "-test.v")
	cmd.Env = append(os.Environ(), child+"=1")
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	var took time.Duration
	for _, line := range strings.Split(string(out), "\n") {
		fmt.Sscanf(line, "load %d", &took)
	}
	rss := resident(cmd.ProcessState)
	t.Logf("loaded in %v of processor time, %d MB resident at most", took.Round(time.Millisecond), rss)
	if took <= 0 || took > loadLimit {
		t.Errorf("loading takes %v, more than %v", took, loadLimit)
	}
	if rss <= 0 || rss > memoryLimit {
		t.Errorf("%d MB are resident, more than %d", rss, memoryLimit)
	}
}

// resident is the most memory that a process that is over had in use, in megabytes.
func resident(s *os.ProcessState) int {
	u, ok := s.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0
	}
	return int(u.Maxrss >> 10) // Linux counts kilobytes
}
