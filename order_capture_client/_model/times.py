"""Read the contract's plain-text times."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone, tzinfo

_DATE_AND_TIME = re.compile(r"[0-9-]+(?:W[0-9-]+)?[Tt ]")
"""The beginning of a time. Without the letter or blank, `isoparse` would read seconds since 1970 as a date."""

_ZONE = re.compile(r"(?!(?:posix|right)/)[A-Za-z][A-Za-z0-9_+-]*(?:/[A-Za-z0-9_+-]+){0,2}")
"""Names of the time zone database, apart from its copies without and with leap seconds."""

_LONGEST_ZONE = 64
"""The longest name of the database has about half as many characters."""

_NO_ZONES = frozenset({"Factory", "localtime", "posixrules"})
"""Files of the database that stand for no zone, or for this machine's."""


def moment(text: str | None, zone: str | None = None, in_utc: str | None = None) -> datetime | None:
    """Return an ISO 8601 time as an aware value, or None if it is absent, unreadable, or without offset and zone.

    An offset in the text takes precedence over the zone. A time skipped by daylight saving is shifted forward by the
    gap; an ambiguous one is the earlier of the two. The result has a fixed offset instead of the zone: Python subtracts
    times that share a `tzinfo` by wall clock, and an ambiguous time never equals a time of another zone.

    Args:
        text: Date and time.
        zone: Name of the time zone of a time without offset, and of the result.
        in_utc: The same time in UTC; it takes precedence over the text, because no hour in UTC is skipped or ambiguous.
    """
    known_zone = _time_zone(zone)
    exact = _moment(in_utc, timezone.utc, known_zone)
    return _moment(text, known_zone, known_zone) if exact is None else exact


def _time_zone(name: str | None) -> tzinfo | None:
    if name is None or len(name) > _LONGEST_ZONE or name in _NO_ZONES or not _ZONE.fullmatch(name):
        return None
    from zoneinfo import ZoneInfo  # slow to import, and most programs ask for no time

    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # no such zone, no database, or another file
        return _bundled_zone(name)


def _bundled_zone(name: str) -> tzinfo | None:
    """Return a zone of the database that dateutil finds, which Windows needs."""
    from dateutil import tz

    zone = tz.gettz(name)
    # For other names, dateutil returns this machine's zone, or makes one of a rule.
    return None if isinstance(zone, (tz.tzlocal, tz.tzrange)) else zone


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
