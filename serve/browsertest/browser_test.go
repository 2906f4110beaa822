// Package browsertest drives a browser against a running kg serve. It is a module of its own, so that the driver is
// no dependency of kg.
package browsertest

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

var (
	workDir string
	stops   []func() // end the servers that several tests share
)

func TestMain(m *testing.M) {
	var err error
	if workDir, err = os.MkdirTemp("", "kg-browsertest"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	code := m.Run()
	for _, stop := range stops {
		stop()
	}
	os.RemoveAll(workDir)
	os.Exit(code)
}

// kgBinary builds kg, once.
var kgBinary = sync.OnceValues(func() (string, error) {
	bin := filepath.Join(workDir, "kg")
	build := exec.Command("go", "build", "-o", bin, "./cmd/kg")
	build.Dir = filepath.Join("..", "..")
	if out, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("go build: %w\n%s", err, out)
	}
	return bin, nil
})

// Servers that several tests share, none of which changes the graph: one that only reads a single article, and one of
// the examples that may write.
var (
	sharedSmall = sync.OnceValues(func() (string, error) {
		addr, stop, err := start(map[string]string{"a.txt": "Anna Berg met Karl Lund in Oslo on Tuesday. Norway supports Sweden.\n"})
		stops = append(stops, stop)
		return addr, err
	})
	sharedExamples = sync.OnceValues(func() (string, error) {
		articles, err := examples()
		if err != nil {
			return "", err
		}
		addr, stop, err := start(articles, "--write")
		stops = append(stops, stop)
		return addr, err
	})
)

// serving gives the address of a server that tests share.
func serving(t *testing.T, shared func() (string, error)) string {
	t.Helper()
	addr, err := shared()
	if err != nil {
		t.Fatal(err)
	}
	return addr
}

// start loads articles, by the names of their files, and serves them; it gives the address and what ends it.
func start(articles map[string]string, flags ...string) (addr string, stop func(), err error) {
	stop = func() {}
	bin, err := kgBinary()
	if err != nil {
		return "", stop, err
	}
	dir, err := os.MkdirTemp(workDir, "store")
	if err != nil {
		return "", stop, err
	}
	folder := filepath.Join(dir, "articles")
	if err := os.Mkdir(folder, 0o755); err != nil {
		return "", stop, err
	}
	for name, text := range articles {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o644); err != nil {
			return "", stop, err
		}
	}
	store := filepath.Join(dir, "store")
	if out, err := exec.Command(bin, "--store", store, "load", folder).CombinedOutput(); err != nil {
		return "", stop, fmt.Errorf("kg load: %w\n%s", err, out)
	}
	return serve(bin, store, flags...)
}

// signIn has the addresses that let a browser write, by those of the servers.
var signIn sync.Map

// serve serves a store.
func serve(bin, store string, flags ...string) (addr string, stop func(), err error) {
	cmd := exec.Command(bin, append([]string{"--store", store, "serve", "--addr", "127.0.0.1:0", "--quiet"}, flags...)...)
	stop = func() {}
	stderr, err := cmd.StderrPipe()
	if err != nil {
		return "", stop, err
	}
	if err := cmd.Start(); err != nil {
		return "", stop, err
	}
	stop = func() {
		cmd.Process.Signal(os.Interrupt)
		cmd.Wait()
	}
	lines := bufio.NewReader(stderr)
	line, err := lines.ReadString('\n')
	if err != nil {
		return "", stop, err
	}
	if addr = regexp.MustCompile(`http://[^/]+`).FindString(line); addr == "" {
		return "", stop, fmt.Errorf("kg serve says %q", line)
	}
	if slices.Contains(flags, "--write") {
		if line, err = lines.ReadString('\n'); err != nil {
			return "", stop, err
		}
		signIn.Store(addr, regexp.MustCompile(`http://\S+`).FindString(line))
	}
	go io.Copy(os.Stderr, lines)
	return addr, stop, nil
}

