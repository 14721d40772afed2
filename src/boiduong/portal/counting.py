"""Which openings of an article are views. One a reader, article and day: a cookie of that day remembers, nothing else is kept."""

import re
from datetime import datetime, time, timedelta

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.timezone import localtime

COOKIE = "viewed"
MOST_REMEMBERED = 200  # articles; a cookie holds about 4,000 letters
MACHINES = re.compile(r"bot\b|crawl|spider|slurp|preview|facebookexternalhit|monitor", re.IGNORECASE)


def is_view(request: HttpRequest, article_id: int) -> bool:
    """Whether this opening counts: a page that was asked for by a reader, not by a machine, and not for the second time today."""
    if request.method != "GET" or "prefetch" in request.headers.get("Sec-Purpose", ""):
        return False
    return not MACHINES.search(request.headers.get("User-Agent", "")) and article_id not in remembered(request)


def remembered(request: HttpRequest) -> list[int]:
    """The articles this reader has opened today, oldest first. Whatever else the cookie says is not believed."""
    return [int(part) for part in request.COOKIES.get(COOKIE, "").split(".") if part.isdecimal() and len(part) < 12]


def remember(request: HttpRequest, response: HttpResponseBase, article_id: int, at: datetime) -> None:
    """Add the article to the reader's cookie, which ends with the local day."""
    ids = [*remembered(request), article_id][-MOST_REMEMBERED:]
    here = localtime(at)
    midnight = datetime.combine(here.date() + timedelta(days=1), time(), tzinfo=here.tzinfo)
    response.set_cookie(
        COOKIE,
        ".".join(map(str, ids)),
        max_age=max(1, int((midnight - here).total_seconds())),
        secure=not settings.LAPTOP,
        httponly=True,
        samesite="Lax",
    )
