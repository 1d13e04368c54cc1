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
WATCH ?=
WRITES ?=
NO_MODEL_YET ?=
JSON ?=
WHOLE ?=
BASE ?=
ADVISORIES ?=
DIGEST ?=
COMMIT ?=
TIER ?=
BIN := .venv/bin
RUN := . .venv/pulumi.env &&

.PHONY: help setup demo pr test lint format preview cost schedule policy mutate bench drill plan deploy deployed drift audit smoke report figures prices docs lock clean
.DEFAULT_GOAL := help

##@ Start
help: ## show this list
	@awk -F ':.*## ' '/^##@ / { printf "\n%s\n", substr($$0, 5) } /^[a-z-]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## make the checkout ready (Python packages, Pulumi engine, Lambda layer)
	@$(PYTHON) -m toolchain setup

demo: setup ## deploy to the sandbox with the policy pack, classify 1,797 images over every path, train and serve a model, switch patterns under load, show the result (KEEP=1 leaves it up)
	@$(RUN) $(BIN)/python -m sandbox.demo $(if $(KEEP),--keep)

##@ Check
pr: setup ## the stages of a pull request as the workflows run them, with one verdict: tests that the change touches (WHOLE=1: every test, with coverage; ONLY=lint for one stage; BASE=origin/next for another branch than main; ADVISORIES=no without a network)
	@$(RUN) $(BIN)/python -m delivery pr $(foreach stage,$(ONLY),--only $(stage)) $(if $(WHOLE),--whole) $(if $(BASE),--base $(BASE)) $(if $(filter no,$(ADVISORIES)),--no-advisories)

test: lint ## lint, then every test, with coverage
	@$(PYTHON) -m toolchain yaml >/dev/null
	@$(RUN) $(BIN)/python -m pytest -n 2 --dist loadgroup --no-loadscope-reorder --cov --cov-report=term:skip-covered --cov-report=json:build/coverage.json -q

lint: setup ## ruff, mypy and bandit
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/mypy policies
	@$(BIN)/bandit -q -c pyproject.toml -r advisor components delivery domain lambdas policies sandbox smoke toolchain

format: setup ## rewrite the sources as the linter wants them
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

##@ Look at a stack before it is deployed
preview: setup ## preview a stack with the policy pack and no account: make preview STACK=staging (ACCOUNT=1: against yours)
	@$(PYTHON) -m toolchain setup $(if $(filter-out sandbox,$(STACK)),--layer arm64)
	@$(RUN) $(if $(ACCOUNT),pulumi preview --policy-pack policies,$(BIN)/python -m sandbox preview) --stack $(STACK)

cost: setup ## what a stack costs in a month, with no account: make cost STACK=prod (USAGE=usage.yaml; ACCOUNT=1: against yours)
	@$(PYTHON) -m toolchain setup $(if $(filter-out sandbox,$(STACK)),--layer arm64)
	@$(if $(ACCOUNT),,$(RUN) $(BIN)/python -m sandbox previews build/cost --stack $(STACK))
	@$(RUN) $(BIN)/python -m advisor cost $(if $(ACCOUNT),--stack $(STACK),build/cost/$(STACK).json) $(if $(USAGE),--usage $(USAGE))

schedule: setup ## when each unit of a stack is up, and what that saves: make schedule STACK=prod (MONTH=2026-12)
	@$(BIN)/python -m advisor schedule --stack $(STACK) $(if $(MONTH),--month $(MONTH))

##@ The policy pack
policy: setup ## test the policy pack: every rule's fixtures, what it finds and misses, and our own three stacks
	@$(RUN) $(BIN)/python -m pytest -q -n 2 --dist loadgroup --no-loadscope-reorder tests/policies
	@PYTHONPATH=.:policies $(BIN)/python -m tests.policies.fixture_corpus
	@$(PYTHON) -m toolchain setup --layer local --layer arm64
	@$(RUN) $(BIN)/python -m sandbox previews build/policy --stack sandbox --stack staging --stack prod
	@cd policies && ../$(BIN)/python -m guardrails audit ../build/policy

mutate: setup ## take each rule apart, a predicate at a time: its fixtures must notice (ONLY=s3 for some rules)
	@PYTHONPATH=.:policies $(BIN)/python -m tests.policies.mutate $(ONLY)

