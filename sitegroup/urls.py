"""Addresses of the kernel itself."""

from django.urls import path

from sitegroup.delivery import health

urlpatterns = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("emblem/", health.emblem, name="emblem"),
]
