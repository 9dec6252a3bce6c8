from ui.events import Events
from ui.testing import Unreadable


def test_the_page_comes_up_and_says_what_is_wrong_where_the_index_cannot_be_read(tmp_path):
    first, second = Events(Unreadable(data=tmp_path)).hello()  # type: ignore[arg-type]

    head, _, articles, welcome = first
    assert "Embedded reader" in head
    for part in (articles, welcome, second[-1]):
        assert "cannot be read; run `pullquote index --rebuild`" in part
    assert "<h1>The articles cannot be read</h1>" in welcome
