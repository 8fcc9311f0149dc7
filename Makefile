# `make html` builds the site, `make test` verifies every result again. Each creates the environment if it is missing.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready

.PHONY: html test record lint lock clean
.DELETE_ON_ERROR:

html: $(READY)
	$(BIN)/python -m sphinx -q -W --keep-going -c . docs build/html
	@echo "The site is in build/html/index.html"

test: $(READY)
	$(BIN)/python -m pytest -n 2 --dist loadgroup

# Verify again and rewrite the records, which the site is built from.
record: $(READY)
	$(BIN)/python -m pytest -n 2 --dist loadgroup tests/test_results.py --record

lint: $(READY)
	$(BIN)/python -m ruff check .
	$(BIN)/python -m mypy

$(READY): requirements.lock
	$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed; set PYTHON=...")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	touch $(READY)

# All dependencies with their hashes and without addresses, for every platform and Python 3.11 or newer. Needs uv.
lock:
	uv pip compile pyproject.toml --all-extras --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		--no-emit-index-url --quiet -o requirements.lock

clean:
	rm -rf build .cache
