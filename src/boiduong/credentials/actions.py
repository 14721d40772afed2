from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from boiduong.audit.trail import Actor, Refusal, record
from boiduong.campaigns.models import Campaign, Enrollment
from boiduong.credentials import tasks
from boiduong.credentials.bridge import common_content, own_content
from boiduong.credentials.codes import new_check_code
from boiduong.credentials.models import Certificate, CertificateBatch, Completion
from boiduong.credentials.queries import bar_of, facts_of
from boiduong.credentials.rules import missing
from boiduong.documents.models import DocumentProfile
from boiduong.grading.models import GradeRelease
from boiduong.grading.queries import band_of

REGISTER_LOCK = 0x6365  # any number but the trail's; beside it stands the year


class GradesNotReleased(Refusal):
    pass


class CertificatesStand(Refusal):
    pass


class NobodyCompleted(Refusal):
    pass


class NothingToIssue(Refusal):
    pass


class ProfileElsewhere(Refusal):
    pass


class AlreadyRevoked(Refusal):
    pass


class ReasonMissing(Refusal):
    pass


@dataclass(frozen=True, slots=True)
class Decided:
    complete: int
    incomplete: int


@transaction.atomic
def decide_completions(*, actor: Actor, campaign: Campaign, at: datetime) -> Decided:
    """Decide for everybody who was called whether they have completed the campaign, with the reasons; decided again, it is decided anew.

    Refuses: GradesNotReleased; CertificatesStand (somebody who holds a valid certificate would no longer complete: revoke it first).
    Audits: credentials.completions.decided, once. Locks: the campaign.
    """
    Campaign.objects.select_for_update(no_key=True).get(pk=campaign.pk)
    if not GradeRelease.objects.filter(campaign=campaign).exists():
        raise GradesNotReleased(_("The grades are not released yet; completion is decided after that."))
    rows = _judged(campaign, at)
    complete = {row.enrollment_id for row in rows if row.is_complete}
    stand = Certificate.objects.valid().filter(campaign=campaign).exclude(enrollment__in=complete).count()
    if stand:
        raise CertificatesStand(
            _("%(count)d learners hold a valid certificate and would no longer complete. Revoke those certificates first.") % {"count": stand}
        )
    changing = ["is_complete", "reasons", "band", "total_points", "decided_at"]
    Completion.objects.bulk_create(rows, batch_size=1000, update_conflicts=True, unique_fields=["enrollment"], update_fields=changing)
    Completion.objects.filter(campaign=campaign).exclude(enrollment__in=[row.enrollment_id for row in rows]).delete()
    decided = Decided(complete=len(complete), incomplete=len(rows) - len(complete))
    record(actor, "credentials.completions.decided", campaign, complete=decided.complete, incomplete=decided.incomplete)
    return decided


def _judged(campaign: Campaign, at: datetime) -> list[Completion]:
    bar, facts, bands = bar_of(campaign), facts_of(campaign), list(campaign.grade_bands.all())
    rows = []
    for enrollment_id, known in facts.items():
        lacking = missing(known, bar)
        rows.append(
            Completion(
                campaign=campaign,
                enrollment_id=enrollment_id,
                is_complete=not lacking,
                reasons=lacking,
                band=band_of(known.points, bands) if known.points is not None else "",
                total_points=known.points,
                decided_at=at,
            )
        )
    return rows


