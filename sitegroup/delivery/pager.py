"""Lists in pages: which page an address asks for, and which numbers to offer."""

from dataclasses import dataclass

from django.http import HttpRequest

LONGEST_NUMBER = 7


@dataclass(frozen=True)
class Pager:
    """Pages of a list: numbers to show, None for a gap; addresses are relative (?page=2)."""

    page: int
    pages: int
    total: int
    numbers: tuple[int | None, ...]
    previous: int | None
    following: int | None


def whole_number(given: str) -> int | None:
    """A number of a few digits from an address; None for anything else."""
    fits = given.isascii() and given.isdigit() and len(given) <= LONGEST_NUMBER
    return int(given) if fits else None


def page_number(request: HttpRequest) -> int:
    """?page=; anything that is no number is the first."""
    number = whole_number(request.GET.get("page", "1"))
    return 1 if number is None else number


def pager(page: int, total: int, per_page: int) -> Pager:
    """上一页 1 … 4 [5] 6 … 20 下一页. A page beyond the end is the first."""
    pages = max(1, -(-total // per_page))
    page = page if 1 <= page <= pages else 1
    near = {1, pages, page - 1, page, page + 1}
    shown = sorted(number for number in near if 1 <= number <= pages)
    numbers: list[int | None] = []
    for number in shown:
        last = numbers[-1] if numbers else None
        if last is not None and number - last > 1:
            numbers.append(None)
        numbers.append(number)
    return Pager(
        page=page,
        pages=pages,
        total=total,
        numbers=tuple(numbers),
        previous=page - 1 if page > 1 else None,
        following=page + 1 if page < pages else None,
    )
