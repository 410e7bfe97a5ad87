# Two commands matter to a newcomer: `make run` and `make test`. `make help` lists the rest.
PYTHON ?= python3
BIN := .venv/bin
MADE := .venv/made

.DEFAULT_GOAL := help
.PHONY: help run token test test-more torture check contracts lock bench bench-peers

help: ## List the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

# One environment for running and testing, made again whenever a lock changes.
$(MADE): locks/dev.txt deploy/environment.py
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or later is needed: make PYTHON=/path/to/python3.11"; exit 1; }
	$(PYTHON) -m venv --clear .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r locks/dev.txt
	@$(BIN)/python deploy/environment.py
	@touch $@

run: $(MADE) ## Start everything on this machine and print what to try
	@$(BIN)/python -m deploy.local

# AS is make's own name for the assembler: only one given to make itself is a person.
token: $(MADE) ## Print an access token: ROLE=manager AS=DUR-TM-1
	@$(BIN)/python -m deploy.tokens --role '$(ROLE)' --scopes '$(SCOPES)' \
		--as '$(if $(findstring command,$(origin AS)),$(AS))' \
		--authority '$(AUTHORITY)' --port $(or $(ISSUER_PORT),9000)

test: $(MADE) ## Run the whole suite
	$(BIN)/python -m pytest -n 2 --dist loadgroup

test-more: $(MADE) ## Run the tests that need more tools, and name those that are missing
	$(BIN)/python -m deploy.test_more

torture: $(MADE) ## Kill everything at random for TORTURE_SECONDS (600), import 100,000 rows, export a million
	@$(BIN)/python -m tests.torture

check: $(MADE) ## Style, types, walls, scheme files, contracts
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/paycalc check --published shared/schemes
	$(BIN)/python deploy/contracts.py --check

contracts: $(MADE) ## Write openapi/*.json and the scheme file's JSON Schema again
	$(BIN)/python deploy/contracts.py

lock: $(MADE) ## Resolve every lock again
	for group in paycalc applications dev peers; do \
		$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
			--no-header --no-annotate --group $$group -o locks/$$group.txt; done

bench: $(MADE) ## Measure the services against a floor in the same run
	$(BIN)/python bench/determinations.py
	$(BIN)/python bench/batches.py
	$(BIN)/python bench/transitions.py
	$(BIN)/python bench/pay_points.py
	$(BIN)/python bench/imports.py

.venv-peers/made: locks/peers.txt
	$(PYTHON) -m venv --clear .venv-peers
	.venv-peers/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

bench-peers: $(MADE) .venv-peers/made ## Measure paycalc beside OpenFisca and GoRules ZEN
	$(BIN)/python bench/peers.py
