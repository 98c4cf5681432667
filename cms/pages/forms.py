"""The editor's form of a page."""

from typing import Any

from wagtail.admin.forms import WagtailAdminPageForm

from cms.pages.slugs import dated_slug


class SitePageForm(WagtailAdminPageForm):
    """页面表单. An address is made where none is typed: nobody has to think of one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False

    def clean(self) -> dict[str, Any]:
        """An address that is free in the column, which only the form knows of a new page."""
        cleaned: dict[str, Any] = super().clean()
        if "slug" in self.fields and not cleaned.get("slug") and "slug" not in self.errors:
            cleaned["slug"] = dated_slug(self.parent_page)
        return cleaned
