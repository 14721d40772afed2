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
    path("rosters/calls/<slug:code>/", views.call_detail, name="call_detail"),
    path("rosters/files/<slug:code>/", views.import_detail, name="import_detail"),
    path("rosters/files/<slug:code>/original/", views.import_file, name="import_file"),
    path("rosters/files/<slug:code>/unit/", views.import_assign, name="import_assign"),
    path("rosters/files/<slug:code>/confirm/", views.import_confirm, name="import_confirm"),
    path("rosters/files/<slug:code>/send-back/", views.import_send_back, name="import_send_back"),
    path("rosters/files/<slug:code>/undo/", views.import_undo, name="import_undo"),
    path("rosters/rows/<slug:code>/mend/", views.row_mend, name="row_mend"),
    path("rosters/rows/<slug:code>/leave-out/", views.row_leave_out, name="row_leave_out"),
    path("rosters/rows/<slug:code>/decide/", views.row_decide, name="row_decide"),
]
