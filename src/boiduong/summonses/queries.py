"""What the pages of this stage show, and what a new version of the class lists changes."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from boiduong.allocation.models import ClassAssignment, MakeupPlace, Run
from boiduong.campaigns.models import Campaign, Enrollment, TrainingClass
from boiduong.documents.models import DocumentProfile, IssuedDocument
from boiduong.engines.names import search_key
from boiduong.people.models import Unit
from boiduong.schedule.models import ClassSession, ConnectedPlace, SessionChange
from boiduong.summonses.models import Bundle, Summons


@dataclass(frozen=True, slots=True)
class Changes:
    """What has to be done so that everybody's summons says what the published class lists say."""

    run: Run
    to_issue: list[int]  # keys of enrollments without a true summons
    to_recall: list[int]  # keys of summonses that are not true any more
    kept_count: int
    late_count: int = 0  # of to_issue: put into a class after its list was published

    @property
    def is_late_alone(self) -> bool:
        """Nothing else has changed: people were added late, and have no card."""
        return 0 < self.late_count == len(self.to_issue) and not self.to_recall


def published_run(campaign: Campaign) -> Run | None:
    return campaign.runs.filter(state=Run.State.PUBLISHED).defer("problem", "solution").first()


def changes_of(campaign: Campaign) -> Changes | None:
    """None where no class lists are published. Four queries.

    Somebody put into a class after its list was published has no place in any version: theirs is what the list says now.
    """
    run = published_run(campaign)
    if run is None:
        return None
    placed = _places(run.assignments.filter(enrollment__withdrawn_at=None).values_list("enrollment_id", "training_class_id", "seat"))
    called = Enrollment.objects.called().filter(campaign=campaign, training_class__isnull=False).exclude(pk__in=placed)
    late = _places((pk, training_class, seat) for pk, training_class, seat in called.values_list("pk", "training_class_id", "seat") if training_class)
    placed |= late
    valid = list(Summons.objects.valid().filter(enrollment__campaign=campaign).values_list("pk", "enrollment_id", "run_id"))
    earlier = _earlier_places({run_id for *_, run_id in valid} - {run.pk})
    true = {
        learner
        for _, learner, by in valid
        if learner in placed and (by == run.pk or earlier.get((by, learner), late.get(learner)) == placed[learner])
    }
    return Changes(
        run=run,
        to_issue=[learner for learner in placed if learner not in true],
        to_recall=[key for key, learner, _ in valid if learner not in true],
        kept_count=len(true),
        late_count=sum(learner in late and learner not in true for learner in placed),
    )


def _places(rows: Iterable[tuple[int, int, str]]) -> dict[int, tuple[int, str]]:
    return {learner: (training_class, seat) for learner, training_class, seat in rows}


def _earlier_places(runs: set[int]) -> dict[tuple[int, int], tuple[int, str]]:
    rows = ClassAssignment.objects.filter(run__in=runs).values_list("run_id", "enrollment_id", "training_class_id", "seat") if runs else []
    return {(run, learner): (training_class, seat) for run, learner, training_class, seat in rows}


@dataclass(frozen=True, slots=True)
class Board:
    """Where the summonses of a campaign stand."""

    changes: Changes | None  # None: no class lists are published
    bundles: list[Bundle]
    summons_count: int
    ready_count: int
    fetched_count: int
    outdated_count: int  # that name a time or a hall which was changed since

    @property
    def is_setting(self) -> bool:
        return self.ready_count < len(self.bundles)


def outdated_bundles(campaign: Campaign) -> QuerySet[Bundle]:
    """Bundles that were set before a session of their people was moved, or moved back, or before its hall or connected place was another.

    A summons names no speaker.
    """
    moved = SessionChange.objects.exclude(from_starts_at=F("to_starts_at"), from_ends_at=F("to_ends_at"), from_venue=F("to_venue"))
    since = Q(made_at__gt=OuterRef("ready_at")) | Q(undone_at__gt=OuterRef("ready_at"))
    theirs = moved.filter(since, class_session__training_class__enrollments__unit=OuterRef("unit"))
    since = Q(made_at__gt=OuterRef("ready_at")) | Q(ended_at__gt=OuterRef("ready_at"))
    places = ConnectedPlace.objects.filter(since, training_class__campaign=campaign, units=OuterRef("unit"))
    held = ClassSession.objects.held().filter(campaign=campaign, venue__renamed_at__gt=OuterRef("ready_at"))
    renamed = held.filter(training_class__enrollments__unit=OuterRef("unit"))
    return Bundle.objects.filter(Exists(theirs) | Exists(places) | Exists(renamed), campaign=campaign, state=Bundle.State.READY)


