# notice-watcher: needs make and python3 (3.11 or later, with venv); nothing else.
# `make` alone lists the commands.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -qq
# Where PYTHONDONTWRITEBYTECODE is set, pip leaves out the bytecode and each start takes 2 s longer.
COMPILE := $(BIN)/python -m compileall -qq -j 0 $(VENV)/lib watcher || true

.DEFAULT_GOAL := help
.PHONY: help demo test run lint types contracts bench kills kills-backfill storm faults fuzz-pages million lock clean

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(VENV)/.run ## show the whole job on a site inside this machine, in about a minute
	@$(BIN)/watcher demo

test: $(VENV)/.dev ## run all tests
	@$(BIN)/python -m pytest -n 4 --dist worksteal

run: $(VENV)/.run ## start the daemon on sources.toml
	@$(BIN)/watcher run

lint: $(VENV)/.dev ## check style and formatting
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: $(VENV)/.dev ## check types
	@$(BIN)/mypy

contracts: $(VENV)/.dev ## check which room may import what
	@$(BIN)/lint-imports

bench: $(VENV)/.dev ## print speeds and sizes on this machine
	@$(BIN)/python -m bench

KILLS ?= 50
kills: $(VENV)/.dev ## kill the daemon at random moments and count what was lost (KILLS=50)
	@WATCHER_KILLS=$(KILLS) $(BIN)/python -m pytest -q -s tests/demo/test_kills.py

BACKFILL_KILLS ?= 100
kills-backfill: $(VENV)/.dev ## kill a backfill at random moments and compare what it stored (BACKFILL_KILLS=100)
	@WATCHER_KILLS=$(BACKFILL_KILLS) $(BIN)/python -m pytest -q -s tests/backfill/test_backfill_kills.py

ALERTS ?= 10000
storm: $(VENV)/.dev ## deliver 10,000 alerts to a platform that fails in every way (ALERTS=10000)
	@WATCHER_ALERTS=$(ALERTS) $(BIN)/python -m pytest -q -s tests/pipeline/test_storm.py

faults: $(VENV)/.dev ## SIGKILL, EIO and ENOSPC at every write, sync and send of one cycle
	@WATCHER_FAULTS=all $(BIN)/python -m pytest -q -s tests/pipeline/test_faults.py

FUZZ_PAGES ?= 100000
fuzz-pages: $(VENV)/.dev ## read pages made to hurt and 100,000 broken ones in killable workers (FUZZ_PAGES=100000)
	@WATCHER_FUZZ_PAGES=$(FUZZ_PAGES) $(BIN)/python -m pytest -q -s tests/extract/test_broken_pages.py

MILLION ?= 1000000
million: $(VENV)/.dev ## index a million documents and judge against them (MILLION=1000000); goes on where it was
	@$(BIN)/python -m bench.million --documents $(MILLION)

simulate: $(VENV)/.dev ## let simulated sites live for two years and 200 sources break
	@$(BIN)/python -m bench.simulate

# Pins hold for every Python from 3.11 and for x86-64 and ARM Linux: the loop proves that each has
# a ready-made wheel, so nobody needs a compiler.
lock: $(VENV)/.dev ## pin the newest allowed dependencies, with hashes
	$(call pin,run,--group build)
	$(call pin,dev,--group dev)
	@for machine in x86_64 aarch64; do for python in 3.11 3.12 3.13; do \
	  echo "wheels for $$machine, Python $$python"; \
	  $(BIN)/uv pip install --quiet --dry-run --require-hashes --only-binary :all: --target build/none \
	    --python-platform $$machine-manylinux_2_28 --python-version $$python \
	    -r requirements/dev.txt || exit 1; \
	done; done

pin = $(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
  --no-header --no-annotate --no-emit-index-url pyproject.toml $(2) --output-file requirements/$(1).txt

clean: ## remove everything that was built; storage/ stays
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/.run: requirements/run.txt pyproject.toml | $(BIN)/python
	@echo "Installing what the program needs (once, with pinned hashes) ..."
	@$(PIP) install --require-hashes -r requirements/run.txt
	@$(PIP) install --no-build-isolation --no-deps --editable .
	@$(COMPILE)
	@touch $@

$(VENV)/.dev: requirements/dev.txt pyproject.toml | $(BIN)/python
	@echo "Installing what the tests need (once, with pinned hashes) ..."
	@$(PIP) install --require-hashes -r requirements/dev.txt
	@$(PIP) install --no-build-isolation --no-deps --editable .
	@$(COMPILE)
	@touch $@ $(VENV)/.run

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "notice-watcher needs Python 3.11 or later; '$(PYTHON)' is $$($(PYTHON) --version 2>&1)." >&2; \
	  echo "If you have another one, name it: make PYTHON=python3.12 demo" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "'$(PYTHON)' cannot make virtual environments." >&2; \
	  echo "On Debian or Ubuntu: apt install python3-venv" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV)
