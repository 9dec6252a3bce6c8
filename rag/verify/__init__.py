"""Whether a claim stands on the sentences that it cites.

    facts.py       numbers, dates, names and negation, which must be borne out to the letter
    bindings.py    parts of a whole, groups and persons, which may not be exchanged
    days.py        the days that a sentence gives
    vocabulary.py  the words that these rules know
    claim.py       the verdict, and the mend: a better sentence among the evidence

The embedded encoder judges what rules cannot; without it, rules alone decide.
How well, and the choice of the thresholds: benchmarks/verification.py.
Not promised: that an article is right.
"""

from __future__ import annotations

from rag.verify.claim import Judge, Proof, Verdict, check, embedded_judge, prove

__all__ = ["Judge", "Proof", "Verdict", "check", "embedded_judge", "prove"]
