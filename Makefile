# Everything a newcomer needs: `make demo` and `make test`. `make help` lists the rest.
#
# MEM0_CACHE holds what is built, outside the clone, so that a second clone builds warm.

MEM0_CACHE ?= $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/mem0
export CARGO_TARGET_DIR := $(MEM0_CACHE)/target
export CARGO_NET_RETRY ?= 5

BINARY := $(CARGO_TARGET_DIR)/release/mem0
# Recall is measured on this file too, where there is one: make bench DATA=questions.json.gz
DATA ?=
# Figures of `make bench`, as JSON; docs/benchmarks.md is written from them
FIGURES := $(MEM0_CACHE)/bench
# The systems that we are measured beside, in a virtual environment of their own
PEERS := $(MEM0_CACHE)/peers/venv
# Our Python package, as its users install it, to be measured beside them
PYTHON_BENCH := $(MEM0_CACHE)/python/bench
PEER_SETS := bench/data/facts-en.json bench/data/facts-zh.json bench/data/dialogue.json
SIZES := 1k,10k,100k

# The Python package: what it is tested with, and its extension as `cargo build` leaves it
PYTHON ?= python3
PYTHON_VENV := $(MEM0_CACHE)/python/venv
PYTHON_PACKAGE := bindings/python
WHEELS := $(MEM0_CACHE)/python/wheels
PROGRAMS := examples/python
PROGRAMS_VENV := $(MEM0_CACHE)/python/programs

.DEFAULT_GOAL := help
# Two measurements at once would measure each other.
.NOTPARALLEL:
.PHONY: help build path demo test test-rust test-live python test-python test-python-slow test-programs wheel lint provider-pages format bench bench-full bench-speed bench-retrieval bench-peers bench-python bench-report doc clean

help: ## Say what there is to do
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-15s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

build: ## Build the release binary `mem0`
	@mkdir -p "$(MEM0_CACHE)"
	cargo build --release --locked -p mem0-cli

path: ## Print the path of the release binary
	@echo "$(BINARY)"

demo: build ## Run the guided demo on a throw-away store
	"$(BINARY)" demo

test: test-rust test-python ## Run all tests

test-rust: ## Test the Rust crates
	@mkdir -p "$(MEM0_CACHE)"
	cargo test --locked --workspace

# Tests that ask real servers. They are left out of `test` because the servers weigh more than the product.
LIVE = cargo test --locked -p mem0-providers --test openai_live --test embedders --test cloud -- --ignored --nocapture
LIVE_POSTGRES = cargo test --locked -p mem0-cli --test cli pgvector -- --ignored --nocapture

test-live: ## Install small real servers of models and run the tests that ask them
	@mkdir -p "$(MEM0_CACHE)"
	python3 tools/live/with_servers.py llama embed bedrock -- $(LIVE)
	python3 tools/live/with_servers.py litellm -- $(LIVE)
	python3 tools/live/with_servers.py postgres -- $(LIVE_POSTGRES)

# A link, so that a build without make is in place at once. The name is that of every CPython from 3.10.
python: $(PYTHON_VENV)/.ready ## Build the Python package's extension and put it in place
	cargo build --locked -p mem0-python
	ln -sfn "$(CARGO_TARGET_DIR)/debug/lib_native.$(if $(filter Darwin,$(shell uname)),dylib,so)" \
		"$(PYTHON_PACKAGE)/python/mem0/_native.abi3.so"
	@echo "To use it: PYTHONPATH=$(PYTHON_PACKAGE)/python $(PYTHON_VENV)/bin/python"

test-python: python $(PROGRAMS_VENV)-founding/.ready ## Test the Python package, its types, its form and the founding programs
	cd $(PYTHON_PACKAGE) && "$(PYTHON_VENV)/bin/ruff" check . && "$(PYTHON_VENV)/bin/ruff" format --check .
	cd $(PYTHON_PACKAGE) && "$(PYTHON_VENV)/bin/mypy"
	cd $(PYTHON_PACKAGE) && "$(PYTHON_VENV)/bin/pytest" --quiet -m "not slow" --ignore tests/programs
	$(BUILD_DOUBLE)
	"$(PROGRAMS_VENV)-founding/bin/python" $(RUN_PROGRAMS)

test-python-slow: python ## Run the Python package's tests that take minutes
	cd $(PYTHON_PACKAGE) && "$(PYTHON_VENV)/bin/pytest" --quiet -m slow

# The programs of examples/python, and the server that stands for the hosted service there.
RUN_PROGRAMS = -m pytest --quiet $(PYTHON_PACKAGE)/tests/programs
BUILD_DOUBLE = cargo build --locked -p mem0-testkit --features hosted --example hosted_double

