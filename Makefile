# Everything a newcomer needs: `make demo` shows the main job, `make test` runs every test. `make help` lists the rest.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
CASE := demo
DATA ?= ../shared/data
FAULTS ?= --kills 1000 --cuts 1000 --full 200
SOURCES := $(wildcard examples/*/sources)

.DEFAULT_GOAL := help
.PHONY: help demo test check bench faults train score lock clean programs

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(VENV)/run.stamp programs ## Build the example case and say what to look at next
	$(BIN)/witnessmark build $(CASE) $(SOURCES) --name "The example case"
	$(BIN)/witnessmark verify $(CASE)
	$(BIN)/witnessmark dossier $(CASE) -o $(CASE)/dossier.html
	@echo
	@echo "Open $(CASE)/dossier.html in a browser. Commands: $(BIN)/witnessmark --help"

test: $(VENV)/dev.stamp programs ## Run every check and every test
	$(MAKE) --no-print-directory check
	$(BIN)/pytest

check: $(VENV)/dev.stamp ## Check types, style and who imports whom
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

bench: $(VENV)/dev.stamp ## Measure speed and accuracy, each beside its bare limit
	$(BIN)/python benchmarks

faults: $(VENV)/dev.stamp ## Kill, cut the power and fill the disk, for hours (FAULTS="--kills 1000 --cuts 1000 --full 200")
	$(BIN)/python benchmarks/durability.py $(FAULTS)

train: $(VENV)/train.stamp ## Make the reader's model from its data (DATA=folder); stopped, it goes on
	$(BIN)/python -m training.train --data $(DATA) --out runs/reader
	$(BIN)/python -m training.export runs/reader/reader.pt
	$(BIN)/python -m training.sentences
	$(BIN)/python -m training.calibrate --data $(DATA)

score: $(VENV)/dev.stamp ## Score the shipped encoder, and all that the readers make of it (DATA=folder)
	@status=0; \
	$(BIN)/python -m training.score --data $(DATA) || status=1; \
	$(BIN)/python benchmarks/reading.py --quick --data $(DATA) || status=1; \
	exit $$status

lock: $(VENV)/dev.stamp ## Renew the lock files from pyproject.toml
	$(BIN)/uv pip compile -q --universal --generate-hashes --no-header pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile -q --universal --generate-hashes --no-header pyproject.toml --group dev -c requirements.lock -o requirements-dev.lock

# Programs of the system: Tesseract reads pictures of words, bubblewrap is an outer fence around the reading of files.
# Installed where that needs nobody's leave.
MISSING = $$($(BIN)/python -m witnessmark.intake.ocr) $$(command -v bwrap >/dev/null || echo bubblewrap)
programs: $(VENV)/run.stamp
	@missing=$$(echo $(MISSING)); \
	if [ -n "$$missing" ] && [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  (apt-get update -qq; DEBIAN_FRONTEND=noninteractive apt-get install -qq -y $$missing) >/dev/null 2>&1 || true; \
	  missing=$$(echo $(MISSING)); \
	fi; \
	[ -z "$$missing" ] || echo "Programs that are missing here: $$missing (on Debian: apt-get install them)"

clean: ## Remove what the other targets made
	rm -rf $(VENV) $(CASE) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(VENV)/run.stamp: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or later is needed; name it: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 2; }
	@$(PYTHON) -c 'import venv, ensurepip' || { echo "Python's venv is missing; on Debian: apt-get install python3-venv"; exit 2; }
	test -d $(VENV) || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --editable .
	@touch $@

$(VENV)/dev.stamp: requirements-dev.lock $(VENV)/run.stamp
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

$(VENV)/train.stamp: training/requirements.txt $(VENV)/dev.stamp
	$(BIN)/python -m pip install -q --disable-pip-version-check -r training/requirements.txt
	@touch $@
