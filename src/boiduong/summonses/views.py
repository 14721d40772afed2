import io
import zipfile
from pathlib import Path

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_POST

from boiduong.campaigns.models import Campaign, TrainingClass
from boiduong.engines.tokens import short_code
from boiduong.schedule.models import ClassSession
from boiduong.summonses import actions, bridge, permissions, queries, wording
from boiduong.summonses.forms import IssueForm, SearchForm
from boiduong.summonses.models import Bundle, Card
from boiduong.web.guard import by_link, guard, public, signed_in
from boiduong.web.http import Request, actor

BUILT = Path(settings.PACKAGE) / "static/build"
IN_APP = ("Zalo", "FBAN", "FBAV")  # browsers inside other programs: no downloads, no printing, and gone with the chat


@require_GET
@guard(Campaign.objects.visible_to, may=permissions.issue)
def bundle_list(request: Request, campaign: Campaign) -> HttpResponse:
    template = "summonses/bundle_list.html" + ("#progress" if request.htmx else "")
    shown = {"stage": "summonses", "campaign": campaign, "board": queries.board_of(campaign), "form": IssueForm(campaign=campaign)}
    return render(request, template, shown)


@require_POST
@guard(Campaign.objects.visible_to, may=permissions.issue)
def summons_issue(request: Request, campaign: Campaign) -> HttpResponse:
    form = IssueForm(request.POST, campaign=campaign)
    if not form.is_valid():
        messages.error(request, _("Say who issues the summonses: a body with its letters in a symbol and its signer."))
        return redirect("summonses:bundle_list", campaign.code)
    chosen = {"profile": form.cleaned_data["profile"], "kind": form.kind, "kind_code": form.cleaned_data["kind_code"]}
    issue = actions.issue_summonses(actor=actor(request), campaign=campaign, at=now(), **chosen)
    said = {"issued": issue.issued_count, "recalled": issue.recalled_count, "units": len(issue.bundles)}
    messages.success(request, _("%(issued)d summonses issued, %(recalled)d recalled; the bundles of %(units)d units are being set.") % said)
    return redirect("summonses:bundle_list", campaign.code)


@require_GET
@guard(Campaign.objects.visible_to, may=permissions.issue)
def summons_list(request: Request, campaign: Campaign) -> HttpResponse:
    form = SearchForm(request.GET)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    shown = {"stage": "summonses", "campaign": campaign, "words": words, "summonses": queries.summonses_like(campaign, words)}
    return render(request, "summonses/summons_list.html", shown)


@require_GET
@guard(Campaign.objects.visible_to, may=permissions.issue)
def paper_list(request: Request, campaign: Campaign) -> HttpResponse:
    shown = {"stage": "summonses", "campaign": campaign, "papers": queries.papers_of(campaign)}
    return render(request, "summonses/paper_list.html", shown)


