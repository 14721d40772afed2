import pytest
from make import NOON
from make import people as make

from boiduong.accounts.models import User
from boiduong.audit.models import AuditEntry
from boiduong.audit.trail import Actor
from boiduong.people.actions import renew_links, revoke_links
from boiduong.people.models import PersonalLink
from boiduong.people.queries import unit_of_link

pytestmark = pytest.mark.django_db


def test_an_unknown_address_is_of_no_unit(organiser: User) -> None:
    renew_links(actor=Actor(organiser, via="test"), units=[make.unit()], at=NOON)

    assert unit_of_link("khong-co") is None


def test_a_new_address_ends_the_one_before(organiser: User) -> None:
    unit, other = make.unit(), make.unit()
    by = Actor(organiser, via="test")
    old = renew_links(actor=by, units=[unit, other], at=NOON)

    new = renew_links(actor=by, units=[unit], at=NOON)

    assert [unit_of_link(token) for token in (old[unit.pk], new[unit.pk], old[other.pk])] == [None, unit, other]
    assert AuditEntry.objects.filter(verb="people.links.renewed").count() == 3


def test_a_revoked_address_lets_nobody_in(organiser: User) -> None:
    unit = make.unit()
    by = Actor(organiser, via="test")
    token = renew_links(actor=by, units=[unit], at=NOON)[unit.pk]

    assert (revoke_links(actor=by, unit=unit, at=NOON), revoke_links(actor=by, unit=unit, at=NOON)) == (1, 0)
    assert unit_of_link(token) is None


def test_only_a_digest_of_an_address_is_kept(organiser: User) -> None:
    unit = make.unit()

    token = renew_links(actor=Actor(organiser, via="test"), units=[unit], at=NOON)[unit.pk]

    assert len(token) >= 22  # 128 bits in base64
    assert token not in str(PersonalLink.objects.values().get()) + str(list(AuditEntry.objects.values()))
