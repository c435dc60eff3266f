# Everything a contributor does, by name. `make` alone lists it. Needs Python 3.11 or newer; uses uv where there is one.

PYTHON ?= python3
VENV := .venv
READY := $(VENV)/.ready
REVIEWBOOK := $(VENV)/bin/reviewbook

# The kernels of nbval inherit it; `reviewbook run` sets it by itself.
export PYTHONHASHSEED := 0

# Compiled once: without its bytecode a command takes twice as long to start.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help book pdf test lock clean format bench attack
.NOTPARALLEL:
# Half-written targets must not look finished.
.DELETE_ON_ERROR:

help:  ## List what make can do
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

book: $(READY)  ## Build the book; the last line is the path of its first page
	@$(REVIEWBOOK) build

PDF ?= _build/book.pdf

pdf: book  ## Print the whole book as one PDF, $(PDF); needs Chromium
	@$(REVIEWBOOK) export pdf $$(awk '$$1 == "review:" {print "data/" $$2}' _config.yml) --to $(PDF)

# Ordered from quick to slow. The stored notebooks are compared before the build, which would bring them up to date.
# One pytest call for tests and notebooks: its closing line is the last. In the order of folders, so that the long files of built/ come early.
test: $(READY)  ## Prove everything: lint, types, reviews, notebooks, book, tests
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	@echo "lint-imports"; said=$$($(VENV)/bin/lint-imports --no-logo --no-cache 2>&1) || { echo "$$said"; exit 1; }
	$(VENV)/bin/mypy
	@set -e; for review in data/*/ tests/packages/synthetic/; do \
		if [ -d "$$review" ]; then echo "reviewbook check $$review"; $(REVIEWBOOK) check "$$review"; fi; \
	done
	$(REVIEWBOOK) run --check
	$(REVIEWBOOK) build
	$(VENV)/bin/python -m pytest tests --nbval --nbval-current-env notebooks -n 2 --dist loadfile --no-loadscope-reorder -q --durations 10

format: $(READY)  ## Put the Python code into the common layout
	$(VENV)/bin/ruff check --fix .
	$(VENV)/bin/ruff format .

# Measured, not tested: a busy machine would fail a change that is right.
bench: $(READY)  ## Measure speed and memory against marks and write docs/benchmarks.md (BENCH="--quick" for a first look)
	$(VENV)/bin/python -m benchmarks $(BENCH)

MINUTES ?= 20

# Goes on for as long as it may, with other cases each time: not tested, but every night in .github/workflows/attack.yml.
attack: $(READY)  ## Attack tables, readers, commands and running processes for MINUTES (20); what breaks is in _build/attacks
	$(VENV)/bin/python -m attacks --minutes $(MINUTES)

# "3.11" means 3.11.0, so that the first releases of 3.11, which Debian has, find a version of everything too.
lock:  ## Write requirements.txt and the pins of new repositories from requirements.in (needs uv and the network)
	uv pip compile requirements.in --universal --python-version 3.11 --no-header --no-annotate -o requirements.txt
	$(VENV)/bin/python -m reviewbook.press.repository.pins

clean:  ## Remove what was built and installed; the next make starts from nothing
	rm -rf $(VENV) _build

# Installed anew only when the pins or the package's metadata changed. No build isolation: it would ask the network for a
# setuptools that requirements.txt has already brought.
$(READY): requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "reviewbook needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) --version 2>&1)." >&2; \
		echo "Name another one: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	@rm -rf $(VENV)
	@if command -v uv >/dev/null 2>&1; then \
		uv venv --quiet --python "$$($(PYTHON) -c 'import sys; print(sys.executable)')" $(VENV) && \
		uv pip install --quiet --compile-bytecode --python $(VENV)/bin/python -r requirements.txt && \
		uv pip install --quiet --python $(VENV)/bin/python --no-deps --no-build-isolation -e . ; \
	else \
		$(PYTHON) -m venv $(VENV) && \
		$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check -r requirements.txt && \
		$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e . ; \
	fi
	@touch $@
