# What users need: make run, make test. What developers need besides: make check, make bench.

GO ?= go
bin := bin/polesim

.PHONY: run build test check lint race portable cluster-test bench generate clean

run: build ## the main job: one hospital, three governances, 200 paired replications of 120 months
	$(bin) compare scenarios/ghu-services.toml scenarios/ghu-contract.toml scenarios/ghu-pmu.toml --force

build:
	$(GO) build -buildvcs=auto -o $(bin) ./cmd/polesim

test: ## the tests, as a specification
	$(GO) test ./...

check: lint test race portable ## all that CI checks

lint: ## formatting, vet, staticcheck (pinned in go.mod)
	@unformatted=$$(gofmt -l $$(git ls-files '*.go')); test -z "$$unformatted" || { echo "not gofmt'ed: $$unformatted"; exit 1; }
	$(GO) vet ./...
	$(GO) tool staticcheck ./...

race: ## the tests that use several goroutines, under the race detector (needs a C compiler)
	CGO_ENABLED=1 $(GO) test -race -short -timeout 30m ./sim ./model ./experiments ./experiments/store ./experiments/study ./experiments/design ./cmd/polesim
	CGO_ENABLED=1 $(GO) test -race -short -run 'AnyNumberOfWorkers' ./experiments/classics

portable: build ## the same bits for any number of workers and on every platform
	./.ci/portable

cluster-test: ## a study through Slurm, with kills on the way, has the bytes of one machine (as root on Debian or Ubuntu)
	./.ci/cluster

bench: ## speed: nanoseconds per unit of time, per month, per agent-step; published models; scaling from 1 to all cores
	$(GO) test -run '^$$' -bench . -benchtime 200x ./model
	$(GO) test -run '^$$' -bench . ./sim ./experiments ./experiments/classics

generate: build ## what is made from the code: the synthetic group, the tables and figures of the documents (half an hour and more)
	$(GO) generate ./...
	$(GO) test ./docs -update
	$(GO) run ./docs/tables

clean:
	rm -rf bin
