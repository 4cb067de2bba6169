"""Step four of the chain: after payment the customer is led to the counter (S000 四)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from storeconf.core.diagnostics import Severity
from storeconf.core.text import Say, Text
from storeconf.rules.case import Case, Written
from storeconf.rules.fields import Fields
from storeconf.rules.operations import setup, week
from storeconf.rules.rule import Hit, Needs, Outcome, Rule, Skip
from storeconf.rules.text import guidance
from storeconf.rules.text.hours import Stated, stated
from storeconf.rules.text.normal import normal

# -- OPS-13 ------------------------------------------------------------------------------------------------------------

REPLY, REPLY_TEXT = "payment_reply", "payment_reply.text"
NO_REPLY = Text("支付后的自动消息（payment_reply）", "the message after payment (payment_reply)")
NO_REPLY_TEXT = Text("不知道支付后的自动消息写了什么", "what the message after payment says is not known")
NO_MESSAGE = Text("没有设置支付后的自动消息", "no message after payment is set up")
LIVE_MESSAGE = Text("线上正在发的自动消息：{message}", "the message that is being sent: {message}")
NO_CODE = Text(
    "支付后私信里没有核销二维码，也没有说到店出示哪个码",
    "the message after payment neither holds the verification QR nor says which code to show",
)
NO_WAY = Text(
    "支付后私信里没有导航链接，只写地址不够",
    "the message after payment has no navigation link; an address alone is not enough",
)
NO_HOURS = Text("支付后私信里没有写几点到几点营业", "the message after payment doesn't say when the store is open")
WRONG_HOURS = Text(
    "私信写的营业时间“{said}”和门店的 {hours} 不一致", "the message says “{said}”, but the store's hours are {hours}"
)
USE_HOURS = Text("改成门店的营业时间：{hours}", "write the store's hours: {hours}")

Judge = Callable[[str, tuple[str, ...], tuple[tuple[Any, ...], ...]], Iterator[Hit]]
"""Judges the message by its text, its attachments, and the store's hours, of which live and declared ones may differ."""


def _reply_code(raw: str, attachments: tuple[str, ...], hours: object) -> Iterator[Hit]:
    if "verification_qr" not in attachments and not guidance.shows_code(normal(raw).squashed.text):
        yield Hit(message=NO_CODE)


def _reply_way(raw: str, attachments: tuple[str, ...], hours: object) -> Iterator[Hit]:
    if "poi_link" not in attachments and not guidance.shows_way(normal(raw).squashed.text):
        yield Hit(message=NO_WAY)


def _reply_hours(raw: str, attachments: object, hours: tuple[tuple[Any, ...], ...]) -> Iterator[Hit]:
    view = normal(raw).squashed
    if not guidance.tells_hours(view.text):
        yield Hit(message=NO_HOURS)
        return
    for one in stated(view.text):
        if one.sure and hours and not any(_agrees(one, rows) for rows in hours):
            start, end = view.raw_span(one.start, one.end)
            shown = week.rows_text(hours[0])
            message = WRONG_HOURS(said=raw[start:end], hours=shown)
            yield Hit(message=message, fix=USE_HOURS(hours=shown), start=start, end=end)


def _agrees(one: Stated, rows: tuple[Any, ...]) -> bool:
    """Whether the store is open as stated, on every day named, or on some day when none is."""
    hours = week.merged(week.stretches(rows))
    if one.whole:
        return week.always(hours)
    # Rows as written, and the same joined where they touch.
    spans = {*week.stretches(rows), *hours}
    if week.always(hours):
        spans |= {(day * week.DAY, (day + 1) * week.DAY) for day in range(7)}
    days = one.days or range(1, 8)
    fits = [any(_fits(one, stretch, day) for stretch in spans) for day in days]
    return all(fits) if one.days else any(fits)


def _fits(one: Stated, stretch: week.Stretch, day: int) -> bool:
    start, end = stretch
    if start % week.WEEK // week.DAY != day - 1:
        return False
    opens = not one.opens or start % week.DAY in one.opens
    return opens and (not one.closes or end % week.DAY in one.closes)


