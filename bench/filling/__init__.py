"""The processes that fill a database; started by bench.bulk_import."""
