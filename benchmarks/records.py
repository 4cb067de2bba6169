"""How fast verification records are judged: `python benchmarks/records.py [ROWS]`.

Everything in one run on one machine, each in a process of its own: CPU seconds and peak memory for ROWS of CSV and a
tenth of them, what Python's csv module alone takes for the same file, and a workbook. The ratios are what to compare.
"""

from __future__ import annotations

import argparse
import csv
import random
import subprocess
import sys
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

from storeconf.core.clock import BEIJING

HEADING = ["time", "result", "product_id", "store_id", "phone", "pay_time", "verify_id", "order_id"]
START = datetime(2026, 2, 1, tzinfo=BEIJING)
XLSX_ROWS = 100_000
JUDGE = "from storeconf.cli.main import main; main()"
MEASURE = """
import atexit, pathlib, re, sys, time
def tell():
    peak = re.search(r"VmHWM:\\s+(\\d+)", pathlib.Path("/proc/self/status").read_text())[1]
    print(time.process_time(), peak, file=sys.stderr)
atexit.register(tell)
"""
READ = "import csv, sys; [None for _ in csv.reader(open(sys.argv[1], encoding='utf-8', newline=''))]"


def rows(count: int) -> list[list[str]]:
    """A month of a chain, out of order; some fail, a few are revoked, one in seven is slow."""
    chance = random.Random(1)
    phones = [f"1{chance.choice('35789')}{chance.randrange(10**9):09d}" for _ in range(max(count // 3, 1))]
    found = []
    for number in range(count):
        at = START + timedelta(seconds=chance.randrange(30 * 86_400))
        (result,) = chance.choices(["success", "failed", "cancelled"], [94, 4, 2])
        revoked = chance.randrange(number + 1)
        found.append(
            [
                at.isoformat(),
                result,
                f"p{chance.randrange(500)}",
                f"s{chance.randrange(200)}",
                chance.choice(phones),
                (at - timedelta(minutes=chance.randrange(1, 1700))).isoformat(),
                f"v{revoked if result == 'cancelled' else number:08d}",
                f"70{chance.randrange(10**16):016d}",
            ]
        )
    return found


def write_csv(path: Path, table: list[list[str]]) -> Path:
    """The rows as a text file."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([HEADING, *table])
    return path


def write_xlsx(path: Path, table: list[list[str]]) -> Path:
    """The rows as a workbook."""
    from xlsxwriter import Workbook  # type: ignore[import-untyped]

    with Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([HEADING, *table]):
            sheet.write_row(number, 0, row)
    return path


def cost(program: str, *arguments: str) -> tuple[float, float]:
    """CPU seconds and peak MB of a process."""
    code = f"{MEASURE}\n{program}"
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True)
    seconds, peak = map(float, done.stderr.splitlines()[-1].split())
    return seconds, peak / 1024


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", nargs="?", type=int, default=1_000_000)
    count = parser.parse_args().rows
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        table = rows(count)
        whole, tenth = write_csv(folder / "whole.csv", table), write_csv(folder / "tenth.csv", table[: count // 10])
        sheet = write_xlsx(folder / "sheet.xlsx", table[:XLSX_ROWS])
        del table
        at = ("-C", name, "records", "--format", "json")
        base, _ = cost(READ, str(whole))
        small, _ = cost(JUDGE, *at, str(tenth))
        large, peak = cost(JUDGE, *at, str(whole))
        book, book_peak = cost(JUDGE, *at, str(sheet))
    print(
        f"{count} rows of CSV        {large:6.1f} s CPU  {peak:5.0f} MB   {large / base:.1f} x csv.reader alone ({base:.2f} s)"
    )
    print(
        f"{count // 10} rows of CSV         {small:6.1f} s CPU             ten times the rows cost {large / small:.1f} x"
    )
    print(f"{min(count, XLSX_ROWS)} rows of xlsx        {book:6.1f} s CPU  {book_peak:5.0f} MB")


if __name__ == "__main__":
    main()
