"""Addresses of the API: the same lists of one site and of the whole county."""

from typing import Any

from django.urls import include, path, re_path

from cms.api import articles, changes, channels, datasets, entry, expenses, searching, sites

LISTS: list[Any] = [
    path("channels/", channels.Channels.as_view()),
    path("channels/<int:id>/", channels.OneChannel.as_view()),
    path("articles/", articles.Articles.as_view()),
    path("articles/<int:id>/", articles.OneArticle.as_view()),
    path("expenses/", expenses.Expenses.as_view()),
    path("expenses/<int:id>/", expenses.OneStatement.as_view()),
]

V1: list[Any] = [
    path("", entry.Entry.as_view(), name="api_root"),
    path("sites/", sites.Sites.as_view()),
    path("sites/<slug:code>/", sites.OneSite.as_view()),
    path("sites/<slug:code>/home/", sites.SiteHome.as_view()),
    path("sites/<slug:code>/", include(LISTS)),
    path("", include(LISTS)),
    path("datasets/", datasets.Datasets.as_view()),
    path("datasets/<slug:name>/", datasets.OneDataset.as_view()),
    path("datasets/<slug:name>/rows/", datasets.Rows.as_view()),
    path("search/", searching.Search.as_view()),
    path("suggest/", searching.Suggest.as_view()),
    path("changes/", changes.Changes.as_view()),
    path("schema/", entry.Schema.as_view(), name="api_schema"),
    path("docs/", entry.docs, name="api_docs"),
    re_path(r"^(?P<rest>[\s\S]*)\Z", entry.Missing.as_view()),
]

urlpatterns = [path("api/v1/", include(V1)), path("api/v1", entry.Missing.as_view())]
