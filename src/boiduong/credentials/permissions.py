from boiduong.accounts.models import User
from boiduong.campaigns import permissions as campaigns
from boiduong.credentials.models import Certificate, CertificateFile


def read_certificate(user: User, certificate: Certificate) -> bool:
    """Organisers, and the coordinators of the learner's unit."""
    return campaigns.read_enrollment(user, certificate.enrollment)


def revoke_certificate(user: User, certificate: Certificate) -> bool:
    return campaigns.organise(user, certificate.campaign)


def read_file(user: User, file: CertificateFile) -> bool:
    return campaigns.organise(user, file.batch.campaign) or file.unit.coordinators.filter(user=user).exists()
