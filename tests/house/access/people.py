from house.access import Row, Scene
from make import NOON
from make import people as make

from boiduong.audit.trail import Actor
from boiduong.engines.units import UnitFile, UnitLine
from boiduong.people.actions import note_alias
from boiduong.people.models import PersonChange
from boiduong.people.unit_importing import receive_units


def nothing() -> Scene:
    return Scene(args={}, users={"anonymous": None, "stranger": make.user(), "keeper": make.keeper()})


def a_unit_named_nowhere() -> Scene:
    return Scene(args={}, users={"anonymous": None, "stranger": make.user(), "coordinator": make.coordinator(make.unit()), "keeper": make.keeper()})


def a_unit() -> Scene:
    unit = make.unit()
    users = {"anonymous": None, "stranger": make.user(), "coordinator": make.coordinator(unit), "keeper": make.keeper()}
    return Scene(args={"code": unit.code}, users=users)


def a_person() -> Scene:
    person = make.person(make.unit())
    users = {"anonymous": None, "stranger": make.user(), "coordinator": make.coordinator(person.unit), "keeper": make.keeper()}
    return Scene(args={"code": person.code}, users=users)


def a_change() -> Scene:
    person = make.person(make.unit())
    row = PersonChange.objects.create(person=person, at=NOON, via="test", before={"phone": "0912345678"}, after={"phone": ""})
    users = {"anonymous": None, "stranger": make.user(), "coordinator": make.coordinator(person.unit), "keeper": make.keeper()}
    return Scene(args={"code": str(row.pk)}, users=users)


def a_unit_import() -> Scene:
    made = receive_units(
        actor=Actor(None, via="test"), file_name="a.xlsx", file=UnitFile((UnitLine("Sheet1", 2, {"name": "Trường Tiểu học Sao Mai"}),)), at=NOON
    )
    return Scene(args={"code": made.code}, users={"anonymous": None, "stranger": make.user(), "keeper": make.keeper()})


def a_pair() -> Scene:
    pair = make.pair()
    users = {"anonymous": None, "stranger": make.user(), "coordinator": make.coordinator(pair.first.unit), "keeper": make.keeper()}
    return Scene(args={"code": pair.code}, users=users)


def a_login() -> Scene:
    asked = make.keeper()
    return Scene(args={"code": str(asked.pk)}, users={"anonymous": None, "stranger": make.user(), "keeper": make.keeper()})


def a_coordinator() -> Scene:
    unit = make.unit()
    user = make.coordinator(unit)
    users = {"anonymous": None, "stranger": make.user(), "coordinator": user, "keeper": make.keeper()}
    return Scene(args={"code": str(unit.coordinators.get().pk)}, users=users)


def an_alias() -> Scene:
    unit = make.unit()
    alias = note_alias(actor=Actor(None, via="test"), unit=unit, name="TH Sao Mai")
    users = {"anonymous": None, "stranger": make.user(), "coordinator": make.coordinator(unit), "keeper": make.keeper()}
    return Scene(args={"code": str(alias.pk)}, users=users)


KEPT = {"anonymous": 302, "stranger": 403, "keeper": 200}
HIDDEN = {"anonymous": 302, "stranger": 404, "keeper": 302}
SIGNED_IN = {"anonymous": 302, "stranger": 200, "keeper": 200}
OWN = {"anonymous": 302, "stranger": 404, "coordinator": 200, "keeper": 200}
ROWS = {
    "people:unit_list": Row(nothing, SIGNED_IN),
    "people:pair_list": Row(nothing, SIGNED_IN),
    "people:pair_look": Row(nothing, {"anonymous": 302, "stranger": 403, "keeper": 302}, method="POST"),
    "people:pair_apart": Row(a_pair, OWN | {"coordinator": 403, "keeper": 302}, method="POST"),
    "people:pair_again": Row(a_pair, OWN | {"coordinator": 403, "keeper": 409}, method="POST"),
    "people:login_list": Row(nothing, KEPT),
    "people:keeper_new": Row(nothing, KEPT),
    "people:coordinator_new": Row(a_unit, OWN | {"coordinator": 403}),
    "people:coordinator_end": Row(a_coordinator, OWN | {"coordinator": 403, "keeper": 302}, method="POST"),
    "people:login_renew": Row(a_login, HIDDEN | {"keeper": 200}, method="POST"),
    "people:login_close": Row(a_login, HIDDEN, method="POST"),
    "people:keeper_end": Row(a_login, HIDDEN, method="POST"),
    "people:alias_new": Row(a_unit, OWN | {"coordinator": 403, "keeper": 302}, method="POST"),
    "people:alias_end": Row(an_alias, OWN | {"coordinator": 403, "keeper": 302}, method="POST"),
    "people:unit_template": Row(nothing, SIGNED_IN),
    "people:unit_import_new": Row(nothing, KEPT),
    "people:unit_import_detail": Row(a_unit_import, HIDDEN | {"keeper": 200}),
    "people:unit_import_confirm": Row(a_unit_import, HIDDEN, method="POST"),
    "people:unit_import_undo": Row(a_unit_import, HIDDEN | {"keeper": 409}, method="POST"),
    "people:unit_new": Row(nothing, {"anonymous": 302, "stranger": 403, "keeper": 200}),
    "people:unit_detail": Row(a_unit, OWN),
    "people:person_edit": Row(a_person, OWN),
    "people:person_by_number": Row(a_unit_named_nowhere, {"anonymous": 302, "stranger": 403, "coordinator": 200, "keeper": 200}),
    "people:person_beside": Row(a_person, OWN | {"coordinator": 403}),
    "people:pair_put": Row(a_person, OWN | {"coordinator": 403, "keeper": 404}, method="POST"),  # 404: names nobody
    "people:change_undo": Row(a_change, OWN | {"coordinator": 302, "keeper": 409}, method="POST"),  # 409: the coordinator has undone it
    "people:person_new": Row(a_unit, OWN),
    "people:unit_edit": Row(a_unit, OWN | {"coordinator": 403}),
    "people:unit_close": Row(a_unit, OWN | {"coordinator": 403}),
    "people:unit_reopen": Row(a_unit, OWN | {"coordinator": 403, "keeper": 302}, method="POST"),
    "people:unit_below_new": Row(a_unit, OWN | {"coordinator": 403}),
}
