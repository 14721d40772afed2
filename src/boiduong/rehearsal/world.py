"""What the stages of a rehearsal hand to one another."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from random import Random

from boiduong.accounts.models import User
from boiduong.audit.trail import Actor
from boiduong.campaigns.models import Campaign, Enrollment
from boiduong.people.models import Unit, national_id_digest
from boiduong.rehearsal.cast import Cast, Member
from boiduong.rehearsal.scenario import Scenario


class PlayBroken(Exception):
    """What came out is not what the scenario says; the text tells where. A rehearsal never mends its own figures."""


@dataclass
class World:
    """One play: its scenario and cast, the rows that its stages have made so far, and how to tell a person how far it is.

    say: called with a sentence and, where there is something to count, done and total.
    """

    scenario: Scenario
    cast: Cast
    folder: Path  # for files that leave the rehearsal: workbooks, reports
    say: Callable[[str, int, int], None]
    campaign: Campaign = field(init=False)  # set by the plan
    units: dict[int, Unit] = field(default_factory=dict)  # School.number -> row, set by the plan
    users: dict[str, User] = field(default_factory=dict)  # organiser, operator, editor, grader1...; coordinator is of school 0
    facts: dict[str, object] = field(default_factory=dict)  # for the summary: what no row holds

    def actor(self, who: str = "organiser") -> Actor:
        return Actor(self.users[who], via="rehearsal")

    def dice(self, name: str) -> Random:
        return self.scenario.dice(name)

    def enrollments(self) -> dict[int, Enrollment]:
        """Member.number -> enrollment, for everybody whom the rosters have called. Two queries' worth; call it once a stage."""
        rows = self.campaign.enrollments.select_related("person", "unit", "training_class")
        by_id = {row.person.national_id_digest: row for row in rows if row.person.national_id_digest}
        by_name = {(row.unit_id, row.person.full_name.casefold(), row.person.birth_date): row for row in rows}
        return {member.number: row for member in self.cast.members if (row := self._found(member, by_id, by_name))}

    def _found(self, member: Member, by_id: dict[str, Enrollment], by_name: dict[tuple[int, str, date | None], Enrollment]) -> Enrollment | None:
        by_number = by_id.get(national_id_digest(member.national_id))
        return by_number or by_name.get((self.units[member.school].pk, member.full_name.casefold(), member.birth_date))
