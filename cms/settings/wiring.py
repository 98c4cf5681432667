"""What a lower room needs from a higher one: dotted paths, in this one file.

`manage.py show_wiring` prints it; the system checks sitegroup.E001 and following prove that every
path resolves.
"""

# What follows a change, in the order it runs: (name, function, kinds of object or None for all).
# A function takes the changes of one effect, oldest first, and may be called again with the same.
CHANGE_EFFECTS: list[tuple[str, str, tuple[str, ...] | None]] = [
    ("purge", "sitegroup.delivery.effects.purge_pages", None),
    ("index", "search.effects.index_changes", ("article", "expenses", "dataset")),
    ("datasets", "opendata.effects.refresh_datasets", ("article", "expenses")),
    ("catalogue", "opendata.effects.push_changes", ("dataset",)),
]

# What the workers do besides, again and again: (name, function without arguments, every so many
# seconds). One worker does it, whoever comes first. It runs between deliveries and holds them up:
# a duty with much to do does a part and comes again soon. What comes by the day comes at three at
# night.
WORKER_DUTIES: list[tuple[str, str, int]] = [
    ("scheduled", "sitegroup.review.scheduling.release_due", 1),
    ("notices", "sitegroup.notices.sending.send_due", 5),
    ("reminders", "sitegroup.notices.reminders.remind", 300),
    ("check", "sitegroup.checking.nightly.check_at_night", 60),
    ("anchor", "sitegroup.audit.anchors.write_anchor", 3600),
    ("verify", "sitegroup.review.verifying.verify_nightly", 24 * 3600),
    ("reconcile", "sitegroup.changes.reconciling.reconcile_nightly", 24 * 3600),
]

# Copies of what is public, each with what compares and mends it: `manage.py reconcile`, nightly.
RECONCILERS: list[tuple[str, str]] = [
    ("datasets", "opendata.reconciling.reconcile_datasets"),
    ("index", "search.reconciling.reconcile_index"),
    ("catalogue", "opendata.reconciling.reconcile_catalogue"),
]

# Kind of file that content refers to -> what opens it for reading: (file id) -> binary file, or
# None where there is no such file.
FILE_OPENERS: dict[str, str] = {
    "document": "cms.media.opening.open_document",
}

# Kind of file that content refers to -> what knows its digest and reads it again: (ids) -> by id.
STORED_FILES: dict[str, str] = {
    "document": "cms.media.opening.stored_documents",
    "image": "cms.media.opening.stored_images",
}

# Kind of object -> what makes its search document.
SEARCH_SOURCES: dict[str, str] = {
    "article": "cms.pages.documents.ArticleSource",
    "expenses": "cms.expenses.documents.ExpensesSource",
    "dataset": "opendata.documents.DatasetDocumentSource",
}

# Content that is also a dataset: name of the dataset -> what makes its rows.
DATASET_SOURCES: dict[str, str] = {
    "sangong": "cms.expenses.datasets.ExpensesDataset",
    "xinxi": "cms.pages.datasets.ArticlesDataset",
}

# What a column of the site tree may show instead of a list of articles.
CHANNEL_FEATURES: dict[str, str] = {
    "expenses": "cms.expenses.views.channel",
    "datasets": "opendata.views.channel",
}

# The numbers on the portal's home, in their order: name -> what makes them, (site) -> figures.
HOME_FIGURES: dict[str, str] = {
    "expenses": "cms.expenses.representation.home.home_figures",
    "articles": "cms.pages.counting.home_figures",
}

# The address table of the admin: who may call which name, and what the ids in a request are ids
# of. Every name is in one of these or in SUPERUSER_ONLY; see docs/tenancy.md.
ADDRESS_TABLES: list[str] = [
    "sitegroup.guard.addresses.stock.ACCOUNT",
    "sitegroup.guard.addresses.stock_pages.PAGES",
    "sitegroup.guard.addresses.stock_files.FILES",
    "sitegroup.review.desk.addresses.TABLE",
    "sitegroup.audit.tenancy.TABLE",
    "sitegroup.changes.tenancy.TABLE",
    "sitegroup.checking.tenancy.TABLE",
    "sitegroup.notices.tenancy.TABLE",
    "sitegroup.people.tenancy.TABLE",
    "cms.expenses.editing.tenancy.TABLE",
    "cms.pages.tenancy.TABLE",
]

# Kind of object -> what of it a person may reach; for objects of one's own also their object_type.
ADDRESS_KINDS: dict[str, str] = {
    "expenses": "cms.expenses.editing.tenancy.statements",
}

# Fields of the page editor that hold ids -> their kind: one's own, or public anyway.
PAGE_FIELDS: dict[str, str] = {
    "image": "shown image",
    "lead_image": "shown image",
    "picture": "shown image",
    "document": "shown document",
}

THEMES: list[str] = ["county", "department", "township"]
