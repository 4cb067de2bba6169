"""Why the machine refused a file, in words: the system's own are English everywhere."""

from __future__ import annotations

import errno
from collections.abc import Mapping

from storeconf.core.text import Say, Text

REASONS: Mapping[int, Text] = {
    errno.ENOENT: Text("没有这个文件或目录", "no such file or folder"),
    errno.EACCES: Text("没有权限", "permission denied"),
    errno.EPERM: Text("没有权限", "permission denied"),
    errno.EISDIR: Text("是目录，不是文件", "it is a folder, not a file"),
    errno.ENOTDIR: Text("路径中间有一段不是目录", "part of the path is no folder"),
    errno.EEXIST: Text("已经有了", "it exists already"),
    errno.ENOSPC: Text("磁盘满了", "the disk is full"),
    errno.EDQUOT: Text("磁盘配额用完了", "the disk quota is used up"),
    errno.EROFS: Text("磁盘是只读的", "the disk is read-only"),
    errno.ENAMETOOLONG: Text("名字太长", "the name is too long"),
    errno.ELOOP: Text("符号链接绕成了圈", "symbolic links go round in a circle"),
    errno.EMFILE: Text("打开的文件太多", "too many open files"),
}


def os_reason(error: OSError) -> Say:
    """What stopped a file operation; the system's own words for what is rare."""
    return REASONS.get(error.errno or 0) or error.strerror or str(error)
