"""The report by the command: of a folder, a file, a number or a time, and one line where it can't be made."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from thumbwalk.cli.main import run

PRACTICE = Path(__file__).parents[1] / "data" / "practice_version_1" / "practice.twr"
WITHOUT_A_STORE = ["--database", "none"]


def kept(home: Path, name: str, learner: str, at: str) -> Path:
    """A session of the user's, as a practice leaves it."""
    folder = home / "sessions" / name
    folder.mkdir(parents=True)
    shutil.copy(PRACTICE, folder / "practice.twr")
    about = f'{{"version": 1, "id": "{name}", "at": "{at}", "kind": "drill", "learner": "{learner}", "virtual": true}}'
    (folder / "session.json").write_text(about, encoding="utf-8")
    return folder


@pytest.fixture(autouse=True)
def _with_a_store(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("THUMBWALK_DATABASE", raising=False)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("home")
    kept(folder, "2026-03-01_181500_first-steps", "Ada", "2026-03-01T18:15:00+01:00")
    kept(folder, "2026-03-02_181500_first-steps", "Ada", "2026-03-02T18:15:00+01:00")
    return folder


def test_a_folder_and_a_file_are_reported_beside_themselves_without_a_store(tmp_path: Path) -> None:
    shutil.copy(PRACTICE, tmp_path / "practice.twr")
    assert run(["report", str(tmp_path), *WITHOUT_A_STORE]) == 0
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "Hold and knead" in page
    (tmp_path / "report.html").write_text("old")
    assert run(["report", str(tmp_path / "practice.twr"), *WITHOUT_A_STORE]) == 0
    assert (tmp_path / "report.html").read_text(encoding="utf-8") == page, "it is renewed"


def test_a_session_is_found_by_its_name_and_its_page_knows_what_came_before(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("THUMBWALK_HOME", str(home))
    monkeypatch.chdir(tmp_path)
    for name, before in (("last", "2 times so far"), ("1", "The first time with this drill")):
        out = tmp_path / f"{name}.html"
        assert run(["report", name, "--out", str(out)]) == 0
        page = out.read_text(encoding="utf-8")
        assert before in page
        assert "Ada" in page
    assert run(["report", "--since", "2026-03-02", "--learner", "Ada"]) == 0
    since = (tmp_path / "report-since-2026-03-02.html").read_text(encoding="utf-8")
    assert "Practice since 2 March 2026" in since
    assert "Right foot, 1 session<" in since
    assert "Cold sets and weak spots" not in since, "one set alone is no way"
    assert run(["report", "--since", "2026-03-01"]) == 0
    both = (tmp_path / "report-since-2026-03-01.html").read_text(encoding="utf-8")
    assert "Right foot, 2 sessions<" in both
    assert both.index("Knead: score") < both.index("Where on the foot")
    last = (tmp_path / "last.html").read_text(encoding="utf-8")
    assert "Knead: score" in last
    assert "Knead: score" not in (tmp_path / "1.html").read_text(encoding="utf-8")
    assert len(re.findall("<td>frozen</td>", since)) == 1


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["report", "nowhere.twr", *WITHOUT_A_STORE], "nowhere.twr: no such file"),
        (["report", "."], "no practice is in it (practice.twr)"),
        (["report", "77"], "there is no session 77"),
        (["report", "--since", "yesterday"], "is no day; write it as 2026-03-01"),
        (["report", "--since", "2027-01-01"], "there is no session from then on"),
        (["report", "1", "--out", "there.html"], "is there already; name another --out"),
    ],
)
def test_what_can_t_be_reported_is_one_line(
    arguments: list[str],
    says: str,
    home: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("THUMBWALK_HOME", str(home))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "there.html").write_text("mine")
    assert run(arguments) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert says in line
    assert [path.name for path in tmp_path.iterdir()] == ["there.html"]
    assert (tmp_path / "there.html").read_text() == "mine"
