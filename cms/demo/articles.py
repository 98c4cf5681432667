"""The demo's articles: their pictures and attachments are made first, then they are imported."""

import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cms.demo.attachments import build
from cms.demo.pictures import render
from cms.pages.imports.articles import ArticleImport, find_site, import_articles
from cms.pages.models import Article
from sitegroup.exceptions import ImportRefused


def read_articles(folder: Path) -> dict[str, list[dict[str, Any]]]:
    """Every article of the demo by the code of its site."""
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for file in sorted(folder.glob("*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            entry = json.loads(line)
            found[entry["site"]].append(entry)
    return found


def load_articles(
    folder: Path, workshop: Path, people: dict[str, Any]
) -> Iterator[tuple[str, int]]:
    """Import what is missing, site by site: yields (site code, articles made)."""
    approver = people["office-reviewer"]
    for code, entries in read_articles(folder).items():
        present = set(Article.objects.filter(site__code=code).values_list("external_id", flat=True))
        missing = [entry for entry in entries if entry["id"] not in present]
        if missing:
            file = workshop / f"{code}.jsonl"
            lines = (json.dumps(_prepared(e, workshop), ensure_ascii=False) for e in missing)
            file.write_text("\n".join(lines) + "\n", encoding="utf-8")
            load_file(file, code=code, channel="gzdt", approver=approver,
                      owner=people.get(f"{code}-editor"), folder=workshop)  # fmt: skip
        yield code, len(missing)


def load_file(
    file: Path, *, code: str, channel: str, approver: Any, owner: Any, folder: Path | None = None
) -> None:
    """Import one file whole, or stop: the demo's own data has no errors."""
    site = find_site(code)
    wish = ArticleImport(
        path=file, site=site, channel=channel, approver=approver, owner=owner, folder=folder
    )
    _counts, problems = import_articles(wish)
    errors = [problem for problem in problems if problem.level == "error"]
    if errors:
        raise ImportRefused(errors)


def _prepared(entry: dict[str, Any], workshop: Path) -> dict[str, Any]:
    """The entry with its picture and attachments as files in the workshop."""
    prepared = {k: v for k, v in entry.items() if k not in ("picture", "attachments", "single")}
    picture = entry.get("picture")
    if picture:
        name = f"{entry['id']}.webp"
        image = render(picture["seed"], picture["palette"], picture["kind"])
        (workshop / name).write_bytes(image)
        prepared["image"], prepared["image_alt"] = name, picture["alt"]
    names = []
    for attachment in entry.get("attachments") or ():
        part = workshop / entry["id"]
        part.mkdir(exist_ok=True)
        (part / attachment["name"]).write_bytes(build(attachment))
        names.append({"name": f"{entry['id']}/{attachment['name']}", "title": attachment["title"]})
    prepared["attachments"] = names
    return prepared