def _in_reply(judge: Judge) -> Callable[[Written, Case], Iterator[Outcome]]:
    def in_text(written: Written, case: Case) -> Iterator[Outcome]:
        yield from judge(written.raw, _attachments(written, case), _hours(written, case))

    return in_text


def _attachments(written: Written, case: Case) -> tuple[str, ...]:
    """What goes with the message; for a text alone, as its context says."""
    if case.chain is not None:
        found = setup.of_store(case.chain, REPLY).items("attachments")
    else:
        places = (written.product, written.store)
        names = ("attachments", f"{REPLY}.attachments")
        found = next((place.items(name) for place in places for name in names if place.has(name)), ())
    return tuple(str(one) for one in found)


def _hours(written: Written, case: Case) -> tuple[tuple[Any, ...], ...]:
    """The store's hours, declared and as seen. The message may follow either; that they differ is told elsewhere."""
    seen = case.chain.seen("S/poi").items("hours") if case.chain is not None else ()
    return tuple(rows for rows in (written.store.items("poi.hours"), seen) if rows)


def _on_reply(judge: Judge) -> Callable[[Case], Iterator[Outcome]]:
    """What isn't a declared text: no message at all, attachments alone, or another text that is live."""

    def on_chain(case: Case) -> Iterator[Outcome]:
        chain = setup.of_chain(case)
        reply, seen = setup.of_store(chain, REPLY), chain.seen(f"S/{REPLY}").text("text")
        if setup.is_none(chain.store, REPLY, reply):
            yield Hit(message=NO_MESSAGE, path=REPLY)
        elif not any(True for _ in reply.paths()):
            yield Skip(setup.NO_SETUP(what=NO_REPLY))
        elif not reply.has("text"):
            if any(judge("", _attachments_of(reply), ())):
                yield Skip(NO_REPLY_TEXT)
        elif seen and seen != chain.store.text(REPLY_TEXT):
            hours = tuple(rows for rows in (chain.store.items("poi.hours"), chain.seen("S/poi").items("hours")) if rows)
            for hit in judge(seen, _attachments_of(reply), hours):
                yield Hit(message=LIVE_MESSAGE(message=hit.message), fix=hit.fix, path=REPLY_TEXT)

    return on_chain


def _attachments_of(reply: Fields) -> tuple[str, ...]:
    return tuple(str(one) for one in reply.items("attachments"))


# -- OPS-14 and OPS-15 -------------------------------------------------------------------------------------------------

CALL, SCRIPT = "voice_call", "voice_call.script"
NO_CALL = Text("AI 外呼（voice_call）", "the AI call (voice_call)")
NO_ENABLED = Text("不知道 AI 外呼有没有开启（enabled）", "whether the AI call is enabled is not known (enabled)")
NO_MINUTES = Text(
    "不知道支付后几分钟内外呼（within_minutes）",
    "how soon after payment the call is made is not known (within_minutes)",
)
NO_SCRIPT = Text("不知道外呼稿写了什么（script）", "what the call says is not known (script)")
CALL_OFF = Text("AI 外呼没有开启", "the AI call is not enabled")
CALL_MINUTES = 60
CALL_LATE = Text(
    "AI 外呼在支付后 {minutes} 分钟内拨打，超过 60 分钟",
    "the call is made within {minutes} minutes after payment, later than 60",
)


def _called(case: Case) -> Iterator[Outcome]:
    chain = setup.of_chain(case)
    call = setup.of_store(chain, CALL)
    if setup.is_none(chain.store, CALL, call):
        yield Hit(message=CALL_OFF, path=CALL)
        return
    if not any(True for _ in call.paths()):
        yield Skip(setup.NO_SETUP(what=NO_CALL))
        return
    minutes = call.number("within_minutes")
    if call.flag("enabled") is False:
        yield Hit(message=CALL_OFF, path=f"{CALL}.enabled")
    elif call.flag("enabled") is None:
        yield Skip(NO_ENABLED)
    if minutes is None:
        yield Skip(NO_MINUTES)
    elif minutes > CALL_MINUTES:
        yield Hit(message=CALL_LATE(minutes=f"{minutes:f}"), path=f"{CALL}.within_minutes")


