"""The sandbox as a WSGI application: the same paths, envelope, errors and quirks as the platform's API."""

from __future__ import annotations

import json
import secrets
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl

from storeconf.core import clock
from storeconf.core.values import digest
from storeconf.platform.sandbox import goods, review, shops, trade
from storeconf.platform.sandbox.database import Database, dump
from storeconf.platform.sandbox.envelope import (
    BAD_PARAMETER,
    NO_CAPABILITY,
    NO_SUCH_API,
    NOT_AUTHORISED,
    TOKEN_OVER,
    TOKEN_WRONG,
    TOO_MANY_TOKENS,
    WRONG_SECRET,
    Call,
    Refused,
    answer,
)

Handler = Callable[[Database, Call, int], dict[str, Any]]
TOKEN_PATH = "/oauth/client_token/"  # noqa: S105 - a path
TOKEN_SECONDS, OVERLAP_SECONDS = 7200, 300
TOKEN_WINDOW, TOKEN_CALLS = 300, 500
MAX_BODY = 8 * 1024 * 1024

ROUTES: Mapping[tuple[str, str], tuple[str, Handler]] = {
    ("GET", "/goodlife/v1/shop/poi/query/"): ("shops", shops.query),
    ("POST", "/goodlife/v1/poi/poi/update/"): ("poi_update", shops.update),
    ("GET", "/goodlife/v1/poi/task/query/"): ("poi_update", shops.task_query),
    ("POST", "/goodlife/v1/akte/booking/config/"): ("booking", shops.booking_config),
    ("GET", "/goodlife/v1/akte/booking/config/task/query/"): ("booking", shops.booking_task),
    ("GET", "/goodlife/v1/goods/category/get/"): ("products", goods.categories),
    ("GET", "/goodlife/v1/goods/product/online/query/"): ("products", goods.online_query),
    ("GET", "/goodlife/v1/goods/product/online/get/"): ("products", goods.online_get),
    ("GET", "/goodlife/v1/goods/product/draft/query/"): ("products", goods.draft_query),
    ("GET", "/goodlife/v1/goods/product/draft/get/"): ("products", goods.draft_get),
    ("POST", "/goodlife/v1/goods/product/save/"): ("publish", goods.save),
    ("POST", "/goodlife/v1/goods/product/operate/"): ("publish", goods.operate),
    ("POST", "/goodlife/v1/goods/product/free_audit/"): ("publish", goods.free_audit),
    ("POST", "/goodlife/v1/goods/stock/sync/"): ("publish", goods.stock_sync),
    ("POST", "/goodlife/v1/goods/open/common/product/poi/operate/"): ("publish", goods.poi_operate),
    **trade.ROUTES,
}


