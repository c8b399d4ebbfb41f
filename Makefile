# Everything that is done with this project, on a Debian machine with python3 (3.11 to 3.13), pip, make and git.

PYTHON ?= python3
# Debian's python3 may lack ensurepip, so the environment has no pip of its own and is filled from outside.
PIP := $(PYTHON) -m pip --python .venv/bin/python --quiet --disable-pip-version-check

# Containers often forbid Python to keep what it has compiled: each of hundreds of processes would compile all anew.
unexport PYTHONDONTWRITEBYTECODE

# What does not wait for one another is done at the same time: pip and apt on a bare machine.
MAKEFLAGS += --jobs=2

.PHONY: help setup demo test lint servers bench chaos images docs lock

help: ## List these commands
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1	\2/p' $(MAKEFILE_LIST) | expand -t 12

setup: .venv/project.done ## Make the environment .venv, exactly as requirements.lock says

demo: setup ## Show a whole campaign on this machine; ONCE=1 ends when it has been shown
	.venv/bin/kiemdiem demo $(if $(ONCE),--once)

test: setup servers lint ## Check everything, as root: installs the servers that the tests need
	.venv/bin/pytest --numprocesses 2 --dist loadfile --no-loadscope-reorder

lint: setup ## Check style, types and who may import whom
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/mypy
	.venv/bin/lint-imports

bench: setup servers ## Measure speed and sizes, in five minutes; FULL=1 takes a million events and 100,000 members
	.venv/bin/python -m tests.bench $(if $(FULL),--full)

chaos: setup servers ## Run the fault tests in full length
	.venv/bin/pytest tests/faults --full

images: setup servers ## Build every image from its Dockerfile on a clean Debian, and run it (as root, takes minutes)
	.venv/bin/pytest tests/images --full

docs: setup ## Write the generated documentation anew and check the rest
	.venv/bin/python -m deploy.docs

lock: ## Choose versions anew and write requirements.lock (needs uv)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
		--extra dev -o requirements.lock pyproject.toml

servers:
	deploy/scripts/servers install

.venv/bin/python:
	$(PYTHON) -m venv --without-pip .venv

.venv/requirements.done: requirements.lock | .venv/bin/python
	$(PIP) install --require-hashes -r requirements.lock
	@touch $@

.venv/project.done: pyproject.toml .venv/requirements.done
	$(PIP) install --no-deps --editable .
	@touch $@
