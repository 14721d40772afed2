from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q

from boiduong.accounts.models import User
from boiduong.campaigns.models import Campaign, Membership
from boiduong.essays.models import Submission
from boiduong.grading.models import Criterion, Grade, GradeBand, GradeRelease, GradingShare
from boiduong.similarity.models import Match, Scan


def ungraded_essay_count(campaign: Campaign) -> int:
    """Current essays without a grade: shared out or not, readable or not."""
    graded = Grade.objects.filter(share__campaign=campaign).values("share__submission")
    return Submission.objects.current().filter(campaign=campaign).exclude(pk__in=graded).count()


def band_of(points: Decimal, bands: Iterable[GradeBand]) -> str:
    """The word for these points: that of the highest band which begins at or under them; empty if there is none."""
    under = [band for band in bands if band.min_points <= points]
    return max(under, key=lambda band: band.min_points).name if under else ""


@dataclass(frozen=True, slots=True)
class Pile:
    """A grader's part: how many, how many done, and which comes next (None: all done)."""

    total: int
    graded: int
    next_code: str | None

    @property
    def left(self) -> int:
        return self.total - self.graded


def pile_of(user: User, campaign: Campaign, after: int = 0) -> Pile:
    """after: the order of the essay just left; the next one comes behind it if there is one, else from the front."""
    shares = GradingShare.objects.filter(campaign=campaign, grader=user, submission__is_current=True)
    count = shares.aggregate(total=Count("pk"), graded=Count("grade"))
    waiting = shares.filter(grade=None).order_by("order")
    following = waiting.filter(order__gt=after).first() or waiting.first()
    return Pile(count["total"], count["graded"], following.code if following else None)


@dataclass(frozen=True, slots=True)
class GraderLine:
    name: str
    unit: str  # whose essays they never get; empty if none is named
    total: int
    graded: int


@dataclass(frozen=True, slots=True)
class BandLine:
    name: str
    min_points: Decimal
    count: int
    percent: Decimal


@dataclass(frozen=True, slots=True)
class Standing:
    """How far the grading of a campaign has come."""

    essay_count: int  # current essays
    unreadable_count: int  # of them, without readable text yet
    waiting_count: int  # readable, with no grader yet
    graded_count: int
    criteria: list[Criterion]
    bands: list[GradeBand]
    release: GradeRelease | None

    @property
    def ungraded_count(self) -> int:
        return self.essay_count - self.graded_count


def standing_of(campaign: Campaign) -> Standing:
    current = Submission.objects.current().filter(campaign=campaign)
    readable = Q(state=Submission.State.READABLE)
    graded = Grade.objects.filter(share__campaign=campaign).values("share__submission")
    shared = GradingShare.objects.filter(campaign=campaign).values("submission")
    counts = current.aggregate(
        essays=Count("pk"),
        unreadable=Count("pk", filter=~readable),
        waiting=Count("pk", filter=readable & Q(enrollment__withdrawn_at=None) & ~Q(pk__in=shared)),
        graded=Count("pk", filter=Q(pk__in=graded)),
    )
    return Standing(
        essay_count=counts["essays"],
        unreadable_count=counts["unreadable"],
        waiting_count=counts["waiting"],
        graded_count=counts["graded"],
        criteria=list(campaign.criteria.order_by("number")),
        bands=list(campaign.grade_bands.order_by("-min_points")),
        release=GradeRelease.objects.select_related("released_by").filter(campaign=campaign).first(),
    )


def grader_lines(campaign: Campaign) -> list[GraderLine]:
    """Who has how much to do, in the order of names: progress, not a comparison of people."""
    members = Membership.objects.filter(campaign=campaign, role=Membership.Role.GRADER).select_related("user", "unit")
    shares = GradingShare.objects.filter(campaign=campaign, submission__is_current=True).values("grader")
    counted = {key: (total, graded) for key, total, graded in shares.annotate(t=Count("pk"), g=Count("grade")).values_list("grader", "t", "g")}
    lines = [
        GraderLine(
            name=member.user.get_full_name() or member.user.username,
            unit=member.unit.name if member.unit else "",
            total=counted.get(member.user_id, (0, 0))[0],
            graded=counted.get(member.user_id, (0, 0))[1],
        )
        for member in members
    ]
    return sorted(lines, key=lambda line: line.name)


