"""Every product attribute that the API carries, in the platform's own form: string-JSON, fen, seconds, enums."""

from __future__ import annotations

from storeconf.platform.douyin.codec import Codec
from storeconf.platform.douyin.codec_content import CONTENT
from storeconf.platform.douyin.codec_schedule import SCHEDULE
from storeconf.platform.douyin.codec_terms import TERMS

CODECS: tuple[Codec, ...] = (*TERMS, *CONTENT, *SCHEDULE)
"""All but the shelf, which is a state of its own."""
