from django.urls import path

from boiduong.grading import views

app_name = "grading"
urlpatterns = [
    path("campaigns/<slug:code>/grading/", views.pile_list, name="pile_list"),
    path("campaigns/<slug:code>/grading/mine/", views.pile_mine, name="pile_mine"),
    path("campaigns/<slug:code>/grading/rubric/", views.rubric_edit, name="rubric_edit"),
    path("campaigns/<slug:code>/grading/share-out/", views.essays_share, name="essays_share"),
    path("campaigns/<slug:code>/grading/release/", views.grades_release, name="grades_release"),
    path("grading/<slug:code>/", views.share_grade, name="share_grade"),
]
