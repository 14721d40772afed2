from datetime import timedelta

import printed
from django.utils.timezone import now
from make import NOON
from make import people as make_people
from make import summonses as make

from boiduong.audit.models import Progress
from boiduong.campaigns.models import Campaign
from boiduong.engines.tokens import Card as ReadCard
from boiduong.engines.tokens import read_card
from boiduong.summonses import actions, jobs
from boiduong.summonses.models import Bundle, Card, SigningKey


def test_a_bundle_holds_a_sheet_a_learner_whose_code_a_door_can_read(campaign: Campaign) -> None:
    unit = make_people.unit("Trường Tiểu học Hoa Sen")
    (bundle,) = make.issued(campaign, [unit, unit])

    jobs.set_bundle(bundle.pk)

    bundle.refresh_from_db()
    pdf = bytes(bundle.pdf or b"")
    public = {key.number: bytes(key.public_key) for key in SigningKey.objects.all()}
    receipt, *sheets = printed.codes(pdf)
    read = [read_card(code, keys=public) for (code,) in sheets]
    assert bundle.state == Bundle.State.READY
    assert receipt == []
    assert all(isinstance(card, ReadCard) and card.campaign == campaign.pk for card in read)
    assert {card.code for card in read if isinstance(card, ReadCard)} == {bytes(code) for code in Card.objects.values_list("code", flat=True)}
    assert "GIẤY TRIỆU TẬP tham dự lớp bồi dưỡng chính trị hè năm 2019" in printed.texts(pdf)[1]
    assert "Số: 01/GTT-TTBDCT" in printed.texts(pdf)[1]
    assert "Lớp 1, ghế A-1" in printed.texts(pdf)[1]


def test_after_a_change_the_unit_gets_one_bundle_with_both_letters(campaign: Campaign) -> None:
    unit = make_people.unit()
    make.issued(campaign, [unit, unit])
    moved = campaign.enrollments.order_by("pk").first()
    assert moved
    moved.seat = "C-9"
    moved.save(update_fields=["seat"])
    make.published(campaign)
    profile = campaign.lead_unit.document_profiles.get()
    (bundle,) = actions.issue_summonses(actor=make.MACHINE, campaign=campaign, profile=profile, at=NOON).bundles

    jobs.set_bundles(campaign)

    bundle.refresh_from_db()
    text = " ".join(printed.texts(bytes(bundle.pdf or b"")))
    assert bundle.learner_count == 2
    assert "01/GTT-TTBDCT" in text
    assert "02/GTT-TTBDCT" in text
    assert "ghế C-9" in text


def test_a_second_call_finds_nothing_to_set(campaign: Campaign) -> None:
    (bundle,) = make.ready(campaign)

    jobs.set_bundle(bundle.pk)

    assert jobs.set_bundles(campaign) == 0
    bundle.refresh_from_db()
    assert bundle.state == Bundle.State.READY


def test_all_bundles_are_set_at_once_and_the_page_of_jobs_hears_of_it(campaign: Campaign) -> None:
    make.issued(campaign, [make_people.unit() for _ in range(5)])

    assert jobs.set_bundles(campaign) == 5

    progress = Progress.objects.get()
    assert (progress.done_count, progress.total_count, progress.campaign_code) == (5, 5, campaign.code)
    assert progress.ended_at is not None
    assert set(Bundle.objects.values_list("state", flat=True)) == {"READY"}


def test_what_was_replaced_while_it_was_set_stays_replaced(campaign: Campaign) -> None:
    (bundle,) = make.issued(campaign)
    claimed = Bundle.objects.claim(bundle.pk)
    assert claimed
    Bundle.objects.filter(pk=bundle.pk).update(state=Bundle.State.REPLACED)

    assert not jobs.store_bundle(claimed, b"%PDF")

    bundle.refresh_from_db()
    assert (bundle.state, bundle.pdf) == (Bundle.State.REPLACED, None)


def test_what_a_lost_worker_holds_is_given_back_and_what_a_live_one_holds_is_not(campaign: Campaign) -> None:
    lost, live = make.issued(campaign, [make_people.unit(), make_people.unit()])
    Bundle.objects.filter(pk=lost.pk).update(state=Bundle.State.RUNNING, claimed_at=now() - timedelta(hours=1))
    Bundle.objects.filter(pk=live.pk).update(state=Bundle.State.RUNNING, claimed_at=now())

    assert Bundle.objects.give_back(at=now()) == [lost.pk]

    assert jobs.set_bundles(campaign) == 1
