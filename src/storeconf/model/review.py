"""Where a submission stands with the platform's reviewers."""

from __future__ import annotations

from enum import StrEnum


class Verdict(StrEnum):
    """Neither in review nor rejected is live, and neither is absent."""

    IN_REVIEW = "in_review"
    REJECTED = "rejected"
    APPROVED = "approved"
