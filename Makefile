# Everything a fresh machine with Python 3.11 and make needs. `make demo` runs the main job, `make test` all tests.
PYTHON ?= python3.11
VENV ?= .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: demo test setup lint lock clean

setup: $(STAMP)

$(STAMP): requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	touch $(STAMP)

demo: setup
	$(BIN)/reportmine ingest corpora/samples --warehouse out/demo.duckdb || test $$? -eq 1
	$(BIN)/reportmine compare requests.received published.items --by year --warehouse out/demo.duckdb
	$(BIN)/reportmine check --warehouse out/demo.duckdb || test $$? -eq 1

lint: setup
	$(BIN)/ruff check src tests benchmarks
	$(BIN)/ruff format --check src tests benchmarks
	$(BIN)/mypy
	$(BIN)/lint-imports

test: lint
	$(BIN)/python -m pytest -n 2

lock:
	$(BIN)/uv pip compile pyproject.toml --extra dev --generate-hashes --no-emit-index-url --no-annotate --universal --python-version 3.11 -o requirements.lock

clean:
	rm -rf $(VENV) out
