package browsertest

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// hostile is an article that tries to be more than text, as a line of JSON.
const hostile = `{"title": "<img src=x onerror=window.hacked=1><script>window.hacked=2</script> storm", "date": "2020-02-03", ` +
	`"publisher": "<b onclick=alert(1)>Herald</b>", "url": "javascript:window.hacked=3", ` +
	`"text": "<script>window.hacked=4</script> Minister Ada Quill met Otto Brandt in Lisbon on Monday.\n\nAda Quill said: <img src=x onerror=window.hacked=5> to reporters."}
`

// withWebGL lets the browser draw without a graphics card.
var withWebGL = []chromedp.ExecAllocatorOption{
	chromedp.Flag("disable-gpu", false), chromedp.Flag("use-angle", "swiftshader"), chromedp.Flag("enable-unsafe-swiftshader", true),
}

// examples are the articles that come with kg, and the hostile one.
func examples() (map[string]string, error) {
	files, err := filepath.Glob("../../examples/articles/*")
	if err != nil || len(files) == 0 {
		return nil, fmt.Errorf("no example articles: %v", err)
	}
	out := map[string]string{"hostile.jsonl": hostile}
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			return nil, err
		}
		out[filepath.Base(f)] = string(data)
	}
	return out, nil
}

func needPage(t *testing.T) {
	t.Helper()
	if _, err := os.Stat("../explorer/dist/index.html"); err != nil {
		t.Skip("skipped: the explorer is not built")
	}
}

// value evaluates an expression in the page.
func value[T any](t *testing.T, ctx context.Context, expr string) T {
	t.Helper()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](expr))
	if err != nil {
		t.Fatalf("%s: %v", expr, err)
	}
	return v
}

// click presses the mouse at a place of the page.
func click(t *testing.T, ctx context.Context, x, y float64) {
	t.Helper()
	do(t, ctx, chromedp.MouseEvent(input.DispatchMouseEventTypeMouseMoved, x, y))
	time.Sleep(150 * time.Millisecond) // the page finds out what is below the pointer
	do(t, ctx, chromedp.MouseClickXY(x, y))
}

// press gives keys to whatever has the focus.
func press(t *testing.T, ctx context.Context, keys string) {
	t.Helper()
	do(t, ctx, chromedp.KeyEvent(keys))
}

const firstSentence = `document.querySelector('.claim blockquote mark')?.textContent`

