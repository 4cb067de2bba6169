"""Texts of a project that are made from templates: what they see, and what a broken one takes with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from declared import declared, store, text

REPLY = (
    "{poi: {phone: '010'}, payment_reply: {text: {template: FILE, vars: {gift: 酸梅汤}}}, voice_call: {enabled: true}}"
)


def test_context_is_the_store(tmp_path: Path) -> None:
    found = declared(
        tmp_path,
        {
            "templates/a/r.j2": "{{ account.title }} {{ store.name }} {{ poi.phone }} {{ vars.gift }}\n",
            "stores/one.yaml": store("one", REPLY.replace("FILE", "a/r.j2")),
        },
    )
    assert found.errors() == []
    assert found.attrs("one/payment_reply")["text"] == "acme one 010 酸梅汤"


def test_broken_template_takes_only_its_own_object(tmp_path: Path) -> None:
    files = {"templates/r.j2": "好\n{{ poi.phnoe }}", "stores/one.yaml": store("one", REPLY.replace("FILE", "r.j2"))}
    found = declared(tmp_path, files)
    assert found.errors() == ["SC402 templates/r.j2:2:1"]
    assert found.error().address == "one/payment_reply"
    assert found.unknown() == {"one/payment_reply"}
    assert found.addresses() == {"one/poi", "one/voice_call"}


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("../storeconf.yaml", "SC204"),
        ("/etc/passwd", "SC204"),
        ("a/../../storeconf.yaml", "SC204"),
        ("''", "SC204"),
        ("none.j2", "SC306"),
        ("link.j2", "SC113"),
        ("folder", "SC113"),
    ],
)
def test_only_files_below_templates_are_read(name: str, code: str, tmp_path: Path) -> None:
    (tmp_path / "secret.j2").write_text("机密", encoding="utf-8")
    folder = tmp_path / "project"
    (folder / "templates" / "folder").mkdir(parents=True)
    (folder / "templates" / "link.j2").symlink_to(tmp_path / "secret.j2")
    found = declared(folder, {"stores/one.yaml": store("one", REPLY.replace("FILE", name))})
    error = found.error()
    assert error.code.id == code
    assert error.span is not None
    assert (error.span.file, error.span.start.line) == ("stores/one.yaml", 4)
    assert "机密" not in text(error)
