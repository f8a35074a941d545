"""docs/spec/roster.md, "Certificate": which keys speak for an authority."""

import re

from . import keys
from .cbor import Map, is_bytes, is_uint, write, write_map
from .cose import ALG, CONTENT_TYPE, ED25519, Sign1, cbor_under, sha256
from .flaw import need
from .kinds import CERTIFICATE
from .statement import CERTIFICATE_TYPE, TIME_MAX, check_issuer

CERTIFICATE_BYTES_MAX = 2_048
ROLES_MAX = 16
POSSESSION_TYPE = "application/vnd.chancery.possession+cbor"
ROLE = re.compile(r"[a-z-]{1,32}")


class Certificate:
    """A certificate whose fields are right; whose it is, `check_under` tells."""

    kind = CERTIFICATE

    @property
    def order(self):
        return (self.kind, 0, self.id)

    def __init__(self, data):
        self.frame = frame = Sign1(data, CERTIFICATE_BYTES_MAX)
        self.bytes, self.id, self.digest, self.signer = data, frame.id, sha256(data), frame.kid
        content_type = frame.header.get(CONTENT_TYPE)
        need(type(content_type) is str, "header-field", "content type")
        need(content_type == CERTIFICATE_TYPE, "content-type", content_type)
        payload = cbor_under("payload-cbor", frame.payload, CERTIFICATE_BYTES_MAX, 4)
        need(isinstance(payload, Map), "payload-field", "the payload is no map")
        self._fields(payload)
        check_issuer(self.state, self.authority)
        for key in self.keys:
            keys.check_key(key)
        need(self.issued_at <= TIME_MAX, "range", "issued at")
        need(len(set(self.keys)) == 3, "key-reused", "one key for two jobs")
        need(self.serial <= 2**53 - 1 and self.epoch <= 2**53 - 1, "range", "serial or epoch")
        roles = [ROLE.fullmatch(role) is not None for role in self.roles]
        need(len(roles) <= ROLES_MAX and all(roles), "range", "roles")

    def _fields(self, payload):
        self.network, self.state, self.authority = (payload.get(label) for label in (1, 2, 3))
        self.serial, self.issued_at = payload.get(4), payload.get(5)
        self.statement_key, self.witness_key, self.transport_key = (payload.get(label) for label in (6, 7, 8))
        self.keys = (self.statement_key, self.witness_key, self.transport_key)
        self.roles = payload.get(9)
        self.under = payload.get(10) if payload.has(10) else self.network
        self.epoch = payload.get(11) if payload.has(11) else 0
        need(is_bytes(self.under, 32) and is_uint(self.epoch), "payload-field", "roster or epoch")
        need(not payload.has(12) or is_bytes(payload.get(12), 32), "payload-field", "reader")
        self.possession = payload.get(13) if payload.has(13) else None
        need(not payload.has(13) or _is_possession(self.possession), "payload-field", "possession")
        need(is_bytes(self.network, 32), "payload-field", "network")
        need(type(self.state) is str and type(self.authority) is str, "payload-field", "issuer")
        need(is_uint(self.serial) and is_uint(self.issued_at), "payload-field", "serial or time")
        need(all(is_bytes(key, 32) for key in self.keys), "payload-field", "keys")
        texts = isinstance(self.roles, list) and all(type(role) is str for role in self.roles)
        need(texts, "payload-field", "roles")

    @property
    def issuer(self):
        return (self.state, self.authority)

    def check_under(self, rosters, network):
        """Its state is in the version that it was made under, and the root there signed it."""
        need(self.network == network, "other-network")
        roster = rosters.get(self.under)
        need(roster is not None, "unknown-roster", self.under.hex())
        root = roster.root_of(self.state)
        need(self.signer == root, "wrong-root", f"signed by {self.signer.hex()[:16]}…")
        need(not roster.roots & set(self.keys), "key-reused", "a root for another job")
        self.frame.check(root)
        for key, signature in zip(self.keys, self.possession or ()):
            keys.check_signature(key, self._claim(), signature, "bad-possession")

    def _claim(self):
        """What each of the three keys signs, to say whose they are."""
        protected = write_map([(ALG, ED25519), (CONTENT_TYPE, POSSESSION_TYPE)])
        labels = (1, 2, 3, 6, 7, 8)
        claim = write_map(zip(labels, (self.network, self.state, self.authority, *self.keys)))
        return write(("Possession", protected, b"", claim))


def _is_possession(value):
    return isinstance(value, list) and len(value) == 3 and all(is_bytes(one, 64) for one in value)
