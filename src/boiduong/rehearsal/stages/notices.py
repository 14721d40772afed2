"""Notices: the centre's letter summons everybody, each school fetches its bundle, and a sign-in sheet is printed for every half-day."""

from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date

from django.utils.timezone import localtime

from boiduong.documents import actions as documents
from boiduong.documents.models import DocumentProfile
from boiduong.people.models import Unit
from boiduong.rehearsal.scenario import at
from boiduong.rehearsal.world import PlayBroken, World
from boiduong.schedule.models import ClassSession
from boiduong.summonses import actions as summonses
from boiduong.summonses import bridge
from boiduong.summonses import jobs as summonses_jobs
from boiduong.summonses.models import Bundle

ISSUED_ON, FETCHED_ON = date(2019, 7, 15), date(2019, 7, 16)


def play(world: World) -> None:
    profile = _profiles(world)
    world.say("Phát hành giấy triệu tập và thẻ", 0, 0)
    issue = summonses.issue_summonses(actor=world.actor(), campaign=world.campaign, profile=profile, at=at(ISSUED_ON, "9:00"))
    called = world.campaign.enrollments.called().count()
    if issue.issued_count != called:
        raise PlayBroken(f"{called} người được gọi nhưng {issue.issued_count} người có giấy triệu tập")
    world.say(f"Xếp chữ giấy triệu tập của {len(issue.bundles)} đơn vị", 0, 0)
    summonses_jobs.set_bundles(world.campaign)
    _fetched(world)
    _sign_in_sheets(world, profile)


def _profiles(world: World) -> DocumentProfile:
    """Both forms, since both are at work in one campaign; the centre's, in the State's form, issues the summonses."""
    centre, board = Unit.objects.get(code="ttbdct"), world.campaign.lead_unit
    documents.keep_profile(
        actor=world.actor(),
        unit=board,
        form=DocumentProfile.Form.PARTY,
        parent_name="Quận ủy",
        short_symbol="BTGQU",
        place="Hà Nội",
        signing_authority="K/T Trưởng ban",
        signer_position="Phó Trưởng ban",
        signer_name="Đoàn Thu Sương",
    )
    return documents.keep_profile(
        actor=world.actor(),
        unit=centre,
        form=DocumentProfile.Form.STATE,
        parent_name="Quận ủy",
        short_symbol="TTBDCT",
        place="Hà Nội",
        signing_authority="KT. Giám đốc",
        signer_position="Phó Giám đốc",
        signer_name="Vũ Hải Triều",
    )


def _fetched(world: World) -> None:
    """The one school that has a coordinator with a login takes its bundle the next morning."""
    bundle = Bundle.objects.current().filter(campaign=world.campaign, unit=world.units[0]).first()
    if bundle is not None:
        summonses.fetch_bundle(actor=world.actor("coordinator"), bundle=bundle, at=at(FETCHED_ON, "8:10"))


def _set(pool: ThreadPoolExecutor, session: ClassSession, profile: DocumentProfile) -> Future[bytes]:
    return pool.submit(bridge.sign_in_sheet, session, profile, bridge.session_members(session), bridge.connected_to(session))


def _sign_in_sheets(world: World, profile: DocumentProfile) -> None:
    folder = world.folder / "sign-in"
    folder.mkdir(parents=True, exist_ok=True)
    sessions = list(ClassSession.objects.held().filter(campaign=world.campaign).for_list().select_related("campaign"))
    world.say(f"In phiếu điểm danh của {len(sessions)} buổi", 0, 0)
    with ThreadPoolExecutor() as pool:  # rows are read here; only the setting runs beside
        sheets = {session: _set(pool, session, profile) for session in sessions}
    for session, sheet in sheets.items():
        (folder / f"{session.training_class.number:02d}-{localtime(session.starts_at):%m%d-%H%M}.pdf").write_bytes(sheet.result())
