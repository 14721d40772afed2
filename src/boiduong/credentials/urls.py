from django.urls import path

from boiduong.credentials import views

app_name = "credentials"
urlpatterns = [
    path("campaigns/<slug:code>/results/", views.result_list, name="result_list"),
    path("campaigns/<slug:code>/results/decide/", views.completions_decide, name="completions_decide"),
    path("campaigns/<slug:code>/results/issue/", views.certificates_issue, name="certificates_issue"),
    path("campaigns/<slug:code>/certificates/", views.certificate_list, name="certificate_list"),
    path("certificates/<slug:code>/", views.certificate_detail, name="certificate_detail"),
    path("certificates/<slug:code>/pdf/", views.certificate_pdf, name="certificate_pdf"),
    path("certificates/<slug:code>/revoke/", views.certificate_revoke, name="certificate_revoke"),
    path("certificate-files/<slug:code>/", views.file_download, name="file_download"),
    path("units/<slug:code>/certificates/", views.unit_certificates, name="unit_certificates"),
    path("verify/", views.verify_form, name="verify_form"),
    path("verify/<str:code>/", views.verify, name="verify"),
]
