from django.urls import path

from boiduong.allocation import person_views, seat_views, views

app_name = "allocation"
urlpatterns = [
    path("campaigns/<slug:code>/runs/", views.run_list, name="run_list"),
    path("campaigns/<slug:code>/runs/new/", views.run_new, name="run_new"),
    path("runs/<slug:code>/", views.run_detail, name="run_detail"),
    path("runs/<slug:code>/publish/", views.run_publish, name="run_publish"),
    path("runs/<slug:code>/cancel/", views.run_cancel, name="run_cancel"),
    path("runs/<slug:code>/relax/", views.run_relax, name="run_relax"),
    path("runs/<slug:code>/difference/", views.run_difference, name="run_difference"),
    path("runs/<slug:code>/days/", views.run_days, name="run_days"),
    path("runs/<slug:code>/people/", person_views.run_people, name="run_people"),
    path("runs/<slug:code>/why/", person_views.run_why, name="run_why"),
    path("runs/<slug:code>/move/", person_views.run_move, name="run_move"),
    path("runs/<slug:code>/undo/", person_views.run_undo, name="run_undo"),
    path("campaigns/<slug:code>/runs/revise/", person_views.run_revise, name="run_revise"),
    path("campaigns/<slug:code>/division-rules/", views.rule_list, name="rule_list"),
    path("campaigns/<slug:code>/division-rules/say/", views.rule_new, name="rule_new"),
    path("campaigns/<slug:code>/division-rules/aims/", views.aim_order, name="aim_order"),
    path("division-rules/<slug:code>/take-back/", views.rule_take_back, name="rule_take_back"),
    path("campaigns/<slug:code>/swaps/", person_views.swap_list, name="swap_list"),
    path("swaps/", person_views.own_swap_list, name="own_swap_list"),
    path("swaps/<slug:code>/grant/", person_views.swap_grant, name="swap_grant"),
    path("swaps/<slug:code>/decline/", person_views.swap_decline, name="swap_decline"),
    path("runs/<slug:code>/seats/", seat_views.run_seats, name="run_seats"),
    path("runs/<slug:code>/seats/change/", seat_views.seat_change, name="seat_change"),
    path("runs/<slug:code>/seats/anew/", seat_views.run_reseat, name="run_reseat"),
    path("learners/<slug:code>/easy-seat/", seat_views.seat_need, name="seat_need"),
    path("halls/<slug:code>/plan/", seat_views.hall_plan, name="hall_plan"),
    path("halls/<slug:code>/plan/draw/", seat_views.hall_draw, name="hall_draw"),
    path("halls/<slug:code>/plan/upload/", seat_views.hall_upload, name="hall_upload"),
    path("halls/<slug:code>/plan.xlsx", seat_views.hall_download, name="hall_download"),
    path("classes/<slug:code>/", views.class_detail, name="class_detail"),
]
