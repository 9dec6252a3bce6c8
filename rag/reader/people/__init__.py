"""Who somebody is, who speaks, and for whom.

introductions.py finds the sentence that says who somebody is, offices.py who holds an office,
everybody.py the sentences on all who are named. saying.py knows the verbs of saying and clauses.py
what stands beside them, by which attribution.py gives each sentence its speaker and quotes.py what
somebody said, where a question asks for it (asked_of.py); sides.py hears each side of a matter.
who.py and spoken.py make answers of these. Of whom a sentence does not tell: one of another country
(nationality.py), whose own it is not (owners.py) and whom somebody else met (meetings.py).
"""
