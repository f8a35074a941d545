#!/usr/bin/env python3
"""Reads our statements and certificates with COSE packages that know nothing of Chancery.

`cwt` knows the algorithm -19 (Ed25519, RFC 9864) and verifies the bytes as they are. `pycose` knows -8 only,
and refuses a number that it does not know: it is told that -19 is its own EdDSA, and then decodes, builds the
Sig_structure and verifies by itself.

    compat.py VECTORS    VECTORS is crates/ledger/vectors
"""

import sys
from pathlib import Path

import cbor2
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cwt import COSE, COSEKey
from pycose.algorithms import CoseAlgorithm, EdDSA
from pycose.keys import OKPKey
from pycose.keys.curves import Ed25519
from pycose.messages import Sign1Message

from second import receipt
from second.genesis import Genesis
from second.pack import Verified
from second.statement import Statement
from second.vectors import load, unhex

# What RFC 9995, RFC 9597 and RFC 9943 ask of a signed statement over a hash: the algorithm, the key id, the
# CWT claims with issuer and subject, the hash algorithm and the content type of what was hashed.
HEADERS = {1: -19, 258: -16}
LABELS = (4, 15, 259)


def with_cwt(data, key):
    """The payload, when the package finds the signature good; it raises otherwise."""
    cose_key = COSEKey.new({1: 1, 3: -19, -1: 6, -2: key, 2: key})
    return COSE.new().decode(data, keys=[cose_key])


@CoseAlgorithm.register_attribute()
class Ed25519Alone(EdDSA):
    """EdDSA with the curve in the algorithm's name: the number is all that is new."""

    identifier = -19
    fullname = "ED25519_ALONE"


def with_pycose(data, key):
    """Whether the package finds the signature good."""
    message = Sign1Message.decode(data)
    message.key = OKPKey(crv=Ed25519, x=key)
    return message.verify_signature()


def check(name, data, key, wants_good):
    """Whether both packages say what we say."""
    try:
        with_cwt(data, key)
        cwt_good = True
    except Exception:
        cwt_good = False
    pycose_good = with_pycose(data, key)
    right = cwt_good == pycose_good == wants_good
    if not right:
        print(f"{name}: cwt {cwt_good}, pycose {pycose_good}, we {wants_good}")
    return right


def statements(folder):
    """Good statements, and those of which only the signature is bad."""
    right = count = 0
    for case in load(folder / "statement.json")["cases"]:
        if case["flaw"] not in (None, "bad-signature") or "key" in case:
            continue
        data = unhex(case["statement"])
        statement = Statement(data)
        count += 1
        good = check(case["name"], data, statement.key, case["flaw"] is None)
        good = good and _headers_are_those_of_the_standards(data, statement)
        right += good
    return "statements", count, right


def _headers_are_those_of_the_standards(data, statement):
    message = cbor2.loads(data)
    header = cbor2.loads(message.value[0])
    claims = header[15]
    named = message.tag == 18 and all(header[label] == value for label, value in HEADERS.items())
    named = named and all(label in header for label in LABELS)
    return named and claims[1] == "/".join(statement.issuer) and claims[2] == statement.reference


def certificates(folder):
    right = count = 0
    for case in load(folder / "certificate.json")["cases"]:
        if case["flaw"] is not None:
            continue
        data = unhex(case["certificate"])
        root = cbor2.loads(cbor2.loads(data).value[0])[4]
        count += 1
        right += check(case["name"], data, root, True)
        right += not check_quietly_with_another_byte(data, root)
        count += 1
    return "certificates", count, right


def check_quietly_with_another_byte(data, key):
    """Whether either package still takes the certificate when the last byte of its signature is another."""
    changed = data[:-1] + bytes([data[-1] ^ 1])
    try:
        with_cwt(changed, key)
        return True
    except Exception:
        return with_pycose(changed, key)


def receipts(folder):
    """RFC 9942: what a service that verified a pack and signs the checkpoint's root makes of it is a receipt.

    The service's key is made here, because nodes issue no receipts; the proof is the pack's own. With the
    statement as it stands, or with a bit of it flipped, `cwt` must say yes or no."""
    file, right, count = load(folder / "pack.json"), 0, 0
    genesis = Genesis(unhex(file["genesis"]))
    service = Ed25519PrivateKey.generate()
    public = COSEKey.new({1: 1, 3: -19, -1: 6, -2: service.public_key().public_bytes_raw()})
    for case in file["cases"]:
        if case["flaw"] is not None:
            continue
        pack = Verified(unhex(case["pack"]), genesis)
        made = _receipt(pack, service)
        entry = pack.record.statement.frame.signed
        right += _is_receipt(made, entry, public)
        right += not _is_receipt(made, entry[:-1] + bytes([entry[-1] ^ 1]), public)
        count += 2
    return "receipts", count, right


def _receipt(pack, service):
    """A COSE_Sign1 with the root as its detached payload and the proof in the unprotected header."""
    protected = cbor2.dumps({1: -19, receipt.VDS: receipt.RFC9162_SHA256})
    signature = service.sign(cbor2.dumps(["Signature1", protected, b"", pack.checkpoint.root]))
    header = receipt.proofs_header(pack.checkpoint.size, pack.record.statement.seq, pack.inclusion)
    return cbor2.dumps(cbor2.CBORTag(18, [protected, header, None, signature]))


def _is_receipt(data, entry, key):
    header = cbor2.loads(data).value[1]
    (proof,) = header[receipt.PROOFS][receipt.INCLUSION]
    root = receipt.root_of(proof, entry)
    try:
        COSE.new().decode(data, keys=[key], detached_payload=root)
        return True
    except Exception:
        return False


def main():
    folder, all_right = Path(sys.argv[1]), True
    for name, count, right in (statements(folder), certificates(folder), receipts(folder)):
        print(f"{name}: {count} read, {count - right} wrong")
        all_right = all_right and count > 0 and right == count
    return 0 if all_right else 1


if __name__ == "__main__":
    sys.exit(main())
