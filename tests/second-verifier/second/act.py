"""docs/spec/act.md: what a state root signs. Here the acts of one state are read; a step and a double
signature are in step.py, and what follows from all of them is directory.py's."""

from .cbor import is_bytes, is_uint
from .certificate import Certificate
from .cose import CONTENT_TYPE, Sign1
from .flaw import Flaw, need
from .kinds import REVOCATION, WITHDRAWAL
from .policy import POLICY_TYPE, Policy
from .rooted import OfOneState
from .roster import has_no_traps, read_keeps
from .statement import CERTIFICATE_TYPE, SEQ_MAX, TIME_MAX, check_issuer
from .states import CODES
from .step import Double, Step

ACT_BYTES_MAX = 131_072
REVOCATION_BYTES_MAX = 4_096
WITHDRAWAL_BYTES_MAX = 65_536
REASON_BYTES_MAX = 200
REVOCATION_TYPE = "application/vnd.chancery.revocation+cbor"
WITHDRAWAL_TYPE = "application/vnd.chancery.withdrawal+cbor"


class Revocation(OfOneState):
    """Closes one log behind a place."""

    kind = REVOCATION

    def __init__(self, data):
        super().__init__(data, REVOCATION_TYPE, REVOCATION_BYTES_MAX)
        payload = self.payload
        self.authority, self.under, self.key, self.epoch = (payload.get(n) for n in (3, 4, 5, 6))
        self.last_seq, self.last_id, self.issued_at, self.reason = (payload.get(n) for n in (7, 8, 9, 10))
        need(type(self.authority) is str and is_bytes(self.under, 32), "payload-field", "authority or roster")
        need(is_bytes(self.key, 32) and is_uint(self.epoch), "payload-field", "key or epoch")
        need(payload.has(7) and payload.has(8), "payload-field", "place")
        need(self.last_seq is None or is_uint(self.last_seq), "payload-field", "seq")
        need(self.last_id is None or is_bytes(self.last_id, 32), "payload-field", "id")
        need(is_uint(self.issued_at) and type(self.reason) is str, "payload-field", "time or reason")
        check_issuer(self.state, self.authority)
        need(self.issued_at <= TIME_MAX and self.epoch <= 2**53 - 1, "range", "time or epoch")
        need(self.last_seq is None or self.last_seq <= SEQ_MAX, "range", "seq")
        need((self.last_seq is None) == (self.last_id is None), "place")
        need(len(self.reason.encode()) <= REASON_BYTES_MAX and has_no_traps(self.reason), "reason")

    @property
    def cut(self):
        """The last place that stands, or None when nothing does."""
        return None if self.last_seq is None else (self.last_seq, self.last_id)


class Withdrawal(OfOneState):
    """How a state leaves, by its own signature."""

    kind = WITHDRAWAL

    def __init__(self, data):
        super().__init__(data, WITHDRAWAL_TYPE, WITHDRAWAL_BYTES_MAX)
        self.issued_at, self.under, keeps, closed = (self.payload.get(n) for n in (3, 4, 5, 6))
        need(is_uint(self.issued_at) and is_bytes(self.under, 32), "payload-field", "time or roster")
        need(isinstance(keeps, list) and isinstance(closed, list), "payload-field", "the lists")
        need(self.state in CODES, "issuer", self.state)
        need(self.issued_at <= TIME_MAX, "range", "issued at")
        self.keeps, self.closed = read_keeps(keeps, closed, "list-order")


def read_act(data):
    """An act of any kind. The first byte tells, and in a frame the content type."""
    need(len(data) <= ACT_BYTES_MAX, "act-too-long", f"{len(data)} bytes")
    first = data[:1].hex()
    if first == "a2":
        return Step(data)
    if first == "a5":
        return Double(data)
    need(first == "d2", "act-kind", f"begins with {first or 'nothing'}")
    content_type = Sign1(data, ACT_BYTES_MAX).header.get(CONTENT_TYPE)
    need(type(content_type) is str, "header-field", "content type")
    kinds = {CERTIFICATE_TYPE: Certificate, REVOCATION_TYPE: Revocation, WITHDRAWAL_TYPE: Withdrawal}
    kinds[POLICY_TYPE] = Policy
    if content_type not in kinds:
        raise Flaw("act-kind", content_type)
    return kinds[content_type](data)
