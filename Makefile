# Two commands set everything up on a machine with python3 (3.11+), git and make: `make plan` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# The sample fleet lives at this moment.
NOW := 2026-03-09T10:00:00+08:00
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
export CUSTOM_COMPILE_COMMAND = make lock
COMPILE := $(BIN)/pip-compile --quiet --generate-hashes --strip-extras --allow-unsafe --no-emit-index-url \
	--no-emit-find-links --no-emit-trusted-host --no-emit-options

ACTIONS := action.yml drift/action.yml
WORKFLOWS := $(wildcard .github/workflows/*.yaml src/storeconf/scaffold/dot-github/workflows/*.yaml)

.PHONY: help plan reset test ocr check workflows eval format golden schemas lock clean browser
.DELETE_ON_ERROR:

help:
	@echo "make plan     set up, then plan the sample fleet against the embedded sandbox"
	@echo "make reset    renew the sandbox"
	@echo "make test     install the test tools and run everything that must pass"
	@echo "make ocr      install the reader of words in pictures (340 MB) and test it"
	@echo "make browser  the pages in a headless Chromium (Debian: chromium, chromium-driver, fonts-wqy-microhei)"
	@echo "make check    format, lint, types, import contracts, workflows"
	@echo "make workflows  look at the workflows, the actions and their scripts"
	@echo "make eval     how well the review rules do on the labelled cases"
	@echo "make golden   accept changed golden files (read the diff)"
	@echo "make schemas  write schemas/ and the generated pages again"
	@echo "make lock     pin the requirements again"

$(VENV)/runtime: requirements/runtime.txt requirements/build.txt pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "storeconf needs Python 3.11 or newer; try: make PYTHON=python3.12 plan")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) install --require-hashes -r requirements/build.txt
	$(PIP) install --require-hashes -r requirements/runtime.txt
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/dev: $(VENV)/runtime requirements/dev.txt
	$(PIP) install --require-hashes -r requirements/dev.txt
	@touch $@

$(VENV)/checks: $(VENV)/dev requirements/checks.txt
	$(PIP) install --require-hashes -r requirements/checks.txt
	@touch $@

$(VENV)/browser: $(VENV)/dev requirements/browser.txt
	$(PIP) install --require-hashes -r requirements/browser.txt
	@touch $@

plan: $(VENV)/runtime
	@$(BIN)/storeconf --now $(NOW) sandbox reset --if-missing
	@$(BIN)/storeconf --now $(NOW) plan

reset: $(VENV)/runtime
	@$(BIN)/storeconf --now $(NOW) sandbox reset

test: $(VENV)/dev
	$(BIN)/pytest -n auto

ocr: $(VENV)/dev requirements/ocr.txt
	$(PIP) install --require-hashes -r requirements/ocr.txt
	$(BIN)/pytest tests/ocr

browser: $(VENV)/browser
	$(BIN)/pytest tests/browser

check: $(VENV)/dev workflows
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

workflows: $(VENV)/checks
	$(BIN)/zizmor --offline --persona auditor --quiet $(WORKFLOWS) $(ACTIONS)
	$(BIN)/check-jsonschema --builtin-schema vendor.github-workflows $(WORKFLOWS)
	$(BIN)/check-jsonschema --builtin-schema vendor.github-actions $(ACTIONS)
	$(BIN)/python scripts/run_blocks.py $(VENV)/scripts $(WORKFLOWS) $(ACTIONS)
	$(BIN)/shellcheck .ci/run scripts/*.sh $(VENV)/scripts/*.sh

eval: $(VENV)/runtime
	@$(BIN)/python scripts/evaluate.py tests/eval/*.jsonl

format: $(VENV)/dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

golden: $(VENV)/dev
	$(BIN)/pytest -n auto --snapshot-update

schemas: $(VENV)/runtime
	$(BIN)/storeconf schema --write schemas
	$(BIN)/python scripts/pages.py docs

lock: $(VENV)/dev
	$(COMPILE) --upgrade -o requirements/build.txt requirements/build.in
	$(COMPILE) --upgrade --extra douyin --extra excel -o requirements/runtime.txt pyproject.toml
	$(COMPILE) --upgrade --extra git --extra media --extra notify -o requirements/dev.txt requirements/dev.in pyproject.toml
	$(COMPILE) --upgrade --extra douyin --extra excel --extra git --extra notify -c requirements/dev.txt \
		-o requirements/action.txt pyproject.toml
	$(COMPILE) --upgrade -o requirements/browser.txt requirements/browser.in
	$(COMPILE) --upgrade -o requirements/checks.txt requirements/checks.in
	$(COMPILE) --upgrade -o requirements/ocr.txt requirements/ocr.in

clean:
	rm -rf $(VENV) .storeconf .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
