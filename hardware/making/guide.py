"""The guide: its pages' marks checked and filled in, and all of it as one page that needs nothing else.

A mark is ``{{kind:argument}}``: part, bom, picture, check, print-table, total, grams, hours, sinks, pour, faults. One
that names what there is not is an error, and so is a dead link, a page without a picture or a quality check.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from html import escape
from pathlib import Path
from typing import Any

from making.bom import Line, total_usd
from making.catalog import PrintedPart, parts_of_build, printed_parts
from making.errors import GuideError
from making.faults import read_faults
from making.foot import sole_of
from making.made import read_manifest
from making.measures import HARDWARE
from making.scenes import SCENES
from making.silicone import pour_g, silicones

GUIDE = HARDWARE / "guide"
_MARK = re.compile(r"\{\{([\w-]+)(?::(.*?))?\}\}", re.DOTALL)
_LINK = re.compile(r"\]\(([^)\s]+)\)")
DRAWINGS = tuple(f"{kind}_{build}" for kind in ("schematic", "harness") for build in ("plate4", "mosaic", "both"))


@dataclass(frozen=True)
class Sources:
    """What marks are filled in from."""

    parts: Mapping[str, PrintedPart]
    lines: Sequence[Line]
    manifest: Mapping[str, Any]

    def line(self, key: str) -> Line:
        """The parts list's line of a key. Raises KeyError."""
        for line in self.lines:
            if line.key == key and not line.option:
                return line
        raise KeyError(key)


def sources(lines: Sequence[Line]) -> Sources:
    """What today's guide is filled in from."""
    names = sole_of("sole16").pad.names
    return Sources({part.name: part for part in printed_parts(names)}, lines, read_manifest())


def pages(folder: Path = GUIDE) -> list[Path]:
    """The pages in their order."""
    return sorted(folder.glob("*.md"))


def check_guide(known: Sources, folder: Path = GUIDE) -> None:
    """Look at every page.

    Raises
    ------
    GuideError
        With all that is wrong: marks, links, pages without a picture or a quality check, parts that no page names.
    """
    wrong, named = [], set()
    for path in pages(folder):
        text = path.read_text(encoding="utf-8")
        kinds = []
        for match in _MARK.finditer(text):
            kind, argument = match[1], (match[2] or "").strip()
            kinds.append(kind)
            try:
                filled(kind, argument, known)
            except (KeyError, StopIteration, ValueError) as error:
                wrong.append(f"{path.name}: {{{{{kind}:{argument}}}}} names what there is not ({error})")
            named.add((kind, argument.split("|")[0]))
        wrong += [f"{path.name}: it has no {what}" for what in ("picture", "check") if what not in kinds]
        for target in _LINK.findall(text):
            file = target.partition("#")[0]
            if "://" not in target and file and not (path.parent / file).exists():
                wrong.append(f"{path.name}: it links to {target}, which is not there")
        rest = _MARK.sub(lambda match: (match[2] or "").replace("}}", ""), text)
        if "{{" in rest or "}}" in rest:
            wrong.append(f"{path.name}: a mark is not closed")
    wrong += [f"no page names the part {name}" for name in known.parts if ("part", name) not in named]
    keys = {line.key for line in known.lines if not line.option}
    wrong += [f"no page names {key} of the parts list" for key in sorted(keys) if ("bom", key) not in named]
    if wrong:
        raise GuideError("; ".join(wrong))


def filled(kind: str, argument: str, known: Sources) -> str:
    """What a mark becomes. Raises KeyError when it names what there is not."""
    makers: dict[str, Callable[[str, Sources], str]] = {
        "part": _part,
        "bom": _bom,
        "picture": _picture,
        "check": _check,
        "print-table": _print_table,
        "total": lambda build, s: f"{total_usd(s.lines, _build(build)):.0f}",
        "grams": lambda build, s: f"{_sum(build, s, 'grams'):.0f}",
        "hours": lambda build, s: f"{_sum(build, s, 'minutes') / 60:.0f}",
        "sinks": _sinks,
        "pour": lambda _, __: f"{pour_g(sole_of('sole16'), 10.0):.0f}",
        "faults": _faults,
    }
    return makers[kind](argument, known)


def _part(name: str, known: Sources) -> str:
    part, made = known.parts[name], known.manifest["parts"][name]
    return f"**{name}** (x{part.quantity}, {made['grams']:.2g} g)"


def _bom(key: str, known: Sources) -> str:
    line = known.line(key)
    return f"{line.part} [{line.ref}]"


def _picture(argument: str, known: Sources) -> str:
    name, _, caption = argument.partition("|")
    if name not in SCENES + DRAWINGS:
        raise KeyError(name)
    if not caption:
        raise ValueError("a picture needs a caption")
    del known
    path = HARDWARE / "pictures" / f"{name}.svg"
    svg = path.read_text(encoding="utf-8") if path.exists() else ""
    inner = re.sub(r"(?s)^.*?(<svg)", r"\1", svg).replace("\n", " ")
    return f'\n<figure class="{escape(name)}">{inner}<figcaption>{escape(caption)}</figcaption></figure>\n'