// From a name to the sentence: find Kerry, open what joins him to Lavrov, share it.
func TestExplorer(t *testing.T) {
	needPage(t)
	addr := serving(t, sharedExamples)
	ctx := browser(t, addr, 1280, 820, withWebGL...)
	do(t, ctx, chromedp.Navigate(addr+"/"))
	eventually(t, ctx, `document.querySelectorAll('.cloud a').length > 5`)
	shot(t, ctx, "explorer-home")

	// Search as one types, with the keyboard.
	eventually(t, ctx, `(document.querySelector('.home input').focus(), true)`)
	press(t, ctx, "kerr")
	eventually(t, ctx, `document.querySelector('[role=option] .name b')?.textContent === 'Kerr'`)
	press(t, ctx, "\r")
	eventually(t, ctx, `document.querySelector('.panel h2')?.textContent === 'John Kerry'`)
	eventually(t, ctx, `location.search.includes('e=John_Kerry')`)
	eventually(t, ctx, `document.querySelector('canvas') && Object.keys(kgPositions().edges).length > 0`)
	time.Sleep(500 * time.Millisecond) // the camera comes to rest
	shot(t, ctx, "explorer-graph")

	// A click on the edge lists the sentences.
	edge := value[map[string]float64](t, ctx, `Object.entries(kgPositions().edges).find(([k]) => k.includes('meets') && k.includes('Sergei_Lavrov'))[1]`)
	click(t, ctx, edge["x"], edge["y"])
	eventually(t, ctx, firstSentence+`?.includes('who met John Kerry')`)
	eventually(t, ctx, `document.querySelector('.claim .around').textContent.length > 20`)
	shot(t, ctx, "explorer-evidence")
	link := value[string](t, ctx, `location.href`)

	// The article, with the sentence marked in its text.
	do(t, ctx, chromedp.Evaluate[chromedp.Void](`document.querySelector('.claim footer .title').click()`))
	eventually(t, ctx, `document.querySelector('.text mark.chosen')?.textContent.includes('who met John Kerry')`)
	shot(t, ctx, "explorer-article")
	do(t, ctx, chromedp.Evaluate[chromedp.Void](`history.back()`))
	eventually(t, ctx, firstSentence+`?.includes('who met John Kerry')`)

	// The link shows the same view to somebody else.
	do(t, ctx, chromedp.Navigate("about:blank"), chromedp.Navigate(link))
	eventually(t, ctx, firstSentence+`?.includes('who met John Kerry')`)

	// The table is the same, without a pointer.
	do(t, ctx, chromedp.Navigate(addr+"/?e=John_Kerry&view=table"))
	eventually(t, ctx, `[...document.querySelectorAll('td')].some(e => e.textContent.includes('Sergei Lavrov'))`)
	do(t, ctx, chromedp.Evaluate[chromedp.Void](`[...document.querySelectorAll('tr')].find(e => e.textContent.includes('Lavrov')).querySelector('button.rel').focus()`))
	press(t, ctx, "\r")
	eventually(t, ctx, firstSentence+`?.includes('who met John Kerry')`)
	press(t, ctx, "\x1b")
	eventually(t, ctx, `!document.querySelector('.explore.open')`)

	// A saved query with a parameter.
	do(t, ctx, chromedp.Navigate(addr+"/?query=who-met-whom"))
	eventually(t, ctx, `document.querySelectorAll('.answer tbody tr').length > 2`)
	eventually(t, ctx, `(document.querySelector('.params input').focus(), true)`)
	press(t, ctx, "John Kerry")
	eventually(t, ctx, `document.querySelector('.params [role=option] .name b')`)
	press(t, ctx, "\r")
	do(t, ctx, chromedp.Evaluate[chromedp.Void](`document.querySelector('.params button').click()`))
	eventually(t, ctx, `location.search.includes('p.who=John+Kerry')`)
	eventually(t, ctx, `[...document.querySelectorAll('.answer tbody tr')].every(e => e.textContent.includes('Kerry')) && document.querySelectorAll('.answer tbody tr').length >= 1`)
	shot(t, ctx, "explorer-query")

	// The answer as bars: a bar has its rows, and the address has it all.
	do(t, ctx, chromedp.Navigate(addr+"/?query=not-facts&p.name=Russia&show=chart&x=status&by=what"))
	eventually(t, ctx, `document.querySelectorAll('.chart .bar').length >= 2 && document.querySelectorAll('.series li').length >= 2`)
	do(t, ctx, chromedp.Evaluate[chromedp.Void](`(b => (b.focus(), b.click()))(document.querySelector('.figurestable tbody button'))`))
	eventually(t, ctx, `location.search.includes('at=') && document.querySelectorAll('.behind tbody tr').length === Number(document.querySelector('.figurestable tbody td').textContent)`)
	eventually(t, ctx, `document.activeElement === document.querySelector('.figurestable tbody button')`) // the keyboard stays where it was
	shot(t, ctx, "explorer-chart")
	do(t, ctx, chromedp.Navigate(addr+"/?query=who-met-whom&show=graph"))
	eventually(t, ctx, `document.querySelector('.framed canvas') && Object.keys(kgPositions()?.edges ?? {}).some(k => k.includes('meets') && k.includes('Sergei_Lavrov'))`)
	do(t, ctx, chromedp.Evaluate[chromedp.Void](`document.querySelector('.framed').scrollIntoView()`))
	time.Sleep(500 * time.Millisecond)
	edge = value[map[string]float64](t, ctx, `Object.entries(kgPositions().edges).find(([k]) => k.includes('meets') && k.includes('Sergei_Lavrov'))[1]`)
	click(t, ctx, edge["x"], edge["y"])
	eventually(t, ctx, firstSentence+`?.includes('who met John Kerry')`)

	// A filter narrows the view and is in the address.
	do(t, ctx, chromedp.Navigate(addr+"/?e=United_States&relation=accuses"))
	eventually(t, ctx, `document.querySelector('.chip')?.textContent.includes('1 of 1')`)

	// A path between two.
	do(t, ctx, chromedp.Navigate(addr+"/?start=Russia&end=France"))
	eventually(t, ctx, `document.querySelectorAll('.chains li').length > 0`)
	shot(t, ctx, "explorer-path")
}

