"""What rules of the chain share: live values before declared ones, products by address, livestreams that are over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from storeconf.core.text import Text
from storeconf.rules.case import NOTHING, Case, Chain
from storeconf.rules.fields import Fields

NO_SETUP = Text("没有写，也没有人看过：{what}", "neither declared nor seen: {what}")
UNTOLD_LENGTH = timedelta(hours=24)
"""How long a livestream without an end may go on."""


def of_chain(case: Case) -> Chain:
    """The chain of a case that is known to have one."""
    assert case.chain is not None
    return case.chain


def over(declared: Fields, seen: Fields) -> Fields:
    """What is live where somebody saw it, else what is declared."""
    live = {path: seen.get(path) for path in seen.paths()}
    return declared.merged(live) if live else declared


def of_store(chain: Chain, name: str) -> Fields:
    """One setup of the store, such as `booking`."""
    return over(chain.store.under(name), chain.seen(f"S/{name}"))


def of_account(chain: Chain, name: str) -> Fields:
    """One setup of the account, such as `verification_tool`."""
    return over(chain.account.under(name), chain.seen(f"@A/{name}"))


def is_none(declared: Fields, name: str, live: Fields) -> bool:
    """Whether it is known that there is none: `{}` is written, and nobody saw one."""
    value = declared.get(name)
    return isinstance(value, Mapping) and not value and not any(True for _ in live.paths())


def product_address(chain: Chain, key: str) -> str:
    """The address of a product that the chain knows by a name, or by its address."""
    if "/" in key:
        return key
    own = chain.store.has(f"products.{key}")
    return f"S/product/{key}" if own else f"@A/product/{key}"


def product_path(chain: Chain, key: str, attr: str) -> str:
    """Where a finding in a product stands."""
    return f"{product_address(chain, key)}#{attr}"


def seen_product(chain: Chain, key: str) -> Fields:
    """What is live of a product. A chain's observations call the store S and the account @A."""
    address = product_address(chain, key)
    owner, slash, rest = address.partition("/")
    short = f"{'@A' if owner.startswith('@') else 'S'}{slash}{rest}"
    if address in chain.observed or short in chain.observed:
        return chain.observed.get(address, chain.seen(short))
    # Whoever wrote down what they saw may have it under the store although the account sells it, or the other way.
    other = f"{'S' if owner.startswith('@') else '@A'}{slash}{rest}"
    return NOTHING if "/" in key else chain.seen(other)


def product_name(chain: Chain, key: str) -> str:
    """A product for people: its title, else its name."""
    product = chain.products.get(key)
    return (product.text("title") if product is not None else "") or key.rpartition("/")[2]


def shelf(case: Case, key: str) -> str:
    """Whether a product is on the shelf: as seen, as the facts say, as declared; empty when nobody knows."""
    chain = of_chain(case)
    seen = seen_product(chain, key).text("shelf")
    told = case.facts.text("shelf")
    # A draft is what is being submitted right now; only a seen one says that nothing was ever put on the shelf.
    return seen or (told if told != "draft" else "") or chain.products[key].text("shelf")


def is_over(live: Fields, now: datetime) -> bool:
    """Whether a livestream is history, which nobody can mend."""
    start, end = live.moment("starts"), live.moment("ends", end=True)
    if end is None:
        end = start + UNTOLD_LENGTH if start is not None else None
    return end is not None and end < now


def coming_lives(case: Case) -> Iterator[tuple[str, Fields]]:
    """Livestreams that aren't over, with what is live of them."""
    chain = of_chain(case)
    for key, declared in chain.lives.items():
        live = over(declared, chain.seen(f"S/live/{key}"))
        if not is_over(live, case.now):
            yield key, live


def videos(chain: Chain) -> Iterator[tuple[str, Fields]]:
    """Videos with what is live of them."""
    return ((key, over(declared, chain.seen(f"S/video/{key}"))) for key, declared in chain.videos.items())
