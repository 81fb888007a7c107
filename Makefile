# Each target runs one command. All logic is in Python.
.PHONY: help setup dev build test check add export sql docs site spark gold evaluate bench lock schedule clean compare answers unit mutate faults fuzz generate test-fast test-long
PY = .venv/bin/python
RAIDBOOK = .venv/bin/raidbook
# Each worker takes whole test files, in alphabetical order. pytest-xdist's default order would run
# files with few, long tests last.
PYTEST = $(PY) -m pytest -n 2 --dist loadfile --no-loadscope-reorder

help:      ## show this list
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  %-10s %s\n", $$1, $$2}' Makefile
setup:     ## make .venv with the packages for a build, from requirements.lock
	@python3 scripts/setup.py
dev:     ## add the packages for tests and checks, from requirements-dev.lock
	@python3 scripts/setup.py dev
build: setup     ## land, load, reconcile, check, publish, export
	@$(RAIDBOOK) build
	@$(RAIDBOOK) dbt
test: check     ## check, and run every test
	@$(PYTEST)
test-fast: dev     ## run the tests that need no build and deliver no file
	@$(PYTEST) -m "not slow" tests/unit tests/reference tests/project
test-long: check     ## run every test, with at least five hundred random examples
	@RAIDBOOK_EXAMPLES=500 $(PYTEST)
check: dev     ## check formatting, lint and types
	@$(PY) scripts/check.py
add: setup     ## deliver FILES="a.csv b.csv"
	@$(RAIDBOOK) add $(FILES)
export: setup     ## rewrite the workbooks and tables
	@$(RAIDBOOK) export
sql: setup     ## query the live file: make sql Q="select 1"
	@$(RAIDBOOK) sql "$(Q)"
docs: setup     ## write dbt's documentation to one page, var/site/docs.html
	@$(RAIDBOOK) docs
compare: setup     ## compare the tables of two files: make compare BEFORE=a.duckdb AFTER=b.duckdb
	@$(PY) -m scripts.compare_files $(BEFORE) $(AFTER)
answers: dev     ## rewrite the answers in analyses/; see the changes with git diff
	@$(PY) -m scripts.answers
gold: dev     ## compare with a researcher's numbers, and rewrite docs/gold.md
	@$(PY) -m scripts.gold
evaluate: dev     ## score the reader of articles, and rewrite docs/reading.md; PART=unseen
	@$(PY) -m scripts.evaluate $(if $(PART),--part $(PART))
bench: dev     ## measure speed, relative to the engine alone; SIZES="10000 1000000" MEMORY=12GB PEERS=1 DOCS=1
	@$(PY) -m scripts.bench $(if $(SIZES),--sizes $(SIZES)) $(if $(MEMORY),--memory $(MEMORY)) \
		$(if $(PEERS),--peers) $(if $(DOCS),--docs)
spark: dev     ## build on Spark, and compare every table with DuckDB's
	@$(PY) -m scripts.spark
unit: dev     ## run dbt's unit tests
	@$(PY) -m scripts.unit
mutate: dev     ## break each rule, one at a time, and show the test that fails
	@$(PY) -m scripts.mutate
faults: dev     ## kill builds, fill the disk, set the clock back, and so on; FAULTS=200 kills
	@$(PY) -m scripts.faults $(if $(FAULTS),--kills $(FAULTS))
fuzz: dev     ## send ten thousand damaged and odd files through the readers
	@RAIDBOOK_FUZZ=350 $(PY) -m pytest tests/fuzz
generate: setup     ## write synthetic records: make generate RECORDS=1000000 OUT=made.csv
	@$(RAIDBOOK) generate --records $(RECORDS) $(OUT)
lock: dev     ## update the lock files; UPGRADE=1 takes the newest versions
	@$(PY) -m scripts.lock $(if $(UPGRADE),--upgrade)
schedule: setup     ## print a crontab line and systemd units for this folder
	@$(RAIDBOOK) schedule
clean:     ## remove files that can be made again (never landed or live files)
	@python3 scripts/clean.py
