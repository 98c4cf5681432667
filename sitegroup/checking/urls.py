"""Addresses of the content check, below /admin/checking/."""

from django.urls import path

from sitegroup.checking import views

app_name = "checking"

urlpatterns = [
    path("", views.nightly, name="nightly"),
    path("<str:app>/<str:model>/<str:pk>/", views.results, name="results"),
    path("<str:app>/<str:model>/<str:pk>/waive/", views.waive_finding, name="waive"),
]
