"""Who has not attended, in which way; the letters, the make-up class, the papers that came late."""

import io
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from docx import Document
from make import doors as make
from make.doors import STARTS_AT, TEST, Scene, deliver, event, minutes

from boiduong.allocation.actions import NothingToDivide
from boiduong.allocation.models import MakeupPlace
from boiduong.attendance import actions, excusing, jobs
from boiduong.attendance.absences import AbsenceKind, absence_lines, absences_of, excuses_of, lacking_places
from boiduong.attendance.letters import absence_letter
from boiduong.attendance.models import Attendance, Excuse
from boiduong.engines.typeset.letter import Table
from boiduong.schedule.models import ClassSession
from boiduong.summonses.queries import profile_of

LONG_AFTER = STARTS_AT + timedelta(days=20)
MAKEUP_ON = date(2019, 8, 20)


@pytest.fixture
def second(scene: Scene) -> ClassSession:
    """The class's second session, of another topic, two days later."""
    return make.class_session(scene.session.training_class, starts_at=STARTS_AT + timedelta(days=2))


def stay(scene: Scene) -> None:
    deliver(scene.device, event(code=scene.card), event(code=scene.card, kind="out", seen_at=minutes(240)))


def leave_early(scene: Scene) -> None:
    deliver(scene.device, event(code=scene.card), event(code=scene.card, kind="out", seen_at=minutes(60)))


def be_excused(scene: Scene) -> None:
    hand_in(scene, at=STARTS_AT - timedelta(days=1))


def hand_in(scene: Scene, *, at: object) -> None:
    sessions = list(ClassSession.objects.filter(training_class=scene.session.training_class).order_by("starts_at"))
    excusing.hand_in_excuse(
        actor=TEST,
        enrollment=scene.learner,
        sessions=sessions,
        kind=Excuse.Kind.ILLNESS,
        paper_name="don.pdf",
        paper=b"%PDF-",
        at=at,  # type: ignore[arg-type]
    )


def nothing(scene: Scene) -> None:
    """Never came, said nothing."""


def judge(*sessions: ClassSession) -> None:
    for session in sessions:
        jobs.judge_session(session.pk, at=LONG_AFTER)


@pytest.mark.parametrize(
    ("did", "kind"),
    [(nothing, AbsenceKind.UNEXCUSED), (stay, AbsenceKind.PARTLY), (leave_early, AbsenceKind.PARTLY), (be_excused, AbsenceKind.EXCUSED)],
)
def test_everybody_is_of_one_kind_of_absence(scene: Scene, second: ClassSession, did: Callable[[Scene], None], kind: AbsenceKind) -> None:
    did(scene)
    judge(scene.session, second)

    assert [line.kind for line in absence_lines(scene.campaign)] == [kind]


def test_who_came_and_did_not_stay_is_told_from_who_never_came(scene: Scene) -> None:
    leave_early(scene)
    judge(scene.session)

    [line] = absence_lines(scene.campaign)
    assert (line.kind, [one.verdict for one in line.missed]) == (AbsenceKind.LEFT_EARLY, [Attendance.Verdict.LEFT_EARLY])


def test_a_topic_yet_to_come_is_not_missed(scene: Scene, second: ClassSession) -> None:
    judge(scene.session)

    [line] = absence_lines(scene.campaign)
    assert [one.topic.pk for one in line.missed] == [scene.session.topic_id]


def test_a_make_up_class_is_for_what_was_missed_and_nobody_gets_two_places(scene: Scene, second: ClassSession) -> None:
    stay(scene)
    judge(scene.session, second)
    everybody = list(AbsenceKind)
    assert lacking_places(scene.campaign, [AbsenceKind.EXCUSED]) == []

    actions.plan_makeup(actor=TEST, campaign=scene.campaign, kinds=everybody, on=MAKEUP_ON, venue=make.venue(), at=LONG_AFTER)

    [place] = MakeupPlace.objects.select_related("class_session")
    assert (place.enrollment_id, place.class_session.topic_id) == (scene.learner.pk, second.topic_id)
    [line] = absence_lines(scene.campaign)
    assert [one.makeup for one in line.missed] == [place.class_session]
    with pytest.raises(NothingToDivide):
        actions.plan_makeup(actor=TEST, campaign=scene.campaign, kinds=everybody, on=MAKEUP_ON, venue=make.venue(), at=LONG_AFTER)

    judge(place.class_session)  # missed again: now a second place may be given
    assert lacking_places(scene.campaign, everybody) == [(scene.learner, second.topic)]


