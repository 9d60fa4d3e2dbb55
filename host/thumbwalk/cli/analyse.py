"""Subcommand analyse: what the hands did."""

from __future__ import annotations

from thumbwalk.cli.options import FileArgument, JsonOption, LayoutOption
from thumbwalk.cli.show import console, print_json, print_lost, warn
from thumbwalk.cli.show_analysis import print_analysis
from thumbwalk.session.against import lost_part_of_analysis
from thumbwalk.session.emptiness import why_no_strokes
from thumbwalk.session.replay import read_touch
from thumbwalk.technique.analysis import analyse as analyse_touch


def analyse(file: FileArgument, layout: LayoutOption = None, json: JsonOption = False) -> None:
    """Say what the hands did: each technique's time, strokes, force, rhythm and place."""
    touched = read_touch(file, layout)
    warn(touched.warnings)
    analysis = analyse_touch(touched.touch, touched.pad, touched.left_out, duration_s=touched.duration_s)
    if (why := why_no_strokes(touched.touch, len(analysis.segments))) is not None:
        warn([f"{file}: {why}"])
    lost = lost_part_of_analysis(analysis, touched.losses)
    if json:
        print_json(analysis.to_json() | lost.to_json())
    else:
        print_analysis(analysis, touched)
        print_lost(console(), lost)
