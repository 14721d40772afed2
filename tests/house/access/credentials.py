from house.access import Row, Scene
from house.access.campaigns import a_campaign, nothing
from make import campaigns as make_campaigns
from make import credentials
from make import people as make_people

from boiduong.campaigns.models import Enrollment, Membership
from boiduong.credentials.models import CertificateFile


def around(enrollment: Enrollment, code: str) -> Scene:
    """A thing of this learner, and everybody who may come for it."""
    campaign = enrollment.campaign
    users = {
        "anonymous": None,
        "stranger": make_people.user(),
        "elsewhere": make_campaigns.organiser(make_campaigns.campaign()),
        "grader": make_campaigns.member(campaign, Membership.Role.GRADER),
        "coordinator of another unit": make_people.coordinator(make_people.unit()),
        "coordinator": make_people.coordinator(enrollment.unit),
        "organiser": make_campaigns.organiser(campaign),
    }
    return Scene({"code": code}, users)


def a_certificate() -> Scene:
    certificate = credentials.certificate(make_campaigns.enrollment(make_campaigns.campaign()))
    return around(certificate.enrollment, certificate.code)


def a_file() -> Scene:
    certificate = credentials.certificate(make_campaigns.enrollment(make_campaigns.campaign()))
    unit = certificate.enrollment.unit
    file = CertificateFile.objects.create(batch=certificate.batch, unit=unit, pdf=b"%PDF", certificate_count=1)
    return around(certificate.enrollment, file.code)


def a_unit() -> Scene:
    certificate = credentials.certificate(make_campaigns.enrollment(make_campaigns.campaign()))
    scene = around(certificate.enrollment, certificate.enrollment.unit.code)
    return Scene(scene.args, {**scene.users, "keeper": make_people.keeper()})


def a_checked_certificate() -> Scene:
    scene = a_certificate()
    return Scene(scene.args, {"anonymous": None, "stranger": scene.users["stranger"]})


NOT_MEMBERS = {"anonymous": 302, "stranger": 404, "elsewhere": 404}
ONLY_ORGANISERS = NOT_MEMBERS | {"grader": 403}
OUTSIDE = NOT_MEMBERS | {"grader": 404, "coordinator of another unit": 404}
ROWS = {
    "credentials:result_list": Row(a_campaign, ONLY_ORGANISERS | {"organiser": 200}),
    "credentials:completions_decide": Row(a_campaign, ONLY_ORGANISERS | {"organiser": 409}, method="POST"),
    "credentials:certificates_issue": Row(a_campaign, ONLY_ORGANISERS | {"organiser": 200}),
    "credentials:certificate_list": Row(a_campaign, ONLY_ORGANISERS | {"organiser": 200}),
    "credentials:certificate_detail": Row(a_certificate, OUTSIDE | {"coordinator": 200, "organiser": 200}),
    "credentials:certificate_pdf": Row(a_certificate, OUTSIDE | {"coordinator": 200, "organiser": 200}),
    "credentials:certificate_revoke": Row(a_certificate, OUTSIDE | {"coordinator": 403, "organiser": 409}, method="POST"),
    "credentials:file_download": Row(a_file, OUTSIDE | {"coordinator": 200, "organiser": 200}),
    "credentials:unit_certificates": Row(a_unit, OUTSIDE | {"organiser": 404, "coordinator": 200, "keeper": 200}),
    "credentials:verify_form": Row(nothing, {"anonymous": 200, "stranger": 200}),
    "credentials:verify": Row(a_checked_certificate, {"anonymous": 200, "stranger": 200}),
}
