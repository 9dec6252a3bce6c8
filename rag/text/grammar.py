"""The small words of English grammar, each list as the inside of a group of a regular expression.

Lists that a rule has shorter or longer on purpose stand beside the rule.
"""

from __future__ import annotations

QUESTION_WORD = r"who|whom|whose|what|which|when|where|why|how"
BE = r"is|are|was|were"
DO = r"do|does|did"
HAVE = r"has|have|had"
MODAL = r"can|could|will|would|shall|should|may|might|must"
AUXILIARY = rf"{BE}|{DO}|{HAVE}|{MODAL}"
PREPOSITION = r"in|at|on|to|from|by|for|with|of|before|after|during|under|against"
DETERMINER = r"the|an?|his|her|its|their|our|this|that|these|those"
ABOUT = r"about|on|of|regarding|concerning"
WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
MONTH = r"january|february|march|april|may|june|july|august|september|october|november|december"
SMALL_NUMBER = r"one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
