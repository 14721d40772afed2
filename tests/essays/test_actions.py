from datetime import UTC, datetime, timedelta
from io import BytesIO

import docx
import pytest
from django.test import Client
from make import NOON
from make import campaigns as make_campaigns

from boiduong.audit.models import AuditEntry
from boiduong.audit.trail import Actor, Refusal
from boiduong.campaigns.models import Campaign, Enrollment, Rules
from boiduong.essays import actions, jobs
from boiduong.essays.models import Draft, EssayPrompt, Submission

TEST = Actor(None, via="test")


@pytest.fixture
def enrollment(campaign: Campaign) -> Enrollment:
    return make_campaigns.enrollment(campaign)


@pytest.fixture
def prompt(campaign: Campaign) -> EssayPrompt:
    return actions.set_prompts(actor=TEST, campaign=campaign, texts=["Liên hệ bản thân."])[0]


def word(text: str) -> bytes:
    document, target = docx.Document(), BytesIO()
    document.add_paragraph(text)
    document.save(target)
    return target.getvalue()


@pytest.mark.parametrize("text", ["", " \n", "..."])
def test_an_empty_essay_is_refused(enrollment: Enrollment, prompt: EssayPrompt, text: str) -> None:
    with pytest.raises(actions.NothingWritten):
        actions.hand_in_text(actor=TEST, enrollment=enrollment, prompt=prompt, text=text, at=NOON)

    assert not Submission.objects.exists()


def test_somebody_taken_off_the_list_cannot_hand_in(enrollment: Enrollment, prompt: EssayPrompt) -> None:
    Enrollment.objects.update(withdrawn_at=NOON)

    with pytest.raises(actions.NotCalled):
        actions.hand_in_text(actor=TEST, enrollment=enrollment, prompt=prompt, text="Bài", at=NOON)


def test_questions_cannot_change_once_somebody_writes(enrollment: Enrollment, prompt: EssayPrompt) -> None:
    actions.save_draft(enrollment=enrollment, prompt=prompt, text="Tôi", at=NOON)

    with pytest.raises(actions.PromptsInUse):
        actions.set_prompts(actor=TEST, campaign=enrollment.campaign, texts=["Khác"])


def test_a_second_version_replaces_the_first_and_the_same_text_is_one(enrollment: Enrollment, prompt: EssayPrompt) -> None:
    first = actions.hand_in_text(actor=TEST, enrollment=enrollment, prompt=prompt, text="Bài một", at=NOON)
    again = actions.hand_in_text(actor=TEST, enrollment=enrollment, prompt=prompt, text="Bài một ", at=NOON)
    second = actions.hand_in_text(actor=TEST, enrollment=enrollment, prompt=prompt, text="Bài hai", at=NOON)

    assert (again.pk, second.version) == (first.pk, 2)
    assert list(Submission.objects.current()) == [second]
    assert first.blind_code != second.blind_code
    assert AuditEntry.objects.filter(verb="essays.submission.handed_in").count() == 2


def test_an_essay_after_the_deadline_and_its_grace_is_late(enrollment: Enrollment, prompt: EssayPrompt) -> None:
    due = datetime(2019, 8, 20, 10, tzinfo=UTC)
    Rules.objects.update(essay_due_at=due, essay_grace_minutes=10)

    late = [
        actions.hand_in_text(actor=TEST, enrollment=enrollment, prompt=prompt, text=f"Bài {n}", at=due + timedelta(minutes=n)).is_late
        for n in (0, 10, 11)
    ]

    assert late == [False, False, True]


def test_the_text_of_a_file_is_read_once(enrollment: Enrollment, prompt: EssayPrompt) -> None:
    made = actions.hand_in_file(actor=TEST, enrollment=enrollment, prompt=prompt, file_name="bài.docx", content=word("Nêu gương"), at=NOON)
    assert made.state == Submission.State.RECEIVED

    jobs.read_submission(made.pk)
    jobs.read_submission(made.pk)

    made.refresh_from_db()
    assert (made.state, made.text) == (Submission.State.READABLE, "Nêu gương")
    assert AuditEntry.objects.filter(verb="essays.texts.read").count() == 1


def test_a_broken_file_says_what_to_do(enrollment: Enrollment, prompt: EssayPrompt) -> None:
    made = actions.hand_in_file(actor=TEST, enrollment=enrollment, prompt=prompt, file_name="bài.docx", content=word("a")[:-99], at=NOON)

    assert jobs.read_waiting(enrollment.campaign) == 1

    made.refresh_from_db()
    assert made.state == Submission.State.UNREADABLE
    assert made.failure.startswith("Tệp bị hỏng")


def test_a_new_address_ends_the_old_one(enrollment: Enrollment) -> None:
    made = [actions.make_links(actor=TEST, campaign=enrollment.campaign, enrollments=[enrollment], at=NOON)[enrollment.pk] for _ in range(2)]

    assert [actions.enrollment_by_token(token) for token in made] == [None, enrollment]


def test_a_learner_writes_and_hands_in_by_link(enrollment: Enrollment, prompt: EssayPrompt, client: Client) -> None:
    token = actions.make_links(actor=TEST, campaign=enrollment.campaign, enrollments=[enrollment], at=NOON)[enrollment.pk]

    saved = client.post(f"/essay/{token}/draft/", {"prompt": prompt.pk, "text": "Tôi đang viết"})
    handed_in = client.post(f"/essay/{token}/", {"prompt": prompt.pk, "text": "Tôi đã viết"})

    assert (saved.status_code, handed_in.status_code) == (200, 302)
    assert Draft.objects.get().text == "Tôi đang viết"
    assert Submission.objects.get().text == "Tôi đã viết"
    assert Submission.objects.get().blind_code in client.get(f"/essay/{token}/").content.decode()


def test_nothing_handed_in_is_said_beside_the_field(enrollment: Enrollment, prompt: EssayPrompt, client: Client) -> None:
    token = actions.make_links(actor=TEST, campaign=enrollment.campaign, enrollments=[enrollment], at=NOON)[enrollment.pk]

    response = client.post(f"/essay/{token}/", {"prompt": prompt.pk, "text": ""})

    assert response.status_code == 422
    assert "Bài chưa có chữ nào." in response.content.decode()
    assert issubclass(actions.NothingWritten, Refusal)


@pytest.mark.parametrize("units", [1, 3])
def test_the_list_costs_the_same_for_any_number_of_units(
    organiser_client: Client, campaign: Campaign, prompt: EssayPrompt, django_assert_max_num_queries: object, units: int
) -> None:
    for number in range(units):
        actions.hand_in_text(actor=TEST, enrollment=make_campaigns.enrollment(campaign), prompt=prompt, text=f"Bài {number}", at=NOON)

    with django_assert_max_num_queries(16) as queries:  # type: ignore[operator]
        response = organiser_client.get(f"/campaigns/{campaign.code}/essays/")

    assert [(line.due, line.received, line.missing) for line in response.context["collected"].units] == [(1, 1, 0)] * units
    assert len(queries.captured_queries) == 15 or units == 0
