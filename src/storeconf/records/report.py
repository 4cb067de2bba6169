"""From files to findings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from storeconf.core.diagnostics import Code
from storeconf.core.text import Text
from storeconf.records.findings import Findings, Limits, Unjudged
from storeconf.records.judging import judge
from storeconf.records.ledger import Ledger
from storeconf.records.phones import Phones
from storeconf.records.reading import Skip, Tally, read_blocks

NO_ACCOUNT = Code(
    "SC727", "records-account", Text("不知道是哪个账号的核销记录", "whose records these are is not known")
)
NO_COLUMN = Text("文件里没有{what}这一列", "the files have no column with {what}")
WHAT = {
    "result": Text("核销结果", "the result"),
    "product_id": Text("商品编号", "the product id"),
    "phone": Text("手机号", "the phone"),
    "pay_time": Text("支付时间", "the time of payment"),
}
NEEDS: tuple[tuple[str, str], ...] = (
    ("failures_per_day", "result"),
    ("failures_per_day", "product_id"),
    ("per_phone_24h", "phone"),
    ("slow_minutes", "pay_time"),
)
"""What each rule can't do without."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a look at verification records came to."""

    findings: Findings
    rows: int
    """Rows in the files, the unreadable ones among them."""
    skips: tuple[Skip, ...]
    unjudged: tuple[Unjudged, ...]
    account: str = ""
    """Whose rules were applied; empty when nobody's."""
    kept: bool = False
    """Whether the rows were added to those of earlier days."""
    products: Mapping[str, str] = field(default_factory=dict)
    """What products are called, by the id in the rows."""
    stores: Mapping[str, str] = field(default_factory=dict)
    """What stores are called, by the id in the rows."""


def gather(files: Iterable[Path], phones: Phones, chosen: Mapping[str, str]) -> tuple[Ledger, Tally]:
    """All files in one ledger. `chosen`: see `reading.read`. Raises StoreconfError for a file that can't be used."""
    ledger, tally = Ledger(), Tally()
    for file in files:
        ledger.take_blocks(read_blocks(file, phones, tally, chosen))
    return ledger, tally


def examine(files: Sequence[Path], chosen: Mapping[str, str], now: int) -> Report:
    """Files by themselves: the limits of the source, nothing remembered. `now`: milliseconds since 1970."""
    ledger, tally = gather(files, Phones.for_this_run(), chosen)
    return report(judge(ledger, Limits(), now), tally)


def report(findings: Findings, tally: Tally) -> Report:
    """What was found, with what could not be read or judged."""
    return Report(
        findings=findings,
        rows=tally.rows,
        skips=tuple(tally.skips),
        unjudged=(*unjudged(tally), *findings.unjudged),
    )


def unjudged(tally: Tally) -> Iterable[Unjudged]:
    """Rules whose columns none of the files has."""
    if tally.rows:
        for rule, needed in NEEDS:
            if needed in tally.missing:
                yield Unjudged(rule=rule, reason=NO_COLUMN(what=WHAT[needed]))
