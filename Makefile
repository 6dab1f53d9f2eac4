# `make run` serves the page, `make test` checks everything, `make bundle` packs both for machines without a network.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check

.PHONY: run test install bundle lint clean

run: $(VENV)/.installed
	@$(BIN)/policy serve

test: $(VENV)/.installed-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest

install: $(VENV)/.installed

bundle: $(VENV)/.installed
	@bash deploy/bundle.sh $(BIN)/python

$(VENV)/bin/python:
	@echo "建立虚拟环境 $(VENV)……"
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: pyproject.toml | $(VENV)/bin/python
	@echo "安装依赖（首次约 2 GB，几分钟）……"
	@$(PIP) install -e . | bash deploy/pip-progress.sh
	@touch $@

$(VENV)/.installed-test: pyproject.toml | $(VENV)/bin/python
	@echo "安装依赖和测试工具（首次约 2 GB，几分钟）……"
	@$(PIP) install -e '.[test]' | bash deploy/pip-progress.sh
	@touch $@ $(VENV)/.installed

lint: $(VENV)/.installed-test
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/mypy

clean:
	rm -rf $(VENV) data build *.egg-info
