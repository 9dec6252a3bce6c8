"""The embedded reader: finds the answer's words in the articles, or says that they are not there.

In the order of reading: what is asked (question.py, measures.py, counts.py, moments.py, naming.py,
members.py, lookups.py, sorts.py; compound/ where it is several things), with what and where it is
read (reading.py), the sentences weighed (candidates.py) by the encoder (encoder.py), by words
(coverage.py) and meaning (likeness.py), which of them can answer (fitting.py), whether any does
(refusal.py, premises/), whether they agree (disputes/) and whom they mean (people/), and the answer
laid out (reader.py, told.py, say.py). What is only named is told by topic.py, the course of a
matter by summary.py, a date in passing by in_passing.py. Weights and thresholds are
calibration.py's.
"""

from rag.reader.reader import Reader

__all__ = ["Reader"]
