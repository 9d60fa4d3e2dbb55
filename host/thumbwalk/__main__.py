"""``python -m thumbwalk`` is the same as ``thumbwalk``."""

from thumbwalk.cli.main import main

if __name__ == "__main__":
    main()
