"""docs/spec/statement.md: from received to authentic."""

import re

from . import keys
from .cbor import Map, is_bytes, is_uint
from .cose import Sign1, cbor_under, sha256
from .flaw import need
from .record import read_record
from .release import read_release
from .states import CODES

STATEMENT_BYTES_MAX = 4_096
BODY_BYTES_MAX = 262_144
BODY_DEPTH_MAX = 32
SEQ_MAX = 2**53 - 2
TIME_MAX = 253_402_300_799
RECORD_TYPE = "application/vnd.chancery.record+cbor"
CERTIFICATE_TYPE = "application/vnd.chancery.certificate+cbor"
MARKINGS = ("TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED")
AUTHORITY = re.compile(r"[a-z0-9][a-z0-9.-]{0,62}")
NAME = re.compile(r"[\x21-\x7e]{1,128}")


def check_issuer(state, authority):
    """A state's two capitals and an authority's name."""
    need(state in CODES, "issuer", f"{state!r} is no state")
    need(AUTHORITY.fullmatch(authority) is not None, "issuer", f"{authority!r} is no authority's name")


class Statement:
    """Bytes that climbed to `decoded`, but for the body."""

    def __init__(self, data):
        need(len(data) <= STATEMENT_BYTES_MAX, "statement-too-long", f"{len(data)} bytes")
        self.bytes = data
        self.frame = frame = Sign1(data, STATEMENT_BYTES_MAX)
        self.id, header = frame.id, frame.header
        claims, ours = header.get(15), header.get("chancery")
        need(isinstance(claims, Map), "header-field", "claims")
        need(isinstance(ours, Map), "header-field", "the map of ours")
        hashed_with = header.get(258)
        need(type(hashed_with) is int, "header-field", "payload hash algorithm")
        need(hashed_with == -16, "hash-algorithm", f"{hashed_with}, must be -16")
        need(not header.has(3), "content-type", "label 3 is there")
        need(len(frame.payload) == 32, "payload-length", f"{len(frame.payload)} bytes")
        self._fields(header, claims, ours)
        self._between_fields()

    def _fields(self, header, claims, ours):
        self.key = self.frame.kid
        self.media_type = _typed(header, 259, str)
        issuer, self.reference = _typed(claims, 1, str), _typed(claims, 2, str)
        self.issued_at = _typed(claims, 6, int)
        self.epoch, self.seq = _unsigned(ours, 1), _unsigned(ours, 2)
        need(ours.has(3), "header-field", "prev")
        self.prev = ours.get(3)
        need(self.prev is None or is_bytes(self.prev, 32), "header-field", "prev")
        self.roster = ours.get(4)
        need(is_bytes(self.roster, 32), "header-field", "roster")
        self.kind, self.marking = _typed(ours, 5, str), _typed(ours, 6, str)
        self.body_length = _unsigned(ours, 7)
        self.state, slash, self.authority = issuer.partition("/")
        need(slash == "/", "issuer", f"{issuer!r} is not STATE/authority")
        check_issuer(self.state, self.authority)
        need(self.marking in MARKINGS, "marking", repr(self.marking))
        self.release = read_release(ours, lambda text: NAME.fullmatch(text) is not None, TIME_MAX)

    def _between_fields(self):
        need(self.epoch <= 2**53 - 1 and self.seq <= SEQ_MAX, "position-range")
        need((self.prev is None) == (self.seq == 0), "prev-presence", f"at place {self.seq}")
        need(0 <= self.issued_at <= TIME_MAX, "issued-at", str(self.issued_at))
        for name in (self.reference, self.kind, self.media_type):
            need(NAME.fullmatch(name) is not None, "name", repr(name))
        need(self.reference.startswith(self.state + "-"), "reference-of-another", self.reference)
        certificate = self.kind == "certificate"
        need(certificate == (self.media_type == CERTIFICATE_TYPE), "kind-and-media-type")
        bare = self.release is None or not self.release.audience and not self.release.approvals
        need(not certificate or bare, "release-fields", "of a certificate")
        need(self.body_length <= BODY_BYTES_MAX, "body-too-long", f"said to be {self.body_length} bytes")

    @property
    def issuer(self):
        return (self.state, self.authority)

    @property
    def log(self):
        return (self.key, self.epoch)

    @property
    def place(self):
        return (self.key, self.epoch, self.seq)

    def check_body(self, body):
        """The body beside the statement: length, digest, CBOR, agreement. The value, for a record."""
        need(len(body) <= BODY_BYTES_MAX, "body-too-long", f"{len(body)} bytes")
        need(len(body) == self.body_length, "body-length", f"{len(body)}, not {self.body_length}")
        need(sha256(body) == self.frame.payload, "body-digest")
        if self.media_type == RECORD_TYPE:
            value = cbor_under("body-cbor", body, BODY_BYTES_MAX, BODY_DEPTH_MAX)
            record = value.get("record") if isinstance(value, Map) else None
        else:
            record = None if self.media_type == CERTIFICATE_TYPE else read_record(body)
        said = [
            (_within(record, "kind"), self.kind),
            (_within(record, "handling", "tlp"), self.marking),
            (_within(record, "originator", "state"), self.state),
        ]
        for inside, outside in said:
            need(not isinstance(inside, str) or inside == outside, "body-disagrees", f"{inside} is not {outside}")
        if self.release is not None and (self.media_type == RECORD_TYPE or record is not None):
            self._check_audience(record)

    def _check_audience(self, record):
        """Officers approve an audience: it is the one that people are shown."""
        found = _within(record, "handling", "audience")
        texts = isinstance(found, list) and all(type(reader) is str for reader in found)
        if texts or self.media_type == RECORD_TYPE:
            need((found if texts else []) == self.release.audience, "body-disagrees", "audience")

    def check_signature(self, key):
        """Authentic: under the key that a certificate gives."""
        need(key == self.key, "wrong-key", f"made by {self.key.hex()[:16]}…")
        keys.check_key(key)
        self.frame.check(key)

    def check_release(self):
        """Authentic as well: under the keys of its officers."""
        if self.release is not None:
            self.release.check_signatures(self)


def _typed(values, key, wanted):
    value = values.get(key)
    need(type(value) is wanted, "header-field", f"{key!r}")
    return value


def _unsigned(values, key):
    need(is_uint(values.get(key)), "header-field", f"{key!r}")
    return values.get(key)


def _within(value, *path):
    for key in path:
        value = value.get(key) if isinstance(value, Map) else None
    return value
