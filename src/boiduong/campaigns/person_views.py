"""People, with what they did in campaigns: found, and looked at one by one. How they are edited stands in people."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from boiduong.accounts.models import User
from boiduong.campaigns import actions
from boiduong.campaigns.models import Enrollment, Membership
from boiduong.campaigns.queries import places_of
from boiduong.people import permissions
from boiduong.people.forms import SearchForm
from boiduong.people.history import history_of, spellings_of, stays_of
from boiduong.people.models import Merge, Person, PersonQuerySet, Unit
from boiduong.people.queries import people_found, unit_lines
from boiduong.web.guard import guard, signed_in
from boiduong.web.http import Request, actor

PAGE = 50


def _seen_by(user: User) -> PersonQuerySet:
    """The people of the units that a user answers for, and the learners of campaigns that they organise."""
    people = Person.objects.select_related("unit", "merged_into")
    if permissions.keep(user):
        return people
    organised = Membership.objects.filter(user=user, role=Membership.Role.ORGANISER).values("campaign")
    called = Enrollment.objects.filter(campaign__in=organised).values("person")
    return people.filter(Q(unit__in=Unit.objects.visible_to(user)) | Q(pk__in=called))


def _may_see(user: User, person: Person) -> bool:
    return _seen_by(user).filter(pk=person.pk).exists()


@require_GET
@signed_in
def person_list(request: Request) -> HttpResponse:
    form = SearchForm(request.GET)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    page = Paginator(people_found(_seen_by(request.user), words), PAGE).get_page(request.GET.get("page"))
    units = unit_lines(request.user, words)[:8] if words else []
    shown = {"page": page, "words": words, "units": units, "may_look_up": permissions.look_up_number(request.user)}
    return render(request, "people/person_list.html", shown)


@require_GET
@guard(_seen_by, may=_may_see)
def person_detail(request: Request, person: Person) -> HttpResponse:
    """Who that is, where they were, what they did in campaigns, and what was known of them before."""
    may_edit = permissions.read_person(request.user, person)
    shown = {
        "person": person,
        "may_edit": may_edit and person.merged_into_id is None,
        "may_read_number": may_edit,
        "may_keep": permissions.keep(request.user),
        "places": places_of(person, request.user, sees_all=may_edit),
    }
    if may_edit:
        merges = person.merges.filter(undone_at=None).select_related("merged__unit").order_by("-pk")
        shown |= {"history": history_of(person), "stays": stays_of(person), "merges": merges}
    return render(request, "campaigns/person_detail.html", shown | {"spellings": spellings_of(person)})


def _merges(user: User) -> QuerySet[Merge]:
    return Merge.objects.filter(kept__in=Person.objects.visible_to(user)).select_related("kept", "merged")


@require_POST
@guard(_merges, may=permissions.keep)
def merge_part(request: Request, merge: Merge) -> HttpResponse:
    """Undo a merge from the page of the person who was kept."""
    actions.part_learners(actor=actor(request), merge=merge, at=now())
    messages.success(request, _("Undone: they are two people again, as they were."))
    return redirect("campaigns:person_detail", merge.kept.code)
