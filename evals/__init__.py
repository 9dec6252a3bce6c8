"""Checks the assistant's answers against the articles, and proves that it would notice faults.

Reading order: cases (what is asked and expected), lint (is the gold true), reply and run (what
was answered), scorers/ (small pure functions), verdict (passed or not, and why), summary,
compare and statistics (what may be concluded), report/ (one HTML file), mutations and selfcheck
(would a fault be seen), agreement (do people agree), generate (drafts of new cases), cli.

Only what `rag/__init__.py` exports is used, and no model is needed.
Not promised: that an answer which passes is well written.
"""
