"""Addresses of search."""

from django.urls import path, re_path

from search import views

urlpatterns = [
    path("search/", views.search, name="search"),
    re_path(r"^search/feed\.(?P<kind>atom|rss)$", views.feed, name="search_feed"),
]
