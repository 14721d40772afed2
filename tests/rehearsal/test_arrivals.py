from random import Random

from boiduong.rehearsal.arrivals import Half, steps_of
from boiduong.rehearsal.cast import make_cast
from boiduong.rehearsal.scenario import STARTS_ON, Scenario, at

FIRST = Half(topic=1, starts_at=at(STARTS_ON, "7:30"), ends_at=at(STARTS_ON, "11:00"), is_makeup=False)


def test_among_three_thousand_arrivals_some_cards_are_shown_twice_and_some_entries_taken_back() -> None:
    members = make_cast(Scenario()).members

    steps = steps_of(Random(1), FIRST, members, [], [])

    scans = [step.member for step in steps if step.deed == "scan" and step.kind == "in"]
    assert len(scans) > len(set(scans))
    assert [step for step in steps if step.deed == "take_back"]


def test_whoever_never_comes_or_misses_the_topic_is_not_at_the_door() -> None:
    members = make_cast(Scenario()).members

    came = {step.member for step in steps_of(Random(1), FIRST, members, [], []) if step.member}

    assert came == {member for member in members if not member.never_comes and 1 not in member.misses}
