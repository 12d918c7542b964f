# make demo    the five exam systems and the web chat on this machine, nothing else needed
# make test    every check: tests, lint, types, import contract
# make cover   which lines no test reaches; optional, since it takes half as long again
# make quick   the ordinary loop while working: lint, types and no test that takes seconds
# make words   bring the catalogues in step with the words in the code
# make gallery renew docs/gallery.md and its pictures, which a test compares with what the bot says; needs Chromium
# make lock    pin the dependencies anew
# make bench   measure the bot beside others on Telegram (ten minutes, two quiet cores); optional
# make week    simulate a week of watching, with everything failing (ten minutes, two quiet cores); optional
# make interop let aiogram and nonebot2 judge the stand-ins for Telegram and QQ, and our bot's calls to Telegram; optional

PYTHON ?= python3
PORT ?= 8080
VENV := .venv
INTEROP := .venv-interop
# As for use, without what developers need besides: libraries look for some of that and import it too.
USED := .venv-used
JOURNAL := $(abspath $(INTEROP))/calls.jsonl
# Tests in which a bot of ours speaks to the stand-in.
JOURNEYS := tests/journeys tests/botapi_tests/test_library.py
PY := $(VENV)/bin/python

# Written once; else each worker and each process that a test starts would compile everything anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test cover quick lint words gallery lock interop bench week clean

demo: $(VENV)/run.stamp
	@$(PY) bot.py demo --port $(PORT)

test: $(VENV)/dev.stamp lint
	$(PY) -m pytest -n 4 --dist worksteal -m "not slow"  # two cores' worth: half of the time a bot waits for a timer
	$(PY) -m pytest -n 3 -m slow  # measuring tests, which want the cores for themselves

cover: $(VENV)/dev.stamp
	$(PY) -m coverage erase
	$(PY) -m coverage run -m pytest -n 2 --dist worksteal -m "not slow"
	$(PY) -m coverage combine -q
	$(PY) -m coverage report --fail-under=90

quick: $(VENV)/dev.stamp lint
	$(PY) -m pytest -n 4 --dist worksteal -m "not slow and not long and not browser"

lint: $(VENV)/dev.stamp
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/mypy bot.py
	$(VENV)/bin/lint-imports --no-logo

words: $(VENV)/dev.stamp
	$(PY) -m bot.catalogues

gallery: $(VENV)/dev.stamp
	$(PY) -m tests.gallery

lock: $(VENV)/dev.stamp
	$(VENV)/bin/uv pip compile -q --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header pyproject.toml -o requirements/run.lock
	$(VENV)/bin/uv pip compile -q --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header pyproject.toml --group dev -o requirements/dev.lock
	$(VENV)/bin/uv pip compile -q --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header requirements/interop.in -o requirements/interop.lock

bench: $(VENV)/dev.stamp $(USED)/run.stamp $(INTEROP)/interop.stamp
	$(PY) -m benchmarks.telegram

week: $(VENV)/dev.stamp
	$(PY) -m benchmarks.watching

interop: $(VENV)/dev.stamp $(INTEROP)/interop.stamp
	$(INTEROP)/bin/python -m tests.interop.program
	$(INTEROP)/bin/python -m tests.interop.qq
	rm -f $(JOURNAL)
	GRADEBELL_JOURNAL=$(JOURNAL) $(PY) -m pytest $(JOURNEYS)
	$(INTEROP)/bin/python -m tests.interop.validate $(JOURNAL)

define install
@test -x $(@D)/bin/python || $(PYTHON) -m venv $(@D)
@echo "Installing into $(@D), about a minute …"
@$(@D)/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r $<
@touch $@
endef

$(VENV)/run.stamp: requirements/run.lock
	$(install)

$(USED)/run.stamp: requirements/run.lock
	$(install)

$(VENV)/dev.stamp: requirements/dev.lock
	$(install)
	@touch $(VENV)/run.stamp

$(INTEROP)/interop.stamp: requirements/interop.lock
	$(install)

clean:
	rm -rf $(VENV) $(USED) $(INTEROP) .mypy_cache .ruff_cache .pytest_cache .coverage* data
