from django.urls import path

from boiduong.rosters import views

app_name = "rosters"
urlpatterns = [
    path("rosters/", views.own_call_list, name="own_call_list"),
    path("rosters/template/", views.template_file, name="template_file"),
    path("campaigns/<slug:code>/rosters/", views.call_list, name="call_list"),
    path("campaigns/<slug:code>/rosters/call/", views.call_new, name="call_new"),
    path("campaigns/<slug:code>/rosters/upload/", views.files_upload, name="files_upload"),
    path("campaigns/<slug:code>/rosters/confirm/", views.ready_confirm, name="ready_confirm"),
    path("campaigns/<slug:code>/rosters/reminders/", views.reminder_list, name="reminder_list"),
    path("campaigns/<slug:code>/rosters/links/", views.link_list, name="link_list"),
    path("rosters/calls/<slug:code>/link/", views.link_renew, name="link_renew"),
    path("rosters/calls/<slug:code>/link/end/", views.link_revoke, name="link_revoke"),
    path("r/<str:token>/", views.link_home, name="link_home"),
    path("r/<str:token>/mend/", views.link_row_mend, name="link_row_mend"),
    path("r/<str:token>/leave-out/", views.link_row_leave_out, name="link_row_leave_out"),
    path("r/<str:token>/marked/", views.link_marked, name="link_marked"),
    path("r/<str:token>/template/", views.link_template, name="link_template"),
    path("rosters/calls/<slug:code>/", views.call_detail, name="call_detail"),
    path("rosters/files/<slug:code>/", views.import_detail, name="import_detail"),
    path("rosters/files/<slug:code>/original/", views.import_file, name="import_file"),
    path("rosters/files/<slug:code>/marked/", views.import_marked, name="import_marked"),
    path("rosters/files/<slug:code>/unit/", views.import_assign, name="import_assign"),
    path("rosters/files/<slug:code>/divide/", views.import_divide, name="import_divide"),
    path("rosters/files/<slug:code>/confirm/", views.import_confirm, name="import_confirm"),
    path("rosters/files/<slug:code>/send-back/", views.import_send_back, name="import_send_back"),
    path("rosters/files/<slug:code>/undo/", views.import_undo, name="import_undo"),
    path("rosters/rows/<slug:code>/mend/", views.row_mend, name="row_mend"),
    path("rosters/rows/<slug:code>/leave-out/", views.row_leave_out, name="row_leave_out"),
    path("rosters/rows/<slug:code>/decide/", views.row_decide, name="row_decide"),
]
