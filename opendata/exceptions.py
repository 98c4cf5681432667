"""What can go wrong with a dataset."""

from django.utils.translation import gettext as _

from sitegroup.exceptions import PeerAway, PlatformError


class DatasetError(PlatformError):
    """数据集错误."""

    code = "dataset_error"


class UnknownDataset(DatasetError):
    """没有这个数据集."""

    code = "unknown_dataset"

    def __init__(self, name: str) -> None:
        super().__init__(_("没有名为“%s”的数据集。请在开放数据目录里核对名称。") % name)


class BadRow(DatasetError):
    """A row that does not fit the dataset's fields: the source must be mended."""

    code = "bad_row"


class RefreshOvertaken(DatasetError):
    """Another refresh finished first: try again with the present rows."""

    code = "refresh_overtaken"
    permanent = False


class BadQuery(DatasetError):
    """A question about rows that cannot be answered; `field` is the parameter at fault."""

    code = "bad_query"

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class QueryTooHeavy(DatasetError):
    """A question about rows that took too long or too much memory."""

    code = "query_too_heavy"


class CatalogueUnreachable(DatasetError):
    """CKAN did not answer, or not properly: worth another try."""

    code = "catalogue_unreachable"
    permanent = False


class CatalogueAway(PeerAway, CatalogueUnreachable):
    """CKAN as a whole is away, or asks for a pause: every dataset waits."""

    code = "catalogue_away"


class CatalogueRefused(DatasetError):
    """CKAN answered that it does not take this: another try cannot help."""

    code = "catalogue_refused"
