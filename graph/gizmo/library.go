package gizmo

import (
	"sync/atomic"

	"github.com/dop251/goja"
)

// compiledLibrary is a library that every session runs first. A program belongs to no session.
type compiledLibrary struct {
	name, script string
	program      *goja.Program
}

// lastLibrary is the library that was compiled last: a process has one, and compiling it takes longer than the rest of a
// session's start.
var lastLibrary atomic.Pointer[compiledLibrary]

// compileLibrary is compile for a library.
func compileLibrary(name, script string) (*goja.Program, error) {
	if l := lastLibrary.Load(); l != nil && l.name == name && l.script == script {
		return l.program, nil
	}
	program, err := compile(name, script)
	if err == nil {
		lastLibrary.Store(&compiledLibrary{name, script, program})
	}
	return program, err
}
