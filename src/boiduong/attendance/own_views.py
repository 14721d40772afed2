"""What whoever answers for a unit sees of its people at the doors, and where their papers are handed in."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from boiduong.attendance import unit_lines
from boiduong.web.guard import signed_in
from boiduong.web.http import Request


@require_GET
@signed_in
def own_attendance_list(request: Request) -> HttpResponse:
    return render(request, "attendance/own_attendance_list.html", {"groups": unit_lines.lines_of(request.user)})
