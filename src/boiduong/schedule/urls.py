from django.urls import path

from boiduong.schedule import views

app_name = "schedule"
urlpatterns = [
    path("campaigns/<slug:code>/schedule/", views.timetable, name="timetable"),
    path("sessions/<slug:code>/change/", views.session_change, name="session_change"),
]
