"""docs/spec/record.md, "The body": what a record may hold, whatever its kind."""

import datetime
import re

from . import cbor
from .cbor import Map, is_bytes

BODY_BYTES_MAX = 262_144
BODY_DEPTH_MAX = 17
VALUES_MAX = 16_384
INTEGER_MAX = 2**53 - 1
SALT_BYTES = 16
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def read_record(body):
    """The record in a body, or None when the body is not one of salt and record."""
    try:
        value = cbor.read(body, BODY_BYTES_MAX, BODY_DEPTH_MAX)
    except cbor.CborFlaw:
        return None
    if not isinstance(value, Map) or set(value.keys()) != {"record", "salt"}:
        return None
    record = value.get("record")
    if not is_bytes(value.get("salt"), SALT_BYTES) or not isinstance(record, Map):
        return None
    return record if _is_record(record) else None


def _is_record(record):
    """Every value in it is of a type that JSON has, and there are not too many."""
    waiting, count = [record], 0
    while waiting:
        value = waiting.pop()
        count += 1
        if count > VALUES_MAX:
            return False
        if isinstance(value, Map):
            if not all(type(key) is str for key in value.keys()):
                return False
            waiting += [value.get(key) for key in value.keys()]
        elif isinstance(value, list):
            waiting += value
        elif type(value) is int and abs(value) > INTEGER_MAX:
            return False
        elif type(value) not in (int, bool, str, type(None)):
            return False
    return True


def at(value, *path):
    """What stands at a path of names, or None."""
    for name in path:
        value = value.get(name) if isinstance(value, Map) else None
    return value


def text_at(value, *path):
    found = at(value, *path)
    return found if type(found) is str else None


def day_at(value, *path):
    """A day of the calendar as records write it, or None."""
    text = text_at(value, *path)
    if text is None or DAY.fullmatch(text) is None:
        return None
    year, month, day = (int(part) for part in text.split("-"))
    try:
        # The calendar repeats after 400 years; Python's begins with the year 1.
        datetime.date(year % 400 + 400, month, day)
    except ValueError:
        return None
    return text
