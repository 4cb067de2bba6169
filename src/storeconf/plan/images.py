"""Images: a file is what is checked, a URL is what is sent. Uploading is a person's step; its hash → URL is recorded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from storeconf.core.values import Value
from storeconf.model.compare import bare_url


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that the platform doesn't have yet."""

    path: str
    """`images.0`"""
    file: str
    sha256: str
    role: str


def resolve_images(images: Any, urls: Mapping[str, str]) -> tuple[Value, list[Upload]]:
    """Declared images with the URL that stands for each, and what has to be uploaded first.

    A declared URL counts as the file's as long as nothing else was recorded for it: a file that changed under its old
    URL needs a new upload.
    """
    hashes = {bare_url(url): sha256 for sha256, url in urls.items()}
    resolved: list[dict[str, Value]] = []
    uploads: list[Upload] = []
    for index, image in enumerate(images):
        sha256, url = image.get("sha256", ""), image.get("url", "")
        if url and sha256 and hashes.get(bare_url(url), sha256) != sha256:
            url = ""
        url = url or urls.get(sha256, "")
        entry: dict[str, Value] = {"role": image["role"]}
        if url:
            entry["url"] = bare_url(url)
        else:
            entry["sha256"] = sha256
            uploads.append(Upload(f"images.{index}", image.get("file", ""), sha256, image["role"]))
        resolved.append(entry)
    return resolved, uploads
