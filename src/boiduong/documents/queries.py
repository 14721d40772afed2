from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from boiduong.documents.models import ReferenceDocument


@dataclass(frozen=True, slots=True)
class ReferenceLine:
    code: str
    kind: str
    symbol: str
    issued_on: date
    issuer: str
    subject: str
    topic_count: int


def references_like(words: str) -> list[ReferenceLine]:
    """Official documents with all these words in number, kind, issuer or abstract, newest first. One query."""
    rows = ReferenceDocument.objects.order_by("-issued_on", "symbol")
    for word in words.split():
        rows = rows.filter(Q(symbol__icontains=word) | Q(subject__icontains=word) | Q(issuer__icontains=word) | Q(kind__icontains=word))
    fields = ("code", "kind", "symbol", "issued_on", "issuer", "subject")
    return [ReferenceLine(*row) for row in rows.values_list(*fields, Count("topics"))]
