package main

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"os"
	"sync"

	"github.com/spf13/cobra"

	"kg/graph"
	"kg/queries"
	"kg/serve"
	"kg/serve/mcp"
)

func newMCPCmd(a *app) *cobra.Command {
	var addr string
	var write bool
	cmd := &cobra.Command{
		Use:   "mcp",
		Short: "Let an assistant read the graph",
		Long: `Mcp answers the Model Context Protocol on standard input and output, which is how an assistant starts it: tools to search the
graph, to read what is said of an entity with the sentences that say it, to find chains of facts, and to run saved queries. Nothing is
written without --write, which adds a tool that loads an article. With --addr it answers at /mcp of that address instead, on the terms of kg serve; kg serve --mcp has it beside the rest.`,
		Example: `  kg mcp --store /path/of/the/graph
  kg mcp --addr 127.0.0.1:64211`,
		Args: args(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if addr != "" {
				if _, _, err := net.SplitHostPort(addr); err != nil {
					return usageError{fmt.Errorf("addr %q: want host:port", addr)}
				}
			}
			return a.serveMCP(cmd.Context(), addr, write)
		},
	}
	cmd.Flags().BoolVar(&write, "write", false, "let the assistant load articles")
	cmd.Flags().StringVar(&addr, "addr", "", "`host:port` to listen on, in place of standard input and output")
	return cmd
}

func (a *app) mcpOptions(logger *slog.Logger) mcp.Options {
	return mcp.Options{Version: version(), Time: a.config.Query.Timeout, Logger: logger}
}

func (a *app) serveMCP(ctx context.Context, addr string, write bool) error {
	lib, err := queries.Load(a.config.Queries.Path)
	if err != nil {
		return err
	}
	open := a.open
	if write {
		open = func(ctx context.Context) (*graph.Store, error) { return a.openForWriting(ctx, true) }
	}
	store, err := open(ctx)
	if err != nil {
		return err
	}
	defer store.Close()
	logger, reader := a.logger(addr == ""), graph.NewReader(store)
	var warming sync.WaitGroup
	defer warming.Wait() // before the store is closed
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	warming.Go(func() {
		if err := reader.Warm(ctx); err != nil && ctx.Err() == nil {
			logger.Warn("reading names", "err", err)
		}
	})
	opt := a.mcpOptions(logger)
	if write {
		edit, err := a.editor(store)
		if err != nil {
			return err
		}
		opt.Load = edit.loadOne
	}
	server := mcp.New(reader, lib, opt)
	if addr == "" {
		return server.Serve(ctx, a.stdin, a.stdout)
	}
	s, err := serve.New(store, lib, serve.Options{Token: os.Getenv("KG_SERVE_TOKEN"), Time: a.config.Query.Timeout, Logger: logger, MCP: server, OnlyMCP: true})
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return err
	}
	fmt.Fprintf(a.stderr, "serving http://%s/mcp (Ctrl-C ends it)\n", listener.Addr())
	return s.Run(ctx, listener)
}
