"""Rows <-> the certificates of the typesetting engine. The paper is Vietnamese, whatever the language of the screen."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from boiduong.campaigns.models import Campaign
from boiduong.credentials.codes import in_groups
from boiduong.credentials.models import Certificate, Completion
from boiduong.documents.bridge import head_of, signature_of
from boiduong.documents.models import DocumentProfile
from boiduong.engines.typeset.certificates import CertificateLine, CertificateText, certificates
from boiduong.engines.typeset.heads import Form, Head, Signature
from boiduong.engines.typeset.words import short_date
from boiduong.people.models import Person
from boiduong.schedule.models import Venue


def default_course(campaign: Campaign) -> str:
    """What the certificate says was completed, inside a sentence; a person may write it otherwise."""
    return f"chương trình {campaign.title[:1].lower()}{campaign.title[1:]}"


def default_held(campaign: Campaign) -> str:
    halls = Venue.objects.filter(sessions__campaign=campaign, sessions__cancelled_at=None).distinct()
    names = ", ".join(halls.order_by("name").values_list("name", flat=True))
    days = f"từ ngày {short_date(campaign.starts_on)} đến ngày {short_date(campaign.ends_on)}"
    return f"{days} tại {names}" if names else days


def common_content(profile: DocumentProfile, *, course: str, held: str, on: date, checked_at: str) -> dict[str, Any]:
    """The words that all certificates of one issue share. checked_at: the address of the check page; empty if the office has none."""
    head, signature = head_of(profile, on=on), signature_of(profile)
    return {
        "form": head.form.value,
        "parent": head.parent,
        "issuer": head.issuer,
        "place": head.place,
        "issued_on": on.isoformat(),
        "course": course,
        "held": held,
        "authority": signature.authority,
        "position": signature.position,
        "signer": signature.name,
        "checked_at": checked_at,
    }


def own_content(completion: Completion, *, symbol: str, code: str, site: str) -> dict[str, Any]:
    """The words of one learner. site: the office's public address, or empty: then the QR says the code alone."""
    person = completion.enrollment.person
    return {
        "number": symbol,
        "code": code,
        "name": person.full_name,
        "birth_date": birth_date_of(person),
        "unit": completion.enrollment.unit.name,
        "result": completion.band,
        "check": f"{site}/verify/{code}/" if site else code,
    }


def birth_date_of(person: Person) -> str:
    """As exact as it is known."""
    if person.birth_date is None:
        return ""
    pattern = {Person.Precision.DAY: "%d/%m/%Y", Person.Precision.MONTH: "%m/%Y", Person.Precision.YEAR: "%Y"}
    return person.birth_date.strftime(pattern[Person.Precision(person.birth_precision)])


def pdf_of(rows: Sequence[Certificate]) -> bytes:
    """One page a certificate, in this order, from what was frozen at issue. All are of one issue."""
    content = rows[0].content
    on = date.fromisoformat(content["issued_on"])
    text = CertificateText(
        head=Head(Form(content["form"]), content["parent"], content["issuer"], "", content["place"], on),
        course=content["course"],
        held=content["held"],
        signature=Signature(content["position"], content["signer"], content["authority"]),
        checked_at=content["checked_at"],
    )
    return certificates(text, tuple(_line(row.content) for row in rows), on=on)


def _line(content: dict[str, str]) -> CertificateLine:
    return CertificateLine(
        number=content["number"],
        name=content["name"],
        birth_date=content["birth_date"],
        unit=content["unit"],
        result=content["result"],
        check=content["check"],
        code=in_groups(content["code"]),
    )
