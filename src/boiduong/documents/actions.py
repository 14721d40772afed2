from datetime import date

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from boiduong.audit.trail import Actor, Refusal, record
from boiduong.documents.models import DocumentProfile, IssuedDocument, ReferenceDocument
from boiduong.people.models import Unit


class DocumentKnown(Refusal):
    pass


@transaction.atomic
def register_reference(*, actor: Actor, kind: str, symbol: str, issued_on: date, issuer: str, subject: str, full_text: str = "") -> ReferenceDocument:
    """Enter an official document that came from elsewhere.

    Refuses: DocumentKnown (same symbol and date). Audits: documents.reference.registered.
    """
    refuse_known(symbol, issued_on, ReferenceDocument.objects.all())
    document = ReferenceDocument.objects.create(kind=kind, symbol=symbol, issued_on=issued_on, issuer=issuer, subject=subject, full_text=full_text)
    record(actor, "documents.reference.registered", document, symbol=symbol)
    return document


def refuse_known(symbol: str, issued_on: date, among: QuerySet[ReferenceDocument]) -> None:
    if among.filter(symbol=symbol, issued_on=issued_on).exists():
        raise DocumentKnown(_("%(symbol)s of %(on)s is in the register already.") % {"symbol": symbol, "on": f"{issued_on:%d/%m/%Y}"})


@transaction.atomic
def amend_reference(*, actor: Actor, document: ReferenceDocument, **fields: str | date) -> ReferenceDocument:
    """Correct what the register says of a document; fields: those of register_reference.

    Refuses: DocumentKnown. Audits: documents.reference.amended, with what each changed field said before. Locks: the document.
    """
    document = ReferenceDocument.objects.select_for_update().get(pk=document.pk)
    before = {name: getattr(document, name) for name, value in fields.items() if getattr(document, name) != value}
    for name in before:
        setattr(document, name, fields[name])
    refuse_known(document.symbol, document.issued_on, ReferenceDocument.objects.exclude(pk=document.pk))
    if before:
        document.save(update_fields=list(before))
        record(actor, "documents.reference.amended", document, before={name: str(value) for name, value in before.items()})
    return document


@transaction.atomic
def keep_profile(
    *,
    actor: Actor,
    unit: Unit,
    form: DocumentProfile.Form,
    short_symbol: str,
    place: str,
    parent_name: str = "",
    signing_authority: str = "",
    signer_position: str = "",
    signer_name: str = "",
) -> DocumentProfile:
    """Write down how a body writes its papers in one of the two forms. Said again, it is changed; papers issued before stay as they were.

    Audits: documents.profile.kept.
    """
    said = {
        "short_symbol": short_symbol,
        "place": place,
        "parent_name": parent_name,
        "signing_authority": signing_authority,
        "signer_position": signer_position,
        "signer_name": signer_name,
    }
    profile, _is_new = DocumentProfile.objects.update_or_create(unit=unit, form=form, defaults=said)
    record(actor, "documents.profile.kept", profile, unit=unit.code, form=form)
    return profile


@transaction.atomic
def issue_document(
    *, actor: Actor, profile: DocumentProfile, kind: str, kind_code: str, subject: str, issued_on: date, campaign_code: str = ""
) -> IssuedDocument:
    """Take the next number from a body's register of that year. A number taken in a transaction that is undone is free again.

    kind: as printed, "Thông báo"; kind_code: "TB", empty for a State letter. Audits: documents.document.issued.
    Locks: the profile until the transaction ends, so that numbers follow one another without a gap.
    """
    profile = DocumentProfile.objects.select_for_update().get(pk=profile.pk)
    last = IssuedDocument.objects.filter(profile=profile, year=issued_on.year).aggregate(last=Max("number"))["last"] or 0
    document = IssuedDocument.objects.create(
        profile=profile,
        campaign_code=campaign_code,
        kind=kind,
        kind_code=kind_code,
        year=issued_on.year,
        number=last + 1,
        symbol=symbol_of(profile, kind_code, last + 1),
        subject=subject,
        issued_on=issued_on,
    )
    record(actor, "documents.document.issued", document, symbol=document.symbol)
    return document


def symbol_of(profile: DocumentProfile, kind_code: str, number: int) -> str:
    """Number and symbol in the order of the form: State "05/TB-TTBDCT", "12/TTBDCT"; Party "05-CV/BTG", "107-KH/QU"."""
    if profile.form == DocumentProfile.Form.PARTY:
        return f"{number:02d}-{kind_code}/{profile.short_symbol}"
    return f"{number:02d}/{kind_code}-{profile.short_symbol}" if kind_code else f"{number:02d}/{profile.short_symbol}"
