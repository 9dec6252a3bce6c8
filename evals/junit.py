"""A run as JUnit XML, the form that CI servers show.

A held-out case is named, but neither its question nor why it failed is written.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from xml.etree.ElementTree import Element, ElementTree, SubElement  # only written

from evals.verdict import CaseScore

# All but what XML 1.0 allows: with one such character no reader takes the file.
_FORBIDDEN = re.compile("[^\\t\\n\\r\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")


def write_junit(path: Path, scores: Sequence[CaseScore]) -> None:
    """Write one test case for each answer; an answer that never came is an error."""
    suite = Element(
        "testsuite",
        name="pullquote evals",
        tests=str(len(scores)),
        failures=str(sum(s.passed is False for s in scores)),
        errors=str(sum(s.passed is None for s in scores)),
        time=f"{sum(s.record.seconds for s in scores):.3f}",
    )
    for score in scores:
        test = SubElement(
            suite,
            "testcase",
            classname=f"{score.record.answerer}.{score.case.story}",
            name=score.case.id,
            time=f"{score.record.seconds:.3f}",
        )
        if score.passed is None:
            SubElement(test, "error", message=_allowed(score.record.error))
        elif not score.passed and score.case.held_out:
            SubElement(test, "failure", message="held out")
        elif not score.passed:
            codes = ", ".join(r.code for r in score.reasons)
            failure = SubElement(test, "failure", message=codes)
            reasons = "\n".join(str(r) for r in score.reasons)
            answer = score.record.reply.words if score.record.reply else ""
            failure.text = _allowed(f"{score.case.asked[-1]}\n\n{reasons}\n\n{answer}")
    path.parent.mkdir(parents=True, exist_ok=True)
    ElementTree(suite).write(path, encoding="utf-8", xml_declaration=True)


def _allowed(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", text)
