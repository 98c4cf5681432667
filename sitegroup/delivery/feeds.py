"""What all feeds have in common."""

import re

from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed

FEEDS: dict[str, type[Rss201rev2Feed | Atom1Feed]] = {"atom": Atom1Feed, "rss": Rss201rev2Feed}
# XML 1.0 has no way to write these characters
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def xml_text(text: str) -> str:
    """Text without the characters that XML cannot hold."""
    return NOT_XML.sub("", text)
