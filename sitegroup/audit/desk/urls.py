"""Addresses of the record, below /admin/audit/."""

from django.urls import path

from sitegroup.audit.desk import views

app_name = "audit"

urlpatterns = [
    path("", views.entries, name="entries"),
    path("export.<str:name>", views.export, name="export"),
    path("<int:sequence>/", views.entry, name="entry"),
]
