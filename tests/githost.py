"""A code hosting site on loopback: comments and issues as GitHub's REST API has them, and every request it got."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

REPOSITORY = "shuyu/stores"
TOKEN = "ghs_rehearsal"
COMMENTS = re.compile(rf"/repos/{REPOSITORY}/issues/(\d+)/comments")
COMMENT = re.compile(rf"/repos/{REPOSITORY}/issues/comments/(\d+)")
ISSUES = re.compile(rf"/repos/{REPOSITORY}/issues")
ISSUE = re.compile(rf"/repos/{REPOSITORY}/issues/(\d+)")
MAX_BODY = 65_536
BOT = {"user": {"login": "github-actions[bot]", "type": "Bot"}, "author_association": "NONE"}
STRANGER = {"user": {"login": "stranger", "type": "User"}, "author_association": "NONE"}
HOOK = "/hook"
Answer = tuple[int, Any]


@dataclass
class GitHost:
    """What the site holds. `read_only`: the token is that of a pull request from a fork."""

    url: str = ""
    read_only: bool = False
    comments: dict[int, dict[str, Any]] = field(default_factory=dict)
    issues: dict[int, dict[str, Any]] = field(default_factory=dict)
    requests: list[tuple[str, str]] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    """What was sent to /hook."""

    @property
    def writes(self) -> list[str]:
        """Requests that change something, without the repository's part of the path."""
        return [f"{verb} {path.removeprefix(f'/repos/{REPOSITORY}')}" for verb, path in self.requests if verb != "GET"]

    def env(self, **more: str) -> dict[str, str]:
        """The environment of a job."""
        return {"GITHUB_API_URL": self.url, "GITHUB_REPOSITORY": REPOSITORY, "GITHUB_TOKEN": TOKEN, **more}

    def answer(self, method: str, path: str, query: dict[str, list[str]], body: dict[str, Any]) -> Answer:
        """What the site says."""
        if method != "GET" and self.read_only:
            return 403, {"message": "Resource not accessible by integration"}
        if len(body.get("body", "")) > MAX_BODY:
            return 422, {"message": "body is too long"}
        if found := COMMENTS.fullmatch(path):
            return self._comments(method, int(found[1]), query, body)
        if found := COMMENT.fullmatch(path):
            self.comments[int(found[1])] |= body
            return 200, self.comments[int(found[1])]
        if ISSUES.fullmatch(path):
            return self._issues(method, query, body)
        if found := ISSUE.fullmatch(path):
            self.issues[int(found[1])] |= body
            return 200, self.issues[int(found[1])]
        return 404, {"message": "Not Found"}

    def _comments(self, method: str, number: int, query: dict[str, list[str]], body: dict[str, Any]) -> Answer:
        if method == "POST":
            return 201, self.add_comment(number, body["body"])
        return 200, _page([one for one in self.comments.values() if one["number"] == number], query)

    def add_comment(self, number: int, body: str, by: dict[str, Any] = BOT) -> dict[str, Any]:
        """A comment by somebody."""
        made = {"id": len(self.comments) + 101, "number": number, "body": body, **by}
        self.comments[made["id"]] = made
        return made

    def _issues(self, method: str, query: dict[str, list[str]], body: dict[str, Any]) -> Answer:
        if method == "POST":
            return 201, self.add_issue(body["title"], body["body"], body["labels"])
        wanted = query["labels"][0]
        return 200, _page([one for one in self.issues.values() if wanted in one["labels"]], query)

    def add_issue(self, title: str, body: str, labels: list[str], by: dict[str, Any] = BOT) -> dict[str, Any]:
        """An issue by somebody."""
        made = {"number": len(self.issues) + 1, "title": title, "body": body, "labels": labels, "state": "open", **by}
        self.issues[made["number"]] = made
        return made


def _page(found: list[dict[str, Any]], query: dict[str, list[str]]) -> list[dict[str, Any]]:
    size, page = int(query["per_page"][0]), int(query["page"][0])
    return found[(page - 1) * size : page * size]


class _Handler(BaseHTTPRequestHandler):
    host: GitHost

    def _serve(self) -> None:
        parts = urlsplit(self.path)
        data = self.rfile.read(int(self.headers.get("content-length") or 0))
        self.host.requests.append((self.command, parts.path))
        if parts.path == HOOK:
            self.host.notices.append(json.loads(data)["message"])
            return self._reply(200, {})
        if self.headers["authorization"] != f"Bearer {TOKEN}" or not self.headers["user-agent"]:
            return self._reply(401, {"message": "Bad credentials"})
        body = json.loads(data or b"{}")
        self._reply(*self.host.answer(self.command, parts.path, parse_qs(parts.query), body))

    do_GET = do_POST = do_PATCH = _serve

    def _reply(self, status: int, data: Any) -> None:
        content = json.dumps(data).encode()
        self.send_response(status)
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing is printed."""


@contextmanager
def git_host(*, read_only: bool = False) -> Iterator[GitHost]:
    """The site, while it runs."""
    host = GitHost(read_only=read_only)
    handler = type("Handler", (_Handler,), {"host": host})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    host.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield host
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
