"""What brought customers to the project's stores: for the rules, for `status`, and for people who ask which video works."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from storeconf.model.fleet import Unit
from storeconf.plan.status import Channels
from storeconf.project import recording
from storeconf.records.traffic import Traffic
from storeconf.rules.case import NOTHING
from storeconf.rules.fields import Fields

if TYPE_CHECKING:
    from storeconf.project.project import Project


class Tracer:
    """Looks up what was read of each store's channels. Reads no platform."""

    def __init__(self, project: Project) -> None:
        """Accounts are looked up once each, when asked for."""
        self._project = project
        self.traffic = lru_cache(maxsize=None)(self._traffic)

    def _traffic(self, account: str) -> Traffic:
        return recording.traffic(self._project, account)

    def channels(self, store: str) -> Channels | None:
        """A store's channels; None when nobody ever read them."""
        info = self._project.fleet.stores[store]
        traffic = self.traffic(info.account)
        if traffic.read_at is None or not info.poi_id:
            return None
        counts = traffic.channels(info.poi_id)
        silent = tuple(name for name in traffic.meant if not counts[name]) if traffic.complete else ()
        return Channels(complete=traffic.complete, silent=silent)

    def facts(self, unit: Unit) -> Fields:
        """What the rules may take for known: counts of a whole window, or nothing."""
        info = self._project.fleet.stores.get(unit.name)
        if info is None or not info.poi_id:
            return NOTHING
        traffic = self.traffic(info.account)
        if not traffic.complete:
            return NOTHING
        counts: dict[str, Any] = {"channels": dict(traffic.channels(info.poi_id))}
        counts["videos"] = {
            video_id: traffic.of_content(info.poi_id, video_id)
            for one in unit.resources
            if one.kind.name == "video" and (video_id := str(one.attrs.get("video_id", "")))
        }
        counts["sold"] = {
            address: dict(traffic.of_product(info.poi_id, product_id))
            for address, product_id in self._carried(unit).items()
        }
        return Fields(counts, complete=False)

    def _carried(self, unit: Unit) -> Mapping[str, str]:
        """Products that livestreams of a store carry, each with the platform's id."""
        mounts = {address for one in unit.resources if one.kind.name == "live" for address in one.mounts}
        found = {address: self.product_id(address) for address in mounts}
        return {address: product_id for address, product_id in found.items() if product_id}

    def product_id(self, address: str) -> str:
        """The platform's id of a product, as it was recorded; empty when it isn't known."""
        record = self._project.state.record(address)
        return record.ids.get("product_id", "") if record is not None else ""
