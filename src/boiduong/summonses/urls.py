from django.urls import path

from boiduong.summonses import views

app_name = "summonses"
urlpatterns = [
    path("campaigns/<slug:code>/summonses/", views.bundle_list, name="bundle_list"),
    path("campaigns/<slug:code>/summonses/issue/", views.summons_issue, name="summons_issue"),
    path("campaigns/<slug:code>/summonses/renew/", views.bundle_renew, name="bundle_renew"),
    path("campaigns/<slug:code>/summonses/people/", views.summons_list, name="summons_list"),
    path("campaigns/<slug:code>/summonses/bundles.zip", views.bundle_archive, name="bundle_archive"),
    path("campaigns/<slug:code>/papers/", views.paper_list, name="paper_list"),
    path("campaigns/<slug:code>/papers/timetable.pdf", views.timetable_download, name="timetable_download"),
    path("classes/<slug:code>/list.pdf", views.class_list_download, name="class_list_download"),
    path("classes/<slug:code>/list.xlsx", views.class_workbook_download, name="class_workbook_download"),
    path("classes/<slug:code>/cards.pdf", views.class_cards_download, name="class_cards_download"),
    path("classes/<slug:code>/seats.pdf", views.seat_map_download, name="seat_map_download"),
    path("sessions/<slug:code>/sign-in.pdf", views.sign_in_download, name="sign_in_download"),
    path("bundles/", views.own_bundle_list, name="own_bundle_list"),
    path("bundles/<slug:code>/", views.bundle_detail, name="bundle_detail"),
    path("bundles/<slug:code>/summonses.pdf", views.bundle_download, name="bundle_download"),
    path("bundles/<slug:code>/restart/", views.bundle_restart, name="bundle_restart"),
    path("cards/worker.js", views.card_worker, name="card_worker"),
    path("cards/<str:token>/card.png", views.card_picture, name="card_picture"),
    path("cards/<str:token>/", views.card_page, name="card_page"),
]
