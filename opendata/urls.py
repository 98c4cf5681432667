"""Addresses of this room: the catalogue, its files, and the interface for programs."""

from django.urls import path, re_path

from opendata import views
from opendata.actions.endpoint import ckan_action
from opendata.dcat import catalogue_graph, catalogue_rdf
from opendata.feeds import catalogue_feed

FORMATS = "(?P<file_format>csv|json|xlsx|parquet)"
NAME = "(?P<name>[a-z0-9_-]{2,100})"

urlpatterns = [
    path("api/3/action/<str:action>", ckan_action, name="ckan_action"),
    path("api/action/<str:action>", ckan_action, name="ckan_action_unversioned"),
    path("catalog.jsonld", catalogue_graph, name="catalogue_jsonld"),
    re_path(r"^catalog\.(?P<form>ttl|xml)$", catalogue_rdf, name="catalogue_rdf"),
    path("data.json", catalogue_graph, name="data_json"),
    path("data/", views.catalogue, name="catalogue"),
    re_path(r"^data/feed\.(?P<kind>atom|rss)$", catalogue_feed, name="catalogue_feed"),
    re_path(rf"^data/{NAME}/$", views.dataset, name="dataset"),
    re_path(rf"^data/{NAME}/download\.{FORMATS}$", views.download, name="dataset_download"),
    re_path(
        rf"^data/{NAME}/versions/(?P<number>[0-9]{{1,9}})/download\.{FORMATS}$",
        views.download,
        name="dataset_version_download",
    ),
]
