from django.urls import path

from boiduong.reports import views

app_name = "reports"
urlpatterns = [path("campaigns/<slug:code>/", views.dashboard, name="dashboard")]
