"""Completion decided by rule, certificates issued to all who completed, every paper printed."""

from datetime import timedelta

from django.db.models import Sum

from boiduong.credentials import actions, jobs
from boiduong.credentials.bridge import default_course, default_held
from boiduong.credentials.models import Certificate, CertificateFile, Completion
from boiduong.documents import actions as documents
from boiduong.documents.models import DocumentProfile
from boiduong.people.models import Unit
from boiduong.rehearsal import papers
from boiduong.rehearsal.scenario import at
from boiduong.rehearsal.world import PlayBroken, World

DECIDED_ON, ISSUED_ON = papers.ESSAY_DUE_ON + timedelta(days=9), papers.ESSAY_DUE_ON + timedelta(days=10)


def play(world: World) -> None:
    actor, campaign = world.actor(), world.campaign
    world.say("Xét hoàn thành và cấp giấy chứng nhận", 0, 0)
    decided = actions.decide_completions(actor=actor, campaign=campaign, at=at(DECIDED_ON, "14:00"))
    batch = actions.issue_certificates(
        actor=actor,
        campaign=campaign,
        profile=_profile(world),
        course=default_course(campaign),
        held=default_held(campaign),
        at=at(ISSUED_ON, "9:00"),
    )
    world.say("In giấy chứng nhận", 0, decided.complete)
    jobs.print_certificates(batch.pk)
    printed = CertificateFile.objects.filter(batch=batch).aggregate(n=Sum("certificate_count"))["n"] or 0
    issued = Certificate.objects.valid().filter(campaign=campaign).count()
    complete = Completion.objects.filter(campaign=campaign, is_complete=True).count()
    if not decided.complete == complete == issued == printed:
        raise PlayBroken(f"{decided.complete} learners have completed, {issued} certificates were issued and {printed} were printed.")
    world.say("In giấy chứng nhận", printed, decided.complete)


def _profile(world: World) -> DocumentProfile:
    """That of the political centre, in the State's form, as the notices stage has kept it; else as it is kept here."""
    centre = Unit.objects.get(kind=Unit.Kind.POLITICAL_CENTRE, organized__campaign=world.campaign)
    kept = DocumentProfile.objects.filter(unit=centre, form=DocumentProfile.Form.STATE).first()
    return kept or documents.keep_profile(
        actor=world.actor(),
        unit=centre,
        form=DocumentProfile.Form.STATE,
        parent_name="Ủy ban nhân dân quận",
        short_symbol="TTBDCT",
        place="Quận",
        signer_position="Giám đốc",
    )