SCRIPT_LACKS = Text("外呼稿缺少{parts}", "the call script lacks {parts}")
LIVE_SCRIPT = Text("线上正在用的外呼稿缺少{parts}", "the call script in use lacks {parts}")
BOUGHT = Text("购买确认", "the confirmation of the purchase")
NAME = Text("门店名", "the store's name")
NAME_OF = Text("门店名（{name}）", "the store's name ({name})")
WHERE = Text("核销柜台位置", "where the counter is")
SHOW = Text("出示码的提醒", "to show the code")


def _script_lacks(raw: str, name: str, counter: str) -> list[Say]:
    text = normal(raw).squashed.text
    told: tuple[tuple[Say, bool], ...] = (
        (BOUGHT, guidance.confirms_purchase(text)),
        (NAME_OF(name=name) if name else NAME, guidance.names_store(text, name)),
        (WHERE, guidance.tells_counter(text, counter)),
        (SHOW, guidance.tells_to_show(text)),
    )
    return [part for part, found in told if not found]


def _script(written: Written, case: Case) -> Iterator[Outcome]:
    missing = _script_lacks(written.raw, _store_name(written.store), _counter(written.store))
    if missing:
        yield Hit(message=SCRIPT_LACKS(parts=missing))


def _counter(store: Fields) -> str:
    return store.text("counter") or store.text("store.counter")


def _store_name(store: Fields) -> str:
    return store.text("poi.name")


def _script_in_use(case: Case) -> Iterator[Outcome]:
    chain = setup.of_chain(case)
    call, seen = setup.of_store(chain, CALL), chain.seen(f"S/{CALL}").text("script")
    if any(True for _ in call.paths()) and not call.text("script"):
        yield Skip(NO_SCRIPT)
    elif seen and seen != chain.store.text(SCRIPT):
        missing = _script_lacks(seen, _store_name(chain.store), _counter(chain.store))
        if missing:
            yield Hit(message=LIVE_SCRIPT(parts=missing), path=SCRIPT)


# -- OPS-16 to OPS-18 --------------------------------------------------------------------------------------------------

VIDEO = "pinned_video"
NO_VIDEO = Text("没有置顶的柜台视频", "there is no pinned counter video")
NO_LENGTH = Text("不知道置顶视频有多长", "how long the pinned video is, is not known")
UNREADABLE_VIDEO = Text("置顶视频（{file}）打不开：{reason}", "the pinned video ({file}) can't be opened: {reason}")
LONGEST = 15
TOO_LONG = Text("置顶视频长 {seconds} 秒，超过 15 秒", "the pinned video is {seconds} s long, more than 15")


def _pinned(case: Case) -> Fields:
    """The pinned video as declared, as it was probed, as somebody saw it."""
    chain = setup.of_chain(case)
    probed = setup.over(chain.store.under(VIDEO), case.facts.under(VIDEO))
    return setup.over(probed, chain.seen(f"S/{VIDEO}"))


def _length(case: Case) -> Iterator[Outcome]:
    video = _pinned(case)
    if setup.is_none(setup.of_chain(case).store, VIDEO, video):
        yield Hit(message=NO_VIDEO, path=VIDEO)
        return
    seconds = video.number("duration_s")
    if case.facts.has(f"{VIDEO}.unreadable"):
        message = UNREADABLE_VIDEO(file=case.facts.text(f"{VIDEO}.name"), reason=case.facts.get(f"{VIDEO}.unreadable"))
        yield Hit(message=message, fix=case.facts.get(f"{VIDEO}.fix") or "", path=f"{VIDEO}.file")
    elif seconds is None:
        yield Skip(case.facts.get(f"{VIDEO}.not_seen") or NO_LENGTH)
    elif seconds > LONGEST:
        yield Hit(message=TOO_LONG(seconds=f"{seconds:f}"), path=f"{VIDEO}.file")


SHOTS = {
    "counter_location": Text("核销柜台位置", "the counter's location"),
    "staff_smile_guide": Text("店员微笑指引", "staff guiding with a smile"),
    "scanner_closeup": Text("扫码设备特写", "a close-up of the scanner"),
}
NO_SHOTS = Text("不知道置顶视频有哪些镜头（shots）", "which shots the pinned video has is not known (shots)")
SHOTS_LACK = Text("置顶视频缺少镜头：{shots}", "the pinned video lacks shots: {shots}")


