from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from make import campaigns as make_campaigns
from make import people as make_people
from make import schedule as make_schedule

from boiduong.accounts.models import User
from boiduong.audit.models import AuditEntry
from boiduong.audit.trail import Actor
from boiduong.campaigns import actions, amending
from boiduong.campaigns.marks import ChangedMeanwhile, GoneMeanwhile, Known, mark_of
from boiduong.campaigns.models import Campaign, Membership, Organizer, Topic
from boiduong.campaigns.queries import rules_said, topic_said
from boiduong.campaigns.standing import InUse, standing_on

TEST = Actor(None, via="test")


def said_of(topic: Topic, **changes: Any) -> dict[str, Any]:
    return topic_said(topic) | changes


def test_of_two_clicks_on_a_new_topic_the_second_is_told(campaign: Campaign) -> None:
    document = make_campaigns.reference()
    actions.add_topic(actor=TEST, campaign=campaign, title="Nêu gương", document=document, key_points=[])

    with pytest.raises(Known):
        actions.add_topic(actor=TEST, campaign=campaign, title="Nêu gương ", document=document, key_points=[])

    assert campaign.topics.count() == 1


def test_a_topic_that_somebody_changed_meanwhile_is_not_changed_unseen(campaign: Campaign) -> None:
    topic = make_campaigns.topic(campaign)
    seen = mark_of(topic_said(topic))
    amending.amend_topic(actor=TEST, topic=topic, seen=seen, **said_of(topic, title="Tên mới"))

    with pytest.raises(ChangedMeanwhile):
        amending.amend_topic(actor=TEST, topic=topic, seen=seen, **said_of(topic, title="Tên khác"))

    topic.refresh_from_db()
    assert topic.title == "Tên mới"


def test_the_same_change_sent_twice_is_done_once(campaign: Campaign) -> None:
    topic = make_campaigns.topic(campaign)
    seen = mark_of(topic_said(topic))

    for _ in range(2):
        amending.amend_topic(actor=TEST, topic=topic, seen=seen, **said_of(topic, title="Tên mới"))

    assert AuditEntry.objects.filter(verb="campaigns.topic.amended").count() == 1


def test_a_topic_in_the_timetable_is_not_removed_and_what_stands_in_the_way_is_named(campaign: Campaign) -> None:
    session = make_schedule.session(campaign)
    make_schedule.speaker(campaign)

    with pytest.raises(InUse):
        amending.remove_topic(actor=TEST, campaign=campaign, key=session.topic_id)

    assert standing_on(session.topic) == ["báo cáo viên được mời dạy chuyên đề này: 1", "buổi học trong thời khóa biểu: 1"]


def test_topics_after_a_removed_one_move_up(campaign: Campaign) -> None:
    topics = [make_campaigns.topic(campaign) for _ in range(3)]

    amending.remove_topic(actor=TEST, campaign=campaign, key=topics[0].pk)

    assert list(campaign.topics.order_by("number").values_list("pk", "number")) == [(topics[1].pk, 1), (topics[2].pk, 2)]


def test_a_topic_removed_twice_is_told(campaign: Campaign) -> None:
    topic = make_campaigns.topic(campaign)
    amending.remove_topic(actor=TEST, campaign=campaign, key=topic.pk)

    with pytest.raises(GoneMeanwhile):
        amending.remove_topic(actor=TEST, campaign=campaign, key=topic.pk)


def test_topics_change_places_until_there_is_a_timetable(campaign: Campaign) -> None:
    first, second = (make_campaigns.topic(campaign) for _ in range(2))

    amending.move_topic(actor=TEST, topic=first, is_up=True)
    amending.move_topic(actor=TEST, topic=second, is_up=True)

    assert list(campaign.topics.order_by("number")) == [second, first]
    make_schedule.session(campaign, topic=second)
    with pytest.raises(amending.TimetableStands):
        amending.move_topic(actor=TEST, topic=first, is_up=True)


def test_the_lead_stays_and_a_partner_goes(campaign: Campaign) -> None:
    partner = actions.add_partner(actor=TEST, campaign=campaign, group_name="các trường THPT")

    with pytest.raises(amending.LeadStays):
        amending.remove_partner(actor=TEST, campaign=campaign, key=campaign.organizers.get(role="LEAD").pk)
    assert amending.remove_partner(actor=TEST, campaign=campaign, key=partner.pk) == "các trường THPT"

    assert campaign.organizers.count() == 1


def test_partners_change_places_and_the_lead_stays_first(campaign: Campaign) -> None:
    first, second = (actions.add_partner(actor=TEST, campaign=campaign, group_name=name) for name in ("a", "b"))

    amending.move_partner(actor=TEST, organizer=second, is_up=True)
    amending.move_partner(actor=TEST, organizer=second, is_up=True)

    assert [str(row) for row in campaign.organizers.order_by("order")][1:] == [second.group_name, first.group_name]
    assert campaign.organizers.order_by("order").first() == campaign.organizers.get(role=Organizer.Role.LEAD)


