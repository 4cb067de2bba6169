"""What the machine that runs the job says about it: which repository, which pull request, where the summary goes.

Source: docs.github.com "Variables" of Actions, read 2026-11-22.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from storeconf.core.diagnostics import Code, StoreconfError, fail
from storeconf.core.text import Text
from storeconf.forge.github import GitHub
from storeconf.forge.protocol import Forge
from storeconf.platform.douyin.http import HttpTransport

GITHUB_API = "https://api.github.com"
BAD_RUNNER = Code("SC830", "ci-environment", Text("CI 环境不对", "the CI environment is wrong"))
NO_REPOSITORY = Text("不知道是哪个仓库：设好 GITHUB_REPOSITORY", "which repository is not known: set GITHUB_REPOSITORY")
BAD_API = Text("GITHUB_API_URL 不是能用的地址", "GITHUB_API_URL is no usable address")
BAD_TOKEN = Text("GITHUB_TOKEN 里有不该有的字符", "GITHUB_TOKEN holds characters that no token has")
_TOKEN = re.compile(r"[\x21-\x7e]{1,2000}")
_SAFE_URL = re.compile(r"https?://[A-Za-z0-9._~:/?#&=%+-]{1,2000}")
MAX_EVENT = 30_000_000
"""Bytes of an event file; GitHub's own limit is 25 MB."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Runner:
    """One job."""

    repository: str = ""
    token: str = ""
    api_url: str = GITHUB_API
    number: int = 0
    """The pull request; 0 without one."""
    fork: bool = False
    """Its head lies in another repository: the token can only read."""
    run_url: str = ""
    """The job's page, which has the artifacts."""
    summary: Path | None = None

    def forge(self) -> Forge:
        """The site. Raises StoreconfError when the environment does not tell enough, or an extra is missing."""
        if not self.repository:
            raise fail(BAD_RUNNER, NO_REPOSITORY)
        if not _TOKEN.fullmatch(self.token):
            raise fail(BAD_RUNNER, BAD_TOKEN)
        try:
            return GitHub(HttpTransport(self.api_url), self.repository, self.token)
        except StoreconfError as error:
            if error.diagnostics[0].code.id == "SC502":
                raise fail(BAD_RUNNER, BAD_API) from None
            raise


def runner(environ: Mapping[str, str]) -> Runner:
    """The job that this process belongs to; an empty one outside of any."""
    event = _event(environ.get("GITHUB_EVENT_PATH", ""))
    request = event.get("pull_request")
    number = request.get("number") if isinstance(request, dict) else None
    summary = environ.get("GITHUB_STEP_SUMMARY", "")
    return Runner(
        repository=environ.get("GITHUB_REPOSITORY", ""),
        token=environ.get("GITHUB_TOKEN", ""),
        api_url=environ.get("GITHUB_API_URL") or GITHUB_API,
        number=number if isinstance(number, int) else 0,
        fork=_is_fork(request) if isinstance(request, dict) else False,
        run_url=_run_url(environ),
        summary=Path(summary) if summary else None,
    )


def _event(path: str) -> dict[str, Any]:
    """What started the job; a file that can't be read tells nothing."""
    try:
        file = Path(path)
        data = json.loads(file.read_bytes()) if path and file.stat().st_size < MAX_EVENT else {}
    except (OSError, ValueError, RecursionError):
        return {}
    return data if isinstance(data, dict) else {}


def _is_fork(request: Mapping[str, Any]) -> bool:
    names = [_full_name(request.get(side)) for side in ("head", "base")]
    return names[0] != names[1]


def _full_name(side: object) -> object:
    repository = side.get("repo") if isinstance(side, dict) else None
    return repository.get("full_name") if isinstance(repository, dict) else None


def _run_url(environ: Mapping[str, str]) -> str:
    server, repository, run = (environ.get(f"GITHUB_{name}", "") for name in ("SERVER_URL", "REPOSITORY", "RUN_ID"))
    url = f"{server}/{repository}/actions/runs/{run}"
    return url if server and run and safe_url(url) else ""


def safe_url(url: str) -> bool:
    """Whether an address can stand in a page as it is."""
    return bool(_SAFE_URL.fullmatch(url) and urlsplit(url).hostname)
