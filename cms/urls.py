"""Every address of the installation, most particular first; pages of the tree last."""

from django.urls import include, path, re_path
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access
from wagtail.documents import urls as wagtaildocs_urls

from cms.media import views as media
from sitegroup.delivery.views import serve_page
from sitegroup.people.account import OwnAccount
from sitegroup.people.choosing import own_tags

urlpatterns = [
    path("admin/documents-stock/", include(wagtaildocs_urls)),
    # before the stock pages of the same names
    path(
        "admin/tag-autocomplete/",
        require_admin_access(own_tags),
        name="wagtailadmin_tag_autocomplete",
    ),
    path(
        "admin/tag-autocomplete/<slug:app_name>/<slug:model_name>/",
        require_admin_access(own_tags),
        name="wagtailadmin_tag_model_autocomplete",
    ),
    path("admin/account/", require_admin_access(OwnAccount.as_view()), name="wagtailadmin_account"),
    path("admin/", include(wagtailadmin_urls)),
    path("files/<int:document_id>/<str:filename>", media.document, name="document"),
    path("media/<path:path>", media.picture, name="picture"),
    path("", include("sitegroup.urls")),
    path("", include("search.urls")),
    path("", include("opendata.urls")),
    path("", include("cms.expenses.urls")),
    path("", include("cms.pages.urls")),
    path("", include("cms.api.urls")),
    re_path(r"^(?P<path>.*)$", serve_page, name="page"),
]

handler404 = "sitegroup.delivery.views.not_found"
