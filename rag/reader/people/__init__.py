"""Who somebody is, who speaks, and for whom.

introductions.py finds the sentence that says who somebody is; attribution.py gives each sentence
its speaker, by which quotes.py finds what somebody said; governments.py knows a country by its
people and its capital.
"""
