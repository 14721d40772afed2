from django.urls import path

from boiduong.web import views

app_name = "web"
urlpatterns = [
    path("login/<str:token>/", views.login_link, name="login_link"),
    path("account/", views.own_account, name="own_account"),
]
