"""``thumbwalk`` and ``python -m thumbwalk`` start here; loading the rest may already be interrupted."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command; Ctrl-C while it loads is an end like any other."""
    try:
        from thumbwalk.cli.main import main as command  # noqa: PLC0415
    except KeyboardInterrupt:
        sys.exit(130)
    command()


if __name__ == "__main__":
    main()
