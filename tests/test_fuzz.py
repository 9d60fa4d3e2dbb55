"""A few of the documents of ``make fuzz``: whatever is in a file, its reader gives a result or one line of refusal."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st


def _fuzz() -> ModuleType:
    spec = importlib.util.spec_from_file_location("fuzz", Path(__file__).parents[1] / "benchmarks" / "fuzz.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


FUZZ = _fuzz()


@pytest.fixture(scope="module")
def readers(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return FUZZ.Readers(tmp_path_factory.mktemp("fuzz"))


@pytest.mark.parametrize(
    "kind",
    [
        *("table", "layout", "targets", "caps", "drills", "calibration", "learner", "session", "said", "recording"),
        *("hello", "selftest", "config"),
    ],
)
@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10**9))
def test_a_mutated_document_ends_in_a_result_or_one_line(readers: Any, kind: str, seed: int) -> None:
    fault = readers.fault_of(kind, seed)
    # time is for `make fuzz` to watch: other tests run beside this one
    assert fault is None or fault.startswith("took ")


@pytest.mark.parametrize(
    ("kind", "document"),
    [
        ("layout", 'name="a"\nunit="N"\n' + "".join(f'[[taxel]]\nname="t{i}"\n' for i in range(20_000))),
        ("layout", 'name="a"\nunit="N"\noutline_mm=[' + "[1,2]," * 100_000 + ']\n[[taxel]]\nname="a"\n'),
        ("layout", 'name="a"\nunit="N"\n' + ".".join("a" * 20_000) + "=1\n"),
        ("layout", 'name="a"\nunit="N"\n[' + ".".join("a" * 20_000) + "]\n"),
        ("layout", 'name="a"\nunit="N"\nlength_mm=' + "9" * 5000 + "\n"),
        ("layout", 'name="a"\nunit="N"\nlength_mm=0x' + "f" * 5000 + "\n"),
        ("layout", 'name="a"\nunit="N"\nlength_mm=1e-300\nbreadth_mm=1e-300\n[[taxel]]\nname="a"\n'),
        ("targets", "x = " + "[" * 100_000),
        ("targets", "x = " + "{a=" * 5000 + "1" + "}" * 5000),
        ("targets", "[knead]\nforce_cv = { max = 1e300 }\n"),
        ("drills", "[[drill]]\nname = " + '"a' + "\\n" * 100_000 + '"\n'),
        ("drills", "[[drill]]\nname = 'a'\nrest_s = 1e999\n"),
        ("calibration", "version = 1\nchannels = " + "1" * 4400 + "\n"),
        ("table", "time_s," + ",".join(f"t{i}" for i in range(20_000)) + "\n"),
    ],
)
def test_absurd_documents_are_refused_in_a_line(readers: Any, kind: str, document: str) -> None:
    readers.path = readers.folder / "absurd.txt"
    readers.path.write_text(document)
    with pytest.raises(FUZZ.RigError) as refused:
        readers.kinds[kind][1]()
    assert len(" ".join(str(refused.value).split())) < 600
