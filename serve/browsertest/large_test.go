package browsertest

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"testing"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// synthetic serves the explorer with an invented graph: entities in groups, most links within a group, around one that
// is in the middle.
func synthetic(t *testing.T, nodes, links int) string {
	t.Helper()
	type object = map[string]any
	id := func(i int) string { return fmt.Sprintf("Unit_%d", i) }
	classes := []string{"Person", "Company", "Country", "Event", "Work"}
	statuses := []string{"fact", "fact", "fact", "reported", "denied", "intended"}
	node := func(i int) object {
		return object{"id": id(i), "label": fmt.Sprintf("Unit %d", i), "class": classes[i%len(classes)], "articles": 1 + i%9, "claims": 1}
	}
	var ns, ls []object
	for i := 1; i < nodes; i++ {
		ns = append(ns, node(i))
	}
	seed := uint32(1)
	random := func(n int) int {
		seed = seed*1664525 + 1013904223
		return int(seed>>8) % n
	}
	const group = 100
	for i := range links {
		a := i % nodes
		b := a/group*group + random(group)
		if random(10) == 0 {
			b = random(nodes)
		}
		if b >= nodes || a == b {
			b = 0
		}
		ls = append(ls, object{"subject": id(a), "relation": "meets", "label": "meets", "object": id(b), "status": statuses[i%len(statuses)],
			"claims": 1 + i%3, "articles": 1, "confidence": 0.9})
	}
	answers := map[string]any{
		"neighbourhood":  object{"centre": node(0), "nodes": ns, "links": ls, "total": nodes - 1, "exact": true},
		"links":          object{"nodes": []object{}, "items": []object{}, "exact": true},
		"schema":         object{"classes": []object{}, "relations": []object{}},
		"config":         object{"write": false},
		"contradictions": object{"items": []object{}, "exact": true},
	}
	mux := http.NewServeMux()
	for name, answer := range answers {
		body, err := json.Marshal(answer)
		if err != nil {
			t.Fatal(err)
		}
		mux.HandleFunc("/api/kg/v1/"+name, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			w.Write(body)
		})
	}
	mux.Handle("/", http.FileServer(http.Dir("../explorer/dist")))
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server.URL
}

// countFrames counts what the page draws while f is at work, in frames a second.
func countFrames(t *testing.T, ctx context.Context, f func()) float64 {
	t.Helper()
	do(t, ctx, chromedp.Evaluate[chromedp.Void](`(() => {
		window.frames_ = {n: 0, begin: performance.now(), on: true};
		const count = () => { frames_.n++; if (frames_.on) requestAnimationFrame(count); };
		requestAnimationFrame(count);
	})()`))
	f()
	return value[float64](t, ctx, `(frames_.on = false, 1000 * frames_.n / (performance.now() - frames_.begin))`)
}

// Very many entities are drawn, and what is drawn can be moved, without a graphics card. With KG_MEASURE set it is ten
// thousand, and frames a second are told.
func TestExplorerDrawsManyEntities(t *testing.T) {
	needPage(t)
	nodes, moves := 2_000, 3
	if os.Getenv("KG_MEASURE") != "" {
		nodes, moves = 10_000, 30
	}
	addr := synthetic(t, nodes, 2*nodes)
	ctx := browser(t, "", 1280, 820, withWebGL...)
	begin := time.Now()
	do(t, ctx, chromedp.Navigate(addr+"/?e=Unit_0"))
	eventually(t, ctx, `document.querySelector('.canvas canvas')`)
	drawn := time.Since(begin)
	eventually(t, ctx, `!document.querySelector('[data-layout]')`)
	settled := time.Since(begin)
	drag := func() {
		mouse := func(typ input.DispatchMouseEventType, x, y int) {
			do(t, ctx, chromedp.MouseEvent(typ, float64(x), float64(y), chromedp.ButtonType(input.MouseButtonLeft)))
		}
		mouse(input.DispatchMouseEventTypeMousePressed, 300, 300)
		for i := range moves {
			mouse(input.DispatchMouseEventTypeMouseMoved, 300+8*i, 300+4*i)
		}
		mouse(input.DispatchMouseEventTypeMouseReleased, 300+8*moves, 300+4*moves)
	}
	at := func() float64 { return value[float64](t, ctx, `kgPositions().nodes.Unit_0.x`) }
	before := at()
	whole := countFrames(t, ctx, drag)
	if at() == before {
		t.Error("the drawing does not move")
	}
	shot(t, ctx, "explorer-many")
	if os.Getenv("KG_MEASURE") == "" {
		return
	}
	do(t, ctx, chromedp.Evaluate[chromedp.Void](`for (let i = 0; i < 5; i++) document.querySelector('.controls button').click()`))
	time.Sleep(400 * time.Millisecond)
	near := countFrames(t, ctx, drag)
	shot(t, ctx, "explorer-many-near")
	// The same of a few entities is what the browser can do at best here.
	few := synthetic(t, 50, 80)
	do(t, ctx, chromedp.Navigate(few+"/?e=Unit_0"))
	eventually(t, ctx, `document.querySelector('.canvas canvas')`)
	time.Sleep(500 * time.Millisecond)
	best := countFrames(t, ctx, drag)
	t.Logf("%d entities: drawn after %v, settled after %v; %.1f frames/s with all in sight, %.1f nearer; of 50 entities %.1f", nodes, drawn, settled, whole, near, best)
}
