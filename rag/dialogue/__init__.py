"""What a question means after what was said before, and without its slips of the pen.

standalone.py is the way in: it asks ellipsis.py what a short follow-up leaves out, fragments.py
where its few words belong in the last question, again.py whether it only asks once more, cited.py
whether it asks of the article that was cited,
referents.py whom its pronouns stand for, and ones.py what its "one" does; these look for it in the
turns before (turns.py), among their people (people.py), their matters (subjects.py) and what was
done in them (deeds.py).
antecedents.py tells what a question explains itself, phrasing.py puts questions into other words,
spelling.py and casing.py mend them, cities.py calls capital cities by their names, terse.py spells
out "Poe on the ferry". What asks nothing of the articles is answered by smalltalk.py.
"""

from rag.dialogue.casing import with_capitals
from rag.dialogue.cited import OfTheCited
from rag.dialogue.cities import with_cities_named
from rag.dialogue.smalltalk import reply
from rag.dialogue.spelling import correct_spelling
from rag.dialogue.standalone import as_typed, asks_of_the_cited, standalone
from rag.dialogue.terse import in_full

__all__ = [
    "OfTheCited",
    "as_typed",
    "asks_of_the_cited",
    "correct_spelling",
    "in_full",
    "reply",
    "standalone",
    "with_capitals",
    "with_cities_named",
]
