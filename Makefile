# Everything a newcomer needs: `make demo` and `make test`. `make help` lists the rest.
#
# MEM0_CACHE holds what is built, outside the clone, so that a second clone builds warm.

MEM0_CACHE ?= $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/mem0
export CARGO_TARGET_DIR := $(MEM0_CACHE)/target
export CARGO_NET_RETRY ?= 5

BINARY := $(CARGO_TARGET_DIR)/release/mem0
# Recall is measured on this file, where there is one: make bench DATA=questions.json.gz
DATA ?=

.DEFAULT_GOAL := help
.PHONY: help build path demo test lint format bench doc clean

help: ## Say what there is to do
	@awk 'BEGIN {FS = ":.*## "} /^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

build: ## Build the release binary `mem0`
	@mkdir -p "$(MEM0_CACHE)"
	cargo build --release --locked -p mem0-cli

path: ## Print the path of the release binary
	@echo "$(BINARY)"

demo: build ## Run the guided demo on a throw-away store
	"$(BINARY)" demo

test: ## Run all tests
	@mkdir -p "$(MEM0_CACHE)"
	cargo test --locked --workspace

lint: ## Check formatting, lints, documentation, architecture and licences
	@mkdir -p "$(MEM0_CACHE)"
	cargo fmt --all --check
	cargo clippy --locked --workspace --all-targets -- -D warnings
	RUSTDOCFLAGS="-D warnings" cargo doc --locked --workspace --no-deps --quiet
	cargo run --locked --quiet -p xtask -- check

format: ## Format the code
	cargo fmt --all

bench: build ## Measure speed, and recall on DATA where it is given
	"$(BINARY)" bench speed
	python3 bench/peers/plain_bm25.py
	$(if $(DATA),"$(BINARY)" bench retrieval "$(DATA)" --by-category)

doc: ## Build the Rust documentation
	cargo doc --locked --workspace --no-deps

clean: ## Throw away what was built
	cargo clean