##@ Measure, and break on purpose
bench: setup ## measure, and write benchmarks/results.json
	@$(RUN) $(BIN)/python -m benchmarks

drill: setup ## deploy two Regions, put 1,000 pieces of work in flight, break a Region in every way: nothing lost, nothing twice, in the computed time (WORKS=200 for fewer, TIER=3 for another runbook)
	@$(RUN) $(BIN)/python -m sandbox.drill $(if $(WORKS),--works $(WORKS)) $(if $(TIER),--tier $(TIER))

##@ What is deployed, and what a reviewer sees
plan: setup ## what would change in a deployed stack: checked by the pack, shown as a report, sealed for deploy: make plan STACK=staging
	@$(PYTHON) -m toolchain setup --layer arm64
	@$(RUN) $(BIN)/python -m delivery plan --stack $(STACK)

deploy: setup ## change a stack by its sealed plan and in no other way: make deploy STACK=staging DIGEST=… (plan prints it)
	@$(RUN) $(BIN)/python -m delivery deploy --stack $(STACK) --digest "$(DIGEST)"

deployed: setup ## whether the last update of a stack was of a commit: make deployed STACK=staging COMMIT=…
	@$(RUN) $(BIN)/python -m delivery deployed --stack $(STACK) --commit "$(COMMIT)"

drift: setup ## whether what runs is what the program says: make drift STACK=prod (writes build/drift/prod.md)
	@$(RUN) $(BIN)/python -m delivery drift --stack $(STACK)

audit: setup ## hold what was deployed against the policy pack of today: make audit STACK=prod (writes build/audit/prod.md)
	@$(RUN) $(BIN)/python -m delivery audit --stack $(STACK)

smoke: setup ## ask a deployed stack from outside whether it does what its settings promise: make smoke STACK=staging (WATCH=300 goes on watching, ONLY=watch only watches, ONLY=api checks one theme, WRITES=no puts no file and starts nothing, NO_MODEL_YET=1 for a new stack)
	@$(RUN) $(BIN)/python -m smoke --stack $(STACK) $(if $(filter watch,$(ONLY)),--watch-only,$(foreach theme,$(ONLY),--only $(theme))) $(if $(WATCH),--watch $(WATCH)) $(if $(filter-out yes,$(WRITES)),--no-writes) $(if $(filter 1,$(NO_MODEL_YET)),--no-model-yet) $(if $(JSON),--json $(JSON))

report: setup ## what a reviewer wants to see of a stack, as page, comment and JSON: make report STACK=prod (previewed with no account; ACCOUNT=1: against yours)
	@$(PYTHON) -m toolchain setup $(if $(filter-out sandbox,$(STACK)),--layer arm64)
	@rm -f $(addprefix build/report/$(STACK)/,report.html comment.md report.json) build/report/previews/$(STACK).json
	@$(if $(ACCOUNT),,$(RUN) $(BIN)/python -m sandbox previews build/report/previews --stack $(STACK) || test -s build/report/previews/$(STACK).json)
	@$(RUN) $(BIN)/python -m advisor report --stack $(STACK) $(if $(ACCOUNT),,--previews build/report/previews) --commit "$$(git rev-parse --short HEAD 2>/dev/null)" $(if $(USAGE),--usage $(USAGE)) $(if $(GITHUB_STEP_SUMMARY),--summary "$(GITHUB_STEP_SUMMARY)")

figures: setup ## show the figures of the last demo
	@$(BIN)/python -m sandbox.demo.report build/demo.json

##@ Keep current
prices: setup ## refresh the prices from AWS's own list, with an account (CHECK=1 lists what is missing or too old)
	@$(BIN)/python -m advisor prices $(if $(CHECK),--check)

docs: setup ## write the generated parts of the documents anew
	@$(RUN) $(BIN)/python -m toolchain.docs
	@cd policies && ../$(BIN)/python -m guardrails.readme

lock: ## write requirements.txt anew from pyproject.toml
	@$(PYTHON) -m toolchain lock

clean: setup ## remove what a kept demo left: pulumi destroy, then the server
	@$(RUN) $(BIN)/python -m sandbox.demo --clean
