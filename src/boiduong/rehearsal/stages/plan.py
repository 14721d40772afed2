"""The plan: bodies of the district, schools, users in their roles, the campaign with its topics, documents and rules."""

from boiduong.accounts.models import User
from boiduong.audit.trail import Actor
from boiduong.campaigns import actions as campaigns
from boiduong.campaigns.models import Membership
from boiduong.documents import actions as documents
from boiduong.documents.models import ReferenceDocument
from boiduong.people import actions as people
from boiduong.people.actions import NewUnit
from boiduong.people.models import Unit
from boiduong.rehearsal import papers
from boiduong.rehearsal.scenario import ENDS_ON, STARTS_ON, at
from boiduong.rehearsal.world import World

MACHINE = Actor(None, via="rehearsal")
GRADERS = 8
CODE = "boi-duong-chinh-tri-he-2019"


def play(world: World) -> None:
    world.say("Lập kế hoạch: đơn vị, đợt bồi dưỡng, chuyên đề", 0, 0)
    bodies = _bodies()
    _schools(world, bodies)
    _users(world)
    _campaign(world, bodies)


def _bodies() -> dict[str, Unit]:
    committee = people.add_units(actor=MACHINE, parent=None, units=[NewUnit("Quận ủy", Unit.Kind.PARTY_COMMITTEE, code="quan-uy")])[0]
    district = people.add_units(actor=MACHINE, parent=None, units=[NewUnit("Ủy ban nhân dân quận", Unit.Kind.GOVERNMENT, code="ubnd-quan")])[0]
    province = people.add_units(actor=MACHINE, parent=None, units=[NewUnit("Sở Giáo dục và Đào tạo", Unit.Kind.EDUCATION_OFFICE, code="so-gddt")])[0]
    board, centre = people.add_units(
        actor=MACHINE,
        parent=committee,
        units=[
            NewUnit("Ban Tuyên giáo Quận ủy", Unit.Kind.PARTY_BOARD, code="ban-tuyen-giao"),
            NewUnit("Trung tâm Bồi dưỡng chính trị quận", Unit.Kind.POLITICAL_CENTRE, code="ttbdct"),
        ],
    )
    office = people.add_units(
        actor=MACHINE, parent=district, units=[NewUnit("Phòng Giáo dục và Đào tạo quận", Unit.Kind.EDUCATION_OFFICE, code="phong-gddt")]
    )[0]
    return {"district": district, "province": province, "board": board, "centre": centre, "office": office}


def _schools(world: World, bodies: dict[str, Unit]) -> None:
    for parent, of_district in ((bodies["office"], True), (bodies["province"], False)):
        schools = [school for school in world.cast.schools if school.is_of_district == of_district]
        units = [
            NewUnit(school.name, Unit.Kind.SCHOOL, level=school.level, ownership=school.ownership, staff_count=school.staff_count)
            for school in schools
        ]
        made = people.add_units(actor=MACHINE, parent=parent, units=units)
        world.units |= {school.number: unit for school, unit in zip(schools, made, strict=True)}


def _users(world: World) -> None:
    """Nobody has a password: a rehearsal prints links that sign in once."""
    names = {"organiser": "Ban tổ chức", "operator": "Người trực cửa", "editor": "Biên tập viên", "coordinator": "Đầu mối đơn vị"}
    names |= {f"grader{n}": f"Người chấm {n}" for n in range(1, GRADERS + 1)}
    world.users = {who: User.objects.create_user(f"dien-tap-{who}", first_name=name) for who, name in names.items()}
    people.entrust_register(actor=MACHINE, user=world.users["organiser"])
    people.name_coordinator(actor=MACHINE, unit=world.units[0], user=world.users["coordinator"])


def _campaign(world: World, bodies: dict[str, Unit]) -> None:
    actor = world.actor()
    written = {paper.symbol: _registered(actor, paper) for paper in (*papers.TOPIC_PAPERS, papers.ESSAY_PAPER)}
    world.campaign = campaigns.plan_campaign(
        actor=actor,
        code=CODE,
        title="Bồi dưỡng chính trị hè năm 2019",
        lead_unit=bodies["board"],
        starts_on=STARTS_ON,
        ends_on=ENDS_ON,
        essay_document=written[papers.ESSAY_PAPER.symbol],
        essay_due_at=at(papers.ESSAY_DUE_ON, "17:00"),
    )
    for partner in (bodies["centre"], bodies["office"]):
        campaigns.add_partner(actor=actor, campaign=world.campaign, unit=partner)
    campaigns.add_partner(actor=actor, campaign=world.campaign, group_name="các trường THPT, dạy nghề trên địa bàn quận")
    for paper in papers.TOPIC_PAPERS:
        campaigns.add_topic(
            actor=actor, campaign=world.campaign, title=paper.topic, document=written[paper.symbol], key_points=list(paper.key_points)
        )
    for who, role in (("organiser", "ORGANISER"), ("operator", "OPERATOR"), ("editor", "EDITOR")):
        campaigns.grant_membership(actor=actor, campaign=world.campaign, user=world.users[who], role=Membership.Role(role))
    for n in range(1, GRADERS + 1):
        own = world.units[(n - 1) * len(world.units) // GRADERS]  # each grader is of some school, whose essays they never get
        campaigns.grant_membership(actor=actor, campaign=world.campaign, user=world.users[f"grader{n}"], role=Membership.Role.GRADER, unit=own)


def _registered(actor: Actor, paper: papers.Paper) -> ReferenceDocument:
    return documents.register_reference(
        actor=actor,
        kind=paper.kind,
        symbol=paper.symbol,
        issued_on=paper.issued_on,
        issuer=paper.issuer,
        subject=paper.subject,
        full_text="\n".join(paper.key_points),
    )