def board_of(campaign: Campaign) -> Board:
    bundles = list(Bundle.objects.current().filter(campaign=campaign).for_list())
    return Board(
        changes=changes_of(campaign),
        bundles=bundles,
        summons_count=sum(bundle.learner_count for bundle in bundles),
        ready_count=sum(bundle.state == Bundle.State.READY for bundle in bundles),
        fetched_count=sum(bundle.fetched_at is not None for bundle in bundles),
        outdated_count=outdated_bundles(campaign).count(),
    )


@dataclass(frozen=True, slots=True)
class ClassPapers:
    """The papers of one class, each behind a link."""

    training_class: TrainingClass
    learner_count: int
    sessions: list[ClassSession]


def papers_of(campaign: Campaign) -> list[ClassPapers]:
    """Four queries for any number of classes. Of a make-up class: the people who have a place in it."""
    sessions: dict[int, list[ClassSession]] = defaultdict(list)
    for session in ClassSession.objects.held().filter(campaign=campaign).for_list():
        sessions[session.training_class_id].append(session)
    called = Enrollment.objects.called().filter(campaign=campaign, training_class__isnull=False)
    counts = dict(called.values_list("training_class").annotate(n=Count("pk")))
    places = MakeupPlace.objects.filter(enrollment__campaign=campaign, enrollment__withdrawn_at=None)
    counts |= dict(places.values_list("class_session__training_class").annotate(n=Count("enrollment", distinct=True)))
    rows = TrainingClass.objects.filter(campaign=campaign).for_list()
    return [ClassPapers(row, counts.get(row.pk, 0), sessions[row.pk]) for row in rows]


def summonses_of(bundle: Bundle) -> list[Summons]:
    """The valid summonses that a bundle holds, in its order. One query."""
    return list(Summons.objects.valid().filter(enrollment__campaign=bundle.campaign_id, enrollment__unit=bundle.unit_id).for_list())


def class_lines(summonses: list[Summons]) -> list[str]:
    """ "- Lớp 3: 12 người", a line a class, for a message to the unit; in Vietnamese as the message is."""
    counts = Counter(row.enrollment.training_class for row in summonses if row.enrollment.training_class)
    return [f"- {training_class.name}: {n} người" for training_class, n in sorted(counts.items(), key=lambda line: line[0].number)]


def summonses_like(campaign: Campaign, words: str) -> list[Summons]:
    """Valid summonses of people or units with all these words, the first 200. One query."""
    rows = Summons.objects.valid().filter(enrollment__campaign=campaign)
    for word in search_key(words).split():
        rows = rows.filter(Q(enrollment__person__search_key__contains=word) | Q(enrollment__unit__search_key__contains=word))
    return list(rows.for_list()[:200])


def profile_of(campaign: Campaign, form: str = "") -> DocumentProfile:
    """How the campaign's papers are written, in this form if one is asked for.

    Without a form: as the summonses were, if they are issued. Else as the first organiser that has a profile (of this form) writes.
    Where nobody has said how, a profile is made up from the organiser that the form suits and is not kept: its papers leave room for the pen.
    """
    if not form:
        issued = IssuedDocument.objects.filter(summonses__enrollment__campaign=campaign).select_related("profile__unit").order_by("pk").last()
        if issued is not None:
            return issued.profile
    organizers = list(campaign.organizers.exclude(unit=None).select_related("unit__parent").order_by("order"))
    known = DocumentProfile.objects.filter(unit__in=[organizer.unit_id for organizer in organizers]).select_related("unit")
    by_unit = {profile.unit_id: profile for profile in known if form in {"", profile.form}}
    if by_unit:
        return next(by_unit[organizer.unit_id] for organizer in organizers if organizer.unit_id in by_unit)
    units = [organizer.unit for organizer in organizers if organizer.unit] or [campaign.lead_unit]
    party = {Unit.Kind.PARTY_BOARD, Unit.Kind.PARTY_COMMITTEE}
    wanted = form or DocumentProfile.Form.STATE
    suited = [unit for unit in units if (unit.kind in party) == (wanted == DocumentProfile.Form.PARTY)]
    unit = (suited or units)[0]
    return DocumentProfile(unit=unit, form=wanted, parent_name=unit.parent.name if unit.parent else "")
