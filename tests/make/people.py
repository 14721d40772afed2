from itertools import count

from boiduong.accounts.models import User
from boiduong.engines.names import match_key, search_key, sort_key
from boiduong.people.models import Person, PersonPair, RegisterKeeper, Unit, UnitCoordinator

numbers = count(1)


def user(name: str = "") -> User:
    return User.objects.create_user(name or f"user{next(numbers)}", password="secret")


def unit(name: str = "", kind: Unit.Kind = Unit.Kind.SCHOOL, level: str = "PRIMARY", parent: Unit | None = None) -> Unit:
    number = next(numbers)
    name = name or f"Trường Tiểu học Hoa Sen {number}"
    of_school = {"level": level, "ownership": "PUBLIC", "staff_count": 40} if kind == Unit.Kind.SCHOOL else {}
    return Unit.objects.create(
        code=f"unit{number}", name=name, sort_key=sort_key(name, name), search_key=search_key(name), kind=kind, parent=parent, **of_school
    )


def coordinator(of: Unit) -> User:
    made = user()
    UnitCoordinator.objects.create(unit=of, user=made)
    return made


def keeper() -> User:
    made = user()
    RegisterKeeper.objects.create(user=made)
    return made


def person(unit: Unit, full_name: str = "Nguyễn Thị Ánh", role: Person.Role = Person.Role.TEACHER) -> Person:
    return Person.objects.create(
        unit=unit, full_name=full_name, sort_key=sort_key(full_name), search_key=search_key(full_name), match_key=match_key(full_name), role=role
    )


def pair(first: Person | None = None, second: Person | None = None) -> PersonPair:
    """Two people of one name and unit, suspected of being one."""
    first = first or person(unit())
    second = second or person(first.unit)
    return PersonPair.objects.create(first=first, second=second, basis=PersonPair.Basis.UNIT)
