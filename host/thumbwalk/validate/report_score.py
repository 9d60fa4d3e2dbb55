"""What the page of a validation says of the score."""

from __future__ import annotations

from thumbwalk.validate.findings import Findings
from thumbwalk.validate.grown_faults import LASTS_S, LEAST_FIRST, LEAST_FIRST_OF_ONE, MOST_RHO, STEPS
from thumbwalk.validate.markdown import table
from thumbwalk.validate.repeats import GAIN, LEAST_AUC, MOST_MOVED, MOST_SD


def score_section(findings: Findings) -> str:
    """How the score follows faults and tells hands apart; nothing where it was not looked at."""
    if not findings.growths or not findings.hands:
        return ""
    grown = [
        [
            one.fault,
            one.technique,
            f"`{one.measure}`",
            f"{one.rho:.2f}",
            f"{100 * one.first:.0f} %",
            " ".join(f"{score:.0f}" for score in one.scores),
            "yes" if one.met else "**no**",
        ]
        for one in findings.growths
    ]
    told = [
        [
            one.technique,
            f"{one.auc:.3f}",
            f"{min(one.experts):.0f} to {max(one.experts):.0f}",
            f"{min(one.beginners):.0f} to {max(one.beginners):.0f}",
            f"{min(one.middling):.0f} to {max(one.middling):.0f}",
            f"{one.again_sd:.1f}",
            f"{one.moved:.1f}",
            "**no**" if one.not_met else "yes",
        ]
        for one in findings.hands
    ]
    headings = [
        "technique",
        "expert before beginner",
        "experts",
        "beginners",
        "half way",
        "again, SD",
        "gain moves",
        "met",
    ]
    return f"""## The score

An expert's hand on feet as designed has one fault, which grows in {STEPS} even steps from just outside of its band, in
sets of {LASTS_S:g} s. The score should fall with it: Spearman's rank correlation {MOST_RHO:g} or less. The fault's
measure should be the first that is named in {100 * LEAST_FIRST:.0f} % of all steps
(it is in {100 * findings.named_first:.1f} %), and in {100 * LEAST_FIRST_OF_ONE:.0f} % of each fault's.

{table(["fault", "technique", "measure", "rank correlation", "named first", "score, step by step", "met"], grown)}

An expert should score more than a beginner in {100 * LEAST_AUC:.0f} % of all pairs, in sets of {LASTS_S:g} s or, where
they are longer, as the technique's first drill has them. A hand half way between them should score the same again
within {MOST_SD:g} points (standard deviation), and gain errors of +-{100 * GAIN:.0f} % should move such hands' median
by {MOST_MOVED:g} at most.

{table(headings, told)}"""
