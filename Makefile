# `make demo` needs Python 3.11 or later, pip and make; `make test` installs what else it needs into .venv.
PYTHON ?= python3
N ?= 100000
PEOPLE ?= 1000000
.DEFAULT_GOAL := help
.PHONY: help demo test lint format lock bench screenshots clean

help:  ## Say what can be made
	@sed -n 's/^\([a-z]*\):.*  ## \(.*\)/  make \1	\2/p' Makefile | expand -t 20

demo:  ## Stand the demo town up at http://localhost:8000/ (PORT=… for another port)
	@$(PYTHON) scripts/install.py run
	@exec .venv/bin/linli demo

test:  ## Everything a change must pass
	@$(PYTHON) scripts/install.py dev
	@exec .venv/bin/python scripts/check.py

lint:  ## The quick part of it: format, lint, types, floors, migrations, catalogue
	@$(PYTHON) scripts/install.py dev
	@exec .venv/bin/python scripts/check.py --quick

format:  ## Format the code and mend what can be mended
	@$(PYTHON) scripts/install.py dev
	@.venv/bin/ruff format .
	@.venv/bin/ruff check --fix .

lock:  ## Write requirements/*.lock anew from pyproject.toml
	@$(PYTHON) scripts/install.py dev
	@.venv/bin/python scripts/lock.py

bench:  ## Measure the house under load (N=1000000 cases, PEOPLE=1000000; SAVE="--save docs/performance.md" keeps the table)
	@$(PYTHON) scripts/install.py dev
	@exec .venv/bin/python scripts/bench --cases $(N) --people $(PEOPLE) $(SAVE)

screenshots:  ## Take the pictures of the guides from the demo town
	@$(PYTHON) scripts/install.py dev
	@exec .venv/bin/python scripts/screenshots.py

clean:  ## Remove what was made, except the data in var/pg
	@rm -rf .venv var/static var/static.stamp var/test-pg .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	@find linli tests scripts -name __pycache__ -prune -exec rm -rf {} +
	@find linli -name '*.mo' -delete
