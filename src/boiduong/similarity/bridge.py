from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from django.db.models import Q

from boiduong.campaigns.models import Campaign
from boiduong.documents.models import ReferenceDocument
from boiduong.engines.similarity import Kind, ScanResult, Text, compare, scan
from boiduong.essays.models import Submission
from boiduong.similarity.models import Match, Scan

_MODEL = "m"  # ids of model texts begin so, those of essays with a figure


@dataclass(frozen=True, slots=True)
class Corpus:
    essays: list[Text]  # in the order they came
    official: list[Text]
    prompts: list[Text]
    models: list[Text]
    not_comparable: int  # current essays without readable text


def corpus_of(campaign: Campaign) -> Corpus:
    current = Submission.objects.current().filter(campaign=campaign)
    readable = current.filter(state=Submission.State.READABLE).order_by("submitted_at", "pk")
    essays = [Text(f"{key:09d}", text) for key, text in readable.values_list("pk", "text")]
    return Corpus(
        essays=essays,
        official=_official(campaign),
        prompts=[Text(f"p{prompt.pk}", prompt.text) for prompt in campaign.prompts.all()],
        models=[Text(f"{_MODEL}{model.pk}", model.text) for model in campaign.model_texts.all()],
        not_comparable=current.count() - len(essays),
    )


def _official(campaign: Campaign) -> list[Text]:
    """What everybody may quote: the topics' documents, their key points, and the rules of the essay."""
    documents = ReferenceDocument.objects.filter(Q(topics__campaign=campaign) | Q(pk=campaign.rules.essay_document_id)).distinct()
    texts = [Text(f"d{one.pk}", f"{one.kind} {one.symbol} {one.subject}\n{one.full_text}") for one in documents]
    return texts + [Text(f"t{topic.pk}", "\n".join([topic.title, *topic.key_points])) for topic in campaign.topics.all()]


def match_rows(of: Scan, result: ScanResult) -> Iterator[Match]:
    for match in result.matches:
        model = match.b.startswith(_MODEL)
        yield Match(
            scan=of,
            submission_id=int(match.a),
            other_submission_id=None if model else int(match.b),
            model_text_id=int(match.b.removeprefix(_MODEL)) if model else None,
            passages=[[one.a_start, one.a_end, one.b_start, one.b_end] for one in match.passages],
            matched_syllables=match.syllables,
            longest_syllables=max(one.syllables for one in match.passages),
        )


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text as it is shown. passage: its number from 1, 0 outside; official: masked; changed: differs inside a passage."""

    text: str
    passage: int = 0
    official: bool = False
    changed: bool = False
    accent: bool = False
    first: bool = False  # where the reader jumps to


@dataclass(frozen=True, slots=True)
class Pair:
    left: list[Piece]
    right: list[Piece]
    passage_count: int
    official_syllables: int


def pair_of(match: Match) -> Pair:
    """Both texts cut into pieces for reading beside each other."""
    other = match.other_submission.text if match.other_submission else match.model_text.text if match.model_text else ""
    mine = match.submission.text
    official = _official(match.campaign) + [Text(f"p{prompt.pk}", prompt.text) for prompt in match.campaign.prompts.all()]
    masked = scan([Text("a", mine), Text("b", other)], official=official)
    marks: tuple[list[_Mark], list[_Mark]] = ([], [])
    for number, (start, end, other_start, other_end) in enumerate(match.passages, 1):
        difference = compare(mine[start:end], other[other_start:other_end])
        for side, begin, stop, stretches in ((0, start, end, difference.a), (1, other_start, other_end, difference.b)):
            marks[side].append(_Mark(begin, stop, passage=number))
            marks[side].extend(_Mark(begin + one.start, begin + one.end, kind=one.kind) for one in stretches)
    for side, name in enumerate("ab"):
        marks[side].extend(_Mark(span.start, span.end, official=True) for span in masked.masked[name])
    return Pair(list(_pieces(mine, marks[0])), list(_pieces(other, marks[1])), len(match.passages), masked.figures.masked_syllables)


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    passage: int = 0
    official: bool = False
    kind: Kind = Kind.SAME


def _pieces(text: str, marks: list[_Mark]) -> Iterator[Piece]:
    edges = sorted({0, len(text), *(mark.start for mark in marks), *(mark.end for mark in marks)})
    begun: set[int] = set()
    for start, end in pairwise(edges):
        over = [mark for mark in marks if mark.start <= start and mark.end >= end]
        passage = min((mark.passage for mark in over if mark.passage), default=0)
        kinds = {mark.kind for mark in over}
        yield Piece(
            text=text[start:end],
            passage=passage,
            official=any(mark.official for mark in over),
            changed=bool(passage) and Kind.CHANGED in kinds,
            accent=bool(passage) and Kind.ACCENT in kinds,
            first=bool(passage) and passage not in begun,
        )
        begun.add(passage)
