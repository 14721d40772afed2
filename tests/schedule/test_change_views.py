from datetime import timedelta

import pytest
from django.test import Client
from make import campaigns as make_campaigns
from make import people as make_people
from make import schedule as make_schedule
from pytest_django import DjangoAssertNumQueries

from boiduong.campaigns.models import Campaign, Unavailability
from boiduong.schedule.models import ClassSession, SessionChange

DAY = make_schedule.FIRST_DAY


@pytest.mark.parametrize("units", [1, 3])
def test_whom_a_move_concerns_costs_the_same_for_any_number_of_units(
    organiser_client: Client, campaign: Campaign, django_assert_num_queries: DjangoAssertNumQueries, units: int
) -> None:
    session = make_schedule.session(campaign, by=make_schedule.speaker(campaign))
    for _ in range(units):
        learner = make_campaigns.enrollment(campaign, training_class=session.training_class)
        Unavailability.objects.create(enrollment=learner, on=DAY + timedelta(days=1))

    with django_assert_num_queries(23):
        page = organiser_client.get(f"/sessions/{session.code}/postpone/?place=2019-07-24 MORNING {session.venue.code}")

    concerned = page.context["concerned"]
    assert (len(concerned.units), concerned.missing_count, concerned.owners) == (units, units, [session.venue.owner])


def test_somebody_who_makes_up_elsewhere_then_is_among_those_who_cannot_come(organiser_client: Client, campaign: Campaign) -> None:
    session = make_schedule.session(campaign)
    learner = make_campaigns.enrollment(campaign, training_class=session.training_class, person=make_people.person(make_people.unit()))
    makeup = make_schedule.session(campaign, make_campaigns.training_class(campaign, is_makeup=True), on=DAY + timedelta(days=1))
    makeup.makeup_places.create(enrollment=learner)

    page = organiser_client.get(f"/sessions/{session.code}/postpone/?place=2019-07-24 MORNING {session.venue.code}")

    assert [(line.enrollment, line.why) for line in page.context["concerned"].missing] == [(learner, "có buổi học khác vào lúc đó")]


def test_a_place_that_was_taken_meanwhile_is_told_beside_the_field(organiser_client: Client, campaign: Campaign) -> None:
    session = make_schedule.session(campaign)
    make_schedule.session(campaign, on=DAY + timedelta(days=1), hall=session.venue)

    page = organiser_client.post(
        f"/sessions/{session.code}/postpone/", {"reason": "STORM", "note": "", "place": f"2019-07-24 MORNING {session.venue.code}"}
    )

    assert page.status_code == 422
    assert list(page.context["form"].errors) == ["place"]


def test_postponing_leads_to_the_texts_for_those_concerned_and_nobody_else(organiser_client: Client, campaign: Campaign) -> None:
    session = make_schedule.session(campaign, topic=make_campaigns.topic(campaign), by=make_schedule.speaker(campaign))

    page = organiser_client.post(
        f"/sessions/{session.code}/postpone/",
        {"reason": "STORM", "note": "bão số 3", "place": f"2019-07-24 MORNING {session.venue.code}"},
        follow=True,
    )

    assert [text.key for text in page.context["texts"]] == ["units", "speaker", "owner"]
    assert page.context["texts"][0].text == (
        "Kính gửi Quý đơn vị,\n"
        "Do mưa bão (bão số 3), buổi học “Chuyên đề 1” của Lớp 1 lúc 7 giờ 30, thứ Ba ngày 23/07/2019 "
        f"được chuyển sang 7 giờ 30, thứ Tư ngày 24/07/2019, vẫn tại {session.venue}.\n"
        "Đề nghị Quý đơn vị báo cho học viên của mình trong Lớp 1. Thẻ học viên đã phát vẫn dùng được. Số ghế giữ nguyên.\nTrân trọng."
    )


@pytest.mark.parametrize("changes", [1, 3])
def test_the_list_of_changes_costs_the_same_for_any_number(
    organiser_client: Client, campaign: Campaign, django_assert_num_queries: DjangoAssertNumQueries, changes: int
) -> None:
    session = make_schedule.session(campaign)
    for n in range(changes):
        make_schedule.change(session, on=DAY + timedelta(days=n + 1))

    with django_assert_num_queries(7):
        page = organiser_client.get(f"/campaigns/{campaign.code}/schedule/changes/")

    assert len(page.context["changes"]) == changes


