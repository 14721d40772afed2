"""The made-up people of a rehearsal: schools, learners, and how each of them will behave. Dice alone; no database."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import Literal

from boiduong.rehearsal import lexicon
from boiduong.rehearsal.scenario import ENDS_ON, STARTS_ON, Scenario

type Role = Literal["manager", "teacher"]
type Excuse = Literal["ILLNESS", "MATERNITY", "DUTY"]

LEVELS = {  # share of schools, staff of one school from and to
    "PRESCHOOL": (0.34, 22, 46),
    "PRIMARY": (0.32, 34, 64),
    "LOWER_SECONDARY": (0.20, 34, 60),
    "UPPER_SECONDARY": (0.10, 60, 95),
    "VOCATIONAL": (0.04, 25, 45),
}
PRIVATE_RATIO = {"PRESCHOOL": 0.3, "PRIMARY": 0.1, "LOWER_SECONDARY": 0.06, "UPPER_SECONDARY": 0.25, "VOCATIONAL": 0.0}
MISSES_ALL_RATIO, MISSES_ONE_RATIO, NO_CHECK_OUT_RATIO = 0.018, 0.016, 0.008  # of those who come in the end: they make it up
UNAVAILABLE_RATIO, LATE_RATIO, FORGETS_CARD_RATIO, WRONG_CLASS_RATIO = 0.03, 0.025, 0.012, 0.002
EXCUSED_RATIO = 0.45  # of those who never come


@dataclass(frozen=True, slots=True)
class School:
    number: int  # from 0
    name: str
    level: str  # people.Unit.Level
    ownership: str  # people.Unit.Ownership
    staff_count: int

    @property
    def is_of_district(self) -> bool:
        """Upper-secondary and vocational schools answer to the province."""
        return self.level not in {"UPPER_SECONDARY", "VOCATIONAL"}


@dataclass(frozen=True, slots=True)
class Member:
    """One learner: what the school's workbook should say, and what will happen at the doors."""

    number: int  # from 0, through all schools
    school: int  # School.number
    full_name: str
    birth_date: date
    sex: Literal["F", "M"]
    role: Role
    position: str
    subject: str  # what is taught, or the staff group
    phone: str
    email: str
    national_id: str  # 12 digits, unique in the cast
    never_comes: bool = False
    excuse: Excuse | None = None  # the paper that the school hands in for somebody who never comes
    misses: frozenset[int] = frozenset()  # topic numbers not attended with the own class, and made up later
    no_check_out: frozenset[int] = frozenset()  # topic numbers after which the exit was forgotten; made up too
    late: frozenset[int] = frozenset()  # topic numbers begun late (and still present)
    forgets_card: frozenset[int] = frozenset()  # topic numbers at which the name is searched
    tries_wrong_class: bool = False  # comes once with another class and is sent away
    unavailable_on: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class Cast:
    schools: tuple[School, ...]
    members: tuple[Member, ...]

    def of_school(self, number: int) -> list[Member]:
        return [member for member in self.members if member.school == number]


def make_cast(scenario: Scenario) -> Cast:
    """Exactly scenario.called people in scenario.schools schools, of whom scenario.never_come never come."""
    schools = _schools(scenario)
    sizes = _sizes(scenario, schools)
    schools = tuple(
        School(s.number, s.name, s.level, s.ownership, sizes[s.number] + scenario.dice(f"staff {s.number}").randint(1, 4)) for s in schools
    )
    members = _people(scenario, schools, sizes)
    return Cast(schools, _behave(scenario, members))


def _schools(scenario: Scenario) -> tuple[School, ...]:
    dice = scenario.dice("schools")
    levels = _shared_out(scenario.schools, {level: share for level, (share, _, _) in LEVELS.items()})
    names = {level: dice.sample(lexicon.SCHOOL_NAMES, k=len(lexicon.SCHOOL_NAMES)) for level in LEVELS}
    made = []
    for number, level in enumerate(levels):
        base = names[level][levels[:number].count(level) % len(lexicon.SCHOOL_NAMES)]
        again = levels[:number].count(level) // len(lexicon.SCHOOL_NAMES)
        name = f"{lexicon.SCHOOL_KINDS[level]} {base}" + (f" {again + 1}" if again else "")
        ownership = "PRIVATE" if dice.random() < PRIVATE_RATIO[level] else "PUBLIC"
        made.append(School(number, name, level, ownership, 0))
    return tuple(made)


def _shared_out(count: int, shares: dict[str, float]) -> list[str]:
    """`count` labels in these shares, largest remainders first; the order is that of `shares`."""
    exact = {label: count * share for label, share in shares.items()}
    whole = {label: int(value) for label, value in exact.items()}
    for label in sorted(exact, key=lambda name: whole[name] - exact[name])[: count - sum(whole.values())]:
        whole[label] += 1
    return [label for label, n in whole.items() for _ in range(n)]


