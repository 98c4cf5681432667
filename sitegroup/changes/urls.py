"""Addresses of the outbox, below /admin/deliveries/."""

from django.urls import path

from sitegroup.changes import views

app_name = "deliveries"

urlpatterns = [
    path("", views.overview, name="overview"),
    path("<int:delivery_id>/retry/", views.retry_one, name="retry"),
    path("effects/<slug:effect>/retry/", views.retry_effect, name="retry_effect"),
]
