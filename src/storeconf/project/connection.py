"""From settings to a platform adapter: the embedded sandbox, or an address with credentials from the environment."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from datetime import datetime

from storeconf.core.text import Lang
from storeconf.model.fleet import AccountInfo
from storeconf.platform.douyin.adapter import Douyin
from storeconf.platform.douyin.client import App, Client
from storeconf.platform.douyin.credentials import Credentials, from_environment
from storeconf.platform.douyin.transport import Transport, WsgiTransport
from storeconf.platform.sandbox.app import SandboxApp
from storeconf.platform.sandbox.database import Database
from storeconf.project.workspace import Workspace


def connect(
    workspace: Workspace,
    accounts: Mapping[str, AccountInfo],
    environ: Mapping[str, str],
    now: Callable[[], datetime],
    lang: Lang,
) -> Douyin:
    """The adapter. Nothing is sent yet."""
    transport = _transport(workspace, now)
    apps: dict[str, App] = {}
    # The sandbox takes any key; each run is an app of its own, so that runs side by side leave each other's token alive.
    own = Credentials(f"sandbox-{secrets.token_hex(4)}", "sandbox")

    def client(account: AccountInfo) -> Client:
        name = _credentials_name(workspace, account, environ)
        if name not in apps:
            apps[name] = App(transport, lambda: from_environment(name, environ) if name else own)
        return Client(apps[name], account.account_id)

    return Douyin(accounts, client, lang)


def _transport(workspace: Workspace, now: Callable[[], datetime]) -> Transport:
    if workspace.embedded:
        return WsgiTransport(SandboxApp(Database(workspace.sandbox_file), now))
    from storeconf.platform.douyin.http import HttpTransport

    return HttpTransport(workspace.base_url)


def _credentials_name(workspace: Workspace, account: AccountInfo, environ: Mapping[str, str]) -> str:
    """Whose credentials an account uses; empty for the sandbox's own key.

    The sandbox needs none of a real platform's, but a served one uses them when they are set.
    """
    names = (f"{account.credentials}_CLIENT_KEY", f"{account.credentials}_CLIENT_KEY_FILE")
    if workspace.in_sandbox and (workspace.embedded or not any(environ.get(name) for name in names)):
        return ""
    return account.credentials
