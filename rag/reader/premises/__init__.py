"""Yes and no: what a question takes for granted, and whether the articles have it so.

premise.py takes a question apart, of which claim.py makes a claim that the encoder can judge;
deeds.py tells which sentences tell, plan or deny what it asks about (denials.py has the words).
objection.py finds what contradicts it, by these, by numbers (counts.py) or by place (places.py);
doubted.py what the encoder finds against it in any words; no_word_of.py finds that no article
tells of it, left_open.py finds the sentence that leaves open what is asked. opinion.py says
yes or no, with kinship.py, identity.py and doers.py: who is whose, who is what, and who has done
it. verdict.py makes an answer of all that.
"""
