"""One self-contained HTML file out of a template, style sheets, scripts and data."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from storeconf.core.text import Lang, Text
from storeconf.render.cells import safe

if TYPE_CHECKING:
    from jinja2 import Environment

ASSETS = Path(__file__).parent / "assets"
MARK = "<!doctype html>\n<!-- storeconf -->\n"
"""How every page of ours begins; a file that begins otherwise is somebody else's."""
HTML_LANG: Mapping[Lang, str] = {"zh": "zh-CN", "en": "en"}
_IN_SCRIPT = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"})


def page(
    template: str,
    lang: Lang,
    *,
    title: str,
    words: Mapping[str, Text],
    data: Mapping[str, Any],
    styles: Sequence[str],
    scripts: Sequence[str],
    **gaps: Any,
) -> str:
    """The finished file.

    `words` are the sentences of the page, for its template and its scripts alike; `data` is what its scripts show. Both
    are text only: scripts put them into the page as text, the template escapes them. `styles` and `scripts` name files
    of `assets/`. `gaps` are further values of the template.
    """
    said = {name: text.render(lang) for name, text in words.items()}
    style = "\n".join(_asset(name) for name in styles)
    script = "(() => {\n'use strict';\n" + "\n".join(_asset(name) for name in scripts) + "\n})();"
    body = (
        _environment()
        .get_template(template)
        .render(
            html_lang=HTML_LANG[lang],
            title=safe(title),
            words=SimpleNamespace(**said),
            style=style,
            script=script,
            data=script_json({**data, "lang": lang, "words": said}),
            policy=_policy(style, script),
            **gaps,
        )
    )
    return MARK + body


def script_json(value: object) -> str:
    """JSON that may stand inside `<script type="application/json">`: nothing in it can end the element."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.translate(_IN_SCRIPT).encode("utf-8", "backslashreplace").decode("utf-8")


@cache
def _asset(name: str) -> str:
    return (ASSETS / name).read_text(encoding="utf-8").strip()


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(ASSETS),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _policy(style: str, script: str) -> str:
    """The page may use its own style and its own script, and reach nothing. See the W3C's Content Security Policy 3."""
    return (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