def test_only_speakers_of_the_topic_who_are_free_are_offered(organiser_client: Client, campaign: Campaign) -> None:
    topic = make_campaigns.topic(campaign)
    session = make_schedule.session(campaign, topic=topic, by=make_schedule.speaker(campaign))
    free, busy, away = (make_schedule.speaker(campaign) for _ in range(3))
    make_schedule.speaker(campaign, topics=[])
    make_schedule.session(campaign, topic=topic, by=busy)
    away.unavailabilities.create(on=DAY, half="MORNING")

    form = organiser_client.get(f"/sessions/{session.code}/speaker/").context["form"]

    assert form.free == {session.pk: [free]}


def test_a_speaker_who_is_not_offered_is_refused(organiser_client: Client, campaign: Campaign) -> None:
    session = make_schedule.session(campaign, topic=make_campaigns.topic(campaign))
    other = make_schedule.speaker(campaign, topics=[])

    page = organiser_client.post(f"/sessions/{session.code}/speaker/", {"reason": "SPEAKER", "note": "", f"speaker-{session.code}": other.code})

    assert page.status_code == 422
    assert ClassSession.objects.get().speaker is None


def test_two_sessions_of_one_day_are_not_both_given_to_who_gives_one_a_day(organiser_client: Client, campaign: Campaign) -> None:
    topic, old = make_campaigns.topic(campaign), make_schedule.speaker(campaign)
    one, two = make_schedule.session(campaign, topic=topic, by=old), make_schedule.session(campaign, on=DAY + timedelta(days=1), topic=topic, by=old)
    ClassSession.objects.filter(pk=two.pk).update(starts_at=one.starts_at + timedelta(hours=6), ends_at=one.ends_at + timedelta(hours=6))
    new = make_schedule.speaker(campaign)
    new.max_per_day = 1
    new.save(update_fields=["max_per_day"])

    page = organiser_client.post(
        f"/speakers/{old.code}/replace/",
        {"reason": "SPEAKER", "note": "", f"speaker-{one.code}": new.code, f"speaker-{two.code}": new.code},
    )

    assert page.status_code == 422
    assert not SessionChange.objects.exists()


def test_a_speaker_is_replaced_in_all_sessions_and_exactly_those_concerned_are_told(organiser_client: Client, campaign: Campaign) -> None:
    topic, old = make_campaigns.topic(campaign), make_schedule.speaker(campaign)
    sessions = [make_schedule.session(campaign, on=DAY + timedelta(days=n), topic=topic, by=old) for n in range(2)]
    new = make_schedule.speaker(campaign)
    make_schedule.session(campaign, topic=topic, by=make_schedule.speaker(campaign))

    page = organiser_client.post(
        f"/speakers/{old.code}/replace/",
        {"reason": "SPEAKER", "note": ""} | {f"speaker-{session.code}": new.code for session in sessions},
        follow=True,
    )

    assert [text.whom for text in page.context["texts"]] == [str(old), str(new), "Gửi Ban Tổ chức các lớp"]
    assert [row.class_session for row in page.context["changes"]] == sessions
    assert "Lớp 3" not in "".join(text.text for text in page.context["texts"])


def test_a_new_speaker_brings_the_titles_of_today_and_undoing_brings_the_old_ones(organiser_client: Client, campaign: Campaign) -> None:
    old = make_schedule.speaker(campaign)
    session = make_schedule.session(campaign, topic=make_campaigns.topic(campaign), by=old)
    new = make_schedule.speaker(campaign)
    new.titles = ["Phó Giám đốc"]
    new.topics.set(campaign.topics.all())
    new.save(update_fields=["titles"])

    organiser_client.post(f"/sessions/{session.code}/speaker/", {"reason": "SPEAKER", "note": "", f"speaker-{session.code}": new.code})
    during = ClassSession.objects.get()
    organiser_client.post(f"/session-changes/{SessionChange.objects.get().code}/undo/")

    after = ClassSession.objects.get()
    assert (during.speaker, during.speaker_titles) == (new, ["Phó Giám đốc"])
    assert (after.speaker, after.speaker_titles) == (old, ["Giám đốc Trung tâm"])
