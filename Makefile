# The commands of this project. `make` alone lists them; CONTRIBUTING.md tells more.

PYTHON ?= python3
PORT ?= 8000
JOBS ?= 2

VENV := .venv
PY := $(VENV)/bin/python
MANAGE := $(PY) manage.py
PYTEST := $(PY) -m pytest
# Each worker begins with half of the files, so that what a file's tests share is
# made once; who is done first takes over from the other.
SHARED := -n $(JOBS) --dist worksteal -m "not browser"
PIP_INSTALL := $(PY) -m pip install --quiet --disable-pip-version-check --require-hashes
CATALOGUE := locale/th/LC_MESSAGES/django.mo
COLLECTED := $(or $(STATIC_ROOT),var/static)/staticfiles.json
# A made-up production, for the checks that only production settings get.
PRODUCTION := DEBUG=0 ALLOWED_HOSTS=inspection.example DATABASE_URL=sqlite://:memory: \
	SECRET_KEY=only-for-make-lint-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGH \
	FIELD_KEYS=lint:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=
UV := $(firstword $(wildcard $(VENV)/bin/uv) uv)
UV_COMPILE := $(UV) pip compile --quiet --python-version 3.11 --generate-hashes \
	--no-header --no-annotate --no-strip-extras \
	--no-emit-index-url --no-emit-find-links $(LOCK_ARGS)

CHECKS := lint-format lint-rules lint-templates lint-imports lint-types \
	lint-settings lint-migrations lint-files

.PHONY: help run test lint $(CHECKS) lock vendor districts messages docs format \
	coverage chromium catalogue

help:
	@echo "make run       serve the demonstration on 127.0.0.1 (PORT=$(PORT))"
	@echo "make test      the whole suite: SQLite, PostgreSQL, browser"
	@echo "make lint      format, rules, templates, imports, types, settings, migrations"
	@echo "make format    rewrite the Python files as 'make lint' wants them"
	@echo "make coverage  the suite on SQLite, with the lines no test reaches"
	@echo "make messages  bring the Thai catalogue up to date and say what it lacks"
	@echo "make docs      write the tables of docs/ that are made from the code"
	@echo "make lock      pin the requirements anew (needs uv; LOCK_ARGS=--upgrade)"
	@echo "make vendor    fetch the vendored fonts and icons again (needs npm)"
	@echo "make districts fetch the names of districts and sub-districts again"

# --- Set-up: each step is done once, and again only when what it reads changes ---

# Half a step counts as none.
.DELETE_ON_ERROR:

$(PY):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "This needs Python 3.11 or newer; '$(PYTHON)' is missing or older." >&2; \
		echo "Say which one to use, for instance: make $(MAKECMDGOALS) PYTHON=python3.12" >&2; \
		exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements.txt | $(PY)
	@echo "Installing the locked dependencies …"
	@$(PIP_INSTALL) -r requirements.txt
	@touch $@

$(VENV)/.dev: requirements-dev.txt | $(PY)
	@echo "Installing the locked dependencies and development tools …"
	@$(PIP_INSTALL) -r requirements-dev.txt
	@touch $@

# Whichever of the two was installed has Babel, the only thing this needs.
%.mo: %.po
	@$(PY) -m babel.messages.frontend --quiet compile --locale th --domain django \
		--input-file $< --output-file $@

catalogue: $(CATALOGUE)
	@:

# Hashing and compressing takes longer than all the rest of a second start.
$(COLLECTED): requirements.txt $(shell find static -type f 2>/dev/null)
	@$(MANAGE) collectstatic --noinput --verbosity 0

# --- Serving -------------------------------------------------------------------

run: $(VENV)/.run
	@$(MAKE) --no-print-directory catalogue $(COLLECTED)
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) createcachetable --verbosity 0
	@$(MANAGE) load_reference
	@$(MANAGE) load_demo
	@echo
	@echo "  http://127.0.0.1:$(PORT)/          Ctrl-C ends it; the data stay in var/"
	@echo
	@echo "  Sign in with the password demo-2566 as"
	@echo "    inspector12, inspector5    inspectors of zones 12 and 5"
	@echo "    assistant12                assistant in zone 12"
	@echo "    khonkaen, khonkaen.head    officer and head of the Khon Kaen office"
	@echo "    kalasin                    officer of the Kalasin office"
	@echo "    manager                    the ministry's inspection division"
	@echo "    admin                      superuser, also of /admin/"
	@echo
	@exec $(PY) -m gunicorn config.wsgi --bind 127.0.0.1:$(PORT) --workers 2 \
		--worker-class gthread --threads 4 --no-control-socket --log-level warning

# --- Checking ------------------------------------------------------------------

chromium:
	@for name in chromium chromium-browser google-chrome; do \
		command -v $$name >/dev/null 2>&1 && exit 0; \
	done; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then \
		echo "Installing Chromium for the browser tests …"; \
		export DEBIAN_FRONTEND=noninteractive; \
		apt-get update -qq && \
		apt-get install -y -qq --no-install-recommends chromium >/dev/null && exit 0; \
	fi; \
	echo "No Chromium: the browser tests need it. On Debian: apt-get install chromium"

# All three parts run even if one fails; pytest's own closing lines stand in each.
test: $(VENV)/.dev chromium
	@$(MAKE) --no-print-directory catalogue
	@failed=""; \
	echo "=== SQLite: a file, with production's options"; \
	$(PYTEST) $(SHARED) || failed="$$failed SQLite"; \
	echo "=== PostgreSQL"; \
	$(PY) -m tests.postgres -- $(PYTEST) $(SHARED) \
		|| failed="$$failed PostgreSQL"; \
	echo "=== Browser"; \
	$(PYTEST) -m browser || failed="$$failed browser"; \
	if [ -n "$$failed" ]; then echo "=== Failed:$$failed"; exit 1; fi; \
	echo "=== Nothing failed on SQLite, PostgreSQL and in the browser"

coverage: $(VENV)/.dev
	@$(MAKE) --no-print-directory catalogue
	@$(PYTEST) $(SHARED) --cov

# All of them run even if one fails.
lint: $(VENV)/.dev
	@$(MAKE) --no-print-directory --keep-going $(CHECKS)

lint-format:
	$(PY) -m ruff format --check .
lint-rules:
	$(PY) -m ruff check .
lint-templates:
	$(PY) -m djlint --lint --quiet templates
lint-imports:
	$(PY) $(VENV)/bin/lint-imports --no-logo
lint-types:
	$(PY) -m mypy
lint-settings:
	$(PRODUCTION) $(MANAGE) check --deploy --fail-level WARNING
lint-migrations:
	$(PRODUCTION) $(MANAGE) makemigrations --check --dry-run
lint-files:
	$(PY) -m tools.check

format: $(VENV)/.dev
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

# --- Renewing what is committed ------------------------------------------------

messages: $(VENV)/.dev
	$(PY) -m tools.messages update
	$(PY) -m tools.messages missing

docs: $(VENV)/.dev
	$(PY) -m tools.docs

lock:
	@command -v $(UV) >/dev/null || { echo "This needs uv: pip install uv" >&2; exit 1; }
	$(UV_COMPILE) requirements.in --output-file requirements.txt
	$(UV_COMPILE) requirements-dev.in --output-file requirements-dev.txt

vendor: $(VENV)/.dev
	$(PY) -m tools.vendor

districts: $(VENV)/.dev
	$(PY) -m tools.districts
