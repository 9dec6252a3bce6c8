"""What is told beside the best sentence, or in its place: each subject, each event, the thing."""

from __future__ import annotations

from rag import Answer, Assistant

ARTICLES = {
    "poe.txt": (
        "Ann Poe opens a bakery\n\nAnn Poe, who bakes bread for three schools, has lived in the "
        "village of Marstal since 2009. She sells rye loaves on Saturdays.\n"
    ),
    "dell.txt": (
        "Bo Dell wins a rowing race\n\nBo Dell, a carpenter of 41, won the autumn race by two "
        "lengths. Dell lives in Osterby and trains before work.\n"
    ),
    "arl.txt": (
        "Physicist is freed\n\nJon Arl was freed on Tuesday after a year in custody. The physicist "
        "had led one of the country's leading institutes for ten years. Arl was the director of "
        "the Lund Institute of Optics until his arrest. His lawyer thanked the students.\n"
    ),
    "mill.txt": (
        "Explosion at a paper mill\n\nHay Post, 4 March 2024\n\nAn explosion tore the roof off a "
        "paper mill in Hay on Monday morning. Nobody was hurt, and the mill will be shut for a "
        "month.\n"
    ),
    "ship.txt": (
        "Crew rescued after explosion\n\nVelm Echo, 19 October 2024\n\nA night explosion damaged a "
        "trawler in the harbour of Velm on Friday. Six sailors were brought ashore by a pilot "
        "boat.\n"
    ),
}


def cited(answer: Answer) -> set[str]:
    return {citation.document for citation in answer.citations}


def test_of_two_subjects_each_is_told_where_no_sentence_tells_both(own_assistant: Assistant):
    both = own_assistant.answer("Where do Ann Poe and Bo Dell live?")
    one = own_assistant.answer("Where does Ann Poe live?")

    assert cited(both) == {"poe.txt", "dell.txt"}
    assert cited(one) == {"poe.txt"}


def test_which_institute_it_was_is_not_told_by_one_of_the_institutes(own_assistant: Assistant):
    answer = own_assistant.answer("Which institute did Jon Arl lead?")

    assert [c.quote for c in answer.citations] == [
        "Arl was the director of the Lund Institute of Optics until his arrest."
    ]


def test_of_two_events_that_may_be_meant_both_are_told(own_assistant: Assistant):
    either = own_assistant.answer("Where did the explosion happen?")
    one = own_assistant.answer("Where did the explosion on the trawler happen?")

    assert (either.status, cited(either)) == ("answered", {"mill.txt", "ship.txt"})
    assert cited(one) == {"ship.txt"}
