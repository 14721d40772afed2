from django.urls import path

from boiduong.reports import views

app_name = "reports"
urlpatterns = [
    path("campaigns/<slug:code>/", views.dashboard, name="dashboard"),
    path("campaigns/<slug:code>/reports/", views.report_list, name="report_list"),
    path("campaigns/<slug:code>/reports/make/", views.report_make, name="report_make"),
    path("campaigns/<slug:code>/figures/", views.figures, name="figures"),
    path("campaigns/<slug:code>/figures/people/", views.figure_people, name="figure_people"),
    path("reports/<slug:code>/report.docx", views.report_docx, name="report_docx"),
    path("reports/<slug:code>/report.xlsx", views.report_xlsx, name="report_xlsx"),
    path("reports/<slug:code>/report.pdf", views.report_pdf, name="report_pdf"),
]
