"""The library's public face: open a project, validate, plan, apply, attest. Lists of calls; nothing here prints."""

from storeconf.project.project import Project

__all__ = ["Project"]