def _check(argument: str, known: Sources) -> str:
    del known
    said = re.sub(r"`([^`]+)`", r"<code>\1</code>", argument)
    boxes = "".join(f"<li>{one.strip()}</li>" for one in said.split("|"))
    return f'\n<div class="check"><b>Quality check</b><ul>{boxes}</ul></div>\n'


def _build(build: str) -> str:
    if build not in ("plate4", "mosaic", "both", "school"):
        raise KeyError(build)
    return build


def _print_table(build: str, known: Sources) -> str:
    rows = ["| part | number | grams each | minutes each | size, mm | what |", "|---|---|---|---|---|---|"]
    for part in parts_of_build(_build(build), sole_of("sole16").pad.names):
        made = known.manifest["parts"][part.name]
        size = " x ".join(f"{value:.0f}" for value in made["extents_mm"])
        rows.append(
            f"| {part.name} | {part.quantity} | {made['grams']:.1f} | {made['minutes']:.0f} | {size} | {part.about} |"
        )
    return "\n" + "\n".join(rows) + "\n"


def _sum(build: str, known: Sources, what: str) -> float:
    parts = parts_of_build(_build(build), sole_of("sole16").pad.names)
    return float(sum(part.quantity * known.manifest["parts"][part.name][what] for part in parts))


def _sinks(name: str, known: Sources) -> str:
    del known
    return f"{next(one for one in silicones(10.0) if one.name == name).sinks_mm:.1f} mm"


def _faults(_: str, known: Sources) -> str:
    del known
    rows = ["| rig | fault | what the numbers do | `thumbwalk doctor` | what to do |", "|---|---|---|---|---|"]
    for one in read_faults():
        says = f"*{one.doctor}*" if one.doctor else "not yet"
        rows.append(f"| {one.rig} | {one.name} | {one.gives} | {says} | {one.mend} |")
    return "\n" + "\n".join(rows) + "\n"


_STYLE = """
body{font:16px/1.5 system-ui,sans-serif;max-width:54rem;margin:2rem auto;padding:0 1rem;color:#222}
section{border-top:2px solid #ddd;margin-top:3rem}figure{margin:1.5rem 0}figure svg{max-width:100%;height:auto}
figcaption{color:#666;font-size:.9rem}table{border-collapse:collapse;font-size:.85rem;margin:1rem 0}
td,th{border:1px solid #ccc;padding:.25rem .5rem;text-align:left}
.check{background:#eef6ee;border-left:4px solid #009e73;padding:.5rem 1rem;margin:1rem 0}
.check ul{list-style:'\\2610  ';margin:.3rem 0}nav li{display:inline;margin-right:1rem}
@media print{section{page-break-before:always}nav{display:none}}
"""


def build_page(known: Sources, folder: Path = GUIDE) -> str:
    """All pages as one, with their pictures in it. Raises GuideError for whatever ``check_guide`` finds."""
    import markdown  # noqa: PLC0415  only in the hardware's environment

    check_guide(known, folder)
    sections, titles = [], []
    for path in pages(folder):
        text = _MARK.sub(lambda m: filled(m[1], (m[2] or "").strip(), known), path.read_text(encoding="utf-8"))
        anchor = path.stem
        titles.append((anchor, text.splitlines()[0].lstrip("# ")))
        text = re.sub(r"\]\((\d\d-[\w-]+)\.md\)", r"](#\1)", text)
        # What lies elsewhere in the project is named: the page is read without it.
        text = re.sub(r"\[([^\]]+)\]\((\.\./[^)]+)\)", partial(_named, path), text)
        html = markdown.markdown(text, extensions=["tables", "sane_lists"])
        sections.append(f'<section id="{anchor}">{html}</section>')
    toc = "".join(f'<li><a href="#{anchor}">{escape(title)}</a></li>' for anchor, title in titles)
    page = (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Thumbwalk: how to build a rig</title>'
        f"<style>{_STYLE}</style></head><body><h1>Thumbwalk: how to build a rig</h1>"
        f"<p><b>Simulated: nobody has built one yet.</b></p><nav><ul>{toc}</ul></nav>{''.join(sections)}"
        "</body></html>\n"
    )
    _check_page(page)
    return page


def _named(page: Path, link: re.Match[str]) -> str:
    """A link out of the guide as its text and its target's place in the project."""
    return f"{link[1]} (`{(page.parent / link[2]).resolve().relative_to(HARDWARE.parent).as_posix()}`)"


def _check_page(page: str) -> None:
    """See that the page needs nothing outside and that its own anchors are there. Raises GuideError."""
    wrong = [target for target in re.findall(r'(?:src|href)="([^"]+)"', page) if not target.startswith("#")]
    anchors = set(re.findall(r'id="([^"]+)"', page))
    wrong += [target for target in re.findall(r'href="#([^"]+)"', page) if target not in anchors]
    wrong += ["a figure without a picture" for _ in re.findall(r'<figure class="[^"]*"><figcaption>', page)]
    if wrong or "{{" in page:
        raise GuideError(f"the page is not whole: {'; '.join(wrong) or 'a mark is left'}")
