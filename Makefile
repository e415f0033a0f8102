# One command each; every one does the set-up that it needs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: help install run test test-browser test-engines engine-environments overhead lint types wheel docs quality bench fuzz train front-end index clean

help:  ## show this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

install: $(STAMP)  ## make .venv with the package and what its development needs

$(STAMP): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("newsclean needs Python 3.11 or newer; set PYTHON=python3.x") if sys.version_info < (3, 11) else None'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade "pip>=24"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $(STAMP)

run: $(STAMP)  ## clean the sample articles and show what was removed
	$(BIN)/clean examples/articles -o out --show-removed

test: $(STAMP)  ## run every test
	$(BIN)/python -m pytest -n auto --dist loadgroup

test-browser: $(STAMP)  ## test the report in Chromium, which is installed by apt-get where it is missing
	for name in chromium chromium-browser google-chrome google-chrome-stable; do command -v $$name >/dev/null && exit 0; done; \
	apt-get update -qq && apt-get install -y -qq chromium
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev,browser]'
	$(BIN)/python -m pytest tests/report

ENGINES := arrow datatrove prefect airflow ray spark
test-engines: $(addprefix engine-,$(ENGINES))  ## test every adapter with its real engine, each in its own environment

engine-spark: .venv-engines/spark/.installed
	.venv-engines/spark/bin/python -m pytest tests/engines/test_spark.py
	.venv-engines/spark/bin/python -m pytest tests/test_doc_blocks.py -k how-to/spark  # Java stays in the folder it was started in

engine-environments: $(ENGINES:%=.venv-engines/%/.installed)

GUIDE_arrow := tables
engine-%: .venv-engines/%/.installed
	.venv-engines/$*/bin/python -m pytest tests/engines/test_$*.py tests/test_doc_blocks.py -k 'test_$*.py or how-to/$(or $(GUIDE_$*),$*)'

WAYS := arrow datatrove prefect airflow ray ray-dataset spark spark-frame
overhead: $(addprefix overhead-,$(WAYS))  ## time every engine beside the local run on 20,000 documents; takes half an hour

.SECONDEXPANSION:
overhead-%: .venv-engines/$$(firstword $$(subst -, ,$$*))/.installed
	$(<D)/bin/python tests/engines/overhead.py $* $(OVERHEAD)

.PRECIOUS: .venv-engines/%/.installed
.venv-engines/%/.installed: tests/engines/locks/%.txt
	test -x $(@D)/bin/python || $(PYTHON) -m venv $(@D)
	$(@D)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-compile --requirement $<
	$(@D)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

lint: $(STAMP)  ## ruff; the rules' own linter, `clean rules lint`, runs among the tests
	$(BIN)/ruff check . && $(BIN)/ruff format --check .

types: $(STAMP)  ## mypy, strict
	$(BIN)/mypy

wheel: $(STAMP)  ## build the wheel and test it, not the checkout
	rm -rf dist && $(BIN)/python -m build --wheel --outdir dist . >/dev/null
	rm -rf $(VENV)-wheel && $(PYTHON) -m venv $(VENV)-wheel
	$(VENV)-wheel/bin/python -m pip install --quiet --disable-pip-version-check dist/*.whl
	cd .ci && ../$(VENV)-wheel/bin/python wheel_smoke.py

docs: $(STAMP)  ## build the documentation site into site/; a broken link fails
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[docs]'
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet --strict

quality: $(STAMP)  ## measure on the corpus, and on real pages where they lie beside the project
	$(BIN)/python benchmarks/quality.py --check

DATA ?= ../shared/bench
train: $(STAMP)  ## make the models of lines and of teasers again, from the pages in DATA
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[train]'
	$(BIN)/python -m training.train --data $(DATA) --folds training/models
	$(BIN)/python -m training.teasers --data $(DATA) --folds training/models

bench: $(STAMP)  ## time the chain beside its peers; takes some minutes
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[bench]'
	$(BIN)/python benchmarks/speed.py --write docs/performance.md

front-end:  ## fetch the front-end parts of the report again; needs npm
	$(PYTHON) tools/front_end.py

SECONDS ?= 60
fuzz: $(STAMP)  ## fuzz every target for SECONDS seconds
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[fuzz]'
	$(BIN)/python -m fuzz --seconds $(SECONDS)

index: $(STAMP)  ## derive the literals of the rules again, after one has changed
	$(BIN)/clean rules index

clean:  ## remove everything that was built
	rm -rf $(VENV) $(VENV)-wheel .venv-engines .fuzz dist out site .pytest_cache .mypy_cache .ruff_cache .hypothesis
