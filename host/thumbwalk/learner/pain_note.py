"""A note that a hand or an arm hurts: where it can be, what is felt, and what is kept of it."""

from __future__ import annotations

from typing import Any, Literal, get_args

Site = Literal["thumb", "thumb-base", "fingers", "palm", "wrist", "forearm", "elbow", "shoulder", "neck", "back"]
Felt = Literal["pain", "tingling", "numbness"]
PainSide = Literal["left", "right", "both"]
SITES: tuple[Site, ...] = get_args(Site)
FELT: tuple[Felt, ...] = get_args(Felt)
PAIN_SIDES: tuple[PainSide, ...] = get_args(PainSide)


def pain_facts(site: Site, what: Felt, side: PainSide, level: int | None = None) -> dict[str, Any]:
    """What a document of the kind "pain" says; ``level`` is from 0 to 10."""
    return {"site": site, "what": what, "side": side, "level": level}
