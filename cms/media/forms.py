"""The admin's form for a file."""

from typing import Any

from wagtail.documents.forms import BaseDocumentForm


class AttachmentForm(BaseDocumentForm):
    """附件表单. Asks whether the file may change before Wagtail does away with the old bytes."""

    def save(self, commit: bool = True) -> Any:
        """As Wagtail's. Raises PublicationRefused while the file is public; nothing is lost."""
        self.instance.refuse_change()
        return super().save(commit=commit)
