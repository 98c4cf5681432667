"""A Wagtail site as anybody would begin one: what the import is measured against."""
