"""docs/spec/statement.md, "Keys and signatures": Ed25519, strictly."""

from functools import lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from . import curve
from .flaw import Flaw, need


@lru_cache(maxsize=65536)
def _flaw_of(key):
    if int.from_bytes(key, "little") & (2**255 - 1) >= curve.P:
        return "key-not-canonical"
    point = curve.decompress(key)
    if point is None:
        return "key-not-a-point"
    if curve.is_small_order(point):
        return "key-weak"
    return None if curve.is_prime_order(point) else "key-mixed-order"


def check_key(key):
    """Refuses 32 bytes that are no key."""
    flaw = _flaw_of(key)
    need(flaw is None, flaw, key.hex())


@lru_cache(maxsize=65536)
def holds(key, message, signature):
    """Whether `signature` is that of `message` by `key`, itself checked before.

    The package computes [S]B - [k]A and compares its bytes with R, without cofactor. S and the order of R
    are looked at here, so that nothing depends on which version of which library is underneath."""
    if len(signature) != 64 or int.from_bytes(signature[32:], "little") >= curve.L:
        return False
    point = curve.decompress(signature[:32])
    if point is None or curve.is_small_order(point):
        return False
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def check_signature(key, message, signature, name="bad-signature"):
    if not holds(key, message, signature):
        raise Flaw(name, f"under the key {key.hex()[:16]}…")
