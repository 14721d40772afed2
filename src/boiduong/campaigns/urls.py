from django.urls import path

from boiduong.campaigns import person_views, views

app_name = "campaigns"
urlpatterns = [
    path("people/", person_views.person_list, name="person_list"),
    path("people/<slug:code>/", person_views.person_detail, name="person_detail"),
    path("people/doubles/<slug:code>/", views.pair_decide, name="pair_decide"),
    path("people/doubles/<slug:code>/part/", views.pair_part, name="pair_part"),
    path("people/merges/<slug:code>/part/", person_views.merge_part, name="merge_part"),
    path("campaigns/", views.campaign_list, name="campaign_list"),
    path("campaigns/new/", views.campaign_new, name="campaign_new"),
    path("campaigns/<slug:code>/partners/new/", views.partner_new, name="partner_new"),
    path("campaigns/<slug:code>/topics/new/", views.topic_new, name="topic_new"),
    path("campaigns/<slug:code>/members/new/", views.member_new, name="member_new"),
    path("campaigns/<slug:code>/plan/", views.campaign_plan, name="campaign_plan"),
    path("campaigns/<slug:code>/jobs/", views.job_list, name="job_list"),
]