// browser starts one, or skips the test where there is none. Requests to other origins, where there is to be one, and
// errors of the page are errors of the test.
func browser(t *testing.T, origin string, width, height int, more ...chromedp.ExecAllocatorOption) context.Context {
	t.Helper()
	path := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if p, err := exec.LookPath(name); err == nil {
			path = p
			break
		}
	}
	if path == "" {
		t.Skip("skipped: no chromium on this machine")
	}
	opts := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox,
		chromedp.WindowSize(width, height), chromedp.Flag("disable-background-networking", true))
	opts = append(opts, more...)
	ctx, cancel := chromedp.NewExecAllocator(context.Background(), opts...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	var mu sync.Mutex
	err := chromedp.Listen(ctx, func(ev any) {
		mu.Lock()
		defer mu.Unlock()
		switch ev := ev.(type) {
		case *network.EventRequestWillBeSent:
			u, err := url.Parse(ev.Request.URL)
			if err != nil || u.Scheme != "data" && u.Scheme != "blob" && origin != "" && u.Scheme+"://"+u.Host != origin {
				t.Errorf("a request leaves the origin: %s", ev.Request.URL)
			}
		case *network.EventResponseReceived:
			if ev.Response.Status >= 400 && !isRefusal(ev.Response.URL, ev.Response.Status) {
				t.Errorf("%s: %d", ev.Response.URL, ev.Response.Status)
			}
		case *runtime.EventExceptionThrown:
			t.Errorf("exception in the page: %s", ev.ExceptionDetails.Text)
		case *log.EventEntryAdded:
			if ev.Entry.Level == log.EntryLevelError && !isRefusal(ev.Entry.URL, 400) {
				t.Errorf("error in the page: %s %s", ev.Entry.Text, ev.Entry.URL)
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel = context.WithTimeout(ctx, 2*time.Minute)
	t.Cleanup(cancel)
	if link, ok := signIn.Load(origin); ok {
		do(t, ctx, chromedp.Navigate(link.(string)))
	}
	return ctx
}

// isRefusal reports whether an answer is to a mistake that the test makes on purpose.
func isRefusal(url string, status int64) bool {
	return status == 400 && strings.Contains(url, "/api/v2/query") || strings.Contains(url, "/api/v2/write")
}

// shot keeps a picture where KG_SHOTS names a folder for them.
func shot(t *testing.T, ctx context.Context, name string) {
	dir := os.Getenv("KG_SHOTS")
	if dir == "" {
		return
	}
	png, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, name+".png"), png, 0o644); err != nil {
		t.Fatal(err)
	}
}

func do(t *testing.T, ctx context.Context, actions ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	if err := chromedp.Do(ctx, actions...); err != nil {
		t.Fatal(err)
	}
}

// eventually evaluates an expression in the page until it is true.
func eventually(t *testing.T, ctx context.Context, expr string) {
	t.Helper()
	var err error
	for range 150 {
		var ok bool
		if ok, err = chromedp.Run(ctx, chromedp.Evaluate[bool]("!!("+expr+")")); err == nil && ok {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	shot(t, ctx, "failed")
	text, _ := chromedp.Run(ctx, chromedp.Evaluate[string]("document.body.innerText"))
	t.Fatalf("not true: %s (%v)\n%s", expr, err, text)
}

const editorReady = `window.monaco && monaco.editor.getModels().length > 0 && document.querySelector('.QueryEditor .monaco-editor')`

// menu opens a page of the web UI.
func menu(name string) chromedp.Action[chromedp.Void] {
	return chromedp.Evaluate[chromedp.Void](fmt.Sprintf(
		`[...document.querySelectorAll('.mdc-drawer .mdc-list-item')].find(e => e.textContent.trim() === %q).click()`, name))
}

// write puts a script into the editor, run runs it.
func write(script string) chromedp.Action[chromedp.Void] {
	return chromedp.Evaluate[chromedp.Void](fmt.Sprintf(
		`monaco.editor.getModels().find(m => m.getModeId() === 'javascript').setValue(%q)`, script))
}

func run() chromedp.Action[chromedp.Void] {
	return chromedp.Evaluate[chromedp.Void](`[...document.querySelectorAll('button')].find(e => /run/i.test(e.textContent)).click()`)
}

// results is the text of the answer.
const results = `monaco.editor.getModels().filter(m => m.getModeId() === 'json').map(m => m.getValue()).join('')`

func TestCayleyWebUI(t *testing.T) {
	addr := serving(t, sharedSmall)
	ctx := browser(t, addr, 1280, 800)
	do(t, ctx, chromedp.Navigate(addr+"/ui/"))
	eventually(t, ctx, editorReady)

	// The editor knows what a script may use.
	names, err := chromedp.Run(ctx, chromedp.Evaluate[string](`(async () => {
		const m = monaco.editor.getModels().find(m => m.getModeId() === 'javascript');
		m.setValue('kg.');
		const worker = await (await monaco.languages.typescript.getJavaScriptWorker())(m.uri);
		return (await worker.getCompletionsAtPosition(m.uri.toString(), 3)).entries.map(e => e.name).join(' ');
	})()`, chromedp.EvalAwaitPromise))
	if err != nil || !strings.Contains(names, "find ") || !strings.Contains(names, "narrower ") {
		t.Errorf("completed: %q, %v", names, err)
	}

	// A query is run and its answer shown.
	do(t, ctx, write(`g.V("<ent:Anna_Berg>").out("<rel:meets>").all()`), run())
	eventually(t, ctx, results+`.includes('ent:Karl_Lund')`)
	shot(t, ctx, "query")

	// A mistake is shown with its line, and an empty answer and a bare value do not blank the page.
	do(t, ctx, write("\ng.V().out(function () {})"), run())
	eventually(t, ctx, results+`.includes('query:2:10')`)
	do(t, ctx, write(`g.V("<ent:Nobody>").all()`), run())
	eventually(t, ctx, results+`.replace(/\s/g, '') === '{"result":[]}'`)
	do(t, ctx, write(`g.emit(3)`), run())
	eventually(t, ctx, results+`.includes('@value')`)

	// A saved query is put into the editor and runs.
	eventually(t, ctx, `document.querySelectorAll('#kg-queries option').length > 20`)
	do(t, ctx, chromedp.Evaluate[chromedp.Void](`(() => {
		const s = document.getElementById('kg-queries');
		s.value = [...s.options].find(o => o.textContent === 'Who met whom').value;
		s.dispatchEvent(new Event('change'));
	})()`), run())
	eventually(t, ctx, results+`.includes('Anna Berg met Karl Lund')`)
	shot(t, ctx, "saved")

	// A graph is drawn, with labels: from tags, and from a saved query.
	do(t, ctx, menu("Visualize"))
	eventually(t, ctx, editorReady)
	do(t, ctx, write(`g.V("<ent:Anna_Berg>").tag("source").out("<rel:meets>").tag("target").all()`), run())
	eventually(t, ctx, `document.querySelectorAll('.graph svg line').length === 1`)
	eventually(t, ctx, `[...document.querySelectorAll('.graph svg text')].map(e => e.textContent).join().includes('Karl Lund')`)
	shot(t, ctx, "visualize")
	do(t, ctx, write(`g.V("<ent:Nobody>").tag("source").out("<rel:meets>").tag("target").all()`), run())
	eventually(t, ctx, `document.querySelectorAll('.graph svg line').length === 0`)
	do(t, ctx, write(`g.emit({source: 1, target: 2})`), run())
	eventually(t, ctx, `document.getElementById('kg-state').textContent.includes('none has a source')`)

	// The shape of a query answers.
	do(t, ctx, menu("Query Shape"))
	eventually(t, ctx, editorReady)
	do(t, ctx, write(`g.V("<ent:Anna_Berg>").out("<rel:meets>").all()`), run())
	eventually(t, ctx, results+`.includes('"call": "all"')`)
	shot(t, ctx, "shape")

	// A write that is refused is said to be.
	do(t, ctx, menu("Write"))
	eventually(t, ctx, `window.monaco && monaco.editor.getModels().some(m => m.getModeId() === 'nquads' || m.getModeId() === 'plaintext')`)
	do(t, ctx, chromedp.Evaluate[chromedp.Void](`monaco.editor.getModels().forEach(m => m.setValue('<a> <b> <c> .'))`), run())
	eventually(t, ctx, `document.getElementById('kg-state').textContent.includes('read-only')`)
	shot(t, ctx, "write")

	// Another language keeps the page.
	do(t, ctx, menu("Query"))
	eventually(t, ctx, editorReady)
	do(t, ctx, chromedp.Evaluate[chromedp.Void](`(() => {
		const s = document.querySelector('.actions select');
		const set = Object.getOwnPropertyDescriptor(HTMLSelectElement.prototype, 'value').set;
		set.call(s, 'mql');
		s.dispatchEvent(new Event('change', {bubbles: true}));
	})()`))
	eventually(t, ctx, editorReady+` && document.querySelector('.actions select').value === 'mql'`)
	do(t, ctx, chromedp.Evaluate[chromedp.Void](`monaco.editor.getModels()[0].setValue('[{"id": "<ent:Anna_Berg>", "<rdfs:label>": null}]')`), run())
	eventually(t, ctx, results+`.includes('Anna Berg')`)
	shot(t, ctx, "mql")
}

func TestCayleyWebUIOnAPhone(t *testing.T) {
	addr := serving(t, sharedSmall)
	ctx := browser(t, addr, 390, 800)
	do(t, ctx, chromedp.EmulateViewport(390, 800, chromedp.EmulateMobile), chromedp.Navigate(addr+"/ui/"))
	eventually(t, ctx, editorReady)
	do(t, ctx, write(`g.V("<ent:Anna_Berg>").out("<rel:meets>").all()`), run())
	eventually(t, ctx, results+`.includes('ent:Karl_Lund')`)
	shot(t, ctx, "phone")
	eventually(t, ctx, `document.documentElement.scrollWidth <= 390`)
}
