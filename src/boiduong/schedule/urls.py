from django.urls import path

from boiduong.schedule import calendar_views, change_views, place_views, session_views, views
from boiduong.schedule import planning_views as planning

app_name = "schedule"
urlpatterns = [
    path("campaigns/<slug:code>/schedule/", views.timetable, name="timetable"),
    path("campaigns/<slug:code>/schedule/edit/", session_views.timetable_edit, name="timetable_edit"),
    path("sessions/<slug:code>/places/", session_views.session_places, name="session_places"),
    path("sessions/<slug:code>/move/", session_views.session_move, name="session_move"),
    path("sessions/<slug:code>/postpone/", change_views.session_postpone, name="session_postpone"),
    path("sessions/<slug:code>/speaker/", change_views.session_speaker, name="session_speaker"),
    path("speakers/<slug:code>/replace/", change_views.speaker_replace, name="speaker_replace"),
    path("campaigns/<slug:code>/schedule/changes/", change_views.change_list, name="change_list"),
    path("campaigns/<slug:code>/schedule/calendars/", calendar_views.calendar_list, name="calendar_list"),
    path("calendars/<str:token>.ics", calendar_views.calendar_feed, name="calendar_feed"),
    path("campaigns/<slug:code>/schedule/places/", place_views.place_list, name="place_list"),
    path("classes/<slug:code>/places/new/", place_views.place_new, name="place_new"),
    path("connected-places/<slug:code>/edit/", place_views.place_edit, name="place_edit"),
    path("connected-places/<slug:code>/remove/", place_views.place_remove, name="place_remove"),
    path("session-changes/<slug:code>/", change_views.change_detail, name="change_detail"),
    path("session-changes/<slug:code>/undo/", session_views.change_undo, name="change_undo"),
    path("sessions/<slug:code>/change/", views.session_change, name="session_change"),
    path("campaigns/<slug:code>/preparation/", planning.preparation, name="preparation"),
    path("campaigns/<slug:code>/days/", planning.days_edit, name="days_edit"),
    path("campaigns/<slug:code>/halls/new/", planning.venue_new, name="venue_new"),
    path("campaigns/<slug:code>/halls/edit/", planning.venue_edit, name="venue_edit"),
    path("campaigns/<slug:code>/halls/remove/", planning.venue_remove, name="venue_remove"),
    path("campaigns/<slug:code>/speakers/new/", planning.speaker_new, name="speaker_new"),
    path("campaigns/<slug:code>/speakers/remove/", planning.speaker_remove, name="speaker_remove"),
    path("speakers/<slug:code>/edit/", planning.speaker_edit, name="speaker_edit"),
    path("speakers/<slug:code>/answer/", planning.speaker_answer, name="speaker_answer"),
    path("campaigns/<slug:code>/guests/new/", planning.guest_new, name="guest_new"),
    path("campaigns/<slug:code>/guests/remove/", planning.guest_remove, name="guest_remove"),
    path("guests/<int:code>/edit/", planning.guest_edit, name="guest_edit"),
    path("guests/<int:code>/move/", planning.guest_move, name="guest_move"),
]
