from django.urls import path

from boiduong.campaigns import person_views, views
from boiduong.campaigns import planning_views as planning

app_name = "campaigns"
urlpatterns = [
    path("people/", person_views.person_list, name="person_list"),
    path("people/<slug:code>/", person_views.person_detail, name="person_detail"),
    path("people/doubles/<slug:code>/", views.pair_decide, name="pair_decide"),
    path("people/doubles/<slug:code>/part/", views.pair_part, name="pair_part"),
    path("people/merges/<slug:code>/part/", person_views.merge_part, name="merge_part"),
    path("campaigns/", views.campaign_list, name="campaign_list"),
    path("campaigns/new/", views.campaign_new, name="campaign_new"),
    path("campaigns/<slug:code>/partners/new/", planning.partner_new, name="partner_new"),
    path("campaigns/<slug:code>/partners/remove/", planning.partner_remove, name="partner_remove"),
    path("partners/<int:code>/edit/", planning.partner_edit, name="partner_edit"),
    path("partners/<int:code>/move/", planning.partner_move, name="partner_move"),
    path("campaigns/<slug:code>/topics/new/", planning.topic_new, name="topic_new"),
    path("campaigns/<slug:code>/topics/remove/", planning.topic_remove, name="topic_remove"),
    path("topics/<int:code>/edit/", planning.topic_edit, name="topic_edit"),
    path("topics/<int:code>/move/", planning.topic_move, name="topic_move"),
    path("campaigns/<slug:code>/rules/", planning.rules_edit, name="rules_edit"),
    path("campaigns/<slug:code>/members/new/", planning.member_new, name="member_new"),
    path("campaigns/<slug:code>/members/remove/", planning.member_remove, name="member_remove"),
    path("campaigns/<slug:code>/plan/", planning.campaign_plan, name="campaign_plan"),
    path("campaigns/<slug:code>/jobs/", views.job_list, name="job_list"),
]
