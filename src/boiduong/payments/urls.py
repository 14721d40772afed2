from django.urls import path

from boiduong.payments import views

app_name = "payments"
urlpatterns = [
    path("campaigns/<slug:code>/pay/", views.pay_sheet, name="pay_sheet"),
    path("campaigns/<slug:code>/pay/approve/", views.sheet_approve, name="sheet_approve"),
    path("campaigns/<slug:code>/pay/tables/new/", views.table_new, name="table_new"),
    path("fee-tables/<slug:code>/edit/", views.table_edit, name="table_edit"),
    path("fee-tables/<slug:code>/tiers/", views.tier_choose, name="tier_choose"),
    path("sessions/<slug:code>/pay/", views.session_decide, name="session_decide"),
    path("pay-sheets/<slug:code>/", views.sheet_download, name="sheet_download"),
]
