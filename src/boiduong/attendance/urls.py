from django.urls import path

from boiduong.attendance import views

app_name = "attendance"
urlpatterns = [
    path("campaigns/<slug:code>/doors/", views.board, name="board"),
    path("campaigns/<slug:code>/doors/inbox/", views.inbox, name="inbox"),
    path("campaigns/<slug:code>/absentees/", views.absentees, name="absentees"),
    path("sessions/<slug:code>/doors/", views.session_detail, name="session_detail"),
    path("sessions/<slug:code>/doors/new/", views.device_invite, name="device_invite"),
    path("sessions/<slug:code>/doors/judge/", views.session_judge, name="session_judge"),
    path("devices/<slug:code>/queue/", views.device_queue, name="device_queue"),
    path("devices/<slug:code>/revoke/", views.device_revoke, name="device_revoke"),
    path("odd-cases/<slug:code>/settle/", views.case_settle, name="case_settle"),
    path("learners/<slug:code>/attendance/", views.learner, name="learner"),
    path("learners/<slug:code>/attendance/correct/", views.learner_correct, name="learner_correct"),
    path("learners/<slug:code>/attendance/excuse/", views.learner_excuse, name="learner_excuse"),
    path("door/", views.door_page, name="door_page"),
    path("door/assets.json", views.door_assets, name="door_assets"),
    path("door/secure/", views.door_secure, name="door_secure"),
    path("door/secure/office-ca.crt", views.door_authority, name="door_authority"),
    path("door/app.webmanifest", views.door_install, name="door_install"),
    path("sw.js", views.door_worker, name="door_worker"),
]
