# Two commands: `make demo` shows it, `make test` proves it. Everything else is in docs/.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
export PORT

.PHONY: help
help:  ## what there is
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

# The environment: virtualenv where the system's venv module is not complete (bare Debian).
$(VENV)/installed: requirements/base.txt deploy/environment.sh
	@deploy/environment.sh $(PYTHON) requirements/base.txt
	@touch $@

$(VENV)/installed-dev: $(VENV)/installed requirements/dev.txt
	@deploy/environment.sh $(PYTHON) requirements/dev.txt
	@touch $@

.PHONY: demo
demo: $(VENV)/installed  ## the demo county on http://localhost:8000 (PORT=, DETACH=1)
	@deploy/demo.sh start

.PHONY: stop
stop:  ## end what `make demo DETACH=1` started
	@deploy/demo.sh stop

.PHONY: lint
lint: $(VENV)/installed-dev  ## ruff and mypy
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy cms opendata search sitegroup themes

.PHONY: test
test: $(VENV)/installed-dev  ## linters, types and every test that needs no server
	@deploy/browser.sh
	@$(MAKE) --no-print-directory lint
	@$(BIN)/pytest -m "not services and not race"

.PHONY: test-services
test-services: $(VENV)/installed-dev  ## the whole suite on real PostgreSQL, Redis, Elasticsearch, CKAN
	@deploy/browser.sh
	@deploy/with_services.sh $(BIN)/pytest

.PHONY: prove
prove: $(VENV)/installed-dev  ## the long proofs on real servers; writes build/proofs.json (ONLY= picks)
	@deploy/browser.sh
	@deploy/with_services.sh $(BIN)/pytest --prove build/proofs.json --timeout 3600 -p no:randomly $(if $(ONLY),-k "$(ONLY)")

.PHONY: bench
bench: $(VENV)/installed-dev  ## measure (SCALE=, ONLY=); writes bench/results.json
	@$(BIN)/python -m bench

.PHONY: lock
lock: $(VENV)/installed-dev  ## renew requirements/*.txt from requirements/*.in
	@for part in base dev; do \
	  $(BIN)/uv pip compile --quiet --python-version 3.11.2 --universal --generate-hashes \
	    --no-emit-index-url --no-annotate --custom-compile-command "make lock" \
	    -o requirements/$$part.txt requirements/$$part.in; \
	done
