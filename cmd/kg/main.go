// Command kg builds a knowledge graph from news articles: it finds who did what to whom, keeps each fact as
// quads in a Cayley graph store, and answers questions about them.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"
)

func main() { os.Exit(run()) }

// run is main with an exit code, so that tests can run the command in their own process.
func run() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // the first signal drains, the second kills
	signal.Ignore(syscall.SIGPIPE)

	app := &app{stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr}
	err := newRootCmd(app).ExecuteContext(ctx)
	switch code := exitCode(ctx, err); {
	case err == nil || errors.Is(err, syscall.EPIPE):
		return 0
	case code == exitPartial, errors.Is(err, errDifferent):
		return code // each failure or difference was named when it was found
	case code == exitInterrupted && errors.Is(err, context.Canceled):
		fmt.Fprintln(os.Stderr, "kg: interrupted")
		return code
	default:
		fmt.Fprintln(os.Stderr, "kg:", err)
		return code
	}
}

// Exit codes.
const (
	exitFailed      = 1
	exitUsage       = 2
	exitPartial     = 3
	exitInterrupted = 130
)

// errPartial is the error of a command that did its work but for the parts that it has named.
var errPartial = errors.New("part of the input was not loaded")

// usageError is an error in how kg was called.
type usageError struct{ err error }

func (e usageError) Error() string { return e.err.Error() }
func (e usageError) Unwrap() error { return e.err }

func exitCode(ctx context.Context, err error) int {
	var usage usageError
	var trouble troubleError
	switch {
	case err == nil:
		return 0
	case ctx.Err() != nil:
		return exitInterrupted
	case errors.As(err, &usage), errors.As(err, &trouble):
		return exitUsage
	case errors.Is(err, errPartial):
		return exitPartial
	}
	return exitFailed
}
