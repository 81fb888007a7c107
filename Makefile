# One line a target: what there is to decide is decided in Python.
.PHONY: help setup build test check add export sql docs site spark gold bench schedule clean compare answers unit mutate faults fuzz generate test-long
PY = .venv/bin/python
RAIDBOOK = .venv/bin/raidbook

help:      ## show this list
	@awk -F':.*## ' '/^[a-z]+:.*## /{printf "  %-10s %s\n", $$1, $$2}' Makefile
setup:     ## make .venv from requirements.lock
	@python3 scripts/setup.py
build: setup     ## land, load, reconcile, check, publish, export
	@$(RAIDBOOK) build
test: setup check     ## lint, types and every test
	@$(PY) -m pytest -n 2 --dist loadfile
test-long: setup check     ## every test, five hundred random examples and more
	@RAIDBOOK_EXAMPLES=500 $(PY) -m pytest -n 2 --dist loadfile
check: setup     ## lint and types only
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
answers: setup     ## write the answers of analyses/ anew, to compare with git diff
	@$(PY) -m scripts.answers
gold: setup     ## compare with a researcher's numbers, and write docs/gold.md anew
	@$(PY) -m scripts.gold
bench: setup     ## measure, as ratios within one run; SIZES="10000 1000000" MEMORY=12GB PEERS=1 README=1
	@$(PY) -m scripts.bench $(if $(SIZES),--sizes $(SIZES)) $(if $(MEMORY),--memory $(MEMORY)) \
		$(if $(PEERS),--peers) $(if $(README),--readme)
spark: setup     ## build on Spark too, and compare every table with DuckDB's
	@$(PY) -m scripts.spark
unit: setup     ## dbt's unit tests alone
	@$(PY) -m scripts.unit
mutate: setup     ## break each rule, one at a time, and show a test that fails
	@$(PY) -m scripts.mutate
faults: setup     ## kill, fill the disk, set the clock back…; FAULTS=200 kills
	@$(PY) -m scripts.faults $(if $(FAULTS),--kills $(FAULTS))
fuzz: setup     ## ten thousand damaged and odd files through every reader
	@RAIDBOOK_FUZZ=350 $(PY) -m pytest tests/fuzz
generate: setup     ## made-up records: make generate RECORDS=1000000 OUT=made.csv
	@$(RAIDBOOK) generate --records $(RECORDS) $(OUT)
schedule: setup     ## print what cron or systemd need to build this folder
	@$(RAIDBOOK) schedule
clean:     ## remove what can be made again (never landed files or live ones)
	@python3 scripts/clean.py
