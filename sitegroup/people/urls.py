"""Addresses of people and roles, below /admin/people/."""

from django.urls import path

from sitegroup.people import own, views

app_name = "people"

urlpatterns = [
    path("", views.index, name="index"),
    path("new/", views.create, name="create"),
    path("join/", views.join, name="join"),
    path("password/", own.password, name="password"),
    path("active/", own.active, name="active"),
    path("<int:pk>/", views.person, name="person"),
    path("<int:pk>/grant/", views.give, name="grant"),
    path("<int:pk>/roles/<int:membership>/revoke/", views.take, name="revoke"),
    path("<int:pk>/stop/", views.stop, name="stop"),
    path("<int:pk>/start/", views.start, name="start"),
    path("<int:pk>/new-password/", views.new_password, name="new_password"),
    path("<int:pk>/unlock/", views.open_lock, name="unlock"),
]
