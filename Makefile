# What can be done here; `make` alone lists it. CI and pre-commit call exactly these.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

BIN := .venv/bin
PIP := $(BIN)/python -m pip --quiet --quiet --disable-pip-version-check --no-input install --no-compile --no-deps
REGION := regions/twente
DEMO := .noaber/demo
DEMO_DELIVERIES := .noaber/demo-deliveries
DEMO_SERVE ?= yes
CHECKS := check-format check-lint check-types check-floors check-content check-docs

.PHONY: help
help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' Makefile

# -- trying it

.PHONY: demo
demo: .venv/.runtime $(DEMO_DELIVERIES)/noaber-deliveries.yml ## build the invented Twente and serve it; DEMO_SERVE=no leaves out serving
	@NOABER_HOME=$(DEMO) $(BIN)/noaber build $(REGION) --deliveries $(DEMO_DELIVERIES)
	@[ "$(DEMO_SERVE)" = no ] || NOABER_HOME=$(DEMO) $(BIN)/noaber serve $(REGION)

$(DEMO_DELIVERIES)/noaber-deliveries.yml: .venv/.runtime $(wildcard src/noaber/synthetic/*.py src/noaber/synthetic/data/*)
	@$(BIN)/noaber synthesise --to $(DEMO_DELIVERIES)

# -- working on it

.PHONY: test
test: .venv/.dev ## run the tests side by side; TESTS="tests/docs -x" chooses, TESTS="-n 0 --pdb" looks into one
	@tools/need-debian postgresql "ls /usr/lib/postgresql/*/bin/initdb >/dev/null" "the tests of accounts on PostgreSQL" || true
	@if tools/need-debian chromium chromium "the browser tests"; then chosen=; else chosen="not browser"; fi; \
	$(BIN)/pytest -m "$$chosen" --numprocesses auto --maxprocesses 4 --dist loadfile $(TESTS)

.PHONY: check
check: .venv/.dev ## find faults in form, types, floors, content and docs; writes nothing
	@$(MAKE) --keep-going $(CHECKS)

.PHONY: $(CHECKS)
check-format: .venv/.dev
	@$(BIN)/ruff format --check .
check-lint: .venv/.dev
	@$(BIN)/ruff check .
check-types: .venv/.dev
	@$(BIN)/mypy
	@MYPYPATH=tools:src $(BIN)/mypy --strict --config-file= --follow-imports=silent tools/write_reference.py
check-floors: .venv/.dev
	@$(BIN)/lint-imports --no-cache --no-logo
check-content: .venv/.dev
	@$(BIN)/noaber check $(REGION)
check-docs: .venv/.dev
	@$(BIN)/python tools/write_reference.py --check

.PHONY: fix
fix: .venv/.dev ## mend what can be mended: form, simple faults, generated pages
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .
	@$(BIN)/python tools/write_reference.py

.PHONY: docs
docs: .venv/.dev ## write the generated pages of docs/reference
	@$(BIN)/python tools/write_reference.py

.PHONY: bench
bench: .venv/.dev ## measure the numbers of benchmarks/
	@$(BIN)/python -m benchmarks

.PHONY: lock
lock: .venv/.dev ## pin the newest versions that pyproject.toml allows
	@$(PIP) uv
	@$(BIN)/uv pip compile --quiet --upgrade --universal --no-emit-index-url --no-header --no-annotate \
		pyproject.toml --output-file requirements.lock
	@$(BIN)/uv pip compile --quiet --upgrade --universal --no-emit-index-url --no-header --no-annotate \
		pyproject.toml --all-extras --constraint requirements.lock --output-file requirements-dev.lock

.PHONY: clean
clean: ## remove environment and caches; what is kept in .noaber stays
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage htmlcov
	find src tests tools -name __pycache__ -type d -prune -exec rm -rf {} +

# -- the environment: what the house runs on, and what working on it takes besides

.venv/bin/python:
	@tools/make-venv .venv

.venv/.runtime: requirements.lock pyproject.toml | .venv/bin/python
	@echo "Installing what Noaber runs on (requirements.lock) ..."
	@$(PIP) --requirement requirements.lock
	@$(PIP) --editable .
	@touch $@

.venv/.dev: requirements-dev.lock .venv/.runtime
	@echo "Installing what working on it takes (requirements-dev.lock) ..."
	@$(PIP) --requirement requirements-dev.lock
	@touch $@
