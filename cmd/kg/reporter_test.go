package main

import (
	"strings"
	"testing"
	"time"

	"kg/ingest"
)

// The time left follows the rate of the last seconds: what was passed over before does not count.
func TestMeter(t *testing.T) {
	start := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	var m meter
	if _, ok := m.left(); ok || m.rate() != 0 {
		t.Error("an empty meter knows something")
	}
	at, articles, part := start, 0, 0.0
	step := func(seconds int, perSecond int, partPerSecond float64) {
		for range seconds * 10 {
			at = at.Add(100 * time.Millisecond)
			articles += perSecond / 10
			if partPerSecond > 0 {
				part += partPerSecond / 10
			}
			m.add(at, articles, part)
		}
	}
	step(3, 1000, 0) // the size of the input is not known yet
	if _, ok := m.left(); ok {
		t.Error("time left without a size")
	}
	if got := m.rate(); got < 999 || got > 1001 {
		t.Errorf("rate %f", got)
	}
	part = 0.1
	step(10, 1000, 0.03) // passing over
	if left, ok := m.left(); !ok || left != 20*time.Second {
		t.Errorf("%v left, %v; want 20s", left, ok)
	}
	step(25, 10, 0.001)
	if left, ok := m.left(); !ok || left != 575*time.Second {
		t.Errorf("%v left, %v; want 9m35s", left, ok)
	}
	if got := m.rate(); got < 9.9 || got > 10.1 {
		t.Errorf("rate %f", got)
	}
	if n := len(m.samples); n > 210 {
		t.Errorf("%d samples are kept", n)
	}
}

// The progress line says what is known, the time left first.
func TestProgressLine(t *testing.T) {
	r := &reporter{counts: map[ingest.Status]int{}, done: 30, claims: 200, facts: 40}
	if got := r.text(0); got != "30 articles, 0.0/s; 200 claims, 40 facts" {
		t.Error(got)
	}
	r.counts[ingest.Unchanged] = 12
	start := time.Now()
	r.meter.add(start, 10, 0.2)
	r.meter.add(start.Add(4*time.Second), 30, 0.25)
	if got := r.text(0.25); !strings.HasPrefix(got, "25.0 %, 30 articles, 5.0/s, 1m0s left; 12 unchanged; 200 claims") {
		t.Error(got)
	}
}
