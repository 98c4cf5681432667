"""未成年人姓名: a name beside an age under fourteen (个人信息保护法第二十八条), or in a class list.

A heuristic, hence a warning: names are told by their surname and by the head of their column.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sitegroup.checking.detectors.hits import Hit, narrow

SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程"
    "苏魏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫雷龙史陶贺毛郝顾龚邵"
)
NAME = rf"[{SURNAMES}][\u4e00-\u9fff]{{1,2}}"
# 张小明，男，12岁 / 张小明（9周岁）
AGED = re.compile(
    rf"(?:(?<![\u4e00-\u9fff])|(?<=学生|儿童|幼儿|男孩|女孩|少年))"
    rf"({NAME})[，,（(、 ]{{1,2}}(?:[男女][，,、 ]{{0,2}})?([0-9]{{1,2}})周?岁"
)
WHOLE_NAME = re.compile(NAME)
UNDER = 14
MASKS = set("*＊×xX某○〇")
HEAD_ROWS = 5
CLASS_HEADS = ("班级", "年级")
CHILD_HEADS = ("学生姓名", "幼儿姓名", "儿童姓名", "未成年人姓名")


def masked_name(name: str) -> str:
    """张小明 as 张*明, 张明 as 张*."""
    return f"{name[0]}*{name[2:]}"


def find(text: str, options: Mapping[str, Any]) -> Iterator[Hit]:
    """Names in running text that stand before an age under fourteen."""
    if "岁" not in text:
        return
    for found in AGED.finditer(narrow(text).replace("　", " ")):
        if int(found[2]) < UNDER and not MASKS & set(found[1]):
            yield Hit(found.start(1), found.end(1), masked_name(found[1]))


def find_in_rows(rows: Sequence[Sequence[str]], today: date) -> Iterator[tuple[int, int, Hit]]:
    """(row, column, hit) of names in a table that its heads or the ages beside them betray."""
    for number, head in enumerate(rows[:HEAD_ROWS]):
        name = _column(head, ("姓名", *CHILD_HEADS))
        if name is None:
            continue
        of_children = any(word in head[name] for word in CHILD_HEADS)
        of_class = of_children or _column(head, CLASS_HEADS) is not None
        age, born = _column(head, ("年龄",)), _column(head, ("出生",))
        for place, row in enumerate(rows[number + 1 :], number + 1):
            value = row[name].replace(" ", "").strip() if name < len(row) else ""
            if not WHOLE_NAME.fullmatch(value) or MASKS & set(value):
                continue
            if of_class or _is_child(row, age, born, today):
                yield place, name, Hit(0, len(value), masked_name(value))
        return


def _column(head: Sequence[str], words: tuple[str, ...]) -> int | None:
    for place, cell in enumerate(head):
        if any(word in cell for word in words) and len(cell) <= 12:  # noqa: PLR2004 - a head, no text
            return place
    return None


def _is_child(row: Sequence[str], age: int | None, born: int | None, today: date) -> bool:
    if age is not None and age < len(row):
        years = re.match(r"\s*([0-9]{1,3})", narrow(row[age]))
        if years and 0 < int(years[1]) < UNDER:
            return True
    if born is not None and born < len(row):
        year = re.match(r"\s*((?:19|20)[0-9]{2})", narrow(row[born]))
        return bool(year) and today.year - UNDER < int(year[1]) <= today.year if year else False
    return False
