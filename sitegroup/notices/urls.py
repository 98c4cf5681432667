"""Addresses of the notices, below /admin/notices/."""

from django.urls import path

from sitegroup.notices import views

app_name = "notices"

urlpatterns = [
    path("", views.mine, name="mine"),
    path("read/", views.read_all, name="read_all"),
    path("settings/", views.settings, name="settings"),
    path("undelivered/", views.undelivered, name="undelivered"),
    path("<int:notice_id>/", views.open_notice, name="open"),
    path("<int:notice_id>/retry/", views.try_again, name="retry"),
]
