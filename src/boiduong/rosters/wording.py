"""Messages to paste into Zalo, a text message or an e-mail."""

from urllib.parse import quote

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from boiduong.rosters.models import RosterCall


def reminder(call: RosterCall) -> str:
    """What a unit is told that has still to send its roster, or to send it again."""
    said = {"unit": call.unit.name, "campaign": call.campaign.title, "day": date_format(call.due_on, "d/m/Y"), "note": call.sent_back_note}
    if call.state == RosterCall.State.SENT_BACK:
        return _("Dear %(unit)s, the roster for “%(campaign)s” was sent back to be corrected: %(note)s. Please send it again by %(day)s.") % said
    return _("Dear %(unit)s, the roster for “%(campaign)s” has not arrived yet. Please send it by %(day)s; the Excel file as it is will do.") % said


def invitation(call: RosterCall, address: str) -> str:
    """What a unit is told together with its own address."""
    said = {"unit": call.unit.name, "campaign": call.campaign.title, "day": date_format(call.due_on, "d/m/Y"), "address": address}
    return _("Dear %(unit)s, please send the roster for “%(campaign)s” by %(day)s here: %(address)s. The address is yours alone.") % said


def mail_to(call: RosterCall, text: str) -> str:
    """The address that opens the clerk's own mail program with this text, or nothing where no e-mail address of the unit is known."""
    subject = _("Roster for %(campaign)s") % {"campaign": call.campaign.title}
    return f"mailto:{quote(call.unit.email)}?subject={quote(subject)}&body={quote(text)}" if call.unit.email else ""
