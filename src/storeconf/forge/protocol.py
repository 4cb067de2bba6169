"""What a code hosting site has to offer: comments on a merge request, and issues. Another site is another class of these."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from storeconf.core.text import Say


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """A comment on a merge request."""

    id: int
    body: str
    trusted: bool
    """Written by a bot or by somebody who may write to the repository; anybody else may only imitate our marker."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """An issue."""

    number: int
    title: str
    body: str
    open: bool
    trusted: bool
    """As of a comment."""


class ForgeError(Exception):
    """The site did not do what was asked."""

    def __init__(self, reason: Say, *, forbidden: bool = False) -> None:
        """`forbidden`: our token may not do it, as in a merge request from a fork."""
        super().__init__()
        self.reason = reason
        self.forbidden = forbidden


class Forge(Protocol):
    """One repository on one site. Everything raises ForgeError."""

    def comments(self, number: int) -> Iterator[Comment]:
        """The comments of a merge request, oldest first."""

    def add_comment(self, number: int, body: str) -> None:
        """A new comment on a merge request."""

    def edit_comment(self, comment: Comment, body: str) -> None:
        """Another text in the same place."""

    def issues(self, label: str) -> Iterator[Issue]:
        """Issues that carry a label, open or closed."""

    def open_issue(self, title: str, body: str, label: str) -> Issue:
        """A new issue."""

    def edit_issue(self, issue: Issue, *, title: str, body: str, open: bool) -> None:
        """Another title and text, and whether it is open."""
