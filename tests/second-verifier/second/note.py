"""docs/spec/checkpoint.md, notes: the signed notes of C2SP (signed-note), any text and any keys."""

import base64
import binascii

from . import keys
from .cose import sha256
from .flaw import need

NOTE_BYTES_MAX = 131_072
LINES_MAX = 256
ED25519, COSIGNATURE = 0x01, 0x04


def key_hash(name, kind, key):
    """The four bytes by which a line names its key."""
    return sha256(name.encode() + b"\n" + bytes([kind]) + key)[:4]


def strict_base64(text, name):
    """Standard base64 with padding, in its one spelling."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        data = None
    need(data is not None and base64.b64encode(data).decode() == text, name, text[:40])
    return data


class Verifier:
    """A key by which notes may be signed, from its one-line form `name+hash+base64(type, key)`."""

    def __init__(self, text):
        self.name, digits, encoded = text.split("+", 2)
        data = strict_base64(encoded, "note-key")
        self.kind, self.key = data[0], data[1:]
        self.key_hash = key_hash(self.name, self.kind, self.key)
        need(self.key_hash.hex() == digits, "note-key", text)

    def is_of(self, line):
        return (self.name, self.key_hash) == (line.name, line.key_hash)


def check_line(line, kind, key, text, name="bad-signature"):
    """The signature of a line, and for a cosignature its time."""
    if kind == ED25519:
        keys.check_signature(key, text.encode(), line.signature, name)
        return None
    need(len(line.signature) == 72, name, "no time")
    time = int.from_bytes(line.signature[:8], "big")
    keys.check_signature(key, f"cosignature/v1\ntime {time}\n{text}".encode(), line.signature[8:], name)
    return time


class Line:
    def __init__(self, text):
        need(text.startswith("— "), "note-line", text[:40])
        name, space, encoded = text[2:].partition(" ")
        named = space == " " and name and "+" not in name and not any(c.isspace() for c in name)
        need(named, "note-line", "the key's name")
        data = strict_base64(encoded, "note-line")
        need(len(data) >= 5, "note-line", "too few bytes")
        self.name, self.key_hash, self.signature = name, data[:4], data[4:]


class Note:
    """Text, and lines of which nothing is verified yet."""

    def __init__(self, data):
        need(len(data) <= NOTE_BYTES_MAX, "note-size", f"{len(data)} bytes")
        try:
            whole = data.decode("utf-8")
        except UnicodeDecodeError:
            whole = None
        need(whole is not None, "note-characters", "not UTF-8")
        need(not any(ord(c) < 0x20 and c != "\n" for c in whole), "note-characters", "a control character")
        head, blank, tail = whole.rpartition("\n\n")
        need(blank and tail.endswith("\n"), "note-form", "no empty line, or no end of line at the end")
        self.text = head + "\n"
        lines = tail[:-1].split("\n")
        need(len(lines) <= LINES_MAX, "note-count", str(len(lines)))
        self.lines = [Line(line) for line in lines]

    def check(self, verifiers):
        """At least one known key has signed, none twice, and all that did are right; other lines are passed over."""
        known = [(line, one) for line in self.lines for one in verifiers if one.is_of(line)]
        need(known, "note-unsigned")
        need(len({id(one) for _, one in known}) == len(known), "note-repeated")
        for line, one in known:
            check_line(line, one.kind, one.key, self.text)
