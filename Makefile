# Every target does its own set-up; all that it needs beforehand is Python 3.11 or newer.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: dist test-dist dist-windows test-windows dist-linux test-linux demo test lint types template macros gallery bench torture lowest audit lock clean

$(READY): pyproject.toml requirements/dev.lock
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements/dev.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
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
	$(BIN)/python -m generate.ledger_template
	$(BIN)/python -m generate.paper_templates

macros: $(READY)
	$(BIN)/python -m rectify_xl.doors.addin.macro_sources macros

gallery: $(READY)
	$(BIN)/python -m generate.findings

bench: $(READY)
	$(BIN)/python benchmarks/check.py
	$(BIN)/python benchmarks/write.py
	$(BIN)/python benchmarks/notice.py
	$(BIN)/python benchmarks/memory.py
	$(BIN)/python benchmarks/click.py
	$(BIN)/python benchmarks/recalculation.py

# Damaged files, killed processes and failing calls, far longer than a test run may take.
CASES ?= 5000
SECONDS_EACH ?= 1800
KILLS ?= 1000
FAULTS ?= 1000
WRITERS ?= 200
SEED ?= 1
torture: $(READY)
	$(BIN)/python -m tests.fuzz.workbooks --seed $(SEED) --count $(CASES) --budget $(SECONDS_EACH)
	$(BIN)/python -m tests.fuzz.documents --seed $(SEED) --count $(CASES) --budget $(SECONDS_EACH)
	$(BIN)/python -m tests.faults.torture --kills $(KILLS) --faults $(FAULTS) --writers $(WRITERS) --seed $(SEED)

# The same tests with the lowest versions that pyproject.toml allows.
lowest: pyproject.toml requirements/lowest.txt
	$(PYTHON) -m venv .venv-lowest
	.venv-lowest/bin/python -m pip install --quiet --upgrade pip
	.venv-lowest/bin/python -m pip install --quiet --constraint requirements/lowest.txt --editable '.[dev,consolidate]'
	.venv-lowest/bin/python -m pytest -n auto --maxprocesses 4 --dist loadfile

# Ask the advisories of PyPI about every locked version; says so of those of which PyPI tells nothing.
audit: requirements/dev.lock
	$(PYTHON) -m venv .venv-audit
	.venv-audit/bin/python -m pip install --quiet --upgrade pip pip-audit
	.venv-audit/bin/pip-audit --strict --disable-pip --require-hashes --requirement requirements/dev.lock

# Write all lists of versions anew; needs uv (https://docs.astral.sh/uv/).
lock:
	uv pip compile --universal --python-version 3.11 --extra dev --extra consolidate --generate-hashes --no-header --quiet \
	  pyproject.toml -o requirements/dev.lock
	uv pip compile --python-platform x86_64-pc-windows-msvc --python-version 3.12 --extra together --generate-hashes --no-header \
	  --no-annotate --quiet --constraint requirements/dev.lock pyproject.toml -o requirements/windows.lock
	for architecture in x86_64 aarch64; do \
	  uv pip compile --python-platform $$architecture-manylinux_2_28 --python-version 3.11 --extra together --generate-hashes --no-header \
	    --no-annotate --quiet --constraint requirements/dev.lock pyproject.toml -o requirements/linux-$$architecture.lock; done
	uv pip compile --universal --python-version 3.11 --extra consolidate --resolution lowest-direct --no-header --no-annotate --quiet \
	  pyproject.toml -o requirements/lowest.txt

# Wheel and sdist, with the list of licences and the bill of materials.
dist: $(READY)
	$(BIN)/python -m generate.installers python --output dist

# Both, installed into fresh environments from PyPI.
test-dist: dist
	RECTIFY_XL_DIST=$(CURDIR)/dist $(BIN)/python -m pytest tests/fresh

# The folder, its .zip and the set-up for Windows, made on Debian (packages nsis, mingw-w64 and osslsigncode).
dist-windows: $(READY)
	$(BIN)/python -m generate.installers windows --output dist

# What dist-windows made, run under wine (packages wine, wine64, locales with zh_CN.UTF-8, gcc-mingw-w64-x86-64).
test-windows: dist-windows
	$(BIN)/python -m pytest tests/windows

# The folder, its .tar.gz and the set-up for Linux on x86_64 and aarch64, made on Debian (packages dpkg-dev, patch, make, binutils; a Python
# 3.11). The first time it builds Python, which takes ten minutes for each; build/linux keeps it until its sources or its recipe change.
dist-linux: $(READY)
	$(BIN)/python -m generate.installers linux --output dist

# What dist-linux made, run by root in an older Debian and under qemu (packages debootstrap, iproute2, qemu-user-static, libc6-arm64-cross,
# libstdc++6-arm64-cross, libgcc-s1-arm64-cross).
test-linux: dist-linux
	RECTIFY_XL_DIST=$(CURDIR)/dist $(BIN)/python -m pytest tests/linux

clean:
	rm -rf $(VENV) .venv-lowest .venv-audit out build dist
