# Everything continuous integration runs is a target here. `make` alone lists them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.ready

.DEFAULT_GOAL := help
.PHONY: help setup demo test check fmt docs bench bench-linters agreement lock clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | sort

$(STAMP): requirements/dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "planwarden needs Python 3.11 or newer: set PYTHON=python3.11" >&2; exit 2; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

setup: $(STAMP) ## create .venv from the lock file (hashes enforced) and install planwarden into it
	@$(BIN)/python -m tests.standin.schemas

demo: $(STAMP) ## run the whole story against a stand-in for GitHub and show what appeared on the pull request
	@$(BIN)/python -m tests.demo

test: setup ## run every test that this machine can run; says which it skipped
	$(BIN)/python -m pytest -n auto

check: setup ## ruff, strict types, import contracts, generated files up to date
	$(BIN)/ruff format --check .
	$(BIN)/ruff check --no-cache .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m tests.generate --check

fmt: $(STAMP) ## format and apply the safe fixes of the linter
	$(BIN)/ruff format .
	$(BIN)/ruff check --no-cache --fix .

docs: $(STAMP) ## write the generated files (rule pages, command help)
	$(BIN)/python -m tests.generate

bench: setup ## run the benchmarks and write benchmarks/results.md (CORPUS=path adds the corpus figures)
	$(BIN)/python -m benchmarks $(if $(CORPUS),--corpus $(CORPUS))

agreement: setup ## compare the reader with people's labels (PLANS=folder LABELS=file)
	@$(BIN)/python -m benchmarks.agreement --verbose $(PLANS) $(LABELS)

bench-linters: setup ## measure beside rumdl and markdownlint-cli2 over CORPUS=path, write benchmarks/linters.md
	$(BIN)/python -m benchmarks.linters $(CORPUS)

lock: ## resolve the dependencies again into requirements/*.txt
	$(PYTHON) -m venv $(VENV)-lock && $(VENV)-lock/bin/pip install --quiet uv==0.13.9
	$(VENV)-lock/bin/uv pip compile --quiet --upgrade --universal --generate-hashes --python-version 3.11 --custom-compile-command "make lock" pyproject.toml -o requirements/runtime.txt
	$(VENV)-lock/bin/uv pip compile --quiet --upgrade --universal --generate-hashes --python-version 3.11 --custom-compile-command "make lock" pyproject.toml --group dev -o requirements/dev.txt
	rm -r $(VENV)-lock

clean: ## remove what the targets made
	rm -rf $(VENV) .cache dist data