class SandboxApp:
    """One sandbox. `now` gives its clock: real time, or the moment that `--now` names."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        """The database may be shared with other processes."""
        self.database = database
        self._now = now
        self._asked: deque[int] = deque(maxlen=TOKEN_CALLS)
        """When tokens were asked for; of this process alone, since `--now` may stand still over many of them."""

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer one request."""
        now = clock.epoch(self._now())
        status = "200 OK"
        try:
            content = answer(self._handle(environ, now), now)
        except Refused as refused:
            status = "501 Not Implemented" if refused.code == NO_SUCH_API else status
            content = answer({}, now, code=refused.code, description=refused.description)
        headers = [("Content-Type", "application/json; charset=utf-8"), ("Content-Length", str(len(content)))]
        start_response(status, headers)
        return [content]

    def _handle(self, environ: Mapping[str, Any], now: int) -> dict[str, Any]:
        method, path = str(environ["REQUEST_METHOD"]), str(environ.get("PATH_INFO", ""))
        path = path if path.endswith("/") else f"{path}/"
        body = _body(environ)
        if path == TOKEN_PATH:
            return self._token(body, now)
        route = ROUTES.get((method, path))
        if route is None:
            raise Refused(NO_SUCH_API, f"沙盒没有这个接口：{method} {path}")
        query = dict(parse_qsl(str(environ.get("QUERY_STRING", "")), keep_blank_values=True))
        account_id = str(
            body.get("account_id") or query.get("account_id") or environ.get("HTTP_RPC_TRANSIT_LIFE_ACCOUNT", "")
        )
        call = Call(
            method, path, query, body, str(environ.get("HTTP_ACCESS_TOKEN", "")), _first_account(body, account_id)
        )
        self._authorise(call, route[0], now)
        with self.database.transaction():
            review.pass_due(self.database, now)
        return self._run(call, route[1], now)

    def _run(self, call: Call, handler: Handler, now: int) -> dict[str, Any]:
        try:
            with self.database.transaction():
                result = handler(self.database, call, now)
        except Refused as refused:
            self._log(call, now, f"{refused.code} {refused.description}")
            raise
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            self._log(call, now, f"{BAD_PARAMETER} {error}")
            raise Refused(BAD_PARAMETER, f"参数错误：{error}") from None
        self._log(call, now, "ok")
        return result

    def _log(self, call: Call, now: int, result: str) -> None:
        if call.method == "POST":
            at = clock.iso(clock.from_epoch(now))
            self.database.run(
                "INSERT INTO log (at, account_id, call, body, result) VALUES (?, ?, ?, ?, ?)",
                at,
                call.account_id,
                call.path,
                dump(dict(call.body)),
                result,
            )

    def _token(self, body: Mapping[str, Any], now: int) -> dict[str, Any]:
        """A new token kills the previous one, with five minutes of overlap (facts §1.1). Any key and secret will do."""
        if not body.get("client_key") or not body.get("client_secret"):
            raise Refused(WRONG_SECRET, "client_key 或 client_secret 错误")
        with self.database.transaction():
            if len(self._asked) == TOKEN_CALLS and self._asked[0] > now - TOKEN_WINDOW:
                raise Refused(TOO_MANY_TOKENS, "获取 token 过于频繁")
            self._asked.append(now)
            token = f"clt.{secrets.token_hex(16)}"
            app = digest(str(body["client_key"]))  # a real key may be tried here, and is nobody's business
            self.database.run("INSERT INTO live_tokens (token, app, made_at) VALUES (?, ?, ?)", token, app, now)
            self.database.run("DELETE FROM live_tokens WHERE made_at < ?", now - TOKEN_SECONDS)
        return {"access_token": token, "expires_in": TOKEN_SECONDS}

    def _authorise(self, call: Call, scope: str, now: int) -> None:
        self._check_token(call.token, now)
        account = self.database.row("SELECT * FROM accounts WHERE account_id=?", call.account_id)
        if account is None:
            raise Refused(NOT_AUTHORISED, "商家未授权该应用")
        if scope not in json.loads(account["scopes"]):
            raise Refused(NO_CAPABILITY, f"应用未获得能力 {scope}")

    def _check_token(self, token: str, now: int) -> None:
        row = self.database.row("SELECT * FROM live_tokens WHERE token=?", token)
        if row is None:
            raise Refused(TOKEN_WRONG, "access_token 无效")
        newer = self.database.rows(
            "SELECT made_at FROM live_tokens WHERE app=? AND seq > ? ORDER BY seq", row["app"], row["seq"]
        )
        replaced = len(newer) > 1 or (bool(newer) and now - newer[0]["made_at"] > OVERLAP_SECONDS)
        if replaced or not now - TOKEN_SECONDS <= row["made_at"] <= now + TOKEN_SECONDS:
            raise Refused(TOKEN_OVER, "access_token 过期")


def _body(environ: Mapping[str, Any]) -> dict[str, Any]:
    length = int(environ.get("CONTENT_LENGTH") or 0)
    if length > MAX_BODY:
        raise Refused(BAD_PARAMETER, "请求体过大")
    content = environ["wsgi.input"].read(length) if length else b""
    if not content:
        return {}
    try:
        body = json.loads(content)
    except (ValueError, RecursionError):
        raise Refused(BAD_PARAMETER, "请求体不是 JSON") from None
    if not isinstance(body, dict):
        raise Refused(BAD_PARAMETER, "请求体应是对象")
    return body


def _first_account(body: Mapping[str, Any], account_id: str) -> str:
    """poi.update names the account inside its rows."""
    rows = body.get("datas")
    if isinstance(rows, list) and rows and isinstance(rows[0], Mapping) and rows[0].get("account_id"):
        return str(rows[0]["account_id"])
    return account_id
