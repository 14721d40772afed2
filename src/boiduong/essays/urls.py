from django.urls import path

from boiduong.essays import views

app_name = "essays"
urlpatterns = [
    path("campaigns/<slug:code>/essays/", views.submission_list, name="submission_list"),
    path("campaigns/<slug:code>/essays/missing/", views.missing_list, name="missing_list"),
    path("campaigns/<slug:code>/essays/questions/", views.prompts_edit, name="prompts_edit"),
    path("campaigns/<slug:code>/essays/links/", views.links_make, name="links_make"),
    path("essay/<str:token>/", views.essay_write, name="essay_write"),
    path("essay/<str:token>/draft/", views.draft_save, name="draft_save"),
    path("essay/<str:token>/file/", views.file_hand_in, name="file_hand_in"),
]
