"""Which user's folder this is: stations that keep folders of their own may share a database, and names in it repeat.

Its card has an id that nobody else's has, and that stays when the folder is moved, or mounted by another machine.
"""

from __future__ import annotations

import contextlib
import json
import platform
import secrets
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from thumbwalk.errors import RecordingError
from thumbwalk.filekind import read_document
from thumbwalk.language import told
from thumbwalk.places import begun_file, json_text
from thumbwalk.store.models import Folder

FOLDER_CARD = "folder.json"
"""Says which folder it is."""
_VERSION = 1
_LONGEST = 40
"""Letters of an id."""


def folder_key(home: Path) -> str | None:
    """Give the id of a user's folder, which gets one where it has none; None where that can't be read or written."""
    card = home / FOLDER_CARD
    if not card.exists():
        text = json_text({"version": _VERSION, "id": secrets.token_hex(8)})
        # of two programs at once one is the first, and both take that one's
        with contextlib.suppress(OSError):
            home.mkdir(parents=True, exist_ok=True)
            begun_file(card, text.encode()).close()
    try:
        key = json.loads(
            read_document(card, told("folder's card"), RecordingError, told("remove it"), takes=("JSON",))
        ).get("id")
    except (RecordingError, ValueError, AttributeError):
        return None
    return key if isinstance(key, str) and key.isalnum() and len(key) <= _LONGEST else None


def folder_row(db: Session, key: str | None, home: Path) -> Folder | None:
    """Give a folder's row, which says where it is now; None of one without an id."""
    if key is None:
        return None
    found = db.scalar(select(Folder).where(Folder.key == key))
    if found is None:
        found = Folder(key=key)
        db.add(found)
    found.path, found.host = str(home), platform.node()
    db.flush()
    return found
