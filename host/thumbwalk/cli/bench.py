"""Subcommand bench: how fast all this is on this machine."""

from __future__ import annotations

from typing import Annotated

import typer

from thumbwalk.cli.options import JsonOption
from thumbwalk.cli.show import console, number, print_json


def bench(
    json: JsonOption = False,
    seconds: Annotated[
        float, typer.Option("--seconds", min=5.0, max=600.0, help="How long press to pixel is watched, in seconds.")
    ] = 30.0,
) -> None:
    """Measure how fast the chain runs here: decoding, counts to score, start-up, press to pixel. About two minutes."""
    from thumbwalk.bench.figures import measure_all  # noqa: PLC0415  loads the whole package, Qt included

    figures = measure_all(seconds)
    if json:
        print_json(figures)
        return
    press = figures["press_to_pixel_ms"]
    p50, p95, p99 = (number(press[name], 1) for name in ("p50", "p95", "p99"))
    fps, cores = number(figures["fps"], 1), number(figures["cores"])
    out = console()
    out.print(f"machine                    {figures['machine']}")
    out.print(f"decode                     {figures['decode_scans_per_s'] / 1e6:.2f} M scans/s")
    out.print(f"counts to score            {figures['pipeline_x_realtime']:.0f} x real time")
    out.print(f"start to first live frame  {number(figures['first_frame_s'])} s")
    out.print(f"press to pixel             p50 {p50}, p95 {p95}, p99 {p99} ms")
    out.print(f"frames a second            {fps} with {cores} cores of the host process")
