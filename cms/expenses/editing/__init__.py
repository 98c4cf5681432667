"""Statements in the admin: the list, the form, the import page; each unit its own."""
