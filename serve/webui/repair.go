package webui

// repair is a text to replace in a file of Cayley's page.
type repair struct {
	file     string // pattern of path.Match
	old, new string
	offline  bool // only where the assets are built in
}

const cdn = "https://cdn.jsdelivr.net/npm/monaco-editor@0.18.1/min/vs"

// editorScript starts the editor, which is loaded from base.
func editorScript(base string) []byte {
	return []byte("require.config({paths: {vs: '" + base + "'}});\n" +
		"require(['vs/editor/editor.main'], function () { document.dispatchEvent(new Event('monaco_init')); });\n")
}

var repairs = []repair{
	// The page is at /ui/, not at the root.
	{file: "index.html", old: `href="/`, new: `href="/ui/`},
	{file: "index.html", old: `src="/`, new: `src="/ui/`},
	{file: "index.html", old: `l.p="/"`, new: `l.p="/ui/"`},
	{file: "static/js/runtime-main.*.js", old: `l.p="/"`, new: `l.p="/ui/"`},
	{file: "static/js/main.*.chunk.js", old: `"".concat("","/gizmo.d.ts")`, new: `"/ui/gizmo.d.ts"`},

	// It talks to the host that it came from.
	{file: "static/js/main.*.chunk.js", old: `"http://localhost:64210"`, new: `""`},
	{file: "static/js/2.*.chunk.js", old: `"http://localhost:64210"`, new: `""`},

	// Editor and icons come from there too.
	{file: "static/js/2.*.chunk.js", old: cdn, new: "/ui/vs", offline: true},
	{file: "static/css/main.*.chunk.css", old: "https://fonts.googleapis.com/icon?family=Material+Icons", new: "/ui/material-icons.css", offline: true},

	// The editor is started by a file, not by a script within the page, which the page's policy does not run.
	{file: "static/js/2.*.chunk.js", old: `e=this.createScript();return e.innerHTML="\n      require.config({ paths: { 'vs': '".concat(` +
		`this.__config.urls.monacoBase,"' } });\n      require(['vs/editor/editor.main'], function() {\n        ` +
		`document.dispatchEvent(new Event('monaco_init'));\n      });\n    "),e.onerror`,
		new: `e=this.createScript("/ui/editor.js");return e.onerror`},

	// Choosing another language must not set the text of the editor to nothing, which blanks the page.
	{file: "static/js/2.*.chunk.js", old: "O.current.setValue(t),w.current.editor.setModelLanguage(",
		new: "void 0!==t&&O.current.setValue(t),w.current.editor.setModelLanguage("},

	// A node of the drawing is shown with its label.
	{file: "static/js/main.*.chunk.js", old: `{textAnchor:"end"},t.id)`, new: `{textAnchor:"end"},window.kgLabel?window.kgLabel(t.id):t.id)`},
}