def _sizes(scenario: Scenario, schools: tuple[School, ...]) -> list[int]:
    """People called from each school: at least one, together exactly scenario.called."""
    dice = scenario.dice("sizes")
    wishes = [dice.randint(*LEVELS[school.level][1:]) for school in schools]
    spare, total = scenario.called - len(schools), sum(wishes)
    sizes = [1 + spare * wish // total for wish in wishes]
    for number in range(scenario.called - sum(sizes)):
        sizes[number % len(sizes)] += 1
    return sizes


def _people(scenario: Scenario, schools: tuple[School, ...], sizes: list[int]) -> list[Member]:
    dice = scenario.dice("people")
    ids: set[str] = set()
    made: list[Member] = []
    for school in schools:
        taken: set[str] = set()  # two of one name in a school are told apart by birth dates elsewhere; here a name is one person
        managers = min(sizes[school.number], 1 if sizes[school.number] < 8 else dice.randint(2, 3))
        for place in range(sizes[school.number]):
            made.append(_person(dice, len(made), school, is_manager=place < managers, place=place, taken=taken, ids=ids))
    return made


def _person(dice: Random, number: int, school: School, *, is_manager: bool, place: int, taken: set[str], ids: set[str]) -> Member:
    sex: Literal["F", "M"] = "F" if dice.random() < lexicon.WOMEN_RATIO[school.level] else "M"
    full_name = lexicon.full_name(dice, sex)
    while full_name.casefold() in taken:
        full_name = lexicon.full_name(dice, sex)
    taken.add(full_name.casefold())
    birth_date = date(1961 if is_manager else 1964, 1, 1) + timedelta(days=dice.randrange(365 * (24 if is_manager else 32)))
    national_id = ""
    while not national_id or national_id in ids:
        century = 1 if sex == "F" else 0
        national_id = f"0{dice.choice(('01', '25', '30', '33', '35'))}{century}{birth_date:%y}{dice.randrange(1_000_000):06d}"
    ids.add(national_id)
    position = ("Hiệu trưởng" if place == 0 else "Phó Hiệu trưởng") if is_manager else "Giáo viên"
    return Member(
        number=number,
        school=school.number,
        full_name=full_name,
        birth_date=birth_date,
        sex=sex,
        role="manager" if is_manager else "teacher",
        position=position,
        subject=dice.choice(lexicon.SUBJECTS[school.level]),
        phone=f"0{dice.choice(('32', '35', '38', '70', '77', '86', '90', '91', '97', '98'))}{dice.randrange(10_000_000):07d}",
        email=f"{lexicon.ascii_name(full_name)}{number}@example.edu.vn" if dice.random() < 0.6 else "",
        national_id=national_id,
    )


def _behave(scenario: Scenario, members: list[Member]) -> tuple[Member, ...]:
    dice = scenario.dice("behaviour")
    away = set(dice.sample(range(len(members)), k=scenario.never_come))
    blocks = -(-scenario.classes // 2)  # mornings and afternoons of the same three days
    return tuple(_absent(dice, member) if member.number in away else _attending(dice, member, may_be_away=blocks > 2) for member in members)


def _absent(dice: Random, member: Member) -> Member:
    excuse: Excuse | None = None
    if dice.random() < EXCUSED_RATIO:
        kinds: tuple[Excuse, ...] = ("ILLNESS", "DUTY", "MATERNITY") if member.sex == "F" else ("ILLNESS", "DUTY")
        excuse = dice.choice(kinds)
    return replace(member, never_comes=True, excuse=excuse)


def _attending(dice: Random, member: Member, *, may_be_away: bool) -> Member:
    """may_be_away: whether there is always a class that somebody away for up to three days in a row can still attend."""
    topics = (1, 2, 3)
    luck = dice.random()
    misses: frozenset[int] = frozenset()
    if luck < MISSES_ALL_RATIO:
        misses = frozenset(topics)
    elif luck < MISSES_ALL_RATIO + MISSES_ONE_RATIO:
        misses = frozenset({dice.choice(topics)})
    attended = [topic for topic in topics if topic not in misses]
    leaves = STARTS_ON + timedelta(days=dice.randint(0, (ENDS_ON - STARTS_ON).days))
    away = tuple(day for n in range(dice.randint(1, 3)) if (day := leaves + timedelta(days=n)) <= ENDS_ON)
    return replace(
        member,
        misses=misses,
        no_check_out=_some(dice, attended[:1], NO_CHECK_OUT_RATIO),
        late=_some(dice, attended, LATE_RATIO),
        forgets_card=_some(dice, attended, FORGETS_CARD_RATIO),
        tries_wrong_class=dice.random() < WRONG_CLASS_RATIO,
        unavailable_on=away if dice.random() < UNAVAILABLE_RATIO and may_be_away else (),
    )


def _some(dice: Random, topics: list[int], ratio: float) -> frozenset[int]:
    return frozenset(topic for topic in topics if dice.random() < ratio)