def test_the_letter_to_a_unit_names_its_people_by_kind_and_where_they_make_up(scene: Scene, second: ClassSession) -> None:
    stay(scene)
    judge(scene.session, second)
    actions.plan_makeup(actor=TEST, campaign=scene.campaign, kinds=list(AbsenceKind), on=MAKEUP_ON, venue=make.venue(), at=LONG_AFTER)
    [told] = absences_of(scene.campaign)

    letter = absence_letter(scene.campaign, profile_of(scene.campaign), told)

    assert letter.to == (told.unit.name,)
    tables = [part for part in letter.parts if isinstance(part, Table)]
    assert [row[:3] for row in tables[0].rows] == [("1", "Nguyễn Thị Ánh", scene.session.training_class.name)]
    assert tables[0].rows[0][3] == f"{second.topic.title} (vắng)"
    assert "20/8/2019" in tables[1].rows[0][3] or "20/08/2019" in tables[1].rows[0][3]


def test_the_letter_is_downloaded_in_word_and_as_a_pdf(scene: Scene, organiser_client: Client) -> None:
    judge(scene.session)
    address = f"/campaigns/{scene.campaign.code}/absentees/letter/?unit={scene.learner.unit.code}"

    word, pdf = organiser_client.get(address), organiser_client.get(f"{address}&as=pdf")

    text = "\n".join(cell.text for table in Document(io.BytesIO(word.content)).tables for row in table.rows for cell in row.cells)
    assert scene.learner.person.full_name in text
    assert pdf.content.startswith(b"%PDF-")


def test_a_make_up_class_is_planned_on_its_page(scene: Scene, organiser_client: Client) -> None:
    judge(scene.session)
    address, hall = f"/campaigns/{scene.campaign.code}/absentees/makeup/", make.venue()

    refused = organiser_client.post(address, {"kinds": ["EXCUSED"], "on": "2019-08-20", "venue": hall.pk})
    planned = organiser_client.post(address, {"kinds": ["UNEXCUSED"], "on": "2019-08-20", "venue": hall.pk})

    assert (refused.status_code, planned.status_code) == (400, 302)
    assert MakeupPlace.objects.count() == 1


def test_late_papers_wait_on_one_page_and_are_decided_once_for_all_their_sessions(
    scene: Scene, second: ClassSession, organiser_client: Client
) -> None:
    judge(scene.session, second)
    hand_in(scene, at=LONG_AFTER)
    [line] = excuses_of(scene.campaign)
    assert (line.is_waiting, len(line.excuses), line.late_days) == (True, 2, 19)
    address, told = f"/campaigns/{scene.campaign.code}/excuses/", {"learner": scene.learner.code, "accepted": "yes"}

    organiser_client.post(f"{address}decide/", told)
    assert Excuse.objects.waiting().count() == 2
    organiser_client.post(f"{address}decide/", told | {"decision": "Nằm viện, có giấy"})

    assert set(Excuse.objects.values_list("accepted", "decision")) == {(True, "Nằm viện, có giấy")}
    assert [line.kind for line in absence_lines(scene.campaign)] == [AbsenceKind.EXCUSED]
    assert [len(organiser_client.get(address).context[name]) for name in ("waiting", "others")] == [0, 1]


def unlisted(scene: Scene) -> None:
    stranger = {"name": "Lê Thị Tư", "unit": "Mầm non", "phone": "0912345678"}
    deliver(
        scene.device,
        event(unlisted=stranger, manual_reason="Đi thay"),
        event(unlisted=stranger, manual_reason="Đi thay", kind="out", seen_at=minutes(240)),
    )


def test_a_name_that_was_only_noted_begins_the_search_and_the_form(scene: Scene, organiser_client: Client) -> None:
    deliver(scene.device, event(note=f"Lê Thị Tư, {scene.learner.unit.name}, 0912 345 678"))
    case = scene.campaign.odd_cases.get()

    searched = organiser_client.get(f"/odd-cases/{case.code}/match/")
    form = organiser_client.get(f"/odd-cases/{case.code}/admit/").context["form"]

    assert searched.context["typed"] == "Lê Thị Tư"
    assert [form[name].value() for name in ("full_name", "unit", "phone")] == ["Lê Thị Tư", scene.learner.unit.code, "0912 345 678"]


def test_somebody_on_no_list_is_called_put_into_the_class_and_what_the_door_saw_counts(scene: Scene, organiser_client: Client) -> None:
    unlisted(scene)
    judge(scene.session)
    first, last = scene.campaign.odd_cases.order_by("pk")
    told = {"full_name": "Lê Thị  Tư", "unit": scene.learner.unit.code, "role": "TEACHER", "phone": "0912345678", "decision": "Mới chuyển về"}

    assert organiser_client.post(f"/odd-cases/{first.code}/admit/", told).status_code == 302
    again = organiser_client.post(f"/odd-cases/{last.code}/admit/", told)  # known by now: who it is, is asked
    [person] = again.context["alike"]
    organiser_client.post(f"/odd-cases/{last.code}/admit/", told | {"person": person.code})

    added = scene.campaign.enrollments.get(person__full_name="Lê Thị Tư")
    assert (added.training_class, added.unit) == (scene.session.training_class, scene.learner.unit)
    assert Attendance.objects.get(enrollment=added).verdict == Attendance.Verdict.PRESENT
