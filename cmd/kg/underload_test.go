package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http/httptest"
	"testing"
	"time"

	"kg/graph"
	"kg/queries"
	"kg/queries/bench"
	"kg/serve"
	"kg/serve/api"
	"kg/serve/loadtest"
)

// Many clients read while articles are loaded: no request fails, no answer is wrong.
func TestServeUnderLoad(t *testing.T) {
	a := &app{stderr: io.Discard, config: &Config{}}
	a.config.Store.Address = t.TempDir() + "/g"
	ctx := context.Background()
	store, err := a.openForWriting(ctx, true)
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	var batch []*graph.Record
	for r := range bench.Records(900, 1) {
		batch = append(batch, r)
	}
	_, errs := store.PutAll(ctx, batch)
	for _, err := range errs {
		if err != nil {
			t.Fatal(err)
		}
	}
	lib, err := queries.Load()
	if err != nil {
		t.Fatal(err)
	}
	edit, err := a.editor(store)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := edit.engine(); err != nil { // reads the models before the time runs
		t.Fatal(err)
	}
	logger := slog.New(slog.DiscardHandler)
	routes := api.New(store, lib, api.Options{Editor: edit, Write: true, Logger: logger})
	s, err := serve.New(store, lib, serve.Options{Write: true, Logger: logger, API: routes})
	if err != nil {
		t.Fatal(err)
	}
	ts := httptest.NewUnstartedServer(nil)
	ts.Config.Handler = s.Handler(ts.Listener.Addr().String())
	ts.Start()
	defer ts.Close()
	// First every article is a new one, then they replace each other.
	for _, replaces := range []bool{false, true} {
		n := 0
		underLoad(t, loadtest.Options{URL: ts.URL, Clients: 16, Time: 3 * time.Second, Seed: 3, Replaces: replaces, Articles: func() ([]byte, bool) {
			n++
			page := n
			if replaces {
				page = n % 3
			}
			text := "Anna Berg met Karl Lund in Oslo on Tuesday. Karl Lund praised Anna Berg. The police in Bergen arrested Pia Dahl."
			if n%2 == 0 {
				text = "Pia Dahl accused Anna Berg. On Friday Karl Lund visited Norway. Anna Berg met Pia Dahl in Bergen."
			}
			b, err := json.Marshal(map[string]string{"text": text, "url": fmt.Sprintf("https://news.example/%v/%d", replaces, page), "title": fmt.Sprint("Talks ", n), "date": "2020-01-02"})
			return b, err == nil
		}})
	}
}

func underLoad(t *testing.T, opt loadtest.Options) {
	t.Helper()
	report, err := loadtest.Run(context.Background(), opt)
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range append(report.Failed, report.Wrong...) {
		t.Error(text)
	}
	all := report.Kinds[len(report.Kinds)-1]
	t.Logf("%d requests, %d articles, median %v, 99th percentile %v", all.Requests, report.Loaded, all.P50, all.P99)
	if all.Requests < 20 || report.Loaded < 1 || len(report.Kinds) < 5 { // a busy machine asks little
		t.Errorf("too little was asked: %+v", report)
	}
}
