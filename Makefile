# `make demo` and `make test` set up what they need; see the README.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.ready
TESTED := $(VENV)/.ready-for-tests
TEST_PACKAGES := mousepad x11-xkb-utils procps
OUT ?= demo-out
ONLY ?=

.PHONY: setup demo test run check bench pictures screens test-long schemas clean

setup: $(STAMP)

$(STAMP): pyproject.toml constraints.txt .ci/packages.sh
	./.ci/packages.sh
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -r constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	touch $@

$(TESTED): $(STAMP)
	./.ci/packages.sh $(TEST_PACKAGES)
	touch $@

demo: $(STAMP)
	$(BIN)/studio demo --out $(OUT)

run: $(STAMP)
	$(BIN)/studio

# With ONLY one of the two may have no such test, which pytest tells by 5. Tests with a display of
# their own wait for real programs most of their time, so they run beside nothing but each other.
CHOSEN = $(if $(ONLY),-k "$(ONLY)" || test $$? -eq 5)

test: $(TESTED)
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -m "not long" -n 2 --dist worksteal tests/unit tests/architecture tests/gui $(CHOSEN)
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -m "not long" -n 2 --dist loadscope tests/e2e $(CHOSEN)

test-long: $(TESTED)
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -s -m long --ignore=tests/benchmarks --timeout=3600 $(if $(ONLY),-k "$(ONLY)")

pictures: $(TESTED)
	STUDIO_PICTURES=docs/images $(BIN)/python -m pytest tests/e2e/test_window_pictures.py tests/e2e/test_journey.py

# Look at each picture before it is committed.
screens: $(TESTED)
	STUDIO_SCREENS=renew QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest tests/gui/test_screens.py

bench: $(TESTED)
	$(BIN)/python -m pytest -s -m "not long" tests/benchmarks $(if $(ONLY),-k "$(ONLY)")

check: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m studio.formats.schemas --check
	$(BIN)/python -m studio.grading.catalogue --check

schemas: $(STAMP)
	$(BIN)/python -m studio.formats.schemas
	$(BIN)/python -m studio.grading.catalogue

clean:
	rm -rf $(VENV) demo-out build *.egg-info