@transaction.atomic
def issue_certificates(*, actor: Actor, campaign: Campaign, profile: DocumentProfile, course: str, held: str, at: datetime) -> CertificateBatch:
    """Give a certificate to everybody who has completed and holds none; one whose certificate was revoked gets one that replaces it.

    profile: of the body that issues and signs. course, held: the words of the paper, as bridge.default_course and default_held suggest.
    Numbers follow one another in the order of units and names, without a gap within the year. The papers are printed by a job.
    Refuses: NobodyCompleted, NothingToIssue, ProfileElsewhere. Audits: credentials.certificates.issued, once.
    Locks: the campaign; the register of the year until the transaction ends.
    """
    Campaign.objects.select_for_update(no_key=True).get(pk=campaign.pk)
    if not campaign.organizers.filter(unit=profile.unit_id).exists():
        raise ProfileElsewhere(_("%(unit)s does not organise this campaign and cannot issue its certificates.") % {"unit": profile.unit})
    waiting = _waiting(campaign)
    on = localtime(at).date()
    _lock_register(on.year)
    last = Certificate.objects.filter(year=on.year).aggregate(last=Max("number"))["last"] or 0
    batch = CertificateBatch.objects.create(campaign=campaign, requested_at=at, certificate_count=len(waiting))
    site = settings.SITE_URL if settings.HOST else ""
    common = common_content(profile, course=course, held=held, on=on, checked_at=f"{settings.HOST}/verify" if site else "")
    replaced = _revoked_before(waiting)
    rows = []
    for number, completion in enumerate(waiting, last + 1):
        code, symbol = new_check_code(), f"{number:04d}/{on.year}/GCN-{profile.short_symbol}"
        rows.append(
            Certificate(
                code=code,
                campaign=campaign,
                enrollment_id=completion.enrollment_id,
                batch=batch,
                year=on.year,
                number=number,
                symbol=symbol,
                content=common | own_content(completion, symbol=symbol, code=code, site=site),
                issued_at=at,
                replaces_id=replaced.get(completion.enrollment_id),
            )
        )
    Certificate.objects.bulk_create(rows, batch_size=1000)
    record(actor, "credentials.certificates.issued", batch, count=len(rows), year=on.year, first=last + 1, last=last + len(rows))
    tasks.print_certificates.defer(batch_id=batch.pk)
    return batch


def _waiting(campaign: Campaign) -> list[Completion]:
    """Completions that have no valid certificate, in the order of the register."""
    complete = Completion.objects.filter(campaign=campaign, is_complete=True)
    if not complete.exists():
        raise NobodyCompleted(_("Nobody has completed the campaign yet; completion is decided first."))
    held = Certificate.objects.valid().filter(campaign=campaign).values("enrollment")
    waiting = complete.exclude(enrollment__in=held).select_related("enrollment__person", "enrollment__unit")
    found = list(waiting.order_by("enrollment__unit__sort_key", "enrollment__unit", "enrollment__person__sort_key", "enrollment"))
    if not found:
        raise NothingToIssue(_("Everybody who has completed holds a valid certificate."))
    return found


def _lock_register(year: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [REGISTER_LOCK, year])


def _revoked_before(waiting: list[Completion]) -> dict[int, int]:
    """Enrollment -> the last certificate that was revoked and not replaced."""
    revoked: Any = Certificate.objects.filter(enrollment__in=[row.enrollment_id for row in waiting], replaced_by=None)
    return dict(revoked.order_by("revoked_at", "pk").values_list("enrollment", "pk"))


@transaction.atomic
def revoke_certificate(*, actor: Actor, certificate: Certificate, reason: str, at: datetime) -> Certificate:
    """Make a certificate worthless from now on; its line stays in the register with the reason. The unit's file is printed again without it.

    Refuses: AlreadyRevoked, ReasonMissing. Audits: credentials.certificate.revoked. Locks: the certificate.
    """
    certificate = Certificate.objects.select_for_update().get(pk=certificate.pk)
    if certificate.revoked_at:
        raise AlreadyRevoked(_("%(symbol)s has been revoked already.") % {"symbol": certificate.symbol})
    if not reason.strip():
        raise ReasonMissing(_("Revoking needs a reason; it stays in the register."))
    certificate.revoked_at, certificate.revoked_reason = at, reason.strip()
    certificate.save(update_fields=["revoked_at", "revoked_reason"])
    unit = Enrollment.objects.values_list("unit", flat=True).get(pk=certificate.enrollment_id)
    batch = certificate.batch
    batch.files.filter(unit=unit).delete()
    CertificateBatch.objects.filter(pk=batch.pk).update(done_at=None, claimed_at=None)
    record(actor, "credentials.certificate.revoked", certificate, symbol=certificate.symbol, reason=certificate.revoked_reason)
    tasks.print_certificates.defer(batch_id=batch.pk)
    return certificate
