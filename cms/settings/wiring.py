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

# Kind of file that content refers to -> what opens it for reading: (file id) -> binary file, or
# None where there is no such file.
FILE_OPENERS: dict[str, str] = {
    "document": "cms.media.opening.open_document",
}

# What the worker does by the clock: (name, function without arguments, seconds between calls).
# A call does a bounded part and goes on at the next.
WORKER_DUTIES: list[tuple[str, str, int]] = [
    ("check", "sitegroup.checking.nightly.check_at_night", 60),
]

THEMES: list[str] = ["county", "department", "township"]
