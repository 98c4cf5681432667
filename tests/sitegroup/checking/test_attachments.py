"""What is inside attachments of each kind, and files that mean no good."""

import json
import zipfile
from collections.abc import Callable

import pytest

from cms.pages.models import Article
from sitegroup.checking.reading import files, read_file
from sitegroup.checking.reading.limits import Meter, Unread
from sitegroup.checking.running import check
from sitegroup.models import CheckedFile
from tests.sitegroup.checking import samples
from tests.sitegroup.checking.conftest import OwnRules, attach, rule

ID = samples.resident_id()
MASKED = f"{ID[:6]}********{ID[14:]}"
Maker = Callable[[bytes, str], Article]

LISTS = {
    "名单.xlsx": (samples.xlsx(("姓名", "号码"), ("甲", ID)), "附件“名单.xlsx”，工作表“名单”第2列"),
    "隐藏.xlsx": (
        samples.xlsx(("姓名", "号码"), ("甲", ID), sheet="底稿", hidden=True),
        "附件“隐藏.xlsx”，工作表“底稿”第2列",
    ),
    "通知.docx": (samples.docx("一、对象", f"甲{ID}"), "附件“通知.docx”，第2段"),
    "表格.docx": (samples.docx(table=(("甲", "乙"), ("丙", ID))), "附件“表格.docx”，表1第2列"),
    "页眉.docx": (samples.docx("一", comment=ID), "附件“页眉.docx”，页眉、脚注或批注"),
    "公示.pdf": (samples.pdf("first page", f"No {ID}"), "附件“公示.pdf”，第2页"),
    "表.csv": (f"姓名,号码\n甲,{ID}\n".encode("gb18030"), "附件“表.csv”，第2列"),
    "文.txt": (f"第一行\n{ID}".encode(), "附件“文.txt”，第2段"),
}  # fmt: skip


@pytest.mark.parametrize("name", LISTS)
def test_a_number_is_found_in_a_file_and_its_place_said(with_file: Maker, name: str) -> None:
    data, place = LISTS[name]
    latin = f"a{name[name.index('.') :]}"
    (one,) = [one for one in check(with_file(data, latin)) if one.rule == "resident_id"]
    assert one.place.words() == place.replace(name, one.place.file)
    assert one.excerpts == (MASKED,)


def test_a_long_list_is_one_finding(with_file: Maker) -> None:
    people = [(f"第{n}人", samples.resident_id(f"11010119900307{n:03d}")) for n in range(300)]
    (one,) = check(with_file(samples.xlsx(("姓名", "号码"), *people), "list.xlsx"))
    assert (one.rule, one.count, one.blocks) == ("resident_id", 300, True)
    assert "有300个完整身份证号" in str(one.problem())


HOSTILE = {
    "bomb": (samples.packed(word__document_xml=b"0" * 30_000_000), "a.docx", "file_bomb"),
    "macro": (
        samples.with_member(samples.xlsx(("a",)), "xl/vbaProject.bin", b"x"), "a.xlsx",
        "file_active",
    ),
    "program": (samples.packed(setup_exe=b"MZ"), "a.zip", "file_active"),
    "script": (
        samples.pdf("x", extra="/OpenAction << /S /JavaScript /JS (app.alert) >>"), "a.pdf",
        "file_active",
    ),
    "renamed program": (b"MZ\x90\x00", "a.txt", "file_active"),
    "locked": (samples.locked_pdf("secret"), "a.pdf", "file_unreadable"),
    "locked office": (files.OLE + b"\0" * 600, "a.docx", "file_unreadable"),
    "broken": (samples.xlsx(("a",))[:900], "a.xlsx", "file_unreadable"),
    "not xml": (samples.packed(word__document_xml=b"<"), "a.docx", "file_unreadable"),
    "unknown": (b"\x01\x02\x03", "a.ofd", "file_unreadable"),
    "scan": (samples.pdf(""), "a.pdf", "file_scanned"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_that_means_no_good_is_said(with_file: Maker, name: str) -> None:
    data, filename, kind = HOSTILE[name]
    found = {one.rule: one.level for one in check(with_file(data, filename))}
    blocks = kind in ("file_active", "file_bomb")
    assert found[kind] == ("block" if blocks else "warn")


def test_a_file_that_only_forbids_printing_is_read() -> None:
    text = read_file(samples.locked_pdf(""), "a.pdf")
    assert [(p.text, text.troubles) for p in text.passages] == [("hello", [])]


def test_an_entity_in_a_document_is_not_opened() -> None:
    evil = (
        '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        "<w:body><w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:body></w:document>"
    )
    text = read_file(samples.packed(word__document_xml=evil.encode()), "a.docx")
    assert "root" not in "".join(passage.text for passage in text.passages)


def test_more_members_than_any_office_file_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    many = samples.packed(**{f"m{n}_xml": b"" for n in range(5_001)})
    assert read_file(many, "a.docx").troubles == ["file_bomb"]


def test_what_is_over_the_limit_is_read_so_far_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "Meter", lambda: Meter(cells=20))
    rows = [(ID, "x", "y") for _n in range(50)]
    text = read_file(samples.xlsx(*rows), "a.xlsx")
    assert text.troubles == ["file_partly"]
    assert ID in text.passages[0].text


def test_a_reader_out_of_time_stops() -> None:
    with pytest.raises(Unread, match="file_partly"):
        Meter(ends=0.0001).spend("x")


def test_a_file_is_read_once_for_the_same_rules(
    with_file: Maker, own_rules: OwnRules, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = with_file(samples.docx(ID), "a.docx")
    first = check(page)
    opened: list[str] = []
    monkeypatch.setattr(zipfile.ZipFile, "namelist", lambda self: opened.append("read") or [])
    assert check(page) == first
    assert opened == []
    own_rules(rule("新词"))
    check(page)
    assert opened
    assert CheckedFile.objects.count() == 2


def test_nothing_that_is_stored_tells_the_number(with_file: Maker) -> None:
    check(attach(with_file(samples.docx(ID), "a.docx"), samples.xlsx((ID,)), "b.xlsx"))
    stored = json.dumps(list(CheckedFile.objects.values_list("findings", flat=True)))
    assert MASKED in stored
    assert ID not in stored
    assert ID[6:14] not in stored
