"""A person's verbs over the sign-in sheet as it came back with signatures: keeping its pages, and marking where it differs from the doors."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from boiduong.attendance.comparing import seen_at_doors
from boiduong.attendance.models import OddCase, SheetMark, SignedSheet
from boiduong.audit.trail import Actor, Refusal, record
from boiduong.campaigns.models import Enrollment
from boiduong.doors.recording import lock_session
from boiduong.schedule.models import ClassSession
from boiduong.summonses.bridge import session_members

BEGINNINGS = {b"%PDF-": "application/pdf", b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n": "image/png"}


class PageUnknown(Refusal):
    pass


class WhyMissing(Refusal):
    pass


class PageWithdrawn(Refusal):
    pass


class PageStands(Refusal):
    pass


class NotOnSheet(Refusal):
    pass


class MarkedAlready(Refusal):
    pass


class NotMarked(Refusal):
    pass


class MarkDecided(Refusal):
    pass


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it was sent."""

    name: str
    content: bytes


@transaction.atomic
def keep_sheet(*, actor: Actor, class_session: ClassSession, pages: Collection[Page], at: datetime) -> list[SignedSheet]:
    """Keep the scanned or photographed pages of a session's signed sheet. A page that is there already is not kept twice;
    one that was withdrawn is put back by sending it again.

    Refuses: PageUnknown (neither PDF, JPEG nor PNG, by what a file begins with); then none of them is kept.
    Audits: attendance.sheet.kept, with each page's digest. Returns the pages that are new here.
    """
    kept = []
    for page in pages:
        kind = next((kind for beginning, kind in BEGINNINGS.items() if page.content.startswith(beginning)), None)
        if kind is None:
            raise PageUnknown(_("“%(name)s” is no PDF and no JPEG or PNG picture. Scan or photograph the page again.") % {"name": page.name})
        made, is_new = SignedSheet.objects.get_or_create(
            class_session=class_session,
            sha256=hashlib.sha256(page.content).hexdigest(),
            defaults={"file_name": page.name[-255:], "content_type": kind, "content": page.content, "kept_by": actor.user, "kept_at": at},
        )
        if not is_new and made.withdrawn_at is not None:
            made = restore_page(actor=actor, page=made)
        elif not is_new:
            continue
        kept.append(made)
    if kept:
        record(actor, "attendance.sheet.kept", class_session, pages=[{"name": row.file_name, "sha256": row.sha256} for row in kept])
    return kept


@transaction.atomic
def withdraw_page(*, actor: Actor, page: SignedSheet, why: str, at: datetime) -> SignedSheet:
    """Say that a page does not belong to this session's sheet. It stays kept, marked as withdrawn; what was marked by it is not touched.

    Refuses: WhyMissing, PageWithdrawn. Audits: attendance.sheet.withdrawn, with its digest. Locks: the page.
    """
    if not why.strip():
        raise WhyMissing(_("Say why the page is withdrawn: the sheet of another class, a bad picture."))
    page = SignedSheet.objects.select_for_update().defer("content").get(pk=page.pk)
    if page.withdrawn_at is not None:
        raise PageWithdrawn(_("This page is withdrawn already."))
    page.withdrawn_at, page.withdrawn_by, page.withdrawn_why = at, actor.user, why.strip()
    page.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_why"])
    record(actor, "attendance.sheet.withdrawn", page, name=page.file_name, sha256=page.sha256, why=page.withdrawn_why)
    return page


@transaction.atomic
def restore_page(*, actor: Actor, page: SignedSheet) -> SignedSheet:
    """Put a withdrawn page back. Refuses: PageStands. Audits: attendance.sheet.restored, with why it had been withdrawn. Locks: the page."""
    page = SignedSheet.objects.select_for_update().defer("content").get(pk=page.pk)
    if page.withdrawn_at is None:
        raise PageStands(_("This page is not withdrawn."))
    why, page.withdrawn_at, page.withdrawn_by, page.withdrawn_why = page.withdrawn_why, None, None, ""
    page.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_why"])
    record(actor, "attendance.sheet.restored", page, name=page.file_name, sha256=page.sha256, withdrawn_why=why)
    return page


@transaction.atomic
def mark_sheet(*, actor: Actor, class_session: ClassSession, enrollment: Enrollment, at: datetime) -> SheetMark:
    """The sheet says otherwise than the doors about this learner: a signature of somebody whom no door saw, or none of somebody who was seen.

    It judges nothing: a line in the inbox of odd cases asks a person.
    Refuses: NotOnSheet, MarkedAlready. Audits: attendance.sheet.marked. Locks: the session.
    """
    lock_session(class_session.pk)
    if enrollment.pk not in {row.pk for row in session_members(class_session)}:
        raise NotOnSheet(_("This learner is not on the sheet of this session."))
    if SheetMark.objects.filter(class_session=class_session, enrollment=enrollment).exists():
        raise MarkedAlready(_("%(name)s is marked already.") % {"name": enrollment.person.full_name})
    has_signed = enrollment.pk not in seen_at_doors(class_session)
    mark = SheetMark.objects.create(class_session=class_session, enrollment=enrollment, has_signed=has_signed, marked_by=actor.user, marked_at=at)
    OddCase.objects.create(
        campaign_id=class_session.campaign_id,
        class_session=class_session,
        kind=OddCase.Kind.SHEET,
        enrollment=enrollment,
        opened_at=at,
        remark=_("The sheet is signed, but no door saw them.") if has_signed else _("A door saw them, but the sheet is not signed."),
    )
    record(actor, "attendance.sheet.marked", class_session, learner=enrollment.code, signed=has_signed)
    return mark


@transaction.atomic
def unmark_sheet(*, actor: Actor, class_session: ClassSession, enrollment: Enrollment, at: datetime) -> None:
    """Take a mark back: its line leaves the inbox.

    Refuses: NotMarked, MarkDecided (then the decision is to be undone first). Audits: attendance.sheet.unmarked. Locks: the session.
    """
    lock_session(class_session.pk)
    mark = SheetMark.objects.filter(class_session=class_session, enrollment=enrollment).first()
    if mark is None:
        raise NotMarked(_("This learner is not marked."))
    cases = OddCase.objects.filter(class_session=class_session, enrollment=enrollment, kind=OddCase.Kind.SHEET)
    if cases.filter(counts__isnull=False).exists():
        raise MarkDecided(_("Somebody has decided this case already. Undo that decision first."))
    cases.open().update(settled_at=at, decision=_("The mark was taken back."))
    mark.delete()
    record(actor, "attendance.sheet.unmarked", class_session, learner=enrollment.code, signed=mark.has_signed)