def test_the_only_organiser_keeps_the_role(campaign: Campaign, organiser: User) -> None:
    with pytest.raises(amending.LastOrganiser):
        amending.withdraw_membership(actor=TEST, campaign=campaign, key=campaign.memberships.get(user=organiser).pk)

    assert campaign.memberships.count() == 1


def test_a_role_is_taken_back_and_the_login_stays(campaign: Campaign) -> None:
    operator = make_campaigns.member(campaign, Membership.Role.OPERATOR)

    amending.withdraw_membership(actor=TEST, campaign=campaign, key=campaign.memberships.get(user=operator).pk)

    assert list(operator.memberships.all()) == []
    assert User.objects.filter(pk=operator.pk, is_active=True).exists()


def test_rules_that_nobody_could_meet_are_refused(campaign: Campaign) -> None:
    said = rules_said(campaign.rules) | {"pass_points": Decimal(11)}

    with pytest.raises(amending.PassOutOfReach):
        amending.amend_rules(actor=TEST, campaign=campaign, **said)


def test_the_scale_stays_once_bands_are_set_on_it(campaign: Campaign) -> None:
    campaign.grade_bands.create(name="Đạt", min_points=5)

    with pytest.raises(amending.AlreadyGraded):
        amending.amend_rules(actor=TEST, campaign=campaign, **rules_said(campaign.rules) | {"pass_points": Decimal(4)})


def test_rules_are_changed_from_the_page(organiser_client: Client, campaign: Campaign) -> None:
    page = organiser_client.get(f"/campaigns/{campaign.code}/rules/")
    said = {
        "absence_limit_percent": "30",
        "essay_document": "",
        "essay_due_at": "15/08/2019 17:00",
        "essay_grace_minutes": "0",
        "pass_points": "5",
        "max_points": "10",
        "seen": page.context["seen"],
    }

    organiser_client.post(f"/campaigns/{campaign.code}/rules/", said)

    campaign.rules.refresh_from_db()
    assert (campaign.rules.absence_limit_percent, campaign.rules.keep_units_together) == (30, False)
    assert campaign.rules.essay_due_at == datetime(2019, 8, 15, 10, tzinfo=UTC)


def test_whose_role_is_taken_away_is_told_by_name_and_in_words(organiser_client: Client, campaign: Campaign) -> None:
    editor = make_campaigns.member(campaign, Membership.Role.EDITOR)
    editor.first_name, editor.last_name = "Hoa", "Đỗ Thị"
    editor.save(update_fields=["first_name", "last_name"])
    row = campaign.memberships.get(user=editor)

    page = organiser_client.get(f"/campaigns/{campaign.code}/members/remove/", {"row": row.pk}).content.decode()

    assert f"{editor.get_full_name()} – biên tập" in page


def test_a_stale_page_is_told_and_the_next_click_saves(organiser_client: Client, campaign: Campaign) -> None:
    topic = make_campaigns.topic(campaign)
    address = f"/topics/{topic.pk}/edit/"
    seen = organiser_client.get(address).context["seen"]
    amending.amend_topic(actor=TEST, topic=topic, **said_of(topic, key_points=["Của người khác."]))
    said = {"title": "Của tôi", "document": str(topic.document_id), "key_points": ""}

    told = organiser_client.post(address, said | {"seen": seen})
    saved = organiser_client.post(address, said | {"seen": told.context["seen"]})

    assert (told.status_code, saved.status_code) == (422, 302)
    topic.refresh_from_db()
    assert topic.title == "Của tôi"


def test_the_page_before_removing_names_what_stands_in_the_way(organiser_client: Client, campaign: Campaign) -> None:
    session = make_schedule.session(campaign)
    address = f"/campaigns/{campaign.code}/topics/remove/"

    asked, refused = organiser_client.get(address, {"row": session.topic_id}), organiser_client.post(address, {"row": session.topic_id})

    assert asked.context["obstacles"] == ["buổi học trong thời khóa biểu: 1"]
    assert refused.status_code == 409
    assert Topic.objects.filter(pk=session.topic_id).exists()


def test_removing_twice_from_the_page_says_that_it_is_gone(organiser_client: Client, campaign: Campaign) -> None:
    topic = make_campaigns.topic(campaign)
    address = f"/campaigns/{campaign.code}/topics/remove/"

    organiser_client.post(address, {"row": topic.pk})
    again = organiser_client.post(address, {"row": topic.pk}, follow=True)

    assert [str(message) for message in again.context["messages"]] == [f"Đã xóa: {topic.title}.", "Chuyên đề này đã được xóa trước đó."]


def test_a_partner_becomes_another_body(organiser_client: Client, campaign: Campaign) -> None:
    partner = actions.add_partner(actor=TEST, campaign=campaign, group_name="các trường THPT")
    unit = make_people.unit("Phòng Giáo dục và Đào tạo")

    organiser_client.post(f"/partners/{partner.pk}/edit/", {"unit": str(unit.pk), "group_name": ""})

    partner.refresh_from_db()
    assert (partner.unit, partner.group_name) == (unit, "")
