# Every command works on a fresh checkout: set-up is a prerequisite, and does nothing when it is done.
PYTHON ?= python3
STACK ?= sandbox
KEEP ?=
ACCOUNT ?=
ONLY ?=
USAGE ?=
MONTH ?=
CHECK ?=
WORKS ?=
TIER ?=
BIN := .venv/bin
RUN := . .venv/pulumi.env &&

.PHONY: help setup demo test lint format preview cost schedule policy mutate bench drill report prices docs lock clean
.DEFAULT_GOAL := help

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## make the checkout ready (Python packages, Pulumi engine, Lambda layer)
	@$(PYTHON) -m toolchain setup

demo: setup ## deploy to the sandbox with the policy pack, classify 1,797 images over every path, train and serve a model, switch patterns under load, show the result (KEEP=1 leaves it up)
	@$(RUN) $(BIN)/python -m sandbox.demo $(if $(KEEP),--keep)

test: lint ## lint, then every test, with coverage
	@$(RUN) $(BIN)/python -m pytest -n 2 --dist loadgroup --no-loadscope-reorder --cov --cov-report=term:skip-covered --cov-report=json:build/coverage.json -q

lint: setup ## ruff, mypy and bandit
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/mypy policies
	@$(BIN)/bandit -q -c pyproject.toml -r advisor components domain lambdas policies sandbox toolchain

format: setup ## rewrite the sources as the linter wants them
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

preview: setup ## preview a stack with the policy pack and no account: make preview STACK=staging (ACCOUNT=1: against yours)
	@$(PYTHON) -m toolchain setup $(if $(filter-out sandbox,$(STACK)),--layer arm64)
	@$(RUN) $(if $(ACCOUNT),pulumi preview --policy-pack policies,$(BIN)/python -m sandbox preview) --stack $(STACK)

cost: setup ## what a stack costs in a month, with no account: make cost STACK=prod (USAGE=usage.yaml; ACCOUNT=1: against yours)
	@$(PYTHON) -m toolchain setup $(if $(filter-out sandbox,$(STACK)),--layer arm64)
	@$(if $(ACCOUNT),,$(RUN) $(BIN)/python -m sandbox previews build/cost --stack $(STACK))
	@$(RUN) $(BIN)/python -m advisor cost $(if $(ACCOUNT),--stack $(STACK),build/cost/$(STACK).json) $(if $(USAGE),--usage $(USAGE))

schedule: setup ## when each unit of a stack is up, and what that saves: make schedule STACK=prod (MONTH=2026-12)
	@$(BIN)/python -m advisor schedule --stack $(STACK) $(if $(MONTH),--month $(MONTH))

policy: setup ## test the policy pack: every rule's fixtures, what it finds and misses, and our own three stacks
	@$(RUN) $(BIN)/python -m pytest -q -n 2 --dist loadgroup --no-loadscope-reorder tests/policies
	@PYTHONPATH=.:policies $(BIN)/python -m tests.policies.fixture_corpus
	@$(PYTHON) -m toolchain setup --layer local --layer arm64
	@$(RUN) $(BIN)/python -m sandbox previews build/policy --stack sandbox --stack staging --stack prod
	@cd policies && ../$(BIN)/python -m guardrails audit ../build/policy

mutate: setup ## take each rule apart, a predicate at a time: its fixtures must notice (ONLY=s3 for some rules)
	@PYTHONPATH=.:policies $(BIN)/python -m tests.policies.mutate $(ONLY)

bench: setup ## measure, and write benchmarks/results.json
	@$(RUN) $(BIN)/python -m benchmarks

drill: setup ## deploy two Regions, put 1,000 pieces of work in flight, break a Region in every way: nothing lost, nothing twice, in the computed time (WORKS=200 for fewer, TIER=3 for another runbook)
	@$(RUN) $(BIN)/python -m sandbox.drill $(if $(WORKS),--works $(WORKS)) $(if $(TIER),--tier $(TIER))

report: setup ## show the figures of the last demo
	@$(BIN)/python -m sandbox.demo.report build/demo.json

prices: setup ## refresh the prices from AWS's own list, with an account (CHECK=1 lists what is missing or too old)
	@$(BIN)/python -m advisor prices $(if $(CHECK),--check)

docs: setup ## write the generated parts of the documents anew
	@$(RUN) $(BIN)/python -m toolchain.docs
	@cd policies && ../$(BIN)/python -m guardrails.readme

lock: ## write requirements.txt anew from pyproject.toml
	@$(PYTHON) -m toolchain lock

clean: setup ## remove what a kept demo left: pulumi destroy, then the server
	@$(RUN) $(BIN)/python -m sandbox.demo --clean
