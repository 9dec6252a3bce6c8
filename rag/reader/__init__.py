"""The embedded reader: finds the answer's words in the articles, or says that they are not there.

In the order of reading: what is asked (question.py), the sentences weighed (evidence.py), the
answer laid out (reader.py).
"""

from rag.reader.reader import Reader

__all__ = ["Reader"]
