# Two commands do all the set-up: `make chat` and `make test`.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: chat ask test check bench faults screens clean

chat: $(VENV)/.chat
	$(BIN)/pullquote chat

# make ask Q="Who is the Chinese premier?"
# As it was typed: neither make nor the shell reads its signs. That the articles do not say (exit
# code 3) is an answer, no failure of make's.
ask: override export Q := $(value Q)
ask: $(VENV)/.chat
	@$(BIN)/pullquote ask "$$Q" || [ $$? -eq 3 ]

test: $(VENV)/.test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/pytest --numprocesses auto --maxprocesses 4 --dist loadfile

check: $(VENV)/.test
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(BIN)/mypy

# How long answers take, what verification catches, what a larger folder costs; printed, never
# tested. For a million passages: benchmarks/scaling.py --articles 250000.
bench: $(VENV)/.test
	$(BIN)/python benchmarks/answering.py
	$(BIN)/python benchmarks/verification.py
	$(BIN)/python benchmarks/scaling.py --articles 5 --articles 1000 --out build/scaling.json
	$(BIN)/python benchmarks/scaling_report.py build/scaling.json

# A hundred processes killed and every file of an index spoilt; docs/reliability.md has the figures.
faults: $(VENV)/.test
	$(BIN)/python benchmarks/kills.py --kills 100
	$(BIN)/python benchmarks/damage.py --each 10

# Pictures of the chat's main states.
screens: $(VENV)/.test
	$(BIN)/python -m ui.screens screens

# What can be made again. Of .pullquote the rest stays: removed articles, feedback, runs of evals.
clean:
	rm -rf $(VENV) build *.egg-info .pullquote/index* .pullquote/evals/indexes

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 or newer is needed; name one with: make chat PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.chat: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(PIP) install --constraint constraints.txt --editable .
	@touch $@

$(VENV)/.test: pyproject.toml constraints.txt tests/install-browser.sh | $(VENV)/bin/python
	$(PIP) install --constraint constraints.txt --editable '.[test]'
	sh tests/install-browser.sh $(BIN)
	@touch $@ $(VENV)/.chat
