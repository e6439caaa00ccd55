# make run: the chat page.  make test: all tests.  make check: format, lint, types, docstrings.
PYTHON ?= $(shell command -v python3.11 || command -v python3.12 || command -v python3.13 || command -v python3)
# For example TORCH_INDEX=https://download.pytorch.org/whl/cpu keeps gigabytes of CUDA away; see README.
TORCH_INDEX ?=
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --disable-pip-version-check -c constraints.txt $(if $(TORCH_INDEX),--extra-index-url $(TORCH_INDEX))

.PHONY: run install test check bench clean

run: install
	$(BIN)/yinzheng --data ./library ui --examples examples

install: .venv/installed
	$(BIN)/yinzheng models pull e5-small-q4

.venv/installed: pyproject.toml constraints.txt
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(PIP) -e .
	touch $@

.venv/test: .venv/installed
	$(PIP) -e '.[test,check,ocr]'
	touch $@

.venv/bench: .venv/installed
	$(PIP) -e '.[bench]'
	touch $@

test: .venv/test install
	$(BIN)/python -m pytest

check: .venv/test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/pydoclint index assistant prompts

bench: .venv/bench install
	for program in benchmarks/[a-z]*.py; do echo "== $$program"; timeout 900 $(BIN)/python $$program || exit 1; done

clean:
	rm -rf .venv library
