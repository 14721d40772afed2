"""Summonses of one unit in one PDF: a list to sign for them, then a sheet a learner with the card to cut off."""

from dataclasses import dataclass
from datetime import date, time

from boiduong.engines.typeset.heads import Head, Signature, recipient_lines
from boiduong.engines.typeset.press import press
from boiduong.engines.typeset.qr import qr_svg
from boiduong.engines.typeset.words import clock, half_day, short_date, weekday


@dataclass(frozen=True, slots=True)
class Sitting:
    """One half-day that a learner has to attend."""

    on: date
    starts: time
    ends: time
    topic: str


@dataclass(frozen=True, slots=True)
class Learner:
    """One who is called, with what is theirs alone."""

    name: str
    position: str  # "Hiệu trưởng"; empty if not known
    unit: str
    training_class: str  # "Lớp 3"
    seat: str  # "B12"; empty where seats are free
    hall: str  # short, for the card
    venue: str  # hall and address
    sittings: tuple[Sitting, ...]  # in the order of time
    code: str  # what the QR says
    letters: str = ""  # that stand under it, to be typed where no camera reads it


@dataclass(frozen=True, slots=True)
class SummonsLetter:
    """What is the same on every sheet of a campaign."""

    head: Head
    kind: str  # "Giấy triệu tập", or what the office calls it
    course: str  # "lớp bồi dưỡng chính trị hè năm 2019", inside a sentence
    grounds: tuple[str, ...]  # "Căn cứ …", as they are to stand there, signs included
    notes: tuple[str, ...]  # what to bring, whom to tell; whole sentences
    signature: Signature
    recipients: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Batch:
    """Learners who are called by one and the same numbered letter; a unit has several after a change of classes."""

    letter: SummonsLetter
    learners: tuple[Learner, ...]


def summons_bundle(unit: str, batches: tuple[Batch, ...], *, on: date) -> bytes:
    """One PDF for one unit: a list to sign and then the sheets, batches and learners in the order given.

    on: the date of the file; a letter's own stands in its head.
    Raises ValueError without learners, or if a code makes no QR; typst.TypstError is a fault of the template.
    """
    if not any(batch.learners for batch in batches):
        raise ValueError("a bundle needs at least one learner")
    data = {"unit": unit, "batches": [_batch(batch) for batch in batches if batch.learners]}
    return press("summons.typ", data, on=on, tagged=False)


def _batch(batch: Batch) -> dict[str, object]:
    return {
        "count": str(len(batch.learners)),
        "letter": _letter(batch.letter),
        "summonses": [
            card_data(learner)
            | {"venue": learner.venue, "position": learner.position, "called_to": learner.training_class, "sittings": _sittings(learner)}
            for learner in batch.learners
        ],
    }


def card_data(learner: Learner) -> dict[str, object]:
    """What the card shows, as `card.typ` reads it."""
    return {
        "name": learner.name,
        "unit": learner.unit,
        "training_class": learner.training_class.removeprefix("Lớp "),  # it stands under the word already
        "seat": learner.seat,
        "hall": learner.hall,
        "days": days_of(learner.sittings),
        "qr": qr_svg(learner.code, quiet=0),
        "letters": f"{learner.letters[:4]}\u00a0{learner.letters[4:]}" if learner.letters else "",
    }


def days_of(sittings: tuple[Sitting, ...]) -> str:
    """ "Sáng 23/7, chiều 23/7, sáng 24/7/2019": the year once, since a campaign rarely sees two."""
    words = [f"{half_day(sitting.starts)}\u00a0{short_date(sitting.on)}" for sitting in sittings]
    same_year = len({sitting.on.year for sitting in sittings}) == 1
    short = [word.rpartition("/")[0] for word in words[:-1]] if same_year else words[:-1]
    text = ", ".join([*short, *words[-1:]])
    return text[:1] + text[1:].replace("Sáng", "sáng").replace("Chiều", "chiều").replace("Tối", "tối")


def _letter(letter: SummonsLetter) -> dict[str, object]:
    return {
        "head": letter.head.data(),
        "kind": letter.kind,
        "about": f"tham dự {letter.course}" if "triệu tập" in letter.kind.lower() else f"triệu tập tham dự {letter.course}",
        "annexed": f"(Kèm theo {letter.kind} {letter.head.number[:1].lower()}{letter.head.number[1:].replace(':', '')} của {letter.head.issuer})",
        "caller": letter.head.issuer,
        "course": letter.course,
        "course_title": letter.course[:1].upper() + letter.course[1:],
        "grounds": list(letter.grounds),
        "notes": list(letter.notes),
        "signature": letter.signature.data(),
        "recipients": recipient_lines(letter.recipients),
    }


def _sittings(learner: Learner) -> list[dict[str, str]]:
    return [
        {
            "day": f"{half_day(sitting.starts)} {weekday(sitting.on)}, {short_date(sitting.on)}",
            "hours": f"{clock(sitting.starts)} - {clock(sitting.ends)}",
            "topic": sitting.topic,
        }
        for sitting in learner.sittings
    ]
