from django.urls import URLPattern

app_name = "summonses"
urlpatterns: list[URLPattern] = []
