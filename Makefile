# One line a target: what there is to decide is decided in Python.
.PHONY: help setup dev build test check add export sql docs site spark gold evaluate bench lock schedule clean compare answers unit mutate faults fuzz generate test-fast test-long
PY = .venv/bin/python
RAIDBOOK = .venv/bin/raidbook
# a file is one worker's, in the order of names: by default, files of few and long tests come last
PYTEST = $(PY) -m pytest -n 2 --dist loadfile --no-loadscope-reorder

help:      ## show this list
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  %-10s %s\n", $$1, $$2}' Makefile
setup:     ## make .venv with what a build needs, from requirements.lock
	@python3 scripts/setup.py
dev:     ## add what tests and checks need, from requirements-dev.lock
	@python3 scripts/setup.py dev
build: setup     ## land, load, reconcile, check, publish, export
	@$(RAIDBOOK) build
	@$(RAIDBOOK) dbt
test: check     ## lint, types and every test
	@$(PYTEST)
test-fast: dev     ## what takes under a minute, without lint, types and builds
	@$(PYTEST) -m "not slow" tests/unit tests/sources tests/reference tests/project
test-long: check     ## every test, five hundred random examples and more
	@RAIDBOOK_EXAMPLES=500 $(PYTEST)
check: dev     ## lint and types only
	@$(PY) scripts/check.py
add: setup     ## deliver FILES="a.csv b.csv"
	@$(RAIDBOOK) add $(FILES)
export: setup     ## write the workbooks and tables again
	@$(RAIDBOOK) export
sql: setup     ## ask the live file: make sql Q="select 1"
	@$(RAIDBOOK) sql "$(Q)"
docs: setup     ## dbt's documentation as one page, var/site/docs.html
	@$(RAIDBOOK) docs
compare: setup     ## compare the tables of two files: make compare BEFORE=a.duckdb AFTER=b.duckdb
	@$(PY) -m scripts.compare_files $(BEFORE) $(AFTER)
answers: dev     ## write the answers of analyses/ anew, to compare with git diff
	@$(PY) -m scripts.answers
gold: dev     ## compare with a researcher's numbers, and write docs/gold.md anew
	@$(PY) -m scripts.gold
evaluate: dev     ## score the reader of articles, and write docs/reading.md anew; PART=unseen
	@$(PY) -m scripts.evaluate $(if $(PART),--part $(PART))
bench: dev     ## measure, as ratios within one run; SIZES="10000 1000000" MEMORY=12GB PEERS=1 DOCS=1
	@$(PY) -m scripts.bench $(if $(SIZES),--sizes $(SIZES)) $(if $(MEMORY),--memory $(MEMORY)) \
		$(if $(PEERS),--peers) $(if $(DOCS),--docs)
spark: dev     ## build on Spark too, and compare every table with DuckDB's
	@$(PY) -m scripts.spark
unit: dev     ## dbt's unit tests alone
	@$(PY) -m scripts.unit
mutate: dev     ## break each rule, one at a time, and show a test that fails
	@$(PY) -m scripts.mutate
faults: dev     ## kill, fill the disk, set the clock back…; FAULTS=200 kills
	@$(PY) -m scripts.faults $(if $(FAULTS),--kills $(FAULTS))
fuzz: dev     ## ten thousand damaged and odd files through every reader
	@RAIDBOOK_FUZZ=350 $(PY) -m pytest tests/fuzz
generate: setup     ## made-up records: make generate RECORDS=1000000 OUT=made.csv
	@$(RAIDBOOK) generate --records $(RECORDS) $(OUT)
lock: dev     ## lock the versions of all packages anew; UPGRADE=1 takes the newest ones
	@$(PY) -m scripts.lock $(if $(UPGRADE),--upgrade)
schedule: setup     ## print what cron or systemd need to build this folder
	@$(RAIDBOOK) schedule
clean:     ## remove what can be made again (never landed files or live ones)
	@python3 scripts/clean.py
