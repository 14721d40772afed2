from django.urls import path

from boiduong.documents import views

app_name = "documents"
urlpatterns = [
    path("references/", views.reference_list, name="reference_list"),
    path("references/new/", views.reference_new, name="reference_new"),
    path("references/<slug:code>/", views.reference_detail, name="reference_detail"),
    path("references/<slug:code>/edit/", views.reference_edit, name="reference_edit"),
    path("issued-documents/", views.issued_list, name="issued_list"),
    path("issued-documents/profile/", views.profile_edit, name="profile_edit"),
]
