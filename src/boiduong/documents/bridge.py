"""Rows of the registers <-> heads and signatures of the typesetting engine."""

from datetime import date

from boiduong.documents.models import DocumentProfile, IssuedDocument
from boiduong.engines.typeset.heads import Form, Head, Signature

FORMS = {DocumentProfile.Form.STATE: Form.STATE, DocumentProfile.Form.PARTY: Form.PARTY}


def head_of(
    profile: DocumentProfile, *, document: IssuedDocument | None = None, on: date | None = None, symbol: str = "", regarding: str = ""
) -> Head:
    """The head of a paper of this body: with the number and date of a document of its register, or with what is given."""
    return Head(
        form=FORMS[DocumentProfile.Form(profile.form)],
        parent=profile.parent_name,
        issuer=profile.unit.name,
        symbol=document.symbol if document else symbol,
        place=profile.place,
        on=document.issued_on if document else on,
        regarding=regarding,
    )


def signature_of(profile: DocumentProfile) -> Signature:
    return Signature(position=profile.signer_position, name=profile.signer_name, authority=profile.signing_authority)
