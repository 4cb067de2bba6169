"""GitHub's REST API, as far as comments and issues need it: paging, retries, rate limits.

Source: docs.github.com REST "issues", "issue comments" and "rate limits", read 2026-11-22. A merge request's comments are
those of the issue of the same number.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

import stamina

from storeconf.core.text import Text
from storeconf.forge.protocol import Comment, ForgeError, Issue
from storeconf.platform.douyin.replies import retry_after
from storeconf.platform.douyin.transport import Reply, Transport, TransportError

PER_PAGE = 100
MAX_PAGES = 100
"""Pages of one list; a label on more than 10,000 issues is not ours."""
ATTEMPTS = 4
TOTAL_SECONDS = 120.0
MAX_WAIT = 60.0
"""The longest pause that GitHub is granted, in seconds."""
MAY_WRITE = frozenset({"OWNER", "MEMBER", "COLLABORATOR"})
"""Author associations of people who belong to the repository."""
_REPOSITORY = re.compile(r"[A-Za-z0-9_.-]{1,100}/[A-Za-z0-9_.-]{1,100}")
_NEXT = re.compile(r'rel="next"')

NOT_A_REPOSITORY = Text("{name} 不是 所有者/仓库", "{name} is no OWNER/REPOSITORY")
REFUSED = Text("GitHub 拒绝了 {call}：{status} {why}", "GitHub refused {call}: {status} {why}")
FAILED = Text("{call} 没有成功：{reason}", "{call} failed: {reason}")
LIMITED = Text(
    "GitHub 的频率限制到了，{call} 没有做，晚点再运行",
    "GitHub's rate limit is reached; {call} was not done: run it later",
)
NOT_JSON = Text("{call}：GitHub 的回复看不懂", "{call}: GitHub's reply makes no sense")


class _Again(Exception):
    """The same request may be sent once more."""

    def __init__(self, error: ForgeError, wait: float | None = None) -> None:
        super().__init__()
        self.error = error
        self.wait = wait


class GitHub:
    """One repository on GitHub, or on an Enterprise server."""

    def __init__(self, transport: Transport, repository: str, token: str) -> None:
        """Raises ForgeError for a name that is none of a repository. Nothing is sent yet."""
        if not _REPOSITORY.fullmatch(repository):
            raise ForgeError(NOT_A_REPOSITORY(name=repository))
        self._transport = transport
        self._base = f"/repos/{repository}"
        self._headers = {
            "accept": "application/vnd.github+json",
            "authorization": f"Bearer {token}",
            "content-type": "application/json",
            "user-agent": "storeconf",
            "x-github-api-version": "2022-11-28",
        }

    def comments(self, number: int) -> Iterator[Comment]:
        """The comments of a pull request, oldest first."""
        for item in self._pages(f"/issues/{number}/comments", {}):
            yield Comment(id=int(item["id"]), body=str(item.get("body") or ""), trusted=_trusted(item))

    def add_comment(self, number: int, body: str) -> None:
        """A new comment."""
        self._patiently("POST", f"/issues/{number}/comments", body={"body": body})

    def edit_comment(self, comment: Comment, body: str) -> None:
        """Another text in the same place."""
        self._patiently("PATCH", f"/issues/comments/{comment.id}", body={"body": body})

    def issues(self, label: str) -> Iterator[Issue]:
        """Issues with a label, open or closed; pull requests, which the API lists among them, are none."""
        for item in self._pages("/issues", {"labels": label, "state": "all", "sort": "created", "direction": "asc"}):
            if "pull_request" not in item:
                yield _issue(item)

    def open_issue(self, title: str, body: str, label: str) -> Issue:
        """A new issue. The label comes into being with it."""
        reply = self._patiently("POST", "/issues", body={"title": title, "body": body, "labels": [label]})
        return _issue(_data("POST /issues", reply))

    def edit_issue(self, issue: Issue, *, title: str, body: str, open: bool) -> None:
        """Another title and text, and whether it is open."""
        fields = {"title": title, "body": body, "state": "open" if open else "closed"}
        self._patiently("PATCH", f"/issues/{issue.number}", body=fields)

    def _pages(self, path: str, query: Mapping[str, str]) -> Iterator[dict[str, Any]]:
        for page in range(1, MAX_PAGES + 1):
            reply = self._patiently("GET", path, {**query, "per_page": str(PER_PAGE), "page": str(page)})
            data = _data(f"GET {path}", reply)
            if not isinstance(data, list):
                raise ForgeError(NOT_JSON(call=f"GET {path}"))
            yield from (item for item in data if isinstance(item, dict))
            if not _NEXT.search(reply.headers.get("link", "")):
                return

    def _patiently(
        self, method: str, path: str, query: Mapping[str, str] | None = None, body: Mapping[str, Any] | None = None
    ) -> Reply:
        """A new comment or issue is not sent twice unless GitHub said that it was not made."""
        content = json.dumps(body, ensure_ascii=False).encode() if body is not None else None
        try:
            for attempt in stamina.retry_context(on=_patience, attempts=ATTEMPTS, timeout=TOTAL_SECONDS):
                with attempt:
                    return self._send(method, path, query or {}, content)
        except _Again as again:
            raise again.error from None
        raise AssertionError("stamina always runs the block")

    def _send(self, method: str, path: str, query: Mapping[str, str], content: bytes | None) -> Reply:
        call = f"{method} {path}"
        try:
            reply = self._transport.send(method, f"{self._base}{path}", query, self._headers, content)
        except TransportError as error:
            failed = ForgeError(FAILED(call=call, reason=error.reason))
            raise failed if error.sent and method == "POST" else _Again(failed) from None
        if reply.status < 300:
            return reply
        if _limited(reply):
            limited = ForgeError(LIMITED(call=call))
            wait = _wait(reply)
            raise limited if wait is not None and wait > MAX_WAIT else _Again(limited, wait)
        refused = ForgeError(
            REFUSED(call=call, status=reply.status, why=_why(reply)), forbidden=reply.status in (401, 403, 404)
        )
        raise _Again(refused) if reply.status >= 500 and method != "POST" else refused


def _patience(error: Exception) -> bool | float | timedelta:
    if not isinstance(error, _Again):
        return False
    return True if error.wait is None else error.wait


def _limited(reply: Reply) -> bool:
    """Both limits answer 403 or 429: the primary with nothing remaining, the secondary with a time to come back."""
    spent = reply.headers.get("x-ratelimit-remaining") == "0" or "retry-after" in reply.headers
    return reply.status == 429 or (reply.status == 403 and spent)


def _wait(reply: Reply) -> float | None:
    """Seconds to wait; nothing said means our own patience. A primary limit ends at a time that is up to an hour away."""
    if "retry-after" in reply.headers:
        return retry_after(reply)
    return MAX_WAIT + 1 if reply.headers.get("x-ratelimit-remaining") == "0" else None


def _data(call: str, reply: Reply) -> Any:
    try:
        return json.loads(reply.body)
    except ValueError:
        raise ForgeError(NOT_JSON(call=call)) from None


def _why(reply: Reply) -> str:
    try:
        data = json.loads(reply.body)
    except ValueError:
        return ""
    return str(data.get("message", ""))[:200] if isinstance(data, dict) else ""


def _issue(item: Mapping[str, Any]) -> Issue:
    return Issue(
        number=int(item["number"]),
        title=str(item.get("title") or ""),
        body=str(item.get("body") or ""),
        open=item.get("state") == "open",
        trusted=_trusted(item),
    )


def _trusted(item: Mapping[str, Any]) -> bool:
    user = item.get("user")
    bot = isinstance(user, dict) and user.get("type") == "Bot"
    return bot or item.get("author_association") in MAY_WRITE