// What an article says is only ever text.
func TestExplorerHostileArticle(t *testing.T) {
	needPage(t)
	addr := serving(t, sharedExamples)
	ctx := browser(t, addr, 1280, 820, withWebGL...)
	do(t, ctx, chromedp.Navigate(addr+"/?page=articles"))
	eventually(t, ctx, `[...document.querySelectorAll('.articles a')].some(e => e.textContent.includes('onerror'))`)
	do(t, ctx, chromedp.Evaluate[chromedp.Void](`[...document.querySelectorAll('.articles a')].find(e => e.textContent.includes('onerror')).click()`))
	eventually(t, ctx, `document.querySelector('.text')?.textContent.includes('window.hacked=4')`)
	shot(t, ctx, "explorer-hostile")
	do(t, ctx, chromedp.Navigate(addr+"/?e=Ada_Quill&node=Ada_Quill"))
	eventually(t, ctx, `document.querySelector('.panel h2')?.textContent.includes('Quill')`)
	time.Sleep(300 * time.Millisecond)
	if got := value[string](t, ctx, `String(window.hacked) + document.querySelectorAll('main img, main script, main b[onclick], a[href^="javascript"]').length`); got != "undefined0" {
		t.Errorf("the article did something: %s", got)
	}
}

// views are what every check of looks goes through.
var views = []string{
	"/", "/?e=Russia&node=Russia", "/?e=Russia&e=United_States&view=table&subject=United_States&object=Russia", "/?e=Russia&view=timeline",
	"/?page=articles", "/?page=queries", "/?query=who-met-whom", "/?query=who-met-whom&show=chart&at=2015-09", "/?query=not-facts&p.name=Russia&show=chart&by=what",
	"/?find=foreign+minister", "/?page=load", "/?page=paths", "/?start=Russia&end=France",
}

// A phone: nothing is wider than the screen, and the table leads to the sentence.
func TestExplorerOnAPhone(t *testing.T) {
	needPage(t)
	addr := serving(t, sharedExamples)
	ctx := browser(t, addr, 390, 844, withWebGL...)
	do(t, ctx, chromedp.EmulateViewport(390, 844, chromedp.EmulateMobile))
	for i, v := range views {
		do(t, ctx, chromedp.Navigate(addr+v))
		eventually(t, ctx, `document.querySelector('main')?.innerText.length > 40`)
		time.Sleep(300 * time.Millisecond)
		shot(t, ctx, fmt.Sprintf("explorer-phone-%d", i))
		if wide := value[int](t, ctx, `document.documentElement.scrollWidth`); wide > 390 {
			t.Errorf("%s is %d pixels wide", v, wide)
		}
	}
}

// axe-core finds nothing to complain about, on a desk and on a phone; nor at the colours in the dark.
func TestExplorerIsAccessible(t *testing.T) {
	needPage(t)
	axe, err := os.ReadFile("../../web/node_modules/axe-core/axe.min.js")
	if err != nil {
		t.Skip("skipped: axe-core is not installed (npm ci in web/)")
	}
	addr := serving(t, sharedExamples)
	all := `{runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']}`
	colours := `{runOnly: {type: 'rule', values: ['color-contrast', 'link-in-text-block']}}`
	for _, width := range []int{1280, 390} {
		ctx := browser(t, addr, width, 830, withWebGL...)
		do(t, ctx, chromedp.EmulateViewport(int64(width), 830))
		for _, v := range views {
			emulate(t, ctx, "light")
			do(t, ctx, chromedp.Navigate(addr+v))
			eventually(t, ctx, `document.querySelector('main')?.innerText.length > 40 && !document.querySelector('[aria-busy]')`)
			if found := violations(t, ctx, string(axe), all); found != "" {
				t.Errorf("%s, %d wide:\n%s", v, width, found)
			}
			if width == 390 {
				continue
			}
			emulate(t, ctx, "dark")
			if found := violations(t, ctx, "", colours); found != "" {
				t.Errorf("%s, dark:\n%s", v, found)
			}
		}
	}
}

func emulate(t *testing.T, ctx context.Context, scheme string) {
	t.Helper()
	if _, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"},
	}}); err != nil {
		t.Fatal(err)
	}
}

// violations runs axe-core in the page; where it is there already, axe is empty.
func violations(t *testing.T, ctx context.Context, axe, options string) string {
	t.Helper()
	found, err := chromedp.Run(ctx, chromedp.Evaluate[string](axe+`;
		axe.run(document, `+options+`).then(r =>
			r.violations.map(v => v.id + ': ' + v.nodes.slice(0, 3).map(n => n.html.slice(0, 160)).join(' | ')).join('\n'))`, chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(found)
}
