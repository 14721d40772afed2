from django.urls import path

from boiduong.doors import views

app_name = "doors"
urlpatterns = [
    path("campaigns/<slug:code>/doors/ready/", views.readiness, name="readiness"),
    path("campaigns/<slug:code>/doors/pin/", views.pin_set, name="pin_set"),
    path("sessions/<slug:code>/doors/new/", views.device_invite, name="device_invite"),
    path("devices/<slug:code>/revoke/", views.device_revoke, name="device_revoke"),
    path("door/", views.door_page, name="door_page"),
    path("door/assets.json", views.door_assets, name="door_assets"),
    path("door/secure/", views.door_secure, name="door_secure"),
    path("door/secure/office-ca.crt", views.door_authority, name="door_authority"),
    path("door/app.webmanifest", views.door_install, name="door_install"),
    path("sw.js", views.door_worker, name="door_worker"),
]
