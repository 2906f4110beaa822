# What a newcomer runs: make run, make test. Both say in one line what is missing.

GO     ?= go
NPM    ?= npm
ADDR   ?= 127.0.0.1:64210
STORE  ?= build/sample
KG      = bin/kg

export CGO_ENABLED = 0

.PHONY: run build web test lint browser bench-store bench-serve cluster clean

## run: build, load the sample articles, show what came of it, serve the web UI
run: build
	@rm -rf $(STORE)
	@echo "== kg load examples/articles"
	@$(KG) --store $(STORE) load examples/articles
	@echo; echo '== kg show "John Kerry"'
	@$(KG) --store $(STORE) show "John Kerry"
	@echo; echo '== kg query who-met-whom'
	@$(KG) --store $(STORE) query who-met-whom
	@echo; echo '== kg query who-supports --param name="Bashar al-Assad"'
	@$(KG) --store $(STORE) query who-supports --param name="Bashar al-Assad"
	@echo; echo "== Cayley's web UI: http://$(ADDR)/ui/   the explorer: http://$(ADDR)/"
	@$(KG) --store $(STORE) serve --addr $(ADDR)

## build: the command, with the web assets
build: need-go web
	@mkdir -p bin
	$(GO) build -o $(KG) ./cmd/kg

## test: everything that has to hold
test: need-go web lint
	@for p in "rapper raptor2-utils" "xmllint libxml2-utils" "dot graphviz"; do \
		set -- $$p; tools/need.sh $$1 $$2 "reading exports back" || echo "skipped: reading exports back with $$1"; done
	@tools/need.sh pg_ctlcluster postgresql "the store in PostgreSQL" || echo "skipped: the store in PostgreSQL"
	$(GO) test ./...
	@if tools/need.sh gcc "gcc libc6-dev" "the race detector"; then \
		echo CGO_ENABLED=1 $(GO) test -race $(CONCURRENT); \
		CGO_ENABLED=1 $(GO) test -race $(CONCURRENT) && CGO_ENABLED=1 $(GO) test -race -run UnderLoad ./cmd/kg; \
	else echo "skipped: the race detector"; fi
	@$(MAKE) --no-print-directory browser

# what several goroutines use at once
CONCURRENT = ./ingest ./graph/... ./queries ./serve ./serve/api ./serve/mcp ./resolve ./nlp ./nlp/english ./extract

## web: the assets of the explorer and of Cayley's web UI, from npm
WEB_SOURCES = web/package.json web/package-lock.json $(shell find web/explorer web/console -type f)

web: build/web.stamp
build/web.stamp: $(WEB_SOURCES)
	@$(MAKE) --no-print-directory need-npm
	cd web && $(NPM) ci --silent && $(NPM) run --silent check && $(NPM) run --silent build
	@mkdir -p build && touch $@

## browser: what a person does in a browser
browser: need-go
	@if tools/need.sh chromium chromium "the browser test"; then \
		echo "cd serve/browsertest && $(GO) test ./..."; \
		cd serve/browsertest && $(GO) test ./...; \
	else echo "skipped: the browser test"; fi

lint: need-go
	@test -z "$$(gofmt -l . | grep -v node_modules)" || { gofmt -l . ; echo "gofmt: the files above are not formatted"; exit 1; }
	$(GO) vet ./...
	$(GO) tool -modfile=tools/go.mod staticcheck ./...

## bench-store: this store and Cayley's own command on the same files; writes the table in docs/performance.md
BENCH_QUADS ?= 2000000
bench-store: need-go
	@mkdir -p build
	$(GO) build -C "$$($(GO) list -m -f '{{.Dir}}' github.com/cayleygraph/cayley)" -o $(CURDIR)/build/cayley ./cmd/cayley
	KG_BENCH_TABLE=$(CURDIR)/docs/performance.md KG_BENCH_CAYLEY=$(CURDIR)/build/cayley KG_BENCH_QUADS=$(BENCH_QUADS) \
		$(GO) test -count 1 -run '^TestBenchTable$$' -v -timeout 1h ./graph/pebblestore

## cluster: a replicated database whose primary is killed in the middle of a load; its log is in docs/scale.md
CLUSTER_ARTICLES ?= 1000
cluster: need-go
	@tools/need.sh pg_ctlcluster postgresql "the cluster"
	@tools/need.sh pgpool pgpool2 "the cluster"
	KG_CLUSTER=$(CLUSTER_ARTICLES) $(GO) test -count 1 -run '^TestCluster$$' -v -timeout 30m ./graph/storetest

## bench-serve: 64 clients for a minute while articles are loaded, and Cayley's own server asked the same; prints the tables
BENCH_CLAIMS ?= 20000
BENCH_SERVE = build/bench-serve
bench-serve: need-go
	@mkdir -p bin $(BENCH_SERVE) && rm -rf $(BENCH_SERVE)/*
	$(GO) build -C "$$($(GO) list -m -f '{{.Dir}}' github.com/cayleygraph/cayley)" -o $(CURDIR)/build/cayley ./cmd/cayley
	$(GO) build -o $(KG) ./cmd/kg
	$(KG) --store $(BENCH_SERVE)/kg bench make --claims $(BENCH_CLAIMS)
	$(KG) --store $(BENCH_SERVE)/kg export --format nquads >$(BENCH_SERVE)/graph.nq
	cd $(BENCH_SERVE) && $(CURDIR)/build/cayley load --init --db leveldb --dbpath cayley --load graph.nq >/dev/null
	$(KG) bench articles examples/articles --count 20000 >$(BENCH_SERVE)/more.jsonl
	$(KG) --store $(BENCH_SERVE)/kg bench serve --articles $(BENCH_SERVE)/more.jsonl --clients 64 --time 60s \
		--cayley build/cayley --cayley-db $(BENCH_SERVE)/cayley

.PHONY: need-go need-npm
need-go:
	@command -v $(GO) >/dev/null || { echo "missing: Go 1.26 or later"; exit 1; }

need-npm:
	@command -v $(NPM) >/dev/null || { echo "missing: Node.js 20 or later with npm"; exit 1; }

clean:
	rm -rf bin build web/node_modules
