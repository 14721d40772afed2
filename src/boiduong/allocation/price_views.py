from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import HttpResponseClientRefresh

from boiduong.allocation import permissions, price_queries, pricing
from boiduong.allocation.forms import PriceForm
from boiduong.allocation.models import Run
from boiduong.web.guard import guard
from boiduong.web.http import Request, actor

RUNS = Run.objects.select_related("campaign__rules")


@require_GET
@guard(RUNS.visible_to, may=permissions.read)
def run_prices(request: Request, run: Run) -> HttpResponse:
    """How much better each aim would be if so many people changed class."""
    view = price_queries.price_view(run)
    if request.htmx and not view.is_at_work:
        return HttpResponseClientRefresh()
    template = "allocation/run_prices.html" + ("#working" if request.htmx else "")
    return render(request, template, {"stage": "allocation", "campaign": run.campaign, "run": run, "view": view})


@require_POST
@guard(RUNS.visible_to, may=permissions.publish)
def run_prices_ask(request: Request, run: Run) -> HttpResponse:
    pricing.ask_prices(actor=actor(request), run=run, at=now())
    return redirect("allocation:run_prices", run.code)


@require_POST
@guard(RUNS.visible_to, may=permissions.publish)
def run_prices_take(request: Request, run: Run) -> HttpResponse:
    form = PriceForm(request.POST)
    if not form.is_valid():
        return redirect("allocation:run_prices", run.code)
    draft = pricing.take_price(actor=actor(request), run=run, allowed=form.cleaned_data["allowed"], at=now())
    messages.success(
        request, _("The moves are made in version %(version)d. Nothing changes for anybody until it is published.") % {"version": draft.version}
    )
    return redirect("allocation:run_difference", draft.code)
