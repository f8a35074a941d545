"""docs/spec/cbor.md: one value, one spelling. The bytes are judged as they stand; nothing is written
again in order to be verified. The kept package (cbor2) writes the few bytes that we make ourselves,
and in the vectors' run it is a second opinion on everything that this scan accepts."""

from functools import lru_cache

import cbor2

DEPTH_MOST = 64


class CborFlaw(Exception):
    """The first break of the profile in reading order, and the offset of the item that breaks it."""

    def __init__(self, name, offset):
        super().__init__(f"{name} at byte {offset}")
        self.name = name
        self.offset = offset


@lru_cache(maxsize=4096)
def write(value):
    """Our own bytes: integers, strings and tuples of these. No maps, so their order is no question."""
    return cbor2.dumps(value)


def write_map(pairs):
    """A map whose labels are from 0 to 23, given in ascending order."""
    return cbor2.dumps(dict(pairs))


class Map:
    """A map by the bytes of its keys: in Python 1 and True are one key, here they are two."""

    def __init__(self, pairs):
        self.pairs = pairs
        self._values = {spelled: value for spelled, _, value in pairs}

    def has(self, key):
        return write(key) in self._values

    def get(self, key):
        return self._values.get(write(key))

    def keys(self):
        return [key for _, key, _ in self.pairs]

    def __len__(self):
        return len(self.pairs)


class Tagged:
    """The one tag that a structure may have, at the very top."""

    def __init__(self, value):
        self.value = value


def read(data, bytes_max, depth_max, tag=None):
    """The value of `data`, which must be one item in the profile, or CborFlaw."""
    if len(data) > bytes_max:
        raise CborFlaw("too-long", bytes_max)
    scan = _Scan(data, min(depth_max, DEPTH_MOST), tag)
    value = scan.item(0, top=True)
    if scan.at != len(data):
        raise CborFlaw("trailing", scan.at)
    return value


class _Scan:
    def __init__(self, data, depth_max, tag):
        self.data, self.depth_max, self.tag, self.at = data, depth_max, tag, 0

    def head(self, start):
        """Major type, additional information and argument of the item at `start`."""
        if self.at >= len(self.data):
            raise CborFlaw("truncated", start)
        first = self.data[self.at]
        major, info = first >> 5, first & 31
        self.at += 1
        if info == 31:
            raise CborFlaw("indefinite" if major in (2, 3, 4, 5, 7) else "reserved", start)
        if info > 27:
            raise CborFlaw("reserved", start)
        if info < 24 or major == 7:
            return major, info, info
        width = 1 << (info - 24)
        if self.at + width > len(self.data):
            raise CborFlaw("truncated", start)
        argument = int.from_bytes(self.data[self.at : self.at + width], "big")
        self.at += width
        least = 24 if width == 1 else 1 << (4 * width)
        if argument < least:
            raise CborFlaw("not-shortest", start)
        return major, info, argument

    def item(self, depth, top=False):
        start = self.at
        major, info, argument = self.head(start)
        if major == 0:
            return argument
        if major == 1:
            return -1 - argument
        if major in (2, 3):
            return self.string(start, major, argument)
        if major == 7:
            return self.simple(start, info)
        if major == 6 and not (top and argument == self.tag):
            raise CborFlaw("tag-not-allowed", start)
        if depth >= self.depth_max:
            raise CborFlaw("too-deep", start)
        if major == 6:
            return Tagged(self.item(depth + 1))
        if argument * (1 if major == 4 else 2) > len(self.data) - self.at:
            raise CborFlaw("truncated", start)
        if major == 4:
            return [self.item(depth + 1) for _ in range(argument)]
        return self.map(depth, argument)

    def string(self, start, major, length):
        if length > len(self.data) - self.at:
            raise CborFlaw("truncated", start)
        content = bytes(self.data[self.at : self.at + length])
        self.at += length
        if major == 2:
            return content
        try:
            return content.decode("utf-8")
        except UnicodeDecodeError:
            raise CborFlaw("bad-utf8", start) from None

    def simple(self, start, info):
        if info in (20, 21, 22):
            return (False, True, None)[info - 20]
        if info in (25, 26, 27):
            raise CborFlaw("float", start)
        if info == 24:
            if self.at >= len(self.data):
                raise CborFlaw("truncated", start)
            if self.data[self.at] < 32:
                raise CborFlaw("reserved", start)
        raise CborFlaw("simple-not-allowed", start)

    def map(self, depth, count):
        pairs, before = [], None
        for _ in range(count):
            start = self.at
            key = self.item(depth + 1)
            spelled = bytes(self.data[start : self.at])
            if before is not None and spelled <= before:
                raise CborFlaw("duplicate-key" if spelled == before else "unsorted-keys", start)
            before = spelled
            pairs.append((spelled, key, self.item(depth + 1)))
        return Map(pairs)


def is_uint(value, most=None):
    """An unsigned integer, which True is not."""
    return type(value) is int and value >= 0 and (most is None or value <= most)


def is_bytes(value, length=None):
    return type(value) is bytes and (length is None or len(value) == length)
