"""Amounts of money and shares: 「8千5」「一万二」「15万」「50%」「百分之三」.

In: a `Quantity`. Out: yuan or percent; None where it is neither.
"""

from __future__ import annotations

from decimal import Decimal

from assistant.language.quantities import Quantity

_MOST = Decimal(100_000_000)


def yuan(amount: Quantity) -> int | float | None:
    """The amount in yuan, at most two decimals; a bare number counts as yuan."""
    if amount.unit not in ("元", "") or amount.value > _MOST:
        return None
    value = round(amount.value, 2)
    return int(value) if value == value.to_integral_value() else float(value)


def percent(share: Quantity) -> int | None:
    """A whole percentage; a bare number up to 100 counts as one."""
    value = share.value
    if share.unit not in ("%", "") or value != int(value) or not 0 <= value <= 100:
        return None
    return int(value)
