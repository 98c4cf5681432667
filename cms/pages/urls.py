"""Addresses beside the tree: feeds, maps, fixed texts."""

from django.urls import path, re_path

from cms.pages import feeds, notices, sitemap

urlpatterns = [
    re_path(r"^(?P<path>.*/)?feed\.(?P<kind>atom|rss)$", feeds.column_feed, name="column_feed"),
    path("sitemap.xml", sitemap.sitemap, name="sitemap"),
    path("sitemap-<int:number>.xml", sitemap.sitemap_part, name="sitemap_part"),
    path("robots.txt", sitemap.robots, name="robots"),
    path("ditu/", sitemap.site_map, name="site_map"),
    path("guanhuai/", notices.elder, name="elder"),
    path("danwei/", notices.units, name="units"),
    re_path(r"^(?P<name>guanyu|yinsi|wuzhangai|dingyue)/$", notices.notice, name="notice"),
]
