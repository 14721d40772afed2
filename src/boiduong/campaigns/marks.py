"""What somebody had before their eyes when they began to change a row, so that two people do not undo each other's work unseen."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from boiduong.audit.trail import Refusal


class ChangedMeanwhile(Refusal):
    """The row is not what the page showed."""


class GoneMeanwhile(Refusal):
    """The row has been removed: by somebody else, or by the first of two clicks."""


class Known(Refusal):
    """The same is there already: entered before, or by the first of two clicks."""


def mark_of(said: Mapping[str, Any]) -> str:
    """A short name for these values; said: what a form shows of a row."""
    told = json.dumps({name: _plain(value) for name, value in said.items()}, sort_keys=True, default=str, ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def _plain(value: Any) -> Any:
    """Rows by their keys, lists in an order of their own: the same values are the same mark."""
    if isinstance(value, Model):
        return value.pk
    if isinstance(value, list | tuple | set):
        return sorted(str(_plain(one)) for one in value) if not all(isinstance(one, str) for one in value) else list(value)
    return value


def changes_in(before: Mapping[str, Any], said: Mapping[str, Any], *, seen: str) -> dict[str, Any]:
    """Of what is said now, that which differs from the row as it is: name -> value.

    seen: the mark of what the page showed; empty where no page was shown. The same said twice changes nothing, and is no clash either.
    Refuses: ChangedMeanwhile.
    """
    changed = {name: value for name, value in said.items() if _plain(before[name]) != _plain(value)}
    if changed and seen and seen != mark_of(before):
        raise ChangedMeanwhile(_("Somebody has changed this since you opened the page. Save once more to put what stands below in its place."))
    return changed
