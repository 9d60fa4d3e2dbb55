# Two commands for a newcomer: `make practice` and `make test`. Both set up what is missing first.

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
# all optional packages as well: what the tests need, and a practice does not
WHOLE := $(VENV)/.whole
PRACTICE := --virtual
# a process more than there are cores, up to four: many tests wait for a board's clock; one that has nothing left to do
# takes from another
SHARED := -n $(shell expr `getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2` + 1) --maxprocesses 4 --dist worksteal
# Qt and the emulator's native core are tested in processes of their own: what they may spoil is nobody else's.
ELSEWHERE := --ignore=tests/app --ignore=tests/firmware/test_board_rp2.py --ignore-glob='*/test_emulated_*'

# Programs that the tests start begin from bytecode, as installed ones do.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help practice test types bytecode check setup bench soak growth rooms kills fuzz mutants faults validate lock package licences language release wheel pictures screenshots
.PHONY: hardware hardware-study clean

help:  ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

practice: $(READY)  ## practise on the virtual rig (PRACTICE="--virtual --fast" passes other options)
	$(BIN)/thumbwalk practice $(PRACTICE)

test: $(WHOLE)  ## lint, type check and all tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(MAKE) --no-print-directory -j 2 types bytecode
	$(BIN)/python -m pytest $(SHARED) -m emulated tests/firmware
	$(BIN)/python -m pytest $(SHARED) tests/app
	$(BIN)/python -m pytest $(SHARED) $(ELSEWHERE)

# The types are one core's work; meanwhile another compiles the tests, which each worker of each part would else do for
# itself. What is wrong with a test is said by the run of it.
types: $(WHOLE)
	$(BIN)/mypy

bytecode: $(WHOLE)
	-@$(BIN)/python -m pytest --collect-only -qq >/dev/null 2>&1

check: test  ## the same as test

setup: $(WHOLE)  ## only set up the environment in .venv, with all optional packages

$(READY): requirements.lock pyproject.toml host/setup.sh $(wildcard tests/firmware/stubs-*.lock)
	sh host/setup.sh $(VENV)

$(WHOLE): $(READY) requirements-all.lock
	sh host/setup.sh $(VENV) all

bench: $(READY)  ## measure the figures that the README quotes (about 3 minutes)
	$(BIN)/thumbwalk bench
	$(BIN)/python benchmarks/peers.py

soak: $(READY)  ## run the live chain for ten minutes and watch its memory
	$(BIN)/python benchmarks/soak.py

growth: $(READY)  ## change rooms 200 times and do 50 drills three times in one window, and see whether it grows (8 minutes)
	$(BIN)/python -m benchmarks.growth

rooms: $(READY)  ## how long the window needs for each of its rooms, with a full store (2 minutes)
	$(BIN)/python -m benchmarks.rooms

kills: $(READY)  ## end 300 sessions at random moments and look at what is left (20 minutes; KILLS="--kills 10" for fewer)
	$(BIN)/python benchmarks/kills.py $(KILLS)

mutants: $(READY)  ## how many small faults each room's own tests notice (15 minutes; MUTANTS="--room touch" for one)
	$(BIN)/python benchmarks/mutants.py $(MUTANTS)

faults: $(READY)  ## a million faulted frames: none believed that was damaged, each whole one had once (a minute)
	$(BIN)/python benchmarks/faults.py

fuzz: $(READY)  ## feed every reader of files with 100 000 mutated documents (an hour or two)
	$(BIN)/python benchmarks/fuzz.py

validate: $(READY)  ## judge the measures on held-out hands and renew docs/validation.md (a quarter of an hour)
	$(BIN)/thumbwalk validate --out docs

EU := 42
FOOT := right
HARDWARE := PYTHONPATH=host:hardware .venv-hardware/bin/python

hardware: .venv-hardware/.ready  ## make and check the hardware: parts, circuits, guide (EU=40 FOOT=left for another foot)
	$(HARDWARE) -m making all --eu $(EU) --foot $(FOOT)
	$(HARDWARE) -m pytest -q -p no:cacheprovider tests/hardware

hardware-study: .venv-hardware/.ready  ## judge the designs that the hardware was chosen from (some minutes)
	$(HARDWARE) -m making study

.venv-hardware/.ready: hardware/requirements.lock hardware/setup.sh
	sh hardware/setup.sh .venv-hardware

lock: $(READY)  ## renew requirements.lock (versions and hashes only)
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		--no-emit-index-url --extra dev --quiet -o requirements.lock pyproject.toml
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		--no-emit-index-url --extra dev --extra all --constraint requirements.lock --quiet -o requirements-all.lock \
		pyproject.toml
	for port in rp2 esp32; do $(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-header \
		--no-annotate --no-emit-index-url --group stubs-$$port --quiet -o tests/firmware/stubs-$$port.lock || exit 1; done
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		--no-emit-index-url --group hardware --quiet -o hardware/requirements.lock

package: $(READY)  ## renew firmware/package.json when a module of the firmware came or went
	$(BIN)/python -m thumbwalk.install.bundle firmware

licences: $(WHOLE)  ## renew the list of what others wrote, which the window shows
	$(BIN)/python host/release.py --licences

language: $(READY)  ## gather all that can be translated (LANGUAGE="--new de" begins a translation, or brings one up to date)
	PYTHONPATH=host $(BIN)/python host/languages.py $(LANGUAGE)

release: $(WHOLE)  ## build what is handed out, and try the wheel alone in an empty environment (two minutes)
	$(BIN)/python -m pip install --quiet build twine
	$(BIN)/python host/release.py

wheel: $(READY)  ## build the wheel and the source archive into dist/
	$(BIN)/python -m pip install --quiet build
	$(BIN)/python -m build --no-isolation --outdir dist .

screenshots: $(READY)  ## draw every room, light and dark, small and large, into build/screenshots
	$(BIN)/python -m tests.app.screenshots build/screenshots

pictures: $(READY)  ## renew the README's pictures
	$(BIN)/python -m docs.pictures

clean:  ## remove what was built and installed
	rm -rf $(VENV) .venv-hardware build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