def _shots(case: Case) -> Iterator[Outcome]:
    video = _pinned(case)
    if not video.has("shots"):
        yield Skip(NO_SHOTS)
        return
    missing = [text for name, text in SHOTS.items() if name not in video.items("shots")]
    if missing:
        yield Hit(message=SHOTS_LACK(shots=missing), path=f"{VIDEO}.shots")


OVERLAY = f"{VIDEO}.overlay_text"
NO_OVERLAY = Text(
    "不知道置顶视频叠加了什么文字（overlay_text）", "the words over the pinned video are not known (overlay_text)"
)
OVERLAY_LACKS = Text("置顶视频的叠加文字缺少{parts}", "the words over the pinned video lack {parts}")
NO_WORDS = Text("置顶视频没有叠加文字", "the pinned video has no words over it")
OVERLAY_PARTS = {
    "code": Text("“出示订单二维码”", "“出示订单二维码” (show the order's QR)"),
    "seconds": Text("“3秒”", "“3秒” (3 seconds)"),
    "verify": Text("“核销”", "“核销” (verify)"),
}


def _overlay_hits(raw: str) -> Iterator[Hit]:
    missing = [OVERLAY_PARTS[name] for name in guidance.overlay_lacks(normal(raw).squashed.text)]
    if missing:
        yield Hit(message=OVERLAY_LACKS(parts=missing) if raw.strip() else NO_WORDS, path=OVERLAY)


def _overlay(written: Written, case: Case) -> Iterator[Outcome]:
    for hit in _overlay_hits(written.raw):
        yield Hit(message=hit.message)


def _overlay_seen(case: Case) -> Iterator[Outcome]:
    """What is read in the video itself, or seen on the store page, where it isn't what is declared."""
    chain = setup.of_chain(case)
    video, declared = _pinned(case), chain.store.text(OVERLAY)
    if any(True for _ in video.paths()) and not video.has("overlay_text"):
        yield Skip(NO_OVERLAY)
    elif video.has("overlay_text") and (video.text("overlay_text") != declared or not declared):
        yield from _overlay_hits(video.text("overlay_text"))


# -- OPS-19 ------------------------------------------------------------------------------------------------------------

BOOKING = "booking"
NO_BOOKING = Text("到店预约（booking）", "booking (booking)")
NO_BUTTON = Text("不知道支付成功页有没有一键预约按钮", "whether the success page has the booking button is not known")
NO_SYNC = Text("不知道预约有没有同步到门店排班表", "whether bookings are synced to the roster is not known")
NOT_BOOKABLE = Text("没有设置到店预约", "booking is not set up")
BUTTON_OFF = Text("新客的支付成功页没有【一键预约】按钮", "the success page has no booking button for new customers")
SYNC_OFF = Text(
    "预约没有同步到门店排班表，到店可能没有档期",
    "bookings aren't synced to the roster: there may be no slot on arrival",
)
NO_OPEN_HOURS = Text(
    "不知道营业时间（poi.hours），没法核对可约时段",
    "the hours are not known (poi.hours), so the slots can't be checked",
)
SLOT_OUTSIDE = Text(
    "可约时段 {start}-{end}（{days}）不在营业时间 {hours} 之内",
    "the slot {start}-{end} ({days}) is not inside the hours {hours}",
)
MOVE_SLOT = Text(
    "把可约时段改到营业时间之内，或先更正营业时间", "move the slot into the hours, or correct the hours first"
)


