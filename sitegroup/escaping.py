"""Text that a spreadsheet program would take for a formula (OWASP, CSV injection).

The files for people are made safe: in CSV such a text gets an apostrophe in front, in XLSX the
cell is marked as text. JSON, Parquet and the interfaces carry the text as it is.
"""

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def looks_like_formula(text: str) -> bool:
    """Whether a spreadsheet program might calculate the text."""
    return text.startswith(DANGEROUS)


def escaped(text: str) -> str:
    """The text for a CSV cell."""
    return f"'{text}" if looks_like_formula(text) else text
