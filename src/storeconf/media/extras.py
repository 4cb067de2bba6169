"""The optional parts of the installation that looking needs."""

from __future__ import annotations

from enum import StrEnum
from importlib.util import find_spec

from storeconf.core.diagnostics import Code, StoreconfError, fail
from storeconf.core.text import Message, Text

NOT_INSTALLED = Code("SC721", "extra-missing", Text("没有安装需要的组件", "a part of the installation is missing"))
NEEDS = Text(
    "需要先安装 storeconf[{extra}]：pip install 'storeconf[{extra}]'",
    "needs storeconf[{extra}]: pip install 'storeconf[{extra}]'",
)


class Extra(StrEnum):
    """An optional part, as pip names it."""

    MEDIA = "media"
    OCR = "ocr"


class MissingExtra(Exception):
    """Libraries that looking needs are not installed."""

    def __init__(self, extra: Extra) -> None:
        """The extra that brings them."""
        super().__init__(extra)
        self.extra = extra

    @property
    def needs(self) -> Message:
        """What to install."""
        return NEEDS(extra=self.extra)

    @property
    def failure(self) -> StoreconfError:
        """The same as an error that ends a command."""
        return fail(NOT_INSTALLED, self.needs)


def require_words() -> None:
    """Raises StoreconfError unless the reader of words is installed; importing it would take seconds."""
    if find_spec("rapidocr") is None:
        raise MissingExtra(Extra.OCR).failure
