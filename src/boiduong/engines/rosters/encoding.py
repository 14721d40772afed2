"""Brings every text of a sheet into Unicode, cell by cell: by its font if that tells, else by its words and its surroundings."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from boiduong.engines.names import Encoding, Evidence, clean, evidence_of, of_font, reads_as, to_unicode, weigh
from boiduong.engines.sheets import Cell, Run, Sheet

_NEARLY_ALL = 0.9
_LONGEST = 400  # letters of a cell: whatever is longer is no name, date or number, and would only be slow to judge

type Place = tuple[int, int]  # row and column, from 0


@dataclass(frozen=True, slots=True)
class DecodedSheet:
    """A sheet in clean Unicode, and where it was not so before."""

    name: str
    rows: list[list[Cell]]
    repaired: dict[Place, Encoding]
    guessed: frozenset[Place]  # repaired, or left alone, against what lies around
    hidden_rows: frozenset[int]
    is_hidden: bool
    covered: frozenset[Place] = frozenset()  # by a cell merged down over them
    table: str = ""  # of several tables beside each other, the letter of the column in which the one that is left here begins


def decode_sheet(sheet: Sheet) -> DecodedSheet:
    """The same cells with every text in NFC Unicode, single-spaced, without invisible characters."""
    in_runs = {place: _joined(runs) for place, runs in sheet.runs.items()}
    texts = {
        (r, c): cell[:_LONGEST]
        for r, row in enumerate(sheet.rows)
        for c, cell in enumerate(row)
        if isinstance(cell, str) and cell and (r, c) not in in_runs
    }
    known = {text: evidence_of(text) for text in set(texts.values())}  # once for each: a sheet says "Giáo viên" hundreds of times
    told = {place: evidence for place, text in texts.items() if (evidence := known[text])}
    around = _Surroundings.of(told, sheet.fonts)
    repaired: dict[Place, Encoding] = {place: encoding for place, (_text, encoding) in in_runs.items() if encoding is not Encoding.UNICODE}
    guessed = set()
    for place, evidence in told.items():
        font = around.believed_font(place)
        if font in evidence.readings:  # "Võ" under .VnTime was typed as Vừ, however common Võ is
            encoding, is_guess = font, False
        else:
            encoding, is_guess = _settle(texts[place], evidence, around.prior(place))
            is_guess = is_guess or (encoding is not Encoding.UNICODE and around.is_torn(place, evidence))
        if encoding is not Encoding.UNICODE:
            repaired[place] = encoding
        if is_guess:
            guessed.add(place)
    rows = [
        [in_runs[r, c][0] if (r, c) in in_runs else _cell(cell, (r, c), repaired, sheet.fonts) for c, cell in enumerate(row)]
        for r, row in enumerate(sheet.rows)
    ]
    return DecodedSheet(sheet.name, rows, repaired, frozenset(guessed), sheet.hidden_rows, sheet.is_hidden, sheet.covered)


@dataclass(frozen=True, slots=True)
class _Surroundings:
    """What the certain cells of the same font, row and sheet are written in."""

    fonts: dict[Place, str]
    of_font: dict[str, Counter[Encoding]]
    of_row: dict[int, Counter[Encoding]]
    of_sheet: Counter[Encoding]
    of_column: dict[int, Counter[Encoding]]
    tell_by_font: bool  # cells of an old encoding stand in its font here, and nearly none without

    @classmethod
    def of(cls, told: dict[Place, Evidence], fonts: dict[Place, str]) -> "_Surroundings":
        old = [place for place, evidence in told.items() if evidence.encoding not in (None, Encoding.UNICODE)]
        tells = bool(old) and sum(place in fonts for place in old) >= _NEARLY_ALL * len(old)
        made = cls(fonts, {}, {}, Counter(), {}, tells)
        for place, evidence in told.items():
            if evidence.encoding:
                made.of_font.setdefault(fonts.get(place, ""), Counter())[evidence.encoding] += 1
                made.of_row.setdefault(place[0], Counter())[evidence.encoding] += 1
                made.of_column.setdefault(place[1], Counter())[evidence.encoding] += 1
                made.of_sheet[evidence.encoding] += 1
        return made

    def believed_font(self, place: Place) -> Encoding | None:
        """What the font says, unless the certain cells in it say otherwise: some offices keep .VnTime for Unicode text."""
        font = self.fonts.get(place, "")
        under_font = self.of_font.get(font, Counter())
        is_believed = bool(font) and (not under_font or under_font.most_common(1)[0][0] is of_font(font))
        return of_font(font) if is_believed else None

    def is_torn(self, place: Place, evidence: Evidence) -> bool:
        """Whether a cell that reads well in Unicode as it stands is taken for another encoding against what is certain in its column."""
        column = self.of_column.get(place[1], Counter())
        return Encoding.UNICODE in evidence.readings and 2 * column[Encoding.UNICODE] > column.total() > 0

    def prior(self, place: Place) -> Encoding:
        if font := self.believed_font(place):
            return font
        under_font = self.of_font.get(self.fonts.get(place, ""), Counter())
        if place not in self.fonts and self.tell_by_font:  # whoever typed the others in an old font typed this one in another
            return under_font.most_common(1)[0][0] if under_font else Encoding.UNICODE
        nearest = self.of_row.get(place[0]) or under_font or self.of_sheet
        return nearest.most_common(1)[0][0] if nearest else Encoding.UNICODE


def _settle(text: str, evidence: Evidence, prior: Encoding) -> tuple[Encoding, bool]:
    told = evidence.encoding
    if told and not (told is not prior and Encoding.UNICODE not in (told, prior) and reads_as(text, prior)):
        return told, False
    if told:  # nobody mixes TCVN3 and VNI in one table: a short word only happens to read well in the other
        return prior, False
    return weigh(text, evidence.readings, prior)


def _joined(runs: Sequence[Run]) -> tuple[str, Encoding]:
    """A cell's text with each piece read by its own font, and the old encoding that was in it."""
    parts, found = [], Encoding.UNICODE
    for run in runs:
        encoding = of_font(run.font or "")
        evidence = evidence_of(run.text)
        if evidence and evidence.is_certain and evidence.encoding is Encoding.UNICODE:
            encoding = Encoding.UNICODE  # whatever the font: this was typed in Unicode
        text = to_unicode(run.text, encoding)
        is_large = encoding is Encoding.TCVN3 and (run.font or "").casefold().endswith("h")
        parts.append(text.upper() if is_large else text)
        if encoding is not Encoding.UNICODE and text != run.text:
            found = encoding
    return clean("".join(parts)[:_LONGEST]), found


@lru_cache(maxsize=5_000)  # as with the words of `search_key`, one workbook holds the same texts again and again
def _clean_unicode(text: str, encoding: Encoding) -> str:
    return clean(to_unicode(text, encoding))


def _cell(cell: Cell, place: Place, repaired: dict[Place, Encoding], fonts: dict[Place, str]) -> Cell:
    if not isinstance(cell, str):
        return cell
    text = _clean_unicode(cell[:_LONGEST], repaired.get(place, Encoding.UNICODE))
    font = fonts.get(place, "").casefold()
    if font.startswith(".vn") and font.endswith("h"):  # the fonts that draw small letters large
        return text.upper()
    return text
