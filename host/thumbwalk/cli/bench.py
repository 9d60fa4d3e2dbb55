"""Subcommand bench: how fast all this is on this machine."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import typer

from thumbwalk.cli.options import JsonOption
from thumbwalk.cli.show import console, number, print_json

BenchLayout = Literal["sole16", "plate4"]


def bench(
    json: JsonOption = False,
    seconds: Annotated[
        float, typer.Option("--seconds", min=5.0, max=600.0, help="How long press to pixel is watched, in seconds.")
    ] = 30.0,
    layout: Annotated[
        BenchLayout, typer.Option("--layout", help="Which rig's stream: of plate4 decoding, and cells to score, alone.")
    ] = "sole16",
) -> None:
    """Measure how fast the chain runs here: decoding, counts to score, start-up, press to pixel. Three minutes."""
    if layout == "plate4":
        _bench_plate(json=json)
        return
    from thumbwalk.bench.figures import measure_all  # noqa: PLC0415  loads the whole package, Qt included

    figures = measure_all(seconds)
    if json:
        print_json(figures)
        return
    naive = figures["naive_window"]
    out = console()
    out.print(f"machine                    {figures['machine']}")
    out.print(f"decode                     {figures['decode_scans_per_s'] / 1e6:.2f} M scans/s")
    out.print(f"counts to score            {figures['pipeline_x_realtime']:.0f} x real time")
    for kind, ratio in figures["x_realtime_by_kind"].items():
        out.print(f"  {kind.replace('_', ' '):25}{ratio:.0f} x real time")
    out.print(f"start to first live frame  {number(figures['first_frame_s'])} s")
    out.print(f"press to pixel             {_ages(figures)}")
    out.print(f"frames a second            {_frames(figures)} of the host process")
    out.print(f"a naive window beside it   {_ages(naive)}; {_frames(naive)}")


def _bench_plate(*, json: bool) -> None:
    from thumbwalk.bench.cells_to_score import measure_plate  # noqa: PLC0415  loads what practises

    figures = measure_plate()
    if json:
        print_json(figures)
        return
    out = console()
    out.print(f"machine                    {figures['machine']}")
    out.print(f"decode                     {figures['decode_readings_per_s'] / 1e3:.0f} k readings/s")
    out.print(f"cells to score             {figures['pipeline_x_realtime']:.0f} x real time")


def _ages(figures: dict[str, Any]) -> str:
    return ", ".join(f"{name} {number(value, 1)}" for name, value in figures["press_to_pixel_ms"].items()) + " ms"


def _frames(figures: dict[str, Any]) -> str:
    return f"{number(figures['fps'], 1)} with {number(figures['cores'])} cores"