def _bookable(case: Case) -> Iterator[Outcome]:
    chain = setup.of_chain(case)
    booking = setup.of_store(chain, BOOKING)
    if setup.is_none(chain.store, BOOKING, booking):
        yield Hit(message=NOT_BOOKABLE, path=BOOKING)
        return
    if not any(True for _ in booking.paths()):
        yield Skip(setup.NO_SETUP(what=NO_BOOKING))
        return
    switches = (("button_on_success_page", BUTTON_OFF, NO_BUTTON), ("roster_sync", SYNC_OFF, NO_SYNC))
    for name, off, unknown in switches:
        if booking.flag(name) is False:
            yield Hit(message=off, path=f"{BOOKING}.{name}")
        elif booking.flag(name) is None:
            yield Skip(unknown)
    # Declared and live hours may differ, which is told elsewhere; a slot may follow either.
    known = (chain.seen("S/poi").items("hours"), chain.store.items("poi.hours"))
    yield from _slots([rows for rows in known if rows], booking.items("slots"))


def _slots(hours: Sequence[tuple[Any, ...]], slots: tuple[Any, ...]) -> Iterator[Outcome]:
    if not slots:
        return
    open_hours = [merged for rows in hours if (merged := week.merged(week.stretches(rows)))]
    if not open_hours:
        yield Skip(NO_OPEN_HOURS)
        return
    for number, slot in enumerate(slots):
        outside = min((_outside(slot, one) for one in open_hours), key=len)
        if outside:
            message = SLOT_OUTSIDE(
                start=slot["start"], end=slot["end"], days=week.days_shown(outside), hours=week.rows_text(hours[0])
            )
            yield Hit(message=message, fix=MOVE_SLOT, path=f"{BOOKING}.slots.{number}")