# Some want other versions than the others do, so they have environments of their own.
test-programs: python $(PROGRAMS_VENV)/.ready $(PROGRAMS_VENV)-crewai/.ready $(PROGRAMS_VENV)-agentscope/.ready $(PROGRAMS_VENV)-strands/.ready ## Install what the Python programs need (2 GB) and run them all
	$(BUILD_DOUBLE)
	cd $(PROGRAMS) && "$(PYTHON_VENV)/bin/ruff" check . && "$(PYTHON_VENV)/bin/ruff" format --check .
	cd $(PROGRAMS) && "$(PYTHON_VENV)/bin/mypy" --python-executable "$(PROGRAMS_VENV)/bin/python" *.py cookbooks third_party/*.py
	"$(PROGRAMS_VENV)/bin/python" $(RUN_PROGRAMS)
	"$(PROGRAMS_VENV)-crewai/bin/python" $(RUN_PROGRAMS) -k crewai
	"$(PROGRAMS_VENV)-agentscope/bin/python" $(RUN_PROGRAMS) -k agentscope
	"$(PROGRAMS_VENV)-strands/bin/python" $(RUN_PROGRAMS) -k strands_tools

wheel: $(PYTHON_VENV)/.ready ## Build the Python package's wheel and say how big it is
	cd $(PYTHON_PACKAGE) && "$(PYTHON_VENV)/bin/maturin" build --release --locked --out "$(WHEELS)"
	@ls -l "$(WHEELS)"/mem0ai-*.whl | awk '{printf "%.1f MB  %s\n", $$5 / 1e6, $$NF}'

$(PYTHON_VENV)/.ready: $(PYTHON_PACKAGE)/requirements-dev.txt
	"$(PYTHON)" -m venv "$(PYTHON_VENV)"
	"$(PYTHON_VENV)/bin/pip" install --quiet --requirement $(PYTHON_PACKAGE)/requirements-dev.txt
	touch "$@"

$(PROGRAMS_VENV)-founding/.ready: $(PROGRAMS)/requirements-founding.txt
	"$(PYTHON)" -m venv "$(@D)"
	"$(@D)/bin/pip" install --quiet --requirement $<
	touch "$@"

# The lists are whole. Their packages ask for mem0ai, which is ours here, so nothing is resolved.
$(PROGRAMS_VENV)/.ready: $(PROGRAMS)/requirements-programs.txt
$(PROGRAMS_VENV)-crewai/.ready: $(PROGRAMS)/requirements-crewai.txt
$(PROGRAMS_VENV)-agentscope/.ready: $(PROGRAMS)/requirements-agentscope.txt
$(PROGRAMS_VENV)-strands/.ready: $(PROGRAMS)/requirements-strands.txt
$(PROGRAMS_VENV)/.ready $(PROGRAMS_VENV)-crewai/.ready $(PROGRAMS_VENV)-agentscope/.ready $(PROGRAMS_VENV)-strands/.ready:
	"$(PYTHON)" -m venv "$(@D)"
	"$(@D)/bin/pip" install --quiet --no-deps --requirement $<
	touch "$@"

lint: ## Check formatting, lints, documentation, architecture and licences
	@mkdir -p "$(MEM0_CACHE)"
	cargo fmt --all --check
	cargo clippy --locked --workspace --all-targets -- -D warnings
	RUSTDOCFLAGS="-D warnings" cargo doc --locked --workspace --no-deps --quiet
	cargo run --locked --quiet -p xtask -- check

provider-pages: ## Write docs/providers/ from the providers' descriptions
	MEM0_WRITE_PAGES=1 cargo test --locked --quiet -p mem0 --test provider_pages

format: ## Format the code
	cargo fmt --all

bench: bench-speed bench-retrieval bench-peers bench-python bench-report ## Measure speed, recall and peers; rewrite docs/benchmarks.md

bench-full: SIZES := 1k,10k,100k,1M
bench-full: bench ## The same with a million memories

# A figure that failed to be measured must not take the place of the last good one.
figure = @mkdir -p "$(FIGURES)"; echo '$(subst ','\'',$(2))'; \
	$(2) > "$(FIGURES)/$(1).json.new" && mv "$(FIGURES)/$(1).json.new" "$(FIGURES)/$(1).json"

bench-speed: build ## Measure speed alone
	$(call figure,speed,"$(BINARY)" bench speed --sizes "$(SIZES)" -o json)

bench-retrieval: build ## Measure recall on our own sets, and on DATA where it is given
	"$(BINARY)" bench retrieval bench/data/*.json $(DATA) --by-category
	$(call figure,retrieval,"$(BINARY)" bench retrieval bench/data/*.json -o json)
	$(call figure,held-back,"$(BINARY)" bench retrieval bench/data/*.json --split test -o json)
	$(if $(DATA),$(call figure,data,"$(BINARY)" bench retrieval $(DATA) -o json))

bench-peers: build $(PEERS)/.ready ## Measure the original and a plain BM25 beside ours
	$(call figure,peers,"$(PEERS)/bin/python" bench/peers/compare.py --mem0 "$(BINARY)" --sets $(PEER_SETS) $(DATA))

bench-python: $(PEERS)/.ready ## Measure our Python package beside the original
	"$(PEERS)/bin/python" -m venv "$(PYTHON_BENCH)"
	"$(PYTHON_BENCH)/bin/pip" install --quiet --force-reinstall --no-deps ./bindings/python
	$(call figure,python,python3 bench/python/compare.py --ours "$(PYTHON_BENCH)/bin/python" --original "$(PEERS)/bin/python")

bench-report: ## Write the tables and plots of docs/ from the figures that are there
	python3 bench/report.py "$(FIGURES)"

$(PEERS)/.ready: bench/peers/requirements.txt
	python3 -m venv "$(PEERS)"
	"$(PEERS)/bin/pip" install --quiet --requirement bench/peers/requirements.txt
	touch "$@"

doc: ## Build the Rust documentation
	cargo doc --locked --workspace --no-deps

clean: ## Throw away what was built
	cargo clean
