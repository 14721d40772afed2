"""The figures of a play, each counted from the database at the moment of asking (formats.md, "Summary")."""

from typing import Any

from django.db.models import Count, QuerySet

from boiduong.attendance.models import Attendance, Excuse
from boiduong.attendance.queries import present_enrollment_ids
from boiduong.audit.trail import verify_chain
from boiduong.campaigns.models import Campaign, Enrollment, Topic, TrainingClass
from boiduong.credentials.models import Certificate, Completion
from boiduong.doors.models import CheckIn
from boiduong.essays.models import Submission
from boiduong.grading.models import Grade
from boiduong.people.models import Person
from boiduong.rehearsal.models import Play
from boiduong.rehearsal.stages.plan import CODE
from boiduong.rosters.models import RosterCall, RosterImport
from boiduong.schedule.models import ClassSession, Speaker
from boiduong.similarity.models import Match
from boiduong.summonses.models import Summons


def summary_of(play: Play) -> dict[str, Any]:
    campaign = Campaign.objects.get(code=CODE)  # doors for load tests are campaigns of their own beside it
    return {
        "campaign": campaign.code,
        **_people(campaign),
        **_plan(campaign),
        **_doors(campaign),
        **_essays(campaign),
        **play.facts,
        "audit_ok": verify_chain()[1] is None,
        "seconds": {**play.seconds, "total": round(sum(play.seconds.values()), 2)},
    }


def _people(campaign: Campaign) -> dict[str, int]:
    called = Enrollment.objects.called().filter(campaign=campaign)
    by_role = dict(called.values_list("role").annotate(n=Count("pk")))
    return {
        "units": RosterCall.objects.filter(campaign=campaign).count(),
        "learners": called.count(),
        "managers": by_role.get(Person.Role.MANAGER, 0),
        "teachers": by_role.get(Person.Role.TEACHER, 0),
        "staff": by_role.get(Person.Role.STAFF, 0),
    }


def _plan(campaign: Campaign) -> dict[str, int]:
    classes, imports = TrainingClass.objects.filter(campaign=campaign), RosterImport.objects.filter(campaign=campaign)
    return {
        "classes": classes.filter(is_makeup=False).count(),
        "makeup_classes": classes.filter(is_makeup=True).count(),
        "sessions": ClassSession.objects.held().filter(campaign=campaign).count(),
        "speakers": Speaker.objects.filter(campaign=campaign).count(),
        "documents": Topic.objects.filter(campaign=campaign).values("document").distinct().count(),
        "roster_files": imports.values("call").distinct().count(),
        "roster_problems": sum(sum(counts) for counts in imports.values_list("error_count", "warning_count", "notice_count")),
        "summonses": Summons.objects.filter(enrollment__campaign=campaign, recalled_at=None).count(),
    }


def _doors(campaign: Campaign) -> dict[str, int]:
    events, judged = CheckIn.objects.filter(class_session__campaign=campaign), Attendance.objects.filter(class_session__campaign=campaign)
    present = present_enrollment_ids(campaign)
    absent = Enrollment.objects.called().filter(campaign=campaign).exclude(pk__in=present)
    return {
        "check_ins": events.count(),
        "check_ins_offline": events.filter(is_offline=True).count(),
        "present": len(present),
        "visits": judged.filter(is_present=True).count(),
        "absent": absent.count(),
        "excused": _persons(Excuse.objects.filter(enrollment__in=absent)),
        "made_up": _persons(judged.filter(is_present=True, class_session__training_class__is_makeup=True, enrollment__in=present)),
    }


def _essays(campaign: Campaign) -> dict[str, int]:
    return {
        "essays": Submission.objects.current().filter(campaign=campaign).count(),
        "essay_pairs_similar": Match.objects.filter(scan__campaign=campaign, other_submission__isnull=False).count(),
        "graded": Grade.objects.filter(share__campaign=campaign).values("share__submission").distinct().count(),
        "completed": Completion.objects.filter(campaign=campaign, is_complete=True).count(),
        "certificates": Certificate.objects.filter(campaign=campaign, revoked_at=None).count(),
    }


def _persons(rows: QuerySet[Any]) -> int:
    return int(rows.values("enrollment").distinct().count())
