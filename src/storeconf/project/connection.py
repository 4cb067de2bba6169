"""From settings to a platform adapter: the embedded sandbox, or an address with credentials from the environment."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from storeconf.core.text import Lang
from storeconf.model.fleet import AccountInfo
from storeconf.platform.douyin.adapter import Douyin
from storeconf.platform.douyin.client import Client
from storeconf.platform.douyin.credentials import Credentials, from_environment
from storeconf.platform.douyin.transport import Transport, WsgiTransport
from storeconf.platform.sandbox.app import SandboxApp
from storeconf.platform.sandbox.database import Database
from storeconf.project.workspace import Workspace

SANDBOX_KEY = Credentials("sandbox", "sandbox")
"""The sandbox takes any key; a real platform never sees this one."""


def connect(
    workspace: Workspace,
    accounts: Mapping[str, AccountInfo],
    environ: Mapping[str, str],
    now: Callable[[], datetime],
    lang: Lang,
) -> Douyin:
    """The adapter. Nothing is sent yet."""
    transport = _transport(workspace, now)

    def client(account: AccountInfo) -> Client:
        return Client(transport, lambda: _credentials(workspace, account, environ), account.account_id)

    return Douyin(accounts, client, lang)


def _transport(workspace: Workspace, now: Callable[[], datetime]) -> Transport:
    if workspace.embedded:
        return WsgiTransport(SandboxApp(Database(workspace.sandbox_file), now))
    from storeconf.platform.douyin.http import HttpTransport

    return HttpTransport(workspace.base_url)


def _credentials(workspace: Workspace, account: AccountInfo, environ: Mapping[str, str]) -> Credentials:
    """Of a real platform from the environment. The sandbox needs none, but uses them when they are set."""
    names = (f"{account.credentials}_CLIENT_KEY", f"{account.credentials}_CLIENT_KEY_FILE")
    if workspace.in_sandbox and (workspace.embedded or not any(environ.get(name) for name in names)):
        return SANDBOX_KEY
    return from_environment(account.credentials, environ)
