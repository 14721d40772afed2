"""One person: found by number, put beside another, a change taken back. The page itself stands in campaigns."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from boiduong.people import editing, permissions
from boiduong.people.forms import NumberForm, SearchForm
from boiduong.people.models import Person, PersonChange
from boiduong.people.queries import changes_kept_by, people_found
from boiduong.web.guard import guard, signed_in
from boiduong.web.http import Request, actor

PAGE = 20


@require_http_methods(["GET", "POST"])
@signed_in
def person_by_number(request: Request) -> HttpResponse:
    if not permissions.look_up_number(request.user):
        raise PermissionDenied
    form = NumberForm(request.POST or None)
    if not form.is_valid():
        return render(request, "people/person_by_number.html", {"form": form}, status=422 if form.is_bound else 200)
    among = Person.objects.visible_to(request.user)
    person = editing.find_by_number(actor=actor(request), among=among, national_id=form.cleaned_data["national_id"])
    if person is None:
        form.add_error(None, _("Nobody among the people you answer for is known by this number."))
        return render(request, "people/person_by_number.html", {"form": form}, status=422)
    return redirect("campaigns:person_detail", person.code)


@require_GET
@guard(Person.objects.visible_to, may=permissions.keep)
def person_beside(request: Request, person: Person) -> HttpResponse:
    """Choose the row that may be the same person: found by name, unit or phone; at first everybody of this name."""
    form = SearchForm(request.GET)
    words = form.cleaned_data["q"] if form.is_valid() and "q" in request.GET else person.full_name
    others = people_found(Person.objects.visible_to(request.user), words).exclude(pk=person.pk)
    page = Paginator(others, PAGE).get_page(request.GET.get("page"))
    return render(request, "people/person_beside.html", {"person": person, "words": words, "page": page})


@require_POST
@guard(Person.objects.visible_to, may=permissions.keep)
def pair_put(request: Request, person: Person) -> HttpResponse:
    other = Person.objects.visible_to(request.user).filter(code=request.POST.get("other", "")).first()
    if other is None:
        raise Http404
    pair = editing.put_side_by_side(actor=actor(request), first=person, second=other)
    return redirect("campaigns:pair_decide", pair.code)


@require_POST
@guard(changes_kept_by, may=permissions.take_back)
def change_undo(request: Request, change: PersonChange) -> HttpResponse:
    editing.take_back_change(actor=actor(request), change=change)
    messages.success(request, _("Undone: what was known before stands again."))
    return redirect("campaigns:person_detail", change.person.code)
