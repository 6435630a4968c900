# Heliu. `make help` lists the targets.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

WEB   := console/web
TOOLS := .cache/bin
# The version is stamped here; asking git again from go build fails in a clone of
# another user's.
VERSION  := $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
GO_BUILD := go build -buildvcs=false -ldflags "-X main.version=$(VERSION)"

WEB_SOURCES := $(shell find $(WEB)/src $(WEB)/public $(WEB)/scripts -type f 2>/dev/null) \
	$(wildcard $(WEB)/index.html $(WEB)/package.json $(WEB)/tsconfig.json $(WEB)/vite.config.ts)

.PHONY: help
help: ## this list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

## Run

.PHONY: up
up: build ## build and run everything with the demo world; Ctrl-C stops, data stays in .heliu (ARGS="--demo none")
	@exec bin/heliu up $(ARGS)

.PHONY: build
build: web ## build the web app and bin/heliu
	@tools/need.sh go
	$(GO_BUILD) -o bin/heliu ./cmd/heliu

.PHONY: web
web: $(WEB)/dist/index.html ## build the web app, when its sources changed

$(WEB)/node_modules/.package-lock.json: $(WEB)/package-lock.json
	@tools/need.sh node
	cd $(WEB) && npm ci --no-audit --no-fund
	@touch $@

$(WEB)/dist/index.html: $(WEB)/node_modules/.package-lock.json $(WEB_SOURCES)
	cd $(WEB) && npm run --silent build
	@touch $@

.PHONY: gen-api
gen-api: $(WEB)/node_modules/.package-lock.json ## write the web app's types from the OpenAPI document
	cd $(WEB) && npm run --silent gen:api

## Test

.PHONY: test
test: need-test test-web test-go ## everything but the browser: web types, lint and tests, build, vet, race tests on real PostgreSQL and Kafka

.PHONY: need-test
need-test:
	@tools/need.sh go node cc pg

.PHONY: test-web
test-web: build
	@mkdir -p .cache
	bin/heliu openapi > .cache/openapi.json
	cd $(WEB) && HELIU_OPENAPI="$(CURDIR)/.cache/openapi.json" npm run --silent gen:api -- --check
	cd $(WEB) && npm test --silent

.PHONY: test-go
test-go: test-web
	go build -buildvcs=false ./...
	go vet ./...
	go test -race -p 2 -timeout 15m ./...
	go test -race -tags heliu_rls_alone -run 'TestBadInput87|TestRLSAlone' ./console

.PHONY: e2e
e2e: build ## the console in a real browser (FULL=1 for every state)
	@tools/need.sh node pg chromium
	cd $(WEB) && FULL=$(FULL) npm run --silent e2e

.PHONY: kill-test
kill-test: build ## kill -9 at random moments of the loading, then compare with a calm run (MOMENTS=10 SEED=)
	@tools/need.sh pg
	go run -buildvcs=false ./internal/torture/kill -bin bin/heliu -moments $(or $(MOMENTS),10) $(if $(SEED),-seed $(SEED))

.PHONY: kafka-test
kafka-test: build tools ## a real Apache Kafka under the bus, one broker and three, SASL and TLS, and under some of the torture (jars from Maven Central)
	@tools/need.sh go java mvn pg
	@tools/kafka-test.sh

TORTURE = go run -buildvcs=false ./internal/torture/run -bin bin/heliu -toxiproxy $(TOOLS)/server \
	$(if $(SEED),-seed $(SEED)) $(if $(FAULTS),-faults $(FAULTS)) $(if $(KAFKA),-kafka $(KAFKA)) $(ARGS)

.PHONY: torture
torture: build tools ## every fault under load, judged from outside (SEED= FAULTS=kill:,crash:map.after_land KAFKA=host:9092)
	@tools/need.sh pg disk
	$(TORTURE)

.PHONY: torture-short
torture-short: build tools ## the part of it that CI runs (SEED=)
	@tools/need.sh pg disk
	$(TORTURE) -short

.PHONY: disk-test
disk-test: build ## the disk under the embedded broker refuses while messages come in; needs root (CONTROL=1: without sync, must lose)
	@tools/need.sh xfs
	go run -buildvcs=false ./internal/torture/disk -bin bin/heliu $(if $(CONTROL),-control)

## Measure

.PHONY: bench
bench: bench-ingest bench-stream bench-broker ## every measurement

.PHONY: bench-ingest
bench-ingest: build ## form post to durable 202 and to visible (SHORT=1 SEED=)
	@tools/need.sh pg
	go run -buildvcs=false ./internal/load/ingest -bin bin/heliu $(if $(SHORT),-short) $(if $(SEED),-seed $(SEED))

.PHONY: bench-stream
bench-stream: build ## the stream, each part against its limit: door, landing, draining, memory (SHORT=1 SEED= ONLY=landing,drain DRAIN=250000)
	@tools/need.sh pg
	@mkdir -p .cache/bin
	go build -buildvcs=false -o .cache/bin/bench-stream ./internal/load/stream
	.cache/bin/bench-stream -bin bin/heliu $(if $(SHORT),-short) $(if $(SEED),-seed $(SEED)) $(if $(ONLY),-only $(ONLY)) $(if $(DRAIN),-drain $(DRAIN))

.PHONY: bench-broker
bench-broker: build ## the embedded broker against an inbox table in PostgreSQL, 64 and 256 connections (SHORT=1 SEED=)
	@tools/need.sh pg
	@mkdir -p .cache/bin
	go build -buildvcs=false -o .cache/bin/bench-broker ./internal/load/broker
	.cache/bin/bench-broker -bin bin/heliu $(if $(SHORT),-short) $(if $(SEED),-seed $(SEED))

## Keep in order

.PHONY: lint
lint: tools $(WEB)/dist/index.html ## golangci-lint and gofumpt over the tree, oxlint over the web app
	$(TOOLS)/golangci-lint run --allow-parallel-runners ./...
	cd $(WEB) && npm run --silent lint

.PHONY: fmt
fmt: tools ## format the Go files
	$(TOOLS)/golangci-lint fmt ./...

.PHONY: tools
tools: $(TOOLS)/.built ## build the tools pinned in tools/go.mod into .cache/bin

$(TOOLS)/.built: tools/go.mod tools/go.sum
	@mkdir -p $(TOOLS)
	GOBIN="$(CURDIR)/$(TOOLS)" go install -C tools tool
	@touch $@

.PHONY: clean
clean: ## remove what was built; the data in .heliu stays
	rm -rf bin .cache e2e-results
	find $(WEB)/dist -mindepth 1 ! -name .placeholder -delete
