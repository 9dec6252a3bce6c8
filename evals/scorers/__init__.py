"""Small pure functions, one file for each thing that is measured.

Each takes a case, a reply and the articles, and returns a value that a test can name. Where a
thing cannot be measured the value is None: counted as not scorable, never as 0.
"""
