"""Questions that need more than one sentence: two in one, comparisons, lists.

parts.py takes apart what is asked together, by the joints that coordination.py finds;
alternatives.py finds the two questions in "Is it this or that?". comparison.py finds the sides
(pair.py) and respects of a comparison, which compared.py looks up, and side_by_side.py a sentence
for each; several.py tells who asks for a list, lists.py knows a sentence that enumerates.
"""
