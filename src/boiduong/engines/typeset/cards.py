"""Cards for learners, eight to an A4 sheet, with marks for the knife."""

from datetime import date

from boiduong.engines.typeset.press import picture, press
from boiduong.engines.typeset.summons import Learner, card_data

PER_SHEET = 8


def card_sheets(*, course: str, learners: tuple[Learner, ...], on: date) -> bytes:
    """One PDF, learners in the order given, row by row.

    course: "Lớp bồi dưỡng chính trị hè năm 2019".
    Raises ValueError without learners.
    """
    if not learners:
        raise ValueError("a sheet needs at least one learner")
    data = {"course": course, "cards": [card_data(learner) for learner in learners]}
    return press("cards.typ", data, on=on, tagged=False)


def card_picture(*, course: str, learner: Learner) -> bytes:
    """One card as a PNG, for a phone's album: some in-app browsers let nobody download, but every one keeps a picture that is pressed long."""
    return picture("card_picture.typ", {"course": course, "card": card_data(learner)}, pixels_per_inch=300)
