"""Attachments as passages of text, within limits: docx, xlsx, xls, pdf, csv, txt."""

from sitegroup.checking.reading.files import FileText, read_file

__all__ = ["FileText", "read_file"]
