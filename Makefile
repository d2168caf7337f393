# `make help` lists what there is. Everything happens in .venv, which the first target that needs it makes.

PYTHON ?= python3
VENV := .venv
PEERS := .venv-peers
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
OUT ?= out/seeds-audit
RUNS ?= out/nano

.DEFAULT_GOAL := help
.PHONY: help demo test lint types tests wheel browser docs bench peers clean

help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 10

demo: $(VENV)/.reproduce ## audit the five seed reports offline and write the page; rerun the study in little, and hold its claims against it
	$(BIN)/synth audit data/seeds --offline --out $(OUT)
	$(BIN)/reproduce run phang2020 --preset nano --home $(RUNS)
	$(BIN)/reproduce confirm data/claims/03-retrieval-tasks.toml --preset nano --home $(RUNS)
	@echo
	@echo "The page: $(CURDIR)/$(OUT)/audit.html"

test: lint types tests wheel ## lint, types, tests, and a wheel installed elsewhere

lint: $(VENV)/.dev ## ruff, and the format
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.dev ## mypy --strict
	$(BIN)/mypy

tests: $(VENV)/.dev browser ## pytest
	$(BIN)/pytest -n auto

wheel: $(VENV)/.base ## build the wheel, install it in another directory, print the size of the base install
	$(PYTHON) .ci/wheel.py

docs: $(VENV)/.dev ## write what is made from the code: docs/checks.md, docs/schemas/, reports/seeds-audit/
	$(BIN)/python docs/write.py

bench: $(VENV)/.dev peers ## measure, and write bench/RESULTS.md
	$(BIN)/python bench/audit.py
	$(BIN)/python bench/importing.py
	$(BIN)/python bench/tables.py --record
	$(BIN)/python bench/read.py --record
	$(BIN)/python bench/sentences.py --record
	$(BIN)/python bench/prose.py --record
	$(BIN)/python bench/claims.py --record
	$(BIN)/python bench/mutations.py --record
	$(BIN)/python bench/fuzz.py --record
	$(BIN)/python bench/metrics.py --record
	$(BIN)/python bench/train.py --record
	$(BIN)/python bench/plan.py --record
	$(BIN)/python bench/library.py --record
	$(BIN)/python bench/ranking.py --record
	$(BIN)/python bench/merging.py --record

# Browser tests need a Chromium. Where it may be installed it is; elsewhere those tests skip, and say so.
browser:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || \
	{ [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq && apt-get install -y -qq chromium >/dev/null; } || \
	echo "no Chromium here, and none can be installed: the browser tests will be skipped"

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.base: $(VENV)/bin/python pyproject.toml constraints.txt
	$(PIP) install -c constraints.txt -e .
	@touch $@

# Torch by itself and first, as it is pinned: an open range brings gigabytes for devices that are not here.
$(VENV)/.reproduce: $(VENV)/.base
	$(PIP) install -c constraints.txt torch
	$(PIP) install -c constraints.txt -e '.[reproduce]'
	@touch $@

$(VENV)/.dev: $(VENV)/.reproduce
	$(PIP) install -c constraints.txt -e '.[dev,scale]'
	@touch $@

# Readers by others, measured beside ours, in an environment apart: one of them needs a PyMuPDF that must not enter ours.
peers:
	@[ $(PEERS)/.made -nt bench/requirements-peers.txt ] || { $(PYTHON) -m venv $(PEERS) && \
	$(PEERS)/bin/python -m pip --disable-pip-version-check --quiet install -r bench/requirements-peers.txt && touch $(PEERS)/.made; } || \
	echo "the readers by others could not be installed: the benches will say that they are absent"

clean: ## remove what was made here
	rm -rf $(VENV) $(PEERS) out build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
