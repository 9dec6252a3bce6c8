"""Yes and no: what a question takes for granted, and whether the articles have it so.

polarity.py makes the claim of a question and has the encoder judge it; premise.py finds what
objects to it, by words of denial (denials.py), numbers (counted.py), kinship, and who is what or
has done it (identity.py), doubted.py what the encoder finds against it in any words; untold.py
names an event that no article tells of, unsaid.py finds the sentence that leaves open what is
asked.
"""
