"""A line that is not taken, with what its problem says."""


class Refused(Exception):
    """行未导入: which column is wrong, why, and how to mend it."""

    def __init__(
        self, column: str, code: str, message: str, mend: str = "", value: str = ""
    ) -> None:
        super().__init__(message)
        self.column, self.code, self.message, self.mend = column, code, message, mend
        self.value = value
