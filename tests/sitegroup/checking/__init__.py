"""The content check."""
