from datetime import timedelta

import pytest
from make import NOON
from make import rosters as make

from boiduong.audit.models import AuditEntry
from boiduong.campaigns.models import Campaign
from boiduong.rosters import bridge, jobs
from boiduong.rosters.models import RosterImport, RosterRow

NUMBER = "079179012345"


@pytest.fixture
def file(campaign: Campaign) -> RosterImport:
    made = make.roster_import(make.call(campaign), content=b"one file")
    row = make.row(made)
    bad = {"column": "F", "kind": "bad_id", "severity": "error", "value": NUMBER, "message": "Sai.", "proposal": NUMBER}
    RosterRow.objects.filter(pk=row.pk).update(values=row.values | {"national_id": NUMBER}, problems=[bad])
    return made


def test_a_file_stays_for_three_months_after_the_campaign(file: RosterImport) -> None:
    assert jobs.forget_files(on=file.campaign.ends_on + timedelta(days=90)) == 0

    file.refresh_from_db()
    assert bytes(file.content) == b"one file"


def test_then_the_file_and_every_number_in_its_rows_are_gone_and_the_row_stays(file: RosterImport) -> None:
    later = file.campaign.ends_on + timedelta(days=91)

    assert (jobs.forget_files(on=later), jobs.forget_files(on=later)) == (1, 0)

    file.refresh_from_db()
    row = file.rows.get()
    assert (bytes(file.content), row.values["name"]) == (b"", "Nguyễn Thị Ánh")
    assert NUMBER not in str(row.values) + str(row.problems)
    assert AuditEntry.objects.filter(verb="rosters.files.forgotten").count() == 1


@pytest.mark.parametrize("ask", [bridge.original_file, bridge.marked_file])
def test_a_forgotten_file_is_refused_in_words(file: RosterImport, ask: object) -> None:
    file.forgotten_at = NOON

    with pytest.raises(bridge.FileForgotten):
        ask(file)  # type: ignore[operator]
