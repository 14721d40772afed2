from django.urls import path

from boiduong.attendance import views

app_name = "attendance"
urlpatterns = [
    path("campaigns/<slug:code>/doors/", views.board, name="board"),
    path("campaigns/<slug:code>/doors/inbox/", views.inbox, name="inbox"),
    path("campaigns/<slug:code>/absentees/", views.absentees, name="absentees"),
    path("campaigns/<slug:code>/doors/rules/", views.rule_list, name="rule_list"),
    path("campaigns/<slug:code>/doors/rules/change/", views.rule_change, name="rule_change"),
    path("campaigns/<slug:code>/doors/pin/", views.pin_set, name="pin_set"),
    path("sessions/<slug:code>/doors/", views.session_detail, name="session_detail"),
    path("sessions/<slug:code>/doors/new/", views.device_invite, name="device_invite"),
    path("sessions/<slug:code>/doors/judge/", views.session_judge, name="session_judge"),
    path("devices/<slug:code>/queue/", views.device_queue, name="device_queue"),
    path("devices/<slug:code>/revoke/", views.device_revoke, name="device_revoke"),
    path("odd-cases/<slug:code>/settle/", views.case_settle, name="case_settle"),
    path("odd-cases/<slug:code>/match/", views.case_match, name="case_match"),
    path("odd-cases/<slug:code>/reopen/", views.case_reopen, name="case_reopen"),
    path("learners/<slug:code>/attendance/", views.learner, name="learner"),
    path("learners/<slug:code>/attendance/correct/", views.learner_correct, name="learner_correct"),
    path("learners/<slug:code>/attendance/excuse/", views.learner_excuse, name="learner_excuse"),
    path("learners/<slug:code>/attendance/excuse/decide/", views.learner_excuse_decide, name="learner_excuse_decide"),
    path("learners/<slug:code>/attendance/excuse/paper/", views.learner_paper, name="learner_paper"),
    path("door/", views.door_page, name="door_page"),
    path("door/assets.json", views.door_assets, name="door_assets"),
    path("door/secure/", views.door_secure, name="door_secure"),
    path("door/secure/office-ca.crt", views.door_authority, name="door_authority"),
    path("door/app.webmanifest", views.door_install, name="door_install"),
    path("sw.js", views.door_worker, name="door_worker"),
]
