"""The frame that statements, certificates, revocations and withdrawals have: a COSE_Sign1 (RFC 9052)
with tag 18, an empty unprotected header, an embedded payload and a signature of 64 bytes."""

import hashlib

from . import keys
from .cbor import CborFlaw, Map, Tagged, is_bytes, read, write
from .flaw import Flaw, need

ALG, CRIT, CONTENT_TYPE, KID = 1, 2, 3, 4
ED25519 = -19


def sha256(data):
    return hashlib.sha256(data).digest()


def cbor_under(name, data, bytes_max, depth_max, tag=None):
    """Reads CBOR; a flaw of the bytes becomes `name`, with the scan's own word beneath."""
    try:
        return read(data, bytes_max, depth_max, tag)
    except CborFlaw as flaw:
        raise Flaw(name, str(flaw), flaw.name) from None


def sig_structure(protected, payload):
    """What is signed, with `protected` as received."""
    return write(("Signature1", protected, b"", payload))


class Sign1:
    """A frame that decoded: `header` is a map, the algorithm is Ed25519, no label is critical."""

    def __init__(self, data, bytes_max, depth_max=8):
        top = cbor_under("frame-cbor", data, bytes_max, depth_max, 18)
        parts = top.value if isinstance(top, Tagged) else None
        need(isinstance(parts, list) and len(parts) == 4, "frame-shape", "not 18([4 parts])")
        self.protected, unprotected, self.payload, self.signature = parts
        shaped = is_bytes(self.protected) and isinstance(unprotected, Map)
        shaped = shaped and is_bytes(self.payload) and is_bytes(self.signature)
        need(shaped, "frame-shape", "a part is of another type")
        need(len(unprotected) == 0, "unprotected-header", "it must be empty")
        need(len(self.signature) == 64, "signature-length", f"{len(self.signature)} bytes")
        self.header = cbor_under("header-cbor", self.protected, bytes_max, 8)
        need(isinstance(self.header, Map), "header-field", "the header is no map")
        algorithm = self.header.get(ALG)
        need(type(algorithm) is int, "header-field", "alg")
        need(algorithm == ED25519, "algorithm", f"{algorithm}, must be -19")
        need(not self.header.has(CRIT), "critical-header", "label 2 is there")
        self.signed = sig_structure(self.protected, self.payload)
        self.id = sha256(self.signed)

    @property
    def kid(self):
        """Label 4, 32 bytes."""
        kid = self.header.get(KID)
        need(is_bytes(kid, 32), "header-field", "kid is not 32 bytes")
        return kid

    def check(self, key):
        """The signature, under a key that has been checked."""
        keys.check_signature(key, self.signed, self.signature)
