import csv

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from boiduong.audit.trail import Actor, Refusal
from boiduong.campaigns.models import Campaign, Enrollment
from boiduong.essays import actions, permissions, queries
from boiduong.essays.forms import FileForm, PromptsForm, TextForm
from boiduong.web.guard import by_link, guard
from boiduong.web.http import Request, actor

LEARNER = Actor(None, via="link")


@require_GET
@guard(Campaign.objects.visible_to, may=permissions.count)
def submission_list(request: Request, campaign: Campaign) -> HttpResponse:
    shown = {"collected": queries.collected(campaign), "prompts": campaign.prompts.order_by("number")}
    shown |= {"may_organise": permissions.see_progress(request.user, campaign)}
    return render(request, "essays/submission_list.html", {"stage": "essays", "campaign": campaign, **shown})


@require_GET
@guard(Campaign.objects.visible_to, may=permissions.see_progress)
def missing_list(request: Request, campaign: Campaign) -> HttpResponse:
    unit = request.GET.get("unit", "")
    learners = [row for row in queries.missing_learners(campaign) if unit in {"", row.unit.code}]
    return render(request, "essays/missing_list.html", {"stage": "essays", "campaign": campaign, "learners": learners, "unit": unit})


@require_http_methods(["GET", "POST"])
@guard(Campaign.objects.visible_to, may=permissions.see_progress)
def prompts_edit(request: Request, campaign: Campaign) -> HttpResponse:
    known = "\n\n".join(campaign.prompts.order_by("number").values_list("text", flat=True))
    form = PromptsForm(request.POST or None, initial={"texts": known})
    if form.is_valid():
        try:
            actions.set_prompts(actor=actor(request), campaign=campaign, texts=form.prompts())
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The questions are set."))
            return redirect("essays:submission_list", campaign.code)
    shown = {"stage": "essays", "campaign": campaign, "form": form}
    return render(request, "essays/prompts_edit.html", shown, status=422 if form.errors else 200)


@require_POST
@guard(Campaign.objects.visible_to, may=permissions.see_progress)
def links_make(request: Request, campaign: Campaign) -> HttpResponse:
    """A list to hand to the units: each address is told once, here."""
    learners = queries.missing_learners(campaign)
    tokens = actions.make_links(actor=actor(request), campaign=campaign, enrollments=learners, at=now())
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")  # with the mark, Excel reads it as Unicode
    response.headers["Content-Disposition"] = f'attachment; filename="bai-thu-hoach-{campaign.code}.csv"'
    writer = csv.writer(response)
    writer.writerow([_("Unit"), _("Name"), _("Address")])
    for row in learners:
        address = request.build_absolute_uri(reverse("essays:essay_write", args=[tokens[row.pk]]))
        writer.writerow([row.unit.name, row.person.full_name, address])
    return response


@require_http_methods(["GET", "POST"])
@by_link(actions.enrollment_by_token)
def essay_write(request: HttpRequest, enrollment: Enrollment, token: str) -> HttpResponse:
    """A learner's own page: write and hand in, see what came in."""
    draft = getattr(enrollment, "draft", None)
    known = {"prompt": draft.prompt_id, "text": draft.text} if draft else {}
    form = TextForm(enrollment.campaign, request.POST or None, initial=known)
    if form.is_valid():
        try:
            actions.hand_in_text(actor=LEARNER, enrollment=enrollment, at=now(), **form.cleaned_data)
        except Refusal as refusal:
            form.add_error("text", str(refusal))
        else:
            return redirect("essays:essay_write", token)
    return _page(request, enrollment, token, form, FileForm(enrollment.campaign, initial=known))


@require_POST
@by_link(actions.enrollment_by_token)
def draft_save(request: HttpRequest, enrollment: Enrollment, token: str) -> HttpResponse:
    """Called every few seconds while somebody types; the answer says when it was saved."""
    form = TextForm(enrollment.campaign, request.POST)
    if not form.is_valid():
        return HttpResponse("", status=422)
    draft = actions.save_draft(enrollment=enrollment, at=now(), **form.cleaned_data)
    return render(request, "essays/essay_write.html#saved", {"draft": draft, "token": token})


@require_POST
@by_link(actions.enrollment_by_token)
def file_hand_in(request: HttpRequest, enrollment: Enrollment, token: str) -> HttpResponse:
    form = FileForm(enrollment.campaign, request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            actions.hand_in_file(
                actor=LEARNER,
                enrollment=enrollment,
                prompt=form.cleaned_data["prompt"],
                file_name=file.name,
                content=file.read(actions.LARGEST_FILE + 1),
                at=now(),
            )
        except Refusal as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("essays:essay_write", token)
    return _page(request, enrollment, token, TextForm(enrollment.campaign), form)


def _page(request: HttpRequest, enrollment: Enrollment, token: str, form: TextForm, file_form: FileForm) -> HttpResponse:
    shown = {
        "enrollment": enrollment,
        "token": token,
        "form": form,
        "file_form": file_form,
        "draft": getattr(enrollment, "draft", None),
        "submissions": enrollment.submissions.select_related("prompt").defer("content").order_by("-version"),
        "rules": enrollment.campaign.rules,
    }
    return render(request, "essays/essay_write.html", shown, status=422 if form.errors or file_form.errors else 200)