def band_lines(campaign: Campaign, bands: Sequence[GradeBand]) -> list[BandLine]:
    """How many essays lie in each band, highest first. Ask only once grades are released."""
    totals = Grade.objects.filter(share__campaign=campaign, share__submission__is_current=True).values_list("total_points", flat=True)
    found = Counter(band_of(points, bands) for points in totals)
    whole = max(1, sum(found.values()))
    return [BandLine(band.name, band.min_points, found[band.name], Decimal(100 * found[band.name]) / whole) for band in bands]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of an essay, and whether other texts have it too."""

    text: str
    is_shared: bool


@dataclass(frozen=True, slots=True)
class Evidence:
    """One text that shares passages with the essay. match_code: of the page where both stand side by side; empty if not for this grader."""

    match_code: str
    model_title: str  # of a model text; empty if it is another essay
    blind_code: str  # of another essay
    syllables: int
    passage_count: int
    verdict: str  # what a person has made of it, in words; empty so far


@dataclass(frozen=True, slots=True)
class Reading:
    """What a grader has before them: the text and what may help to judge it, and nothing of the author."""

    blind_code: str
    prompt: str
    pieces: list[Piece]
    syllable_count: int
    evidence: list[Evidence]


def reading_of(share: GradingShare) -> Reading:
    submission = Submission.objects.select_related("prompt").only("blind_code", "text", "prompt__text").get(pk=share.submission_id)
    scan = Scan.objects.filter(campaign=share.campaign_id, state=Scan.State.DONE).order_by("-pk").first()
    about = Q(submission=submission) | Q(other_submission=submission)
    found = Match.objects.for_list().select_related("submission__enrollment", "other_submission__enrollment", "model_text", "verdict")
    matches = list(found.filter(about, scan=scan)) if scan else []
    own = (
        Membership.objects.filter(campaign=share.campaign_id, user=share.grader_id, role=Membership.Role.GRADER)
        .values_list("unit", flat=True)
        .first()
    )
    spans = [span for match in matches for span in _spans_in(match, submission.pk)]
    return Reading(
        blind_code=submission.blind_code,
        prompt=submission.prompt.text,
        pieces=pieces_of(submission.text, spans),
        syllable_count=len(submission.text.split()),
        evidence=[_evidence(match, submission.pk, may_compare=_may_compare(own, match)) for match in matches],
    )


def _spans_in(match: Match, submission_id: int) -> list[tuple[int, int]]:
    first = 0 if match.submission_id == submission_id else 2
    return [(passage[first], passage[first + 1]) for passage in match.passages]


def _may_compare(own_unit: int | None, match: Match) -> bool:
    """As similarity.permissions.read_match decides for a grader of this unit, without a query for each."""
    authors = [row.enrollment.unit_id for row in (match.submission, match.other_submission) if row]
    return own_unit is None or own_unit not in authors


def _evidence(match: Match, submission_id: int, *, may_compare: bool) -> Evidence:
    other = match.other_submission if match.submission_id == submission_id else match.submission
    verdict = getattr(match, "verdict", None)
    return Evidence(
        match_code=match.code if may_compare else "",
        model_title=match.model_text.title if match.model_text else "",
        blind_code="" if match.model_text or other is None else other.blind_code,
        syllables=match.matched_syllables,
        passage_count=len(match.passages),
        verdict=verdict.get_decision_display() if verdict else "",
    )


def pieces_of(text: str, spans: Iterable[tuple[int, int]]) -> list[Piece]:
    """The text cut where shared passages begin and end; joined together again it is the text.

    spans: code points, ends exclusive; they may overlap and reach outside.
    """
    pieces, at = [], 0
    for start, end in sorted(spans):
        begin, stop = max(start, at), min(end, len(text))
        if begin >= stop:
            continue
        pieces += [Piece(text[at:begin], False)] if begin > at else []
        if pieces and pieces[-1].is_shared and begin == at:
            pieces[-1] = Piece(pieces[-1].text + text[begin:stop], True)
        else:
            pieces.append(Piece(text[begin:stop], True))
        at = stop
    return pieces + ([Piece(text[at:], False)] if at < len(text) else [])


@dataclass(frozen=True, slots=True)
class PileLine:
    code: str
    blind_code: str
    order: int
    total_points: Decimal | None
    is_replaced: bool  # the author has handed in a newer version


def pile_lines(user: User, campaign: Campaign) -> list[PileLine]:
    """A grader's own pile in its order. One query."""
    shares = GradingShare.objects.filter(campaign=campaign, grader=user).order_by("order")
    rows = shares.values_list("code", "submission__blind_code", "order", "grade__total_points", "submission__is_current")
    return [PileLine(code, blind, order, points, not is_current) for code, blind, order, points, is_current in rows]
