import stat

import pytest
from django.conf import settings
from make import NOON
from make import campaigns as make_campaigns
from make import people as make_people
from make import summonses as make
from procrastinate.contrib.django.models import ProcrastinateJob

from boiduong.audit.models import AuditEntry
from boiduong.audit.trail import Actor
from boiduong.campaigns.models import Campaign
from boiduong.documents.models import IssuedDocument
from boiduong.engines.tokens import code_hash, public_of
from boiduong.summonses import actions, keys
from boiduong.summonses.bridge import batches_of
from boiduong.summonses.models import Bundle, Card, Summons

MACHINE = Actor(None, via="test")


def issue(campaign: Campaign) -> actions.Issue:
    profile = campaign.lead_unit.document_profiles.first() or make.profile_of(campaign)
    return actions.issue_summonses(actor=MACHINE, campaign=campaign, profile=profile, at=NOON)


def test_issue_refuses_a_campaign_without_published_class_lists(campaign: Campaign) -> None:
    make.placed_class(campaign)

    with pytest.raises(actions.NothingPublished):
        issue(campaign)

    assert not Summons.objects.exists()
    assert not IssuedDocument.objects.exists()


def test_issue_refuses_when_every_summons_is_true_already(campaign: Campaign) -> None:
    make.issued(campaign)

    with pytest.raises(actions.NothingToIssue):
        issue(campaign)

    assert IssuedDocument.objects.count() == 1


def test_everybody_placed_gets_a_summons_and_a_card_by_one_numbered_letter(campaign: Campaign) -> None:
    one, two = make_people.unit(), make_people.unit()
    make.placed_class(campaign, [one, one, two])
    make.published(campaign)

    done = issue(campaign)

    cards = list(Card.objects.valid())
    assert (done.issued_count, done.recalled_count) == (3, 0)
    assert done.document
    assert done.document.symbol == "01/GTT-TTBDCT"
    assert Summons.objects.filter(document=done.document, recalled_at=None).count() == 3
    assert len({card.link_token for card in cards}) == len({bytes(card.code) for card in cards}) == 3
    assert all(card.code_hash == code_hash(bytes(card.code)) for card in cards)
    assert {(bundle.unit, bundle.learner_count) for bundle in done.bundles} == {(one, 2), (two, 1)}
    assert sorted(job.args["bundle_id"] for job in ProcrastinateJob.objects.all()) == sorted(bundle.pk for bundle in done.bundles)
    assert AuditEntry.objects.filter(verb="summonses.summonses.issued").count() == 1


def test_somebody_put_into_a_class_late_is_summoned_next_once_and_anew_when_a_version_seats_them(campaign: Campaign) -> None:
    unit = make_people.unit()
    training_class = make.placed_class(campaign, [unit])
    make.published(campaign)
    issue(campaign)
    late = make_campaigns.enrollment(campaign, make_people.person(unit, "Lê Thị Tư"), training_class)

    assert issue(campaign).issued_count == 1
    with pytest.raises(actions.NothingToIssue):
        issue(campaign)
    batches = batches_of(campaign, unit)
    late.seat = "A-7"
    late.save(update_fields=["seat"])
    make.published(campaign)
    anew = issue(campaign)

    assert [[(one.name, one.training_class, one.seat) for one in batch.learners] for batch in batches][1] == [("Lê Thị Tư", training_class.name, "")]
    assert (anew.issued_count, anew.recalled_count) == (1, 1)


def test_people_without_a_place_or_off_the_list_are_not_summoned(campaign: Campaign) -> None:
    training_class = make.placed_class(campaign)
    make_campaigns.enrollment(campaign)
    gone = make_campaigns.enrollment(campaign, training_class=training_class, seat="A-9")
    make.published(campaign)
    gone.withdrawn_at = NOON
    gone.save(update_fields=["withdrawn_at"])

    assert issue(campaign).issued_count == 1


def test_a_new_version_reissues_only_for_those_it_moved_and_revokes_their_old_cards(campaign: Campaign) -> None:
    one, two = make_people.unit(), make_people.unit()
    make.issued(campaign, [one, two])
    moved, stayed = campaign.enrollments.order_by("pk")
    old_card, kept_card = moved.cards.get(), stayed.cards.get()
    moved.seat = "B-7"
    moved.save(update_fields=["seat"])
    make.published(campaign)

    done = issue(campaign)

    old_card.refresh_from_db()
    assert (done.issued_count, done.recalled_count) == (1, 1)
    assert done.document
    assert done.document.symbol == "02/GTT-TTBDCT"
    assert old_card.revoked_at == NOON
    assert moved.cards.valid().get() != old_card
    assert list(stayed.cards.all()) == [kept_card]
    assert [bundle.unit for bundle in done.bundles] == [one]
    assert set(Bundle.objects.filter(unit=one).values_list("state", flat=True)) == {"REPLACED", "QUEUED"}
    assert set(Bundle.objects.filter(unit=two).values_list("state", flat=True)) == {"QUEUED"}


def test_who_is_taken_off_loses_the_card_and_no_number_is_spent(campaign: Campaign) -> None:
    make.issued(campaign)
    gone = campaign.enrollments.get()
    gone.withdrawn_at = NOON
    gone.save(update_fields=["withdrawn_at"])

    done = issue(campaign)

    assert (done.document, done.recalled_count, done.bundles) == (None, 1, [])
    assert not Card.objects.valid().exists()
    assert not Bundle.objects.current().exists()
    assert IssuedDocument.objects.count() == 1


@pytest.mark.django_db
def test_a_private_key_is_a_file_for_the_server_alone_and_never_in_the_database() -> None:
    key = actions.make_signing_key(actor=MACHINE, at=NOON)

    path = keys.path_of(bytes(key.public_key))
    assert path.parent == settings.DATA / "keys"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert public_of(path.read_bytes()) == bytes(key.public_key)
    assert AuditEntry.objects.get().details == {"number": 1}


@pytest.mark.django_db
def test_a_key_whose_file_is_lost_or_of_another_key_refuses_to_sign() -> None:
    one, two = (bytes(actions.make_signing_key(actor=MACHINE, at=NOON).public_key) for _ in range(2))
    keys.path_of(one).unlink()
    with pytest.raises(keys.KeyFileMissing, match="card-"):
        keys.private_of(one)

    keys.path_of(one).write_bytes(keys.private_of(two))
    with pytest.raises(keys.KeyFileMissing):
        keys.private_of(one)


def test_a_bundle_counts_as_fetched_when_its_own_unit_takes_it(campaign: Campaign) -> None:
    unit = make_people.unit()
    (bundle,) = make.ready(campaign, [unit])
    organiser, coordinator = make_campaigns.organiser(campaign), make_people.coordinator(unit)

    actions.fetch_bundle(actor=Actor(organiser, via="test"), bundle=bundle, at=NOON)
    bundle.refresh_from_db()
    assert bundle.fetched_at is None

    actions.fetch_bundle(actor=Actor(coordinator, via="test"), bundle=bundle, at=NOON)
    bundle.refresh_from_db()
    assert bundle.fetched_at == NOON


def test_a_ready_bundle_is_not_set_again_by_mistake(campaign: Campaign) -> None:
    (bundle,) = make.ready(campaign)

    actions.restart_bundle(actor=MACHINE, bundle=bundle)

    bundle.refresh_from_db()
    assert bundle.state == Bundle.State.READY
