from django.urls import path

from boiduong.schedule import views

app_name = "schedule"
urlpatterns = [
    path("campaigns/<slug:code>/schedule/", views.timetable, name="timetable"),
    path("campaigns/<slug:code>/preparation/", views.preparation, name="preparation"),
    path("campaigns/<slug:code>/halls/new/", views.venue_new, name="venue_new"),
    path("campaigns/<slug:code>/speakers/new/", views.speaker_new, name="speaker_new"),
    path("campaigns/<slug:code>/guests/new/", views.guest_new, name="guest_new"),
    path("sessions/<slug:code>/change/", views.session_change, name="session_change"),
]
