"""The order of a Vietnamese list of people, the same on every machine."""

import unicodedata

_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_TONES = "\u0300\u0309\u0303\u0301\u0323"  # huyền, hỏi, ngã, sắc, nặng, after level


def given_name_of(full_name: str) -> str:
    """The last word, which is the given name of most people; whoever differs has an override."""
    return (full_name.split() or [""])[-1]


def sort_key(full_name: str, given_name: str = "") -> str:
    """A key whose byte order is the list's order: given name, then the rest; letters first, tones break ties.

    full_name: as written, in any Unicode form and case.
    given_name: what to sort by if it is not the last word (a foreign teacher, H'Hen Niê); if it ends the name, that part is not repeated.
    Returns ASCII, to be stored beside the name and compared byte by byte (`COLLATE "C"`).
    Source: the order of the Vietnamese alphabet, and tones as in Hoàng Phê's dictionary.
    """
    words = _words(full_name)
    given = _words(given_name) or words[-1:]
    at = next((i for i in range(len(words) - len(given), -1, -1) if words[i : i + len(given)] == given), None)
    before = words if at is None else words[:at] + words[at + len(given) :]
    ranked = [_rank(word) for word in [*given, *before]] or [("", "")]
    return " ".join(letters for letters, _ in ranked) + "!" + " ".join(tones for _, tones in ranked)


def _words(name: str) -> list[str]:
    return unicodedata.normalize("NFC", name).casefold().split()


def _rank(word: str) -> tuple[str, str]:
    letters, tones = "", ""
    for letter in word:
        parts = unicodedata.normalize("NFD", letter)
        tone = next((mark for mark in parts if mark in _TONES), "")
        plain = unicodedata.normalize("NFC", parts.replace(tone, ""))
        rank = _LETTERS.find(plain)
        letters += f"{rank:02d}" if rank >= 0 else f"{60 + ord(plain[0]) % 30}"
        tones += str(_TONES.find(tone) + 1 if tone else 0)
    return letters, tones
