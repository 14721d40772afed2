from django.urls import path

from boiduong.campaigns import views

app_name = "campaigns"
urlpatterns = [
    path("campaigns/", views.campaign_list, name="campaign_list"),
    path("campaigns/<slug:code>/plan/", views.campaign_plan, name="campaign_plan"),
    path("campaigns/<slug:code>/jobs/", views.job_list, name="job_list"),
]
