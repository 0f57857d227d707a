# Every target does its own set-up; all that it needs beforehand is Python 3.11 or newer.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: demo test lint types template gallery bench clean

$(READY): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	touch $@

demo: $(READY)
	$(BIN)/rectify-xl demo -o out

test: $(READY) lint types
	$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(READY)
	$(BIN)/mypy

template: $(READY)
	$(BIN)/python tools/build_template.py
	$(BIN)/python -m rectify_xl.word.shipped

gallery: $(READY)
	$(BIN)/python tools/build_findings_gallery.py

bench: $(READY)
	$(BIN)/python benchmarks/check.py
	$(BIN)/python benchmarks/notice.py
	$(BIN)/python benchmarks/memory.py
	$(BIN)/python benchmarks/click.py
	$(BIN)/python benchmarks/recalculation.py

clean:
	rm -rf $(VENV) out build dist
