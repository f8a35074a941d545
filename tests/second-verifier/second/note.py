"""docs/spec/checkpoint.md, notes: the signed notes of C2SP (signed-note), any text and any keys."""

import base64
import binascii

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
        need(len(data) <= NOTE_BYTES_MAX, "note-too-long", f"{len(data)} bytes")
        try:
            whole = data.decode("utf-8")
        except UnicodeDecodeError:
            whole = None
        need(whole is not None, "note-text", "not UTF-8")
        need(not any(ord(c) < 0x20 and c != "\n" for c in whole), "note-text", "a control character")
        head, blank, tail = whole.rpartition("\n\n")
        need(blank and tail.endswith("\n"), "note-shape", "no empty line, or no end of line at the end")
        self.text = head + "\n"
        lines = tail[:-1].split("\n")
        need(len(lines) <= LINES_MAX, "note-lines", str(len(lines)))
        self.lines = [Line(line) for line in lines]
