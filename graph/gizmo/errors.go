package gizmo

import (
	"errors"
	"fmt"
	"strings"

	"github.com/dop251/goja"
)

// ScriptError is an error of a script, or a limit that it ran into, at a place of the script. Line and Col
// count from 1; they are 0 where the place is not known. Err, where it is not nil, is what lies behind it:
// one of ErrTime, ErrRows, ErrMemory, ErrDepth, or the cause of a cancelled context.
type ScriptError struct {
	Name      string // of the script
	Line, Col int
	Msg       string
	Err       error
}

func (e *ScriptError) Error() string {
	switch {
	case e.Line == 0:
		return e.Name + ": " + e.Msg
	case e.Col == 0:
		return fmt.Sprintf("%s:%d: %s", e.Name, e.Line, e.Msg)
	}
	return fmt.Sprintf("%s:%d:%d: %s", e.Name, e.Line, e.Col, e.Msg)
}

func (e *ScriptError) Unwrap() error { return e.Err }

// scriptError turns an error of the script engine into a ScriptError. The place is that of the innermost
// frame that is text of the script called name.
func scriptError(vm *goja.Runtime, name string, err, cause error) error {
	out := &ScriptError{Name: name}
	var frames []goja.StackFrame
	var interrupted *goja.InterruptedError
	var overflow *goja.StackOverflowError
	var exception *goja.Exception
	switch {
	case errors.As(err, &interrupted):
		frames = interrupted.Stack()
		if c, ok := interrupted.Value().(error); ok && cause == nil {
			cause = c
		}
	case errors.As(err, &overflow):
		frames, cause = overflow.Stack(), ErrDepth
	case errors.As(err, &exception):
		frames = exception.Stack()
		out.Msg = exceptionText(vm, exception.Value())
	case err != nil:
		out.Msg = err.Error()
	}
	for i := range frames {
		if frames[i].SrcName() == name {
			p := frames[i].Position()
			out.Line, out.Col = p.Line, p.Column
			break
		}
	}
	if cause != nil {
		out.Err = cause
		out.Msg = "stopped: " + cause.Error()
	}
	return out
}

// text is what a thrown value says of itself, without the name of a plain error's class. It may run code of
// the script (a toString of its own), so it is called while the watch is on; vm.Try keeps an exception in.
func exceptionText(vm *goja.Runtime, v goja.Value) (text string) {
	text = "exception"
	if v == nil {
		return text
	}
	if ex := vm.Try(func() { text = v.String() }); ex != nil {
		return "exception that cannot be shown"
	}
	if _, ok := v.(*goja.Object); !ok {
		return text
	}
	for _, p := range []string{"Error: ", "TypeError: ", "RangeError: "} {
		if rest, ok := strings.CutPrefix(text, p); ok && rest != "" {
			return rest
		}
	}
	return text
}
