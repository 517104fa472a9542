# Set-up, run, test: `make help` lists the targets. Python 3.11+ and make are all that is needed beforehand.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8501
IN_TWO := --numprocesses 2 --dist worksteal
DATA ?= data
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export DASHBOARD_DATA := $(abspath $(DATA))

.DEFAULT_GOAL := help
.PHONY: help setup snapshots run check test test-quick test-spark bench browser services lock audit clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@echo "  make run PORT=9000 DATA=dir   another port and data folder"

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: make PYTHON=python3.11 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { echo "python3-venv is missing: install it with apt-get install python3-venv"; exit 1; }
	@$(PYTHON) -m venv $(VENV)

# the lock holds the SHA-256 of every file of every package, whichever Python takes it (tried on 3.11, 3.12 and 3.13)
$(VENV)/app.stamp: $(BIN)/python requirements.txt requirements.lock
	@echo "Installing what the app needs (once) ..."
	@$(BIN)/pip install --quiet --require-hashes --requirement requirements.lock
	@touch $@

$(VENV)/dev.stamp: $(VENV)/app.stamp requirements-dev.txt
	@echo "Installing what checks and tests need (once) ..."
	@$(BIN)/pip install --quiet --requirement requirements-dev.txt
	@touch $@

setup: $(VENV)/app.stamp ## create .venv and install pinned requirements

data/shapes/districts.geojson: $(VENV)/app.stamp dashboard/etl/shapes.py
	@$(BIN)/python -m dashboard shapes

snapshots: $(VENV)/app.stamp data/shapes/districts.geojson ## build the shipped snapshots where they are missing
	@$(BIN)/python -m dashboard compile
	@$(BIN)/python -m dashboard published --if-missing --no-activate
	@$(BIN)/python -m dashboard synthetic --if-missing

run: snapshots ## serve the app on 127.0.0.1:8501 (PORT=, DATA=)
	@$(BIN)/streamlit run streamlit_app.py --server.port $(PORT)

check: $(VENV)/dev.stamp ## the whole static gate: style, types, imports, dead code, messages, SQL
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo 2>/dev/null || $(BIN)/lint-imports
	@$(BIN)/vulture
	@$(BIN)/vulture dashboard pages streamlit_app.py bench tests
	@$(BIN)/python -m pytest --quiet tests/test_messages.py
	@$(BIN)/sqlfluff lint queries --disable-progress-bar
	@$(BIN)/python -m dashboard spark-subset
	@$(BIN)/hadolint deploy/Dockerfile

browser:
	@sh deploy/browser.sh

services:
	@sh deploy/services.sh

test-quick: $(VENV)/dev.stamp snapshots ## run what is quick and needs no browser, no server and no PostgreSQL
	@$(BIN)/python -m pytest $(IN_TWO) -m "not (browser or server or postgresql or long)"

test: $(VENV)/dev.stamp snapshots browser services ## run every test (installs browser, font, nginx and PostgreSQL when root)
	@COVERAGE_CORE=$$($(BIN)/python -c 'import sys; print("sysmon" if sys.version_info >= (3, 12) else "ctrace")') \
		$(BIN)/python -m pytest $(IN_TWO) --cov --cov-report=

$(VENV)/spark.stamp: $(VENV)/dev.stamp requirements-spark.txt
	@echo "Installing Spark (once) ..."
	@$(BIN)/pip install --quiet --requirement requirements-spark.txt
	@touch $@

test-spark: $(VENV)/spark.stamp ## every query on DuckDB and on a Spark of two executors (installs Java when root)
	@sh deploy/java.sh
	@$(BIN)/python -m pytest tests/spark

.venv-bench/bench.stamp: bench/requirements-bench.txt $(BIN)/python
	@echo "Installing the peer of the benchmark apart from the app (once) ..."
	@$(PYTHON) -m venv .venv-bench
	@.venv-bench/bin/pip install --quiet --requirement bench/requirements-bench.txt
	@touch $@

bench: $(VENV)/dev.stamp .venv-bench/bench.stamp snapshots browser ## measure pages and peers, write bench/RESULTS.md (SIZES=50000,1000000)
	@$(BIN)/python -m bench

lock: $(BIN)/python ## renew requirements.lock after a change of requirements.txt
	@$(PYTHON) -m venv --clear $(VENV)/lock && $(VENV)/lock/bin/pip install --quiet pip-tools==7.6.2
	@$(VENV)/lock/bin/pip-compile --quiet --generate-hashes --strip-extras --no-annotate --no-header --no-emit-index-url \
		--no-emit-trusted-host --no-emit-find-links --output-file requirements.lock requirements.txt

$(VENV)/audit.stamp: $(BIN)/python
	@$(PYTHON) -m venv $(VENV)/audit && $(VENV)/audit/bin/pip install --quiet pip-audit==2.10.1
	@touch $@

audit: $(VENV)/audit.stamp ## ask PyPI for known vulnerabilities of the locked packages (needs the internet)
	@$(VENV)/audit/bin/pip-audit --strict --disable-pip --require-hashes --requirement requirements.lock --progress-spinner off

clean: ## remove the virtual environment and built snapshots
	rm -rf $(VENV) data/snapshots data/shapes
