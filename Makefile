# The only list of commands. `make` alone prints it.

PYTHON ?= python3
PORT ?= 8000
DEMO ?= 1
ARGS ?=

BIN := .venv/bin
.DEFAULT_GOAL := help
.PHONY: help install tools up test test-sqlite test-pg journeys check fix lock messages bench drill-ledger demo clean

help: ## print this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' Makefile

install: ## everything but serving: environment, packages, front end, translations
	@$(PYTHON) tools/bootstrap.py base
	@$(PYTHON) tools/frontend.py
	@$(BIN)/python tools/messages.py compile

tools: install
	@$(PYTHON) tools/bootstrap.py base dev

up: install ## serve the demo county on loopback; PORT=8001 for another port, DEMO=0 for an empty system
	@$(BIN)/python tools/up.py --port $(PORT) --demo $(DEMO)

test: test-sqlite test-pg journeys ## every test: on SQLite, on PostgreSQL, in a browser

test-sqlite: tools ## the tests on SQLite; ARGS="fangwei/register -x" chooses
	@env -u DATABASE_URL $(BIN)/pytest -n 2 --dist loadgroup -m "not journey" $(ARGS)

test-pg: tools ## the same tests on Debian's PostgreSQL, loudly skipped without it
	@$(BIN)/python tools/postgres.py $(BIN)/pytest -n 2 --dist loadgroup -m "not journey" $(ARGS)

journeys: tools ## whole days of work in chromium, loudly skipped without it
	@env -u DATABASE_URL $(BIN)/pytest -m journey $(ARGS) || [ $$? -eq 5 ]

check: tools ## style, types, the arrow, migrations, translations, lock files, the law's own cases
	@$(BIN)/python tools/check.py

fix: tools ## format and mend what a machine can mend
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

lock: tools ## pin the newest allowed versions again, with hashes
	@$(BIN)/python tools/lock.py

messages: install ## list the texts that have no Chinese yet
	@$(BIN)/python tools/messages.py check

bench: tools ## measure every number the README claims
	@$(BIN)/python -m benchmarks $(ARGS)

drill-ledger: tools ## kill the log 500 times on each database; let Debian's witness and receipt checker judge it
	@env -u DATABASE_URL $(BIN)/python -m tools.drills.kill $(ARGS)
	@$(BIN)/python tools/postgres.py $(BIN)/python -m tools.drills.kill $(ARGS)
	@env -u DATABASE_URL $(BIN)/python -m tools.drills.witness

demo: install ## fill the data folder with the invented county; ARGS="--sites 2000 --seed 7"
	@FANGWEI_DEMO=1 $(BIN)/fangwei setup
	@FANGWEI_DEMO=1 $(BIN)/fangwei demo $(ARGS)

clean: ## remove what was built; the data folder stays
	@rm -rf .venv .venv-node node_modules fangwei/ui/static/dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
	@find fangwei tests tools benchmarks demo -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true
