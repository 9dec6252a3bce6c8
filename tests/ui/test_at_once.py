import json
import threading

import httpx

from ui.screens import served
from ui.testing import Scripted, cite, said, two_articles

FIRST, _ = two_articles()
QUOTE = "It opened on Monday."
PEOPLE = 50


def test_fifty_people_at_once_are_each_served_with_their_own_answer(tmp_path):
    replies = {
        f"question {n}": [0.1, said((f"Answer {n}", cite(FIRST, QUOTE, 1)))] for n in range(PEOPLE)
    }
    got: dict[int, str] = {}

    def one(n: int, url: str) -> None:
        with httpx.Client(base_url=f"{url}gradio_api/call/answer", timeout=120) as client:
            asked = client.post("", json={"data": [f"question {n}", None, None, "", ""]}).json()
            *_, last = client.get(f"/{asked['event_id']}").text.strip().split("data: ")
            got[n] = json.loads(last)[0]["text"]

    with served(Scripted([FIRST], replies, data=tmp_path)) as url:
        people = [threading.Thread(target=one, args=(n, url)) for n in range(PEOPLE)]
        for person in people:
            person.start()
        for person in people:
            person.join()

    assert got == {n: f"Answer {n} [1]." for n in range(PEOPLE)}
