"""Reads the contract's plain-text times."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone, tzinfo

_DATE_AND_TIME = re.compile(r"[0-9-]+(?:W[0-9-]+)?[Tt ]")
"""How a time begins. Without the letter or blank, `isoparse` would take seconds since 1970 for a date."""

_ZONE = re.compile(r"UTC|[A-Za-z_]+(?:/[A-Za-z0-9_+-]+){1,2}")
"""Names of the time zone database. `tz.gettz` would also take paths, rules, and what this machine calls its zone."""


def moment(text: str | None, zone: str | None = None, in_utc: str | None = None) -> datetime | None:
    """Gives an ISO 8601 time as an aware value, or None if it is absent, unreadable, or without offset and zone.

    An offset in the text counts more than the zone. A time that the zone skips in spring is moved on by what it
    skips; of a time that it has twice in autumn, the earlier is taken. The result has the offset of that moment and
    not the zone: values of one zone are subtracted by their clock readings, whatever happened in between, and a time
    that the zone has twice is equal to no time of another zone.

    Args:
        text: Date and time.
        zone: Name of the time zone of a time without offset; the result is given in it, too.
        in_utc: The same time in UTC; it counts more than the text, since no hour of it is skipped or comes twice.
    """
    known_zone = _time_zone(zone)
    exact = _moment(in_utc, timezone.utc, known_zone)
    return _moment(text, known_zone, known_zone) if exact is None else exact


def _time_zone(name: str | None) -> tzinfo | None:
    if name is None or not _ZONE.fullmatch(name):
        return None
    from dateutil import tz  # slow to import, and most programs ask for no time

    return tz.gettz(name)


def _moment(text: str | None, zone: tzinfo | None, result_zone: tzinfo | None) -> datetime | None:
    if text is None or not _DATE_AND_TIME.match(text):
        return None
    from dateutil import parser, tz

    try:
        read = parser.isoparse(text)
        if read.tzinfo is None:
            if zone is None:
                return None
            read = tz.resolve_imaginary(read.replace(tzinfo=zone))
        return _with_offset(read if result_zone is None else read.astimezone(result_zone))
    except (ValueError, OverflowError):
        return None


def _with_offset(moment: datetime) -> datetime:
    offset, name = moment.utcoffset() or timedelta(), moment.tzname()
    return moment.replace(tzinfo=timezone(offset, name) if name else timezone(offset), fold=0)
