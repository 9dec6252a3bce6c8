"""Bytes to text: a byte order mark if there is one, UTF-8 if it fits, else what the bytes show.

Elsewhere: text that some other program decoded wrongly (rag/clean/repair.py).
Not promised: that a short text in a rare code page is recognised.
"""

from __future__ import annotations

import codecs
import re

_MARKS = (  # UTF-32 first: its mark begins with UTF-16's
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 64_000  # bytes enough to tell an encoding
_DECLARED = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([\w:.-]{2,30})", re.IGNORECASE)
_CONTROLS = bytes(set(range(32)) - {9, 10, 12, 13, 27})
# In a Latin text, cp1252's high bytes are letters beside letters, and typographic marks.
_WESTERN = re.compile(
    r"(?<=[A-Za-zß-öø-ÿ])[ß-öø-ÿ]|[À-ÖØ-Þß-öø-ÿ](?=[a-zß-öø-ÿ])"
    r"|[“”‘’«»‚„‹›–—…€£§°·•©®™\u00a0¿¡ºª½¼¾]"
)


def decode(raw: bytes, *, declared: bool = False) -> str:
    """The text of `raw`; never raises. `declared` heeds a charset named in the bytes (HTML)."""
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return raw.decode(encoding, "replace").removeprefix("\ufeff")
    if wide := _wide(raw):
        return raw.decode(wide, "replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if declared and (named := _DECLARED.search(raw[:4096])):
        try:
            return raw.decode(named[1].decode("ascii"))
        except (LookupError, UnicodeError):  # Python has codecs that decode nothing, "undefined"
            pass
    return _legacy(raw)


def is_binary(raw: bytes) -> bool:
    """Whether no text has bytes like these: NULs outside UTF-16 and 32, or many controls."""
    sample = raw[:_SAMPLE]
    if any(raw.startswith(mark) for mark, _ in _MARKS) or _wide(raw):
        text = decode(sample)
        controls = sum(c < " " and c not in "\t\n\f\r\x1b" for c in text)
        return controls > len(text) // 50 + 1
    if b"\x00" in sample:
        # A few NULs are a fault in a text; a format of its own has many.
        return sample.count(b"\x00") > max(2, len(sample) // 1000)
    return len(sample) - len(sample.translate(None, _CONTROLS)) > len(sample) // 50 + 1


def _wide(raw: bytes) -> str:
    """UTF-16 without a mark: nearly every other byte of a Western text is NUL."""
    sample = raw[:_SAMPLE]
    if len(sample) < 4 or len(raw) % 2:
        return ""
    half = len(sample) // 2
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if odd > 0.7 * half and even < 0.05 * half:
        return "utf-16-le"
    return "utf-16-be" if even > 0.7 * half and odd < 0.05 * half else ""


def _legacy(raw: bytes) -> str:
    lenient = raw.decode("utf-8", "replace")
    high = sum(byte > 0x7F for byte in raw[:_SAMPLE])
    if lenient[:_SAMPLE].count("\ufffd") <= 0.1 * high:  # UTF-8 with an accident in it
        return _mixed(raw)
    western = raw.decode("cp1252", "replace")
    sample = western[:_SAMPLE]
    letters = sum(c > "\x7f" for c in sample)
    if len(_WESTERN.findall(sample)) >= 0.9 * letters and letters <= 0.15 * len(sample):
        return western
    from charset_normalizer import from_bytes

    best = from_bytes(raw[:_SAMPLE]).best()
    return raw.decode(best.encoding if best else "cp1252", "replace")


def _mixed(raw: bytes) -> str:
    """UTF-8 with some bytes of cp1252 in it, each read as what it is."""
    return raw.decode("utf-8", "cp1252_for_the_rest")


def _as_cp1252(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    broken = error.object[error.start : error.end]
    return broken.decode("cp1252", "replace"), error.end


codecs.register_error("cp1252_for_the_rest", _as_cp1252)