@require_GET
@guard(Campaign.objects.visible_to, may=permissions.issue)
def bundle_archive(request: Request, campaign: Campaign) -> HttpResponse:  # noqa: ARG001  doors hand the request over
    """All bundles that are ready, one file a unit."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:  # PDF is pressed already
        for bundle in Bundle.objects.filter(campaign=campaign, state=Bundle.State.READY).select_related("unit"):
            archive.writestr(f"{file_name(bundle)}.pdf", bytes(bundle.pdf or b""))
    return attachment(file.getvalue(), f"giay-trieu-tap-{campaign.code}.zip", "application/zip")


@require_GET
@signed_in
def own_bundle_list(request: Request) -> HttpResponse:
    """For a coordinator: the bundles of the own units."""
    bundles = Bundle.objects.current().filter(unit__coordinators__user=request.user).for_list().select_related("unit", "campaign")
    return render(request, "summonses/own_bundle_list.html", {"bundles": bundles})


@require_GET
@guard(Bundle.objects.visible_to, may=permissions.fetch)
def bundle_detail(request: Request, bundle: Bundle) -> HttpResponse:
    summonses = queries.summonses_of(bundle)
    address = "" if settings.LAPTOP else settings.SITE_URL + request.path  # a laptop has no address that a school could open
    message = wording.message_of(
        bundle.campaign, unit=bundle.unit.name, learner_count=len(summonses), lines=queries.class_lines(summonses), address=address
    )
    return render(request, "summonses/bundle_detail.html", {"bundle": bundle, "summonses": summonses, "message": message})


@require_GET
@guard(Bundle.objects.visible_to, may=permissions.fetch)
def bundle_download(request: Request, bundle: Bundle) -> HttpResponse:
    if bundle.state != Bundle.State.READY:
        return redirect("summonses:bundle_detail", bundle.code)
    actions.fetch_bundle(actor=actor(request), bundle=bundle, at=now())
    return attachment(bytes(bundle.pdf or b""), f"{file_name(bundle)}.pdf")


@require_POST
@guard(Campaign.objects.visible_to, may=permissions.issue)
def bundle_renew(request: Request, campaign: Campaign) -> HttpResponse:
    actions.renew_bundles(actor=actor(request), campaign=campaign)
    return redirect("summonses:bundle_list", campaign.code)


@require_POST
@guard(Bundle.objects.visible_to, may=permissions.fetch)
def bundle_restart(request: Request, bundle: Bundle) -> HttpResponse:
    actions.restart_bundle(actor=actor(request), bundle=bundle)
    return redirect("summonses:bundle_detail", bundle.code)


@require_GET
@guard(Campaign.objects.visible_to, may=permissions.issue)
def timetable_download(request: Request, campaign: Campaign) -> HttpResponse:  # noqa: ARG001
    made = bridge.timetable_pdf(campaign, queries.profile_of(campaign), on=localdate())
    return attachment(made, f"thoi-khoa-bieu-{campaign.code}.pdf")


@require_GET
@guard(TrainingClass.objects.visible_to, may=permissions.print_class)
def class_list_download(request: Request, training_class: TrainingClass) -> HttpResponse:  # noqa: ARG001
    made = bridge.class_list_pdf(training_class, queries.profile_of(training_class.campaign), on=localdate())
    return attachment(made, f"danh-sach-{slugify(training_class.name)}.pdf")


@require_GET
@guard(TrainingClass.objects.visible_to, may=permissions.print_class)
def class_workbook_download(request: Request, training_class: TrainingClass) -> HttpResponse:  # noqa: ARG001
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return attachment(bridge.class_list_xlsx(training_class), f"danh-sach-{slugify(training_class.name)}.xlsx", kind)


@require_GET
@guard(TrainingClass.objects.visible_to, may=permissions.print_class)
def class_cards_download(request: Request, training_class: TrainingClass) -> HttpResponse:
    made = bridge.class_cards_pdf(training_class, on=localdate())
    if not made:
        messages.warning(request, _("Nobody in this class has a card yet; the summonses make them."))
        return redirect("summonses:paper_list", training_class.campaign.code)
    return attachment(made, f"the-hoc-vien-{slugify(training_class.name)}.pdf")


@require_GET
@guard(TrainingClass.objects.visible_to, may=permissions.print_class)
def seat_map_download(request: Request, training_class: TrainingClass) -> HttpResponse:
    made = bridge.seat_map_pdf(training_class, queries.profile_of(training_class.campaign), on=localdate())
    if not made:
        messages.warning(request, _("Nobody in this class has a seat yet; publish the class lists first."))
        return redirect("summonses:paper_list", training_class.campaign.code)
    return attachment(made, f"so-do-cho-ngoi-{slugify(training_class.name)}.pdf")


@require_GET
@guard(ClassSession.objects.visible_to, may=permissions.print_session)
def sign_in_download(request: Request, session: ClassSession) -> HttpResponse:  # noqa: ARG001
    made = bridge.sign_in_pdf(session, queries.profile_of(session.campaign))
    return attachment(made, f"diem-danh-{slugify(session.training_class.name)}-{session.code}.pdf")


@require_GET
@by_link(Card.objects.by_token)
def card_page(request: HttpRequest, card: Card, token: str) -> HttpResponse:
    """For the learner's phone: class, days, seat and the code. Whoever holds the address holds the card."""
    where = bridge.wheres_of(card.enrollment.campaign).of(card.enrollment.training_class_id or 0, card.enrollment.unit_id)
    makeups = card.enrollment.makeup_places.select_related("class_session__topic", "class_session__venue").order_by("class_session__starts_at")
    letters = short_code(card.code_hash)
    shown = {
        "card": card,
        "token": token,
        "where": where,
        "makeups": makeups,
        "qr": bridge.card_svg(card, _("QR code of the card")),
        "letters": f"{letters[:4]} {letters[4:]}",
        "address": request.build_absolute_uri(),
        "is_in_app": any(name in request.headers.get("User-Agent", "") for name in IN_APP),
    }
    return render(request, "summonses/card_page.html", shown)


@require_GET
@by_link(Card.objects.by_token)
def card_picture(request: HttpRequest, card: Card, token: str) -> HttpResponse:  # noqa: ARG001
    """The card for the phone's album."""
    png = bridge.card_png(card)
    if not png:
        raise Http404
    return HttpResponse(png, content_type="image/png", headers={"Content-Disposition": 'inline; filename="the-hoc-vien.png"'})


@require_GET
@public
@cache_control(no_cache=True)
def card_worker(request: HttpRequest) -> FileResponse:  # noqa: ARG001
    """Beside the cards: a service worker rules only what lies under its own address."""
    return FileResponse((BUILT / "card-worker.js").open("rb"), content_type="text/javascript")


def attachment(content: bytes, name: str, kind: str = "application/pdf") -> HttpResponse:
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def file_name(bundle: Bundle) -> str:
    """Readable where a browser or a zip tool knows no Vietnamese letters: giay-trieu-tap-truong-tieu-hoc-hoa-sen-4f2a."""
    words = slugify(bundle.unit.name.replace("đ", "d").replace("Đ", "D"))
    return f"giay-trieu-tap-{words}-{bundle.code[:4]}"
