"""``thumbwalk`` and ``python -m thumbwalk`` start here; loading the rest may already be interrupted."""

from __future__ import annotations

from thumbwalk.interrupts import end_at_once


def main() -> None:
    """Run the command; Ctrl-C while it loads is an end like any other."""
    end_at_once()
    from thumbwalk.cli.main import main as command  # noqa: PLC0415  loaded with signals in hand

    command()


if __name__ == "__main__":
    main()
