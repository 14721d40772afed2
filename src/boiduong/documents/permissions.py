from boiduong.accounts.models import User
from boiduong.documents.models import ReferenceDocument
from boiduong.people import permissions as people


def read(user: User, document: ReferenceDocument) -> bool:  # noqa: ARG001  official documents are public; the door has asked for a login
    return user.is_authenticated


def keep(user: User, row: object = None) -> bool:
    """Enter and correct official documents, and say how a body writes its papers: those who keep the office's register."""
    return people.keep(user, row)
