"""Addresses of the kernel itself."""

from django.urls import path

from sitegroup.delivery import health, metrics

urlpatterns = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("metrics", metrics.metrics, name="metrics"),
    path("emblem/", health.emblem, name="emblem"),
]
