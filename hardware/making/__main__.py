"""What `make hardware` runs: `python -m making all --eu 42 --foot right`; each step alone by its name."""

from __future__ import annotations

import argparse
import shutil
import sys
import time
from collections.abc import Callable
from dataclasses import asdict

from making.bom import check_against, check_circuit_parts, check_totals, read_bom
from making.circuit import check_circuit
from making.circuits import circuit_of
from making.errors import HardwareError
from making.fasteners import check_screws, fasteners, joints
from making.foot import sole_of
from making.made import MADE, REFERENCE, check_manifest, read_manifest, write_json
from making.measures import HARDWARE, read_measures
from thumbwalk.pad import Foot

OUT = HARDWARE.parent / "build" / "hardware"
CIRCUITS = ("plate4", "mosaic", "both")


def make_parts(eu: int, foot: Foot) -> None:
    """Parts of one foot: STL and STEP into build/hardware, and for the reference foot manifest and pictures."""
    from making.build import build_parts  # noqa: PLC0415  the CAD kernel takes seconds to load
    from making.scenes import draw_scenes  # noqa: PLC0415

    rig, solids, manifest = build_parts(eu, foot, OUT / f"eu{eu}_{foot}")
    grams = sum(part["grams"] * part["quantity"] for part in manifest["parts"].values())
    say(f"{len(manifest['parts'])} parts for EU {eu}, {foot}: {grams:.0f} g in all, none needs supports that it hides")
    if (eu, foot) == REFERENCE:
        manifest["mosaic_screws"] = len(rig.mosaic.screws())
        write_json(MADE / "parts.json", manifest)
        shutil.copy(OUT / f"eu{eu}_{foot}" / "coupon_x1.stl", MADE / "coupon_x1.stl")
        draw_scenes(rig, solids, HARDWARE / "pictures")
        say("manifest, coupon and pictures are renewed")


def make_circuits() -> None:
    """Netlists, SKiDL's check, schematics, harnesses, ngspice."""
    from making.erc import skidl_check  # noqa: PLC0415
    from making.harness import draw_harness  # noqa: PLC0415
    from making.schematic import draw_schematic  # noqa: PLC0415
    from making.spice import run_front_end  # noqa: PLC0415

    pictures = HARDWARE / "pictures"
    pictures.mkdir(exist_ok=True)
    for build in CIRCUITS:
        circuit = circuit_of(build)
        nets = skidl_check(circuit)
        write_json(MADE / f"netlist_{build}.json", circuit.to_json())
        draw_schematic(circuit, pictures / f"schematic_{build}.svg")
        draw_harness(circuit, pictures / f"harness_{build}.svg")
        say(f"{build}: {len(circuit.parts)} parts, {nets} nets, no error and no warning")
    found = run_front_end()
    write_json(MADE / "spice.json", {"version": 1, **asdict(found)})
    say(f"front end: settles in {found.settling_us:g} us, at most {found.most_ma:g} mA (simulated)")


def check_all() -> None:
    """Everything that needs no tool: geometry in all sizes, netlists, parts list, manifest, guide, okh.toml."""
    from making.guide import check_guide, sources  # noqa: PLC0415
    from making.okh import check_okh  # noqa: PLC0415
    from making.plate4_shape import plate4_of  # noqa: PLC0415
    from making.pockets import check_mosaic  # noqa: PLC0415
    from making.silicone import silicones  # noqa: PLC0415

    prints, plate4, mosaic = (read_measures(name) for name in ("print", "plate4", "mosaic"))
    for eu in prints.table("sizes")["eu"]:
        for foot in prints.table("sizes")["feet"]:
            plate4_of(plate4, eu, foot)
            if eu >= mosaic["smallest_eu"]:
                check_mosaic(sole_of("sole16", eu, foot), mosaic, prints["clearance_mm"])
    silicones(layer_mm())
    lines, manifest = read_bom(), read_manifest()
    totals = check_totals(lines)
    for build in CIRCUITS:
        check_circuit(circuit_of(build))
        check_circuit_parts(lines, circuit_of(build))
    reference = plate4_of(plate4, *REFERENCE)
    for build in totals:
        wanted = fasteners(build, reference, len(sole_of("sole16").pad.names), manifest["mosaic_screws"])
        check_against(lines, build, wanted, "model")
    check_screws(lines, joints(reference, mosaic, prints, read_measures("mould")))
    check_manifest(manifest)
    check_guide(sources(lines))
    check_okh()
    say("all sizes, netlists, parts list, manifest, guide and okh.toml hold; " + ", ".join(
        f"{build} {total:.2f}" for build, total in totals.items()) + " dollars (unverified)")  # fmt: skip


def layer_mm() -> float:
    """The layer's thickness, as the layout has it."""
    return sole_of("sole16").pad.layer_mm or 0.0


def make_guide() -> None:
    """The guide as one page in build/hardware."""
    from making.guide import build_page, sources  # noqa: PLC0415

    OUT.mkdir(parents=True, exist_ok=True)
    page = OUT / "guide.html"
    page.write_text(build_page(sources(read_bom())), encoding="utf-8")
    say(f"{page.relative_to(HARDWARE.parent)}: {page.stat().st_size // 1000} kB, needs nothing else")


def make_study() -> None:
    """The design study: study.md and its plots (some minutes)."""
    from making.report import write_report  # noqa: PLC0415
    from making.study import EFFECTIVE, study  # noqa: PLC0415

    results = study()
    write_json(MADE / "study.json", {"version": 1, "results": [asdict(result) for result in results]})
    write_report(results, EFFECTIVE)
    say(f"{len(results)} designs judged (simulated): hardware/study.md")


def find_angles() -> None:
    """Angles for the flexures of a changed layout."""
    from making.angles import find_angles as search  # noqa: PLC0415

    prints, mosaic = read_measures("print"), read_measures("mosaic")
    sole = sole_of(mosaic.text("layout"), int(mosaic["smallest_eu"]))
    cost, angles = search(sole, mosaic, prints["clearance_mm"])
    say("\n".join(f"{name} = {angle}" for name, angle in angles.items()))
    say(f"cost {cost:.4f}; 0 is clear of everything")


def say(text: str) -> None:
    """One line to the person who runs it."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def main(arguments: list[str] | None = None) -> int:
    """Run steps; exit 1 with one line where something does not hold."""
    parser = argparse.ArgumentParser(prog="python -m making", description=__doc__)
    parser.add_argument("step", choices=("all", "parts", "circuits", "check", "guide", "study", "angles"))
    parser.add_argument("--eu", type=int, default=REFERENCE[0], help="size of the foot (36 to 46)")
    parser.add_argument("--foot", choices=("right", "left"), default=REFERENCE[1], help="which foot")
    options = parser.parse_args(arguments)
    steps: dict[str, list[Callable[[], None]]] = {
        "parts": [lambda: make_parts(options.eu, options.foot)],
        "circuits": [make_circuits],
        "check": [check_all],
        "guide": [make_guide],
        "study": [make_study],
        "angles": [find_angles],
    }
    steps["all"] = [*steps["circuits"], *steps["parts"], *steps["check"], *steps["guide"]]
    began = time.monotonic()
    try:
        for step in steps[options.step]:
            step()
    except HardwareError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    say(f"{time.monotonic() - began:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
