from django.urls import path

from boiduong.similarity import views

app_name = "similarity"
urlpatterns = [
    path("campaigns/<slug:code>/similarity/", views.scan_list, name="scan_list"),
    path("campaigns/<slug:code>/similarity/compare/", views.scan_new, name="scan_new"),
    path("campaigns/<slug:code>/similarity/model-texts/", views.model_list, name="model_list"),
    path("matches/<slug:code>/", views.match_detail, name="match_detail"),
    path("matches/<slug:code>/verdict/", views.verdict_give, name="verdict_give"),
]
