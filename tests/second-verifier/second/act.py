"""docs/spec/act.md: what a state root signs. Here an act is read; under which roster it holds, and what
follows from all of them, is the register's."""

from . import keys
from .cbor import Map, is_bytes, is_uint, write
from .certificate import Certificate
from .cose import CONTENT_TYPE, Sign1, cbor_under, sig_structure
from .flaw import need
from .roster import Roster, ascends, read_keeps
from .statement import TIME_MAX, check_issuer
from .states import CODES

ACT_BYTES_MAX = 131_072 + 40_000
WITHDRAWAL_BYTES_MAX = 65_536
REVOCATION_TYPE = "application/vnd.chancery.revocation+cbor"
WITHDRAWAL_TYPE = "application/vnd.chancery.withdrawal+cbor"
ROSTER_TYPE = "application/vnd.chancery.roster+cbor"
# In the order in which a list of acts has them.
STEP, CERTIFICATE, REVOCATION, WITHDRAWAL = range(4)


def _payload(frame, content_type, bytes_max):
    found = frame.header.get(CONTENT_TYPE)
    need(type(found) is str, "header-field", "content type")
    need(found == content_type, "content-type", found)
    payload = cbor_under("payload-cbor", frame.payload, bytes_max, 4)
    need(isinstance(payload, Map), "payload-field", "the payload is no map")
    return payload


def _check_under(act, roster):
    """The signer is the root that this version gives the state."""
    root = roster.root_of(act.state)
    need(act.signer == root, "wrong-root", act.signer.hex())
    act.frame.check(root)


class Revocation:
    kind = REVOCATION

    @property
    def order(self):
        return (REVOCATION, 0, self.id)

    def __init__(self, data):
        self.frame = frame = Sign1(data, 4_096)
        self.bytes, self.id, self.signer = data, frame.id, frame.kid
        payload = _payload(frame, REVOCATION_TYPE, 4_096)
        self.network, self.state, self.authority, self.under = (payload.get(n) for n in (1, 2, 3, 4))
        self.key, self.epoch, self.last_seq, self.last_id = (payload.get(n) for n in (5, 6, 7, 8))
        self.issued_at, self.reason = payload.get(9), payload.get(10)
        need(is_bytes(self.network, 32) and is_bytes(self.under, 32), "payload-field")
        need(type(self.state) is str and type(self.authority) is str, "payload-field")
        need(is_bytes(self.key, 32) and is_uint(self.epoch), "payload-field")
        need(payload.has(7) and payload.has(8), "payload-field")
        need((self.last_seq is None) == (self.last_id is None), "payload-field")
        need(self.last_seq is None or (is_uint(self.last_seq) and is_bytes(self.last_id, 32)), "payload-field")
        need(is_uint(self.issued_at) and type(self.reason) is str, "payload-field")
        check_issuer(self.state, self.authority)
        keys.check_key(self.key)
        need(self.issued_at <= TIME_MAX and len(self.reason.encode()) <= 200, "range")
        need(self.epoch <= 2**53 - 1, "range")

    check_under = _check_under

    @property
    def cut(self):
        return None if self.last_seq is None else (self.last_seq, self.last_id)


class Withdrawal:
    kind = WITHDRAWAL

    @property
    def order(self):
        return (WITHDRAWAL, 0, self.id)

    def __init__(self, data):
        self.frame = frame = Sign1(data, WITHDRAWAL_BYTES_MAX)
        self.bytes, self.id, self.signer = data, frame.id, frame.kid
        payload = _payload(frame, WITHDRAWAL_TYPE, WITHDRAWAL_BYTES_MAX)
        self.network, self.state, self.issued_at, self.under = (payload.get(n) for n in (1, 2, 3, 4))
        need(is_bytes(self.network, 32) and is_bytes(self.under, 32), "payload-field")
        need(type(self.state) is str and is_uint(self.issued_at), "payload-field")
        need(self.state in CODES, "issuer", self.state)
        need(self.issued_at <= TIME_MAX, "range", "issued at")
        self.keeps, self.closed = read_keeps(payload.get(5), payload.get(6), "payload-field")

    check_under = _check_under


class Step:
    kind = STEP

    @property
    def order(self):
        """By version, and before everything that may be made under it."""
        return (STEP, self.roster.version, self.id)

    def __init__(self, data, fields):
        need(fields.keys() == [1, 2] and is_bytes(fields.get(1)), "step-field")
        signatures = fields.get(2)
        need(isinstance(signatures, list), "step-field")
        for one in signatures:
            shaped = isinstance(one, list) and len(one) == 2
            need(shaped and is_bytes(one[0], 32) and is_bytes(one[1], 64), "step-field")
        need(ascends([root for root, _ in signatures]), "step-order")
        self.bytes, self.signatures = data, [tuple(one) for one in signatures]
        self.roster = Roster(fields.get(1))
        self.id = self.roster.hash

    def check_under(self, previous):
        """Enough members of the version before have signed this one."""
        need(previous is not None, "unknown-roster")
        need(self.roster.version == previous.version + 1, "step-version")
        need(self.roster.network_name == previous.network_name, "other-network")
        voices = {one.root for one in previous.members if previous.is_active_member(one.code)}
        for root, signature in self.signatures:
            need(root in voices, "not-a-voice", root.hex())
            keys.check_signature(root, roster_signed(root, self.roster.bytes), signature)
        need(len(self.signatures) >= previous.threshold, "too-few", str(len(self.signatures)))


def roster_signed(root, roster_bytes):
    """What a root signs about a roster: the Sig_structure of a detached COSE_Sign1."""
    protected = b"\xa3" + write(1) + write(-19) + write(3) + write(ROSTER_TYPE) + write(4) + write(root)
    return sig_structure(protected, roster_bytes)


def read_act(data):
    """An act of any kind, told apart by what it is: a frame and its content type, or a map."""
    top = cbor_under("act-cbor", data, ACT_BYTES_MAX, 8, 18)
    if isinstance(top, Map):
        return Step(data, top)
    content_type = Sign1(data, WITHDRAWAL_BYTES_MAX).header.get(CONTENT_TYPE)
    if content_type == REVOCATION_TYPE:
        return Revocation(data)
    return Withdrawal(data) if content_type == WITHDRAWAL_TYPE else Certificate(data)
