from django.urls import path

from boiduong.attendance import absence_views, own_views, sheet_views, views

app_name = "attendance"
urlpatterns = [
    path("campaigns/<slug:code>/doors/", views.board, name="board"),
    path("campaigns/<slug:code>/doors/inbox/", views.inbox, name="inbox"),
    path("campaigns/<slug:code>/doors/inbox/settle/", views.cases_settle, name="cases_settle"),
    path("campaigns/<slug:code>/absentees/", absence_views.absentees, name="absentees"),
    path("campaigns/<slug:code>/absentees/letter/", absence_views.absence_letter, name="absence_letter"),
    path("campaigns/<slug:code>/absentees/makeup/", absence_views.makeup_plan, name="makeup_plan"),
    path("campaigns/<slug:code>/excuses/", absence_views.excuse_list, name="excuse_list"),
    path("campaigns/<slug:code>/excuses/decide/", absence_views.excuse_decide, name="excuse_decide"),
    path("campaigns/<slug:code>/doors/rules/", views.rule_list, name="rule_list"),
    path("campaigns/<slug:code>/doors/rules/change/", views.rule_change, name="rule_change"),
    path("sessions/<slug:code>/doors/", views.session_detail, name="session_detail"),
    path("sessions/<slug:code>/doors/judge/", views.session_judge, name="session_judge"),
    path("sessions/<slug:code>/sheet/", sheet_views.sheet, name="sheet"),
    path("sessions/<slug:code>/sheet/pages/", sheet_views.sheet_keep, name="sheet_keep"),
    path("sessions/<slug:code>/sheet/mark/", sheet_views.sheet_mark, name="sheet_mark"),
    path("sessions/<slug:code>/sheet/unmark/", sheet_views.sheet_unmark, name="sheet_unmark"),
    path("signed-sheets/<slug:code>/", sheet_views.sheet_page, name="sheet_page"),
    path("signed-sheets/<slug:code>/withdraw/", sheet_views.sheet_withdraw, name="sheet_withdraw"),
    path("signed-sheets/<slug:code>/restore/", sheet_views.sheet_restore, name="sheet_restore"),
    path("devices/<slug:code>/queue/", views.device_queue, name="device_queue"),
    path("odd-cases/<slug:code>/settle/", views.case_settle, name="case_settle"),
    path("odd-cases/<slug:code>/match/", views.case_match, name="case_match"),
    path("odd-cases/<slug:code>/admit/", views.case_admit, name="case_admit"),
    path("odd-cases/<slug:code>/reopen/", views.case_reopen, name="case_reopen"),
    path("attendance/", own_views.own_attendance_list, name="own_attendance_list"),
    path("learners/<slug:code>/attendance/", views.learner, name="learner"),
    path("learners/<slug:code>/attendance/correct/", views.learner_correct, name="learner_correct"),
    path("learners/<slug:code>/attendance/excuse/", views.learner_excuse, name="learner_excuse"),
    path("learners/<slug:code>/attendance/excuse/decide/", views.learner_excuse_decide, name="learner_excuse_decide"),
    path("learners/<slug:code>/attendance/excuse/paper/", views.learner_paper, name="learner_paper"),
]
