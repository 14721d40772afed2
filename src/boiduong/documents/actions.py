from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from boiduong.audit.trail import Actor, Refusal, record
from boiduong.documents.models import ReferenceDocument


class DocumentKnown(Refusal):
    pass


@transaction.atomic
def register_reference(*, actor: Actor, kind: str, symbol: str, issued_on: date, issuer: str, subject: str, full_text: str = "") -> ReferenceDocument:
    """Enter an official document that came from elsewhere.

    Refuses: DocumentKnown (same symbol and date). Audits: documents.reference.registered.
    """
    if ReferenceDocument.objects.filter(symbol=symbol, issued_on=issued_on).exists():
        raise DocumentKnown(_("%(symbol)s of %(on)s is in the register already.") % {"symbol": symbol, "on": f"{issued_on:%d/%m/%Y}"})
    document = ReferenceDocument.objects.create(kind=kind, symbol=symbol, issued_on=issued_on, issuer=issuer, subject=subject, full_text=full_text)
    record(actor, "documents.reference.registered", document, symbol=symbol)
    return document
