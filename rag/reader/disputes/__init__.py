"""Where articles, or the sources in one, give different answers to one question.

another_answer.py tries all that follows in turn. agreement.py says whether two answers are at odds;
accounts.py looks for other figures, rivals.py for other places and names, sources.py for two
sources in one article, contested.py for what one side claims and the other denies. What has only
changed since is no dispute: newer.py knows the words of change, schedule.py a day that was moved.
"""
