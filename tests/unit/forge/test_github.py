"""GitHub's REST API over a wire that breaks: paging, patience, what is never sent twice."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
import stamina

from storeconf.core.text import say
from storeconf.forge.github import ATTEMPTS, GitHub
from storeconf.forge.protocol import ForgeError
from storeconf.platform.douyin.transport import Reply, TransportError


@pytest.fixture(autouse=True)
def no_pauses() -> Iterator[None]:
    stamina.set_testing(True, attempts=ATTEMPTS)
    yield
    stamina.set_testing(False)


@dataclass
class Wire:
    """Gives the planned replies, one after the other."""

    replies: list[Reply | TransportError]
    sent: list[tuple[str, str, Mapping[str, str]]] = field(default_factory=list)

    def send(
        self, method: str, path: str, query: Mapping[str, str], headers: Mapping[str, str], body: bytes | None
    ) -> Reply:
        assert headers["authorization"] == "Bearer secret"
        self.sent.append((method, path, dict(query)))
        reply = self.replies.pop(0)
        if isinstance(reply, TransportError):
            raise reply
        return reply


def reply(status: int = 200, data: Any = (), **headers: str) -> Reply:
    return Reply(status, {name.replace("_", "-"): value for name, value in headers.items()}, json.dumps(data).encode())


def github(*replies: Reply | TransportError) -> tuple[GitHub, Wire]:
    wire = Wire(list(replies))
    return GitHub(wire, "shuyu/stores", "secret"), wire


def comment(number: int, **more: Any) -> dict[str, Any]:
    return {"id": number, "body": "正文", "user": {"type": "User"}, "author_association": "NONE", **more}


LOST = TransportError("没有回音", sent=True)
NOT_SENT = TransportError("连不上", sent=False)


def test_pages_are_followed_to_their_end() -> None:
    forge, wire = github(reply(data=[comment(1)], link='<x?page=2>; rel="next"'), reply(data=[comment(2)]))
    assert [one.id for one in forge.comments(7)] == [1, 2]
    assert [query["page"] for _, _, query in wire.sent] == ["1", "2"]
    assert wire.sent[0][1] == "/repos/shuyu/stores/issues/7/comments"


@pytest.mark.parametrize(
    ("more", "trusted"),
    [
        ({}, False),
        ({"author_association": "CONTRIBUTOR"}, False),
        ({"author_association": "COLLABORATOR"}, True),
        ({"author_association": "OWNER"}, True),
        ({"user": {"type": "Bot"}}, True),
        ({"user": None}, False),
    ],
)
def test_only_who_may_write_here_is_trusted(more: Mapping[str, Any], trusted: bool) -> None:
    forge, _ = github(reply(data=[comment(1, **more)]))
    assert next(forge.comments(7)).trusted is trusted


def test_pull_requests_are_no_issues() -> None:
    item = {"number": 1, "title": "", "body": None, "state": "open"}
    forge, _ = github(reply(data=[{**item, "pull_request": {}}, {**item, "number": 2, "state": "closed"}]))
    assert [(one.number, one.open) for one in forge.issues("storeconf-drift")] == [(2, False)]


@pytest.mark.parametrize("trouble", [reply(502), LOST, NOT_SENT, reply(429, retry_after="1")], ids=str)
def test_reading_is_tried_again(trouble: Reply | TransportError) -> None:
    forge, wire = github(trouble, reply(data=[comment(1)]))
    assert len(list(forge.comments(7))) == 1
    assert len(wire.sent) == 2


@pytest.mark.parametrize("trouble", [reply(502), LOST], ids=["502", "lost"])
def test_comment_is_not_sent_twice_when_it_may_have_arrived(trouble: Reply | TransportError) -> None:
    forge, wire = github(trouble)
    with pytest.raises(ForgeError):
        forge.add_comment(7, "正文")
    assert len(wire.sent) == 1


@pytest.mark.parametrize("trouble", [NOT_SENT, reply(403, retry_after="1"), reply(429)], ids=["unsent", "403", "429"])
def test_comment_that_was_not_made_is_sent_again(trouble: Reply | TransportError) -> None:
    forge, wire = github(trouble, reply(201))
    forge.add_comment(7, "正文")
    assert len(wire.sent) == 2


@pytest.mark.parametrize("headers", [{"x_ratelimit_remaining": "0"}, {"retry_after": "3600"}], ids=str)
def test_limit_that_ends_in_an_hour_is_not_waited_for(headers: Mapping[str, str]) -> None:
    forge, wire = github(reply(403, **headers))
    with pytest.raises(ForgeError) as caught:
        forge.add_comment(7, "正文")
    assert "频率限制" in say(caught.value.reason, "zh")
    assert not caught.value.forbidden
    assert len(wire.sent) == 1


@pytest.mark.parametrize(("status", "forbidden"), [(401, True), (403, True), (404, True), (422, False)])
def test_refusal_says_what_github_said(status: int, forbidden: bool) -> None:
    forge, _ = github(reply(status, {"message": "no\x1b[2J"}))
    with pytest.raises(ForgeError) as caught:
        forge.add_comment(7, "正文")
    assert caught.value.forbidden is forbidden
    assert f"{status} no" in say(caught.value.reason, "en")


@pytest.mark.parametrize("body", [b"<html>", b'{"message": "x"}'])
def test_reply_that_makes_no_sense_is_an_error(body: bytes) -> None:
    forge, _ = github(Reply(200, {}, body))
    with pytest.raises(ForgeError):
        list(forge.comments(7))


@pytest.mark.parametrize("name", ["", "stores", "a/b/c", "a/b?x", "../x/y"])
def test_repository_is_owner_and_name(name: str) -> None:
    make: Callable[[], object] = lambda: GitHub(Wire([]), name, "secret")  # noqa: E731
    with pytest.raises(ForgeError):
        make()
