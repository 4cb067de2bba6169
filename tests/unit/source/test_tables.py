"""Store sets: many stores from a table, each row as good as a document of its own."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from declared import Declared, declared, defaults, product, store, store_set, text

COLUMNS = (
    "{门店: metadata.name, 店名: metadata.title, 城市: metadata.labels.city, 电话: spec.poi.phone, POI: spec.poi.id}"
)
HEADING = "门店,店名,城市,电话,POI\n"
ROWS = HEADING + "bj-1,一店,北京,01064171234,6601136930000001\nsh-1,二店,上海,02162345671,6601136930000002\n"


def table(
    folder: Path, rows: str | bytes, columns: str = COLUMNS, *, name: str = "fleet.csv", **files: str
) -> Declared:
    """A fleet whose stores stand in a table."""
    more = {f"stores/{file}.yaml": content for file, content in files.items()}
    return declared(folder, {"stores/set.yaml": store_set(name, columns), f"stores/{name}": rows, **more})


def workbook(*rows: tuple[str | float | bool, ...]) -> bytes:
    """A spreadsheet file with one sheet."""

    def cell(value: str | float | bool) -> str:
        if isinstance(value, bool):
            return f'<c t="b"><v>{int(value)}</v></c>'
        if isinstance(value, str):
            return f'<c t="inlineStr"><is><t>{value}</t></is></c>' if value else "<c/>"
        return f"<c><v>{value}</v></c>"

    sheet = "".join(f"<row>{''.join(map(cell, row))}</row>" for row in rows)
    namespace = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    relations = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    parts = {
        "_rels/.rels": f'<Relationships {relations}><Relationship Id="a" Type="{office}/officeDocument"'
        ' Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook {namespace} xmlns:r="{office}"><sheets>'
        '<sheet name="门店" sheetId="1" r:id="b"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships {relations}><Relationship Id="b" Type="{office}/worksheet"'
        ' Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f"<worksheet {namespace}><sheetData>{sheet}</sheetData></worksheet>",
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for part, content in parts.items():
            archive.writestr(part, content)
    return buffer.getvalue()


# -- what is read ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030"])
@pytest.mark.parametrize("line_break", ["\n", "\r\n"])
def test_every_row_is_a_store(encoding: str, line_break: str, tmp_path: Path) -> None:
    found = table(tmp_path, ROWS.replace("\n", line_break).encode(encoding))
    assert found.errors() == []
    assert set(found.fleet.stores) == {"bj-1", "sh-1"}
    one = found.unit("bj-1")
    assert (one.title, one.labels) == ("一店", {"city": "北京"})
    assert found.attrs("bj-1/poi") == {"phone": "01064171234", "id": "6601136930000001"}


def test_cells_are_texts(tmp_path: Path) -> None:
    found = table(tmp_path, 'id,note\n"a","12:30, ""左"" null"\nb,010\n', "{id: metadata.name, note: spec.poi.name}")
    assert found.attrs("a/poi") == {"name": '12:30, "左" null'}
    assert found.attrs("b/poi") == {"name": "010"}


def test_empty_cell_is_an_omitted_field(tmp_path: Path) -> None:
    found = table(tmp_path, HEADING + "bj-1,,,, 6601136930000001 \n\n,,,,\nsh-1\n")
    assert found.errors() == []
    assert found.attrs("bj-1/poi") == {"id": "6601136930000001"}
    assert found.unit("bj-1").title == "bj-1"
    assert found.unit("sh-1").resources == ()


def test_columns_that_nobody_asked_for_are_ignored(tmp_path: Path) -> None:
    found = table(tmp_path, "备注,门店\n随便,bj-1\n", "{门店: metadata.name}")
    assert found.errors() == []
    assert set(found.fleet.stores) == {"bj-1"}


def test_rows_inherit_from_defaults_and_from_their_set(tmp_path: Path) -> None:
    spec = "{counter: 左, poi: {category: 火锅, city: 上海, phone: '1'}}"
    files = {"stores/set.yaml": store_set("fleet.csv", COLUMNS, spec="{poi: {city: 北京, phone: '2'}}")}
    found = declared(tmp_path, {"stores/_defaults.yaml": defaults(spec), **files, "stores/fleet.csv": ROWS})
    assert found.attrs("bj-1/poi") == {
        "category": "火锅",
        "city": "北京",
        "phone": "01064171234",
        "id": "6601136930000001",
    }


@pytest.mark.parametrize("cells", [("一店", "一店"), (66.0, "66"), (19.5, "19.5"), (True, "true"), ("0101", "0101")])
def test_spreadsheet_cells_are_texts_too(cells: tuple[str | float | bool, str], tmp_path: Path) -> None:
    data = workbook(("门店", "店名"), ("bj-1", cells[0]))
    found = table(tmp_path, data, "{门店: metadata.name, 店名: metadata.title}", name="fleet.xlsx")
    assert found.errors() == []
    assert found.unit("bj-1").title == cells[1]


def test_problem_in_a_spreadsheet_names_row_and_column(tmp_path: Path) -> None:
    data = workbook(("门店", "POI"), (), ("bj-1", "一"))
    found = table(tmp_path, data, "{门店: metadata.name, POI: spec.poi.id}", name="fleet.xlsx")
    assert found.errors() == ["SC204 stores/fleet.xlsx:3:2 spec.poi.id"]


# -- what is wrong -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("x-1,店,北京,1,abc", "SC204 stores/fleet.csv:4:5 spec.poi.id"),
        ("X 1,店,北京,1,66", "SC204 stores/fleet.csv:4:1 metadata.name"),
        (",店,北京,1,66", "SC114 stores/fleet.csv:4:1"),
        ("x-1,店,北京,1,66,多", "SC114 stores/fleet.csv:4:6"),
        ("x-1,店,北\u202e京,1,66", "SC114 stores/fleet.csv:4:3"),
        ("bj-1,店,北京,1,66", "SC301 stores/fleet.csv:4:1 metadata.name"),
        ("x-1,店,北京,1,6601136930000001", "SC309 stores/fleet.csv:4:5 spec.poi.id"),
    ],
)
def test_bad_row_is_told_at_its_cell_and_the_others_stay(row: str, expected: str, tmp_path: Path) -> None:
    found = table(tmp_path, ROWS + row + "\n")
    assert found.errors() == [expected]
    assert found.attrs("sh-1/poi")["phone"] == "02162345671"


@pytest.mark.parametrize(
    ("rows", "columns", "expected", "says"),
    [
        (b"", COLUMNS, "SC114 stores/fleet.csv:1:1", "标题"),
        (b"\xff\xff\xff\xff", COLUMNS, "SC114 stores/fleet.csv:1:1", "UTF-8"),
        (ROWS.replace("电话", "手机").encode(), COLUMNS, "SC114 stores/set.yaml:5:", "电话"),
        (ROWS.replace("POI", "POI,电话").encode(), COLUMNS, "SC114 stores/set.yaml:5:", "两列"),
        (ROWS.encode(), "{店名: metadata.title}", "SC114 stores/set.yaml:5:1", "metadata.name"),
        (ROWS.encode(), "{门店: metadata.name, 电话: spec.phone}", "SC202 stores/set.yaml:5:", "spec.phone"),
        (ROWS.encode(), "{门店: metadata.name, 电话: kind}", "SC202 stores/set.yaml:5:", "kind"),
        (ROWS.encode() + b'x,"y\n', COLUMNS, "SC114 stores/fleet.csv:4:1", "读不了"),
    ],
)
def test_bad_table_is_one_error(rows: bytes, columns: str, expected: str, says: str, tmp_path: Path) -> None:
    found = table(tmp_path, rows, columns)
    (error,) = found.errors()
    assert error.startswith(expected)
    assert says in text(found.error())


@pytest.mark.parametrize("name", ["fleet.txt", "fleet.xlsx", "missing.csv"])
def test_table_that_is_none_is_one_error(name: str, tmp_path: Path) -> None:
    files = {"stores/set.yaml": store_set(name, COLUMNS), "stores/fleet.txt": ROWS, "stores/fleet.xlsx": ROWS}
    (error,) = declared(tmp_path, files).errors()
    assert error.startswith(("SC114 ", "SC101 ", "SC306 "))
    assert name in error


def test_table_outside_the_project_is_refused(tmp_path: Path) -> None:
    (tmp_path / "fleet.csv").write_text(ROWS, encoding="utf-8")
    (tmp_path / "project" / "stores").mkdir(parents=True)
    (tmp_path / "project" / "stores" / "fleet.csv").symlink_to(tmp_path / "fleet.csv")
    found = declared(tmp_path / "project", {"stores/set.yaml": store_set("fleet.csv", COLUMNS)})
    assert found.errors() == ["SC113 stores/fleet.csv:1:1"]


def test_store_document_of_a_rows_name_makes_both_unknown(tmp_path: Path) -> None:
    found = table(tmp_path, ROWS, bj=store("bj-1", "{counter: 左}"))
    error = found.error()
    assert error.code.id == "SC301"
    places = {str(error.span), *(str(one.span) for one in error.related)}
    assert places == {"stores/fleet.csv:2:1", "stores/bj.yaml:3:18"}
    assert found.failed("bj-1")
    assert not found.failed("sh-1")


# -- what is unknown is never gone -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "rows",
    [
        HEADING + "bj-1,一店,北京,1,1\nsh-1,二店,上海,\x07,2\n",
        HEADING + "bj-1,一店,北京,1,1\n,二店,上海,1,2\n",
        "",
        "x\n",
    ],
    ids=["unusable cell", "no name", "empty table", "other columns"],
)
def test_rows_that_were_lost_are_remembered_as_unknown(rows: str, tmp_path: Path) -> None:
    found = table(tmp_path, rows, chain=product("mxw", "{title: 餐, stores: [bj-1, sh-1]}"))
    assert found.fleet.broken
    assert set(found.resource("@acme/product/mxw").sold_at) == {"bj-1", "sh-1"}
    assert all("SC304" not in error for error in found.errors())


def test_good_table_leaves_nothing_unknown(tmp_path: Path) -> None:
    found = table(tmp_path, ROWS, chain=product("mxw", "{title: 餐, stores: [bj-1, sh-2]}"))
    assert not found.fleet.broken
    assert found.errors() == ["SC304 stores/chain.yaml:4:33 spec.stores.1"]
    assert "sh-1" in text(found.error())
