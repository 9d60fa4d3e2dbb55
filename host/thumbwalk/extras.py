"""Packages that only some need: loaded when they are asked for, and named in one line where they are missing."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from thumbwalk.errors import OptionError
from thumbwalk.language import told


def extra(module: str, asked: str, package: str) -> Any:
    """Give a module of a package that need not be installed.

    Parameters
    ----------
    module, package : str
        Its name for Python, and for pip.
    asked : str
        What needs it, as the message begins.

    Raises
    ------
    OptionError
        When it is not installed, or can't be loaded.
    """
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        raise OptionError(
            told(
                "{asked}: needs the package {package}, which is not installed; pip install {package}",
                asked=asked,
                package=package,
            )
        ) from error
    except (ImportError, OSError, RuntimeError) as error:
        why = " ".join(str(error).split())
        raise OptionError(
            told(
                "{asked}: the package {package} can't be loaded: {why}; pip install {package} again",
                asked=asked,
                package=package,
                why=why,
            )
        ) from error
