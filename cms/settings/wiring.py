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

# What the worker does from time to time: (name, function without arguments, every N seconds).
WORKER_DUTIES: list[tuple[str, str, int]] = [
    ("anchor", "sitegroup.audit.anchors.write_anchor", 3600),
]

THEMES: list[str] = ["county", "department", "township"]
