from django.urls import path

from boiduong.allocation import views

app_name = "allocation"
urlpatterns = [
    path("campaigns/<slug:code>/runs/", views.run_list, name="run_list"),
    path("campaigns/<slug:code>/runs/new/", views.run_new, name="run_new"),
    path("runs/<slug:code>/", views.run_detail, name="run_detail"),
    path("runs/<slug:code>/publish/", views.run_publish, name="run_publish"),
    path("classes/<slug:code>/", views.class_detail, name="class_detail"),
]
