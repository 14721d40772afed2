from django.urls import path

from boiduong.hosting import views

app_name = "hosting"
urlpatterns = [
    path("campaigns/<slug:code>/ceremonies/", views.ceremony_list, name="ceremony_list"),
    path("campaigns/<slug:code>/ceremonies/plan/", views.ceremony_plan, name="ceremony_plan"),
    path("ceremonies/<slug:code>/", views.ceremony_detail, name="ceremony_detail"),
    path("ceremonies/<slug:code>/paper/", views.ceremony_paper, name="ceremony_paper"),
    path("agenda/<int:code>/edit/", views.item_edit, name="item_edit"),
    path("agenda/<int:code>/move/", views.item_move, name="item_move"),
    path("agenda/<int:code>/remove/", views.item_remove, name="item_remove"),
    path("campaigns/<slug:code>/duties/", views.duty_list, name="duty_list"),
    path("campaigns/<slug:code>/duties/new/", views.duty_new, name="duty_new"),
    path("campaigns/<slug:code>/duties/remove/", views.duty_remove, name="duty_remove"),
    path("campaigns/<slug:code>/duties/paper/", views.duty_paper, name="duty_paper"),
    path("campaigns/<slug:code>/stewards/new/", views.steward_new, name="steward_new"),
    path("campaigns/<slug:code>/stewards/remove/", views.steward_remove, name="steward_remove"),
    path("stewards/<slug:code>/", views.steward_detail, name="steward_detail"),
    path("duties/mine/", views.own_duty_list, name="own_duty_list"),
]
