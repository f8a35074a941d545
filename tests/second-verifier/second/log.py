"""docs/spec/log.md: places, admission, and proofs that an author signed twice."""

from .cbor import Map, is_bytes
from .certificate import Certificate
from .cose import cbor_under
from .flaw import Flaw, need
from .statement import Statement

EQUIVOCATION_BYTES_MAX = 8_208


def admit(statement, body, directory, log, tip):
    """Refuses an authentic statement that does not fit its log. `tip` is (seq, id), or None."""
    need(statement.log == log, "other-log")
    author = directory.author(statement.key)
    need(author is not None, "unknown-author")
    if tip is not None:
        seq, tip_id = tip
        need(statement.id != tip_id, "held")
        need(statement.seq != seq, "fork")
        need(statement.seq > seq, "past")
    need(statement.issuer == author.issuer, "wrong-issuer")
    certifies = statement.kind == "certificate"
    need(directory.roster.is_member(statement.state) or certifies, "observer-publishes")
    need(statement.epoch == 0, "future-epoch")
    need(statement.roster == directory.roster.hash, "wrong-roster")
    need(statement.seq == (0 if tip is None else tip[0] + 1), "seq-gap")
    need(statement.prev == (None if tip is None else tip[1]), "wrong-prev")
    if certifies:
        _check_certificate(statement, body, directory)
    else:
        need(statement.seq != 0, "not-founded")


def _check_certificate(statement, body, directory):
    try:
        certificate = Certificate(body)
        certificate.check_under(directory.roster, directory.network)
    except Flaw as flaw:
        raise Flaw("certificate", str(flaw)) from None
    same = certificate.statement_key == statement.key and certificate.issuer == statement.issuer
    need(same, "other-certificate")


def check_equivocation(data, directory):
    """A proof of two statements for one place. The log and the place where it freezes."""
    fields = cbor_under("proof-cbor", data, EQUIVOCATION_BYTES_MAX, 1)
    shaped = isinstance(fields, Map) and fields.keys() == [1, 2]
    need(shaped and is_bytes(fields.get(1)) and is_bytes(fields.get(2)), "proof-field")
    first, second = Statement(fields.get(1)), Statement(fields.get(2))
    need(first.place == second.place, "different-places")
    need(first.id != second.id, "same-statement")
    need(first.id < second.id, "proof-order")
    need(directory.author(first.key) is not None, "unknown-author")
    for statement in (first, second):
        statement.check_signature(first.key)
    return first.log, first.seq
