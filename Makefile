# `make html` builds the site, `make test` verifies every result again. Each creates the environment if it is missing.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
INSTALL := -m pip install --quiet --disable-pip-version-check
OURS := --no-deps --no-build-isolation --editable .       # the checkout itself, so that a script in any folder can import it
BENCH := .venv-bench/bin
PEERS := .venv-bench/.ready

.PHONY: html test record bench conformance lint lock clean
.DELETE_ON_ERROR:

html: $(READY)
	$(BIN)/python -m sphinx -q -W --keep-going -j 2 -c . docs build/html
	@echo "The site is in build/html/index.html"

test: $(READY)
	$(BIN)/python -m pytest -n 2 --dist loadgroup

# Verify again and rewrite the records, which the site is built from.
record: $(READY)
	$(BIN)/python -m pytest -n 2 --dist loadgroup tests/test_results.py --record
	$(BIN)/python docs/_ext/history.py

# Judge the peers' functions, and rewrite benchmarks/conformance.json. Those that do not import are listed with the reason.
conformance: $(PEERS)
	JAX_ENABLE_X64=1 $(BENCH)/python -m benchmarks.conformance.run

# Measure ours beside other libraries and rewrite benchmarks/record.json. Takes about half an hour; leave the machine alone meanwhile.
bench: $(PEERS)
	$(BENCH)/python -m benchmarks.run

lint: $(READY)
	$(BIN)/python -m ruff check .
	$(BIN)/python -m mypy

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed; set PYTHON=...")'
	$(PYTHON) -m venv .venv
	$(BIN)/python $(INSTALL) --require-hashes -r requirements.lock
	$(BIN)/python $(INSTALL) $(OURS)
	touch $(READY)

$(PEERS): requirements.lock pyproject.toml benchmarks/requirements.txt
	$(PYTHON) -m venv .venv-bench
	$(BENCH)/python $(INSTALL) --require-hashes -r requirements.lock
	$(BENCH)/python $(INSTALL) $(OURS)
	sed '/^#/d' benchmarks/requirements.txt | while read peer; do \
		$(BENCH)/python $(INSTALL) $$peer || echo "$$peer is left out"; done
	touch $(PEERS)

# All dependencies with their hashes and without addresses, for every platform and Python 3.11 or newer. Needs uv.
lock:
	uv pip compile pyproject.toml --all-extras --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		--no-emit-index-url --quiet -o requirements.lock

clean:
	rm -rf build .cache
