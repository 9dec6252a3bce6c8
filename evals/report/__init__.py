"""A run, or two, as one HTML file that opens from disk and needs no network.

payload.py gathers what is shown, charts.py draws, page.py puts it together; the looks and the
behaviour are in evals/assets/. Text of questions, answers and articles reaches the page as JSON
and is set as text, never as HTML.
"""

from evals.report.page import write_report

__all__ = ["write_report"]
