# SPDX-License-Identifier: MIT
# Everything is set up below .venv/ and build/; `make clean` takes both away again.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:

PYTHON ?= python3
JOBS ?= $(shell nproc 2>/dev/null || echo 2)
BUILD := build/make
BIN := .venv/bin
DONE := .venv/done
PACKAGES = $$($(BIN)/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
export LIMN_DATA_DIR ?= $(wildcard $(abspath ../shared/data))
export CMAKE_BUILD_PARALLEL_LEVEL := $(JOBS)
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PATH := $(abspath $(BIN)):$(PATH)

SOURCES := $(shell find include src python cmake -type f -not -path '*/tests/*' -not -name '*.pyc') \
           CMakeLists.txt pyproject.toml $(wildcard README.md)

.PHONY: help
help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' Makefile

.PHONY: demo
demo: $(DONE)/module ## make a shop's data, fit profiles, write a report, print the table of qualities
	$(BIN)/limn demo

.PHONY: test
test: build $(DONE)/test ## set everything up, run all C++ and Python tests
	$(BIN)/ctest --test-dir $(BUILD) --output-on-failure --no-tests=error
	$(BIN)/python -m pytest

.PHONY: build
build: $(DONE)/system-tests $(DONE)/module ## the C++ library, tests and examples, in build/make
	@$(BIN)/cmake -S . -B $(BUILD) -DLIMN_TESTS=ON -DLIMN_EXAMPLES=ON -DLIMN_INSTALL=ON \
	  > build/configure.log || { cat build/configure.log; exit 1; }
	$(BIN)/cmake --build $(BUILD)

.PHONY: module
module: $(DONE)/module ## the Python package, installed into .venv

.PHONY: asan
asan: $(DONE)/build $(DONE)/system-tests ## C++ tests under the address and undefined behaviour sanitizers
	$(BIN)/cmake --preset asan -G Ninja "-DCMAKE_PREFIX_PATH=$(PACKAGES)"
	$(BIN)/cmake --build --preset asan
	$(BIN)/ctest --preset asan

.PHONY: tsan
tsan: $(DONE)/build $(DONE)/system-tests ## concurrent C++ tests under the thread sanitizer
	$(BIN)/cmake --preset tsan -G Ninja "-DCMAKE_PREFIX_PATH=$(PACKAGES)"
	$(BIN)/cmake --build --preset tsan
	$(BIN)/ctest --preset tsan

.PHONY: format
format: $(DONE)/lint ## rewrite C++ and Python in the house's layout
	git ls-files '*.hpp' '*.ipp' '*.cpp' | xargs $(BIN)/clang-format -i
	$(BIN)/ruff format python tools benchmarks
	$(BIN)/ruff check --fix python tools benchmarks

.PHONY: lint
lint: $(DONE)/lint ## layout, ruff, mypy --strict
	git ls-files '*.hpp' '*.ipp' '*.cpp' | xargs $(BIN)/clang-format --dry-run -Werror
	$(BIN)/ruff format --check python tools benchmarks
	$(BIN)/ruff check python tools benchmarks
	$(BIN)/mypy

.PHONY: check
check: $(DONE)/build ## layers, rooms, umbrellas, documents
	$(BIN)/python tools/check_layers.py
	$(BIN)/python tools/check_rooms.py
	$(BIN)/python tools/check_umbrella.py
	$(BIN)/python tools/check_docs.py

.PHONY: stubs
stubs: $(DONE)/module $(DONE)/lint ## write the type stubs of the module anew
	$(BIN)/python tools/check_stubs.py --write

.PHONY: reference
reference: $(DONE)/module ## write the reference of all components and the list of papers anew
	$(BIN)/python tools/check_reference.py --write

.PHONY: new
new: ## make new component=impute/trimmed_mean: header, test and list entry
	@$(PYTHON) tools/new_component.py "$(component)"

.PHONY: clean
clean: ## take build/ and .venv/ away
	rm -rf build .venv

# --- what each step stands on; a stamp is older than what it was made from, or the step runs again --
$(DONE)/venv:
	@tools/system.sh python
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@mkdir -p $(DONE) && touch $@

$(DONE)/build $(DONE)/test $(DONE)/lint: $(DONE)/%: pyproject.toml | $(DONE)/venv
	@echo "installing what pyproject.toml lists under '$*' into .venv"
	@$(BIN)/pip install -q $$($(BIN)/python tools/requirements.py $*)
	@touch $@

$(DONE)/system-tests: tools/system.sh | $(DONE)/venv
	@tools/system.sh tests
	@touch $@

$(DONE)/module: $(SOURCES) | $(DONE)/build
	@echo "building and installing the Python module (build/module.log)"
	@mkdir -p build
	@$(BIN)/pip install --no-build-isolation --no-deps --force-reinstall -v -Cbuild-dir=$(BUILD) \
	  -Ccmake.define.LIMN_UNITY=ON . \
	  > build/module.log 2>&1 || { tail -n 60 build/module.log; exit 1; }
	@touch $@