def _outside(slot: Any, open_hours: tuple[week.Stretch, ...]) -> list[int]:
    """The week days on which a slot isn't inside the hours."""
    closed = (one for one in week.stretches((slot,), "start", "end") if not week.holds(open_hours, one))
    return sorted({start % week.WEEK // week.DAY + 1 for start, _ in closed})


_SHORT_LINK: Text = Text(
    "门店的 POI 链接或门店卡片最稳妥；外部地图的短链接可能被当作站外导流（R11-06）。",
    "The store's own link or card is safest; a short link of a map outside may count as leading away (R11-06).",
)

RULES: tuple[Rule, ...] = (
    Rule(
        id="OPS-13a",
        name="reply-code",
        title=Text("支付后私信含核销二维码", "The message after payment holds the verification QR"),
        severity=Severity.WARNING,
        needs=(Needs.TEXT,),
        source="S000 四.1",
        remedy=Text(
            "附上核销二维码，或写“到店请出示订单里的核销二维码”",
            "attach the verification QR, or write “到店请出示订单里的核销二维码”",
        ),
        bad="感谢购买，期待您的光临！",
        good="到店请出示订单里的核销二维码",
        note=Text(
            "核销二维码必须有；加好友、进群、领券的二维码才是违规（R11-02）。",
            "The verification QR is required; a QR to follow, to join a group or for coupons is what R11-02 rejects.",
        ),
        fields=(REPLY,),
        in_text=_in_reply(_reply_code),
        on_chain=_on_reply(_reply_code),
    ),
    Rule(
        id="OPS-13b",
        name="reply-navigation",
        title=Text("支付后私信含导航链接", "The message after payment holds a navigation link"),
        severity=Severity.WARNING,
        needs=(Needs.TEXT,),
        source="S000 四.1",
        remedy=Text(
            "附上门店卡片，或写“点击本消息里的门店卡片导航到店”",
            "attach the store card, or write “点击本消息里的门店卡片导航到店”",
        ),
        bad="地址：工体北路8号",
        good="点击下方门店卡片，一键导航到店",
        note=_SHORT_LINK,
        fields=(REPLY,),
        in_text=_in_reply(_reply_way),
        on_chain=_on_reply(_reply_way),
    ),
    Rule(
        id="OPS-13c",
        name="reply-hours",
        title=Text(
            "支付后私信含营业时间，并与门店一致", "The message after payment tells the hours, and the right ones"
        ),
        severity=Severity.WARNING,
        needs=(Needs.TEXT,),
        source="S000 四.1",
        remedy=Text("写明“营业时间：每天 10:00-22:00”", "write “营业时间：每天 10:00-22:00”"),
        bad="请在营业时间内到店",
        good="营业时间：周一至周日 10:00-22:00",
        note=Text(
            "“营业时间见门店页”算作提醒；“请在营业时间内到店”没有说几点，不算。",
            "“营业时间见门店页” reminds of them; “请在营业时间内到店” doesn't tell them.",
        ),
        fields=(REPLY,),
        in_text=_in_reply(_reply_hours),
        on_chain=_on_reply(_reply_hours),
    ),
    Rule(
        id="OPS-14",
        name="call-in-time",
        title=Text(
            "AI 外呼开启，支付后 60 分钟内拨打", "The AI call is enabled and made within 60 minutes after payment"
        ),
        severity=Severity.WARNING,
        needs=(Needs.FIELDS, Needs.LIVE),
        source="S000 四.2",
        remedy=Text(
            "在【工具中心】开启 AI 语音外呼，拨打时间设为 60 分钟以内",
            "enable the AI call under Tools, within 60 minutes",
        ),
        bad="支付后 2 小时外呼",
        good="支付后 30 分钟内外呼",
        on_chain=_called,
    ),
    Rule(
        id="OPS-15",
        name="call-script",
        title=Text(
            "外呼稿含购买确认、门店名、柜台位置、出示码",
            "The call confirms the purchase, names the store and counter, and says to show the code",
        ),
        severity=Severity.WARNING,
        needs=(Needs.TEXT,),
        source="S000 四.2",
        remedy=Text(
            "例如：“您好，您已成功购买XX店团购券，核销柜台位于进门左手边，出示此码即可使用。”",
            "for example: “您好，您已成功购买XX店团购券，核销柜台位于进门左手边，出示此码即可使用。”",
        ),
        bad="您好，欢迎您尽快到店使用团购券",
        good="您好，您已成功购买蜀渝火锅三里屯店团购券，核销柜台在进门左手边，出示券码即可使用",
        fields=("call_script",),
        in_text=_script,
        on_chain=_script_in_use,
    ),
    Rule(
        id="OPS-16",
        name="pinned-video-length",
        title=Text("置顶视频不超过 15 秒", "The pinned video is at most 15 seconds long"),
        severity=Severity.ERROR,
        needs=(Needs.MEDIA,),
        source="S000 四.3",
        remedy=Text("剪到 15 秒以内（正好 15 秒可以）", "cut it to 15 seconds or less"),
        bad="18 秒",
        good="15 秒",
        on_chain=_length,
    ),
    Rule(
        id="OPS-17",
        name="pinned-video-shots",
        title=Text(
            "置顶视频拍到柜台、店员指引和扫码设备", "The pinned video shows the counter, guiding staff and the scanner"
        ),
        severity=Severity.WARNING,
        needs=(Needs.MEDIA, Needs.PERSON),
        source="S000 四.3",
        remedy=Text("补拍缺少的镜头", "shoot what is missing"),
        bad="只拍了门头",
        good="柜台位置、店员微笑指引、扫码设备特写",
        on_chain=_shots,
    ),
    Rule(
        id="OPS-18",
        name="pinned-video-words",
        title=Text("置顶视频叠加“出示订单二维码，3秒完成核销”", "The pinned video says “出示订单二维码，3秒完成核销”"),
        severity=Severity.WARNING,
        needs=(Needs.TEXT, Needs.MEDIA),
        source="S000 四.3",
        remedy=Text("叠加文字写“出示订单二维码，3秒完成核销”", "put “出示订单二维码，3秒完成核销” over the video"),
        bad="欢迎光临",
        good="出示订单二维码，3秒完成核销",
        fields=("overlay_text",),
        in_text=_overlay,
        on_chain=_overlay_seen,
    ),
    Rule(
        id="OPS-19",
        name="booking-button",
        title=Text(
            "支付成功页一键预约，时段在营业时间内并同步排班",
            "The success page has a booking button, slots inside the hours, synced to the roster",
        ),
        severity=Severity.WARNING,
        needs=(Needs.FIELDS, Needs.LIVE),
        source="S000 四.4",
        remedy=Text(
            "在支付成功页嵌入【一键预约】，并打开排班同步",
            "put the booking button on the success page and switch on the roster sync",
        ),
        bad="营业到 22:00，却可以约 22:30",
        good="可约 17:00-21:00，同步到排班表",
        on_chain=_bookable,
    ),
)
