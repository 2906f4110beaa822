package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"sync"

	"github.com/spf13/cobra"

	"kg/graph"
	"kg/queries"
	"kg/serve"
	"kg/serve/api"
	"kg/serve/explorer"
	"kg/serve/mcp"
)

func newServeCmd(a *app) *cobra.Command {
	var addr string
	var write, quiet, withMCP bool
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Serve the graph to a browser",
		Long: `Serve answers on a port of this machine: Cayley's web UI at /ui/, Cayley's routes at /api/v2/ and the
JSON API at /api/kg/v1/. It is read-only without --write. With it, who changes the graph has to show a token: the address
that is printed at the start has it. Beyond the loopback interface everyone has to show one: it is then in the environment
variable KG_SERVE_TOKEN. A browser gives it as a password or by opening /?token=…, a program as a bearer token.

The first interrupt lets requests in progress finish.`,
		Example: `  kg serve
  kg serve --addr 127.0.0.1:8080`,
		Args: args(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if addr == "" {
				addr = a.config.Serve.Addr
			}
			return a.serve(cmd.Context(), addr, serving{write || a.config.Serve.Write, quiet, withMCP})
		},
	}
	cmd.Flags().StringVar(&addr, "addr", "", "`host:port` to listen on (default: serve.addr, 127.0.0.1:64210)")
	cmd.Flags().BoolVar(&write, "write", false, "let clients load articles, decide about identity and write quads")
	cmd.Flags().BoolVar(&withMCP, "mcp", false, "answer assistants at /mcp too, see kg mcp")
	cmd.Flags().BoolVar(&quiet, "quiet", false, "no line for each request")
	return cmd
}

// serving says how to serve.
type serving struct{ write, quiet, mcp bool }

func (a *app) serve(ctx context.Context, addr string, how serving) error {
	if _, _, err := net.SplitHostPort(addr); err != nil {
		return usageError{fmt.Errorf("addr %q: want host:port", addr)}
	}
	lib, err := queries.Load(a.config.Queries.Path)
	if err != nil {
		return err
	}
	var store *graph.Store
	if how.write {
		store, err = a.openForWriting(ctx, false)
	} else {
		store, err = a.open(ctx)
	}
	if err != nil {
		return err
	}
	defer store.Close()
	logger := a.logger(how.quiet)
	edit, err := a.editor(store)
	if err != nil {
		return err
	}
	routes := api.New(store, lib, api.Options{Time: a.config.Query.Timeout, Logger: logger, Editor: edit, Write: how.write})
	var warming sync.WaitGroup
	defer warming.Wait() // before the store is closed
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	warming.Go(func() {
		if err := routes.Warm(ctx); err != nil && ctx.Err() == nil {
			logger.Warn("reading names", "err", err)
		}
	})
	opt := serve.Options{
		Write: how.write, Token: os.Getenv("KG_SERVE_TOKEN"), Time: a.config.Query.Timeout, Logger: logger,
		API: routes, Explorer: explorer.Handler(),
	}
	if how.write && opt.Token == "" {
		opt.WriteToken = rand.Text()
	}
	if how.mcp {
		opt.MCP = mcp.New(routes.Reader(), lib, a.mcpOptions(logger))
	}
	s, err := serve.New(store, lib, opt)
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return err
	}
	fmt.Fprintf(a.stderr, "serving http://%s/ (Ctrl-C ends it)\n", listener.Addr())
	if opt.WriteToken != "" {
		fmt.Fprintf(a.stderr, "to change the graph, open http://%s/?token=%s (a program gives the token as a bearer)\n", listener.Addr(), opt.WriteToken)
	}
	if !s.Offline() {
		fmt.Fprintln(a.stderr, "the web UI loads its editor from a public host: run npm run build:console in web/ and build again to work offline")
	}
	defer context.AfterFunc(ctx, routes.Stop)()
	err = s.Run(ctx, listener)
	return errors.Join(err, routes.Drain(context.WithoutCancel(ctx))) // a decision at work is carried out
}

// logger writes to standard error.
func (a *app) logger(quiet bool) *slog.Logger {
	level := slog.LevelInfo
	if quiet {
		level = slog.LevelWarn
	}
	return slog.New(slog.NewTextHandler(a.stderr, &slog.HandlerOptions{Level: level}))
}
