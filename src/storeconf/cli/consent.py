"""What a command says that needed a yes and got none."""

from __future__ import annotations

from storeconf.core.diagnostics import Code
from storeconf.core.text import Text

NO_CONSENT = Code("SC670", "no-consent", Text("没有得到同意，没有执行", "there is no consent, so nothing was done"))
