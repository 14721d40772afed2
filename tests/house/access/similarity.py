from house.access import Row, Scene
from house.access.essays import FOR_ORGANISERS, a_campaign
from make import NOON, grading
from make import campaigns as make_campaigns
from make import people as make_people

from boiduong.campaigns.models import Membership
from boiduong.similarity.models import Match, ModelText, Scan


def a_match() -> Scene:
    campaign, unit = make_campaigns.campaign(), make_people.unit()
    essay = grading.essay(campaign, unit)
    model = ModelText.objects.create(campaign=campaign, title="Bài mẫu", text=essay.text)
    scan = Scan.objects.create(campaign=campaign, state=Scan.State.DONE, requested_at=NOON, done_at=NOON)
    match = Match.objects.create(scan=scan, submission=essay, model_text=model, passages=[[0, 20, 0, 20]], matched_syllables=5, longest_syllables=5)
    users = {
        "anonymous": None,
        "stranger": make_people.user(),
        "grader": grading.grader(campaign),
        "grader of the author's unit": make_campaigns.member(campaign, Membership.Role.GRADER, unit),
        "organiser": make_campaigns.organiser(campaign),
    }
    return Scene(args={"code": match.code}, users=users)


FOR_GRADERS = {"anonymous": 302, "stranger": 404, "grader": 200, "grader of the author's unit": 403, "organiser": 403}
ROWS = {
    "similarity:scan_list": Row(a_campaign, FOR_ORGANISERS | {"grader": 200}),
    "similarity:scan_new": Row(a_campaign, FOR_ORGANISERS | {"organiser": 409}, method="POST"),
    "similarity:model_list": Row(a_campaign, FOR_ORGANISERS),
    "similarity:match_detail": Row(a_match, FOR_GRADERS),
    "similarity:verdict_give": Row(a_match, FOR_GRADERS | {"grader": 302}, method="POST", data={"decision": "ASK"}),
}
