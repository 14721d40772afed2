from collections import Counter

import pytest

from boiduong.rehearsal.cast import make_cast
from boiduong.rehearsal.scenario import Scenario, Unplayable


@pytest.mark.parametrize(
    ("wish", "word"),
    [({"attending": 0}, "at least"), ({"attending": 5, "schools": 6}, "cannot send"), ({"classes": 9}, "at most 8"), ({"classes": 2}, "seats")],
)
def test_a_wish_that_does_not_fit_the_hall_is_refused_in_words(wish: dict[str, int], word: str) -> None:
    with pytest.raises(Unplayable, match=word):
        Scenario(**wish)


@pytest.mark.parametrize("scenario", [Scenario(), Scenario(attending=120, schools=6, classes=2), Scenario(attending=1, schools=1, classes=1)])
def test_as_many_come_as_the_scenario_says(scenario: Scenario) -> None:
    cast = make_cast(scenario)

    assert len(cast.members) == scenario.called
    assert sum(not member.never_comes for member in cast.members) == scenario.attending
    assert {member.school for member in cast.members} == set(range(scenario.schools))


def test_nobody_in_the_cast_can_be_taken_for_somebody_else() -> None:
    cast = make_cast(Scenario())

    assert len({member.national_id for member in cast.members}) == len(cast.members)
    assert max(Counter((member.school, member.full_name.casefold()) for member in cast.members).values()) == 1
    assert len({school.name for school in cast.schools}) == len(cast.schools)


def test_the_same_seed_makes_the_same_cast_and_another_seed_another() -> None:
    assert make_cast(Scenario(seed=3)) == make_cast(Scenario(seed=3))
    assert make_cast(Scenario(seed=3)) != make_cast(Scenario(seed=4))


def test_whoever_never_comes_has_nothing_to_make_up() -> None:
    assert not [member for member in make_cast(Scenario()).members if member.never_comes and (member.misses or member.late or member.no_check_out)]


@pytest.mark.parametrize("classes", [5, 8])
def test_whoever_is_away_can_still_attend_some_class(classes: int) -> None:
    """Classes meet on three days in a row, two of them side by side; three days away in a row touch at most two of these blocks."""
    away = [member.unavailable_on for member in make_cast(Scenario(attending=1500, classes=classes)).members if member.unavailable_on]

    assert away
    assert all((days[-1] - days[0]).days == len(days) - 1 <= 2 for days in away)


def test_nobody_is_away_where_there_is_no_other_class_to_choose() -> None:
    assert not [member for member in make_cast(Scenario(attending=120, schools=6, classes=2)).members if member.unavailable_on]
