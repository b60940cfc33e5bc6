# lifecircle: run `make help` for what can be made.
.DEFAULT_GOAL := help
GO ?= go
BIN := bin
LINT_VERSION := v2.15.0
REALDATA ?= ../shared/realdata
YARDSTICK ?= ../shared/bench/prototype

.PHONY: help build run run-check test test-arm64 test-tools cover fuzz lint web bench bench-peers fidelity clean

help: ## show what can be made
	@awk 'BEGIN {FS = ":.*## "} /^[a-z0-9-]+:.*## / {printf "  %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

build: ## build the one binary into bin/
	CGO_ENABLED=1 $(GO) build -o $(BIN)/lifecircle ./cmd/lifecircle

run: build ## serve the demo county on http://localhost:8080
	$(BIN)/lifecircle serve --addr :8080

run-check: build ## start run, ask it one question of each kind, stop it
	$(GO) run ./.ci/runcheck $(BIN)/lifecircle

# SQLite's own code, translated from C, is not watched by the race detector: it took nine
# tenths of the time of the store's tests. Its driver and all that calls it are.
UNWATCHED := modernc.org/sqlite/lib=-race=false

test: test-tools ## run every test, with the race detector where that is bearable
	CGO_ENABLED=1 $(GO) test -race -gcflags='$(UNWATCHED)' -timeout 25m $$($(GO) list ./... | grep -v /oracle$$)
	CGO_ENABLED=1 $(GO) test -timeout 10m ./data/postgis/oracle
	CGO_ENABLED=1 $(GO) test -timeout 10m -run '(Of|In)TheDemo' ./cmd/lifecircle
	CGO_ENABLED=1 $(GO) test -timeout 10m ./.ci/fidelity

test-arm64: ## the tests of geo/... as 64-bit ARM runs them, under qemu-user
	.ci/test-arm64

test-tools: ## install what the oracle tests need (GDAL, Chromium), where the machine allows it
	@.ci/test-tools

cover: ## test coverage by package
	$(GO) test -coverprofile=coverage.out ./... && $(GO) tool cover -func=coverage.out | tail -1

fuzz: ## fuzz every parser for ten seconds
	.ci/fuzz 10s

lint: ## golangci-lint: style, errors, and the arrows between packages
	.ci/lint $(LINT_VERSION)

web: ## rebuild the map's assets (needs npm; the built ones are committed)
	cd api/web && npm ci --no-audit --no-fund && npm run build

bench: build ## measure, with the yardstick beside it; prints the table of the README
	$(GO) run ./.ci/bench $(BIN)/lifecircle $(REALDATA) $(YARDSTICK)

bench-peers: ## measure beside pgRouting, scipy, pandana and Valhalla; rewrites docs/benchmarks.md
	$(GO) test ./.ci/benchpeers && $(GO) run ./.ci/benchpeers $(REALDATA) docs

fidelity: ## compare isochrones with what is counted, on real extracts (some 10 minutes); rewrites docs/fidelity.md
	$(GO) run ./.ci/fidelity $(REALDATA) docs

clean: ## remove what was built
	rm -rf $(BIN) coverage.out
