"""docs/spec/log.md: places, admission, and proofs that an author signed twice."""

from . import tree
from .cbor import Map, is_bytes
from .certificate import Certificate
from .checkpoint import Claim
from .cose import cbor_under
from .flaw import Flaw, need
from .statement import Statement

EQUIVOCATION_BYTES_MAX = 8_208


def admit(statement, body, directory, log, tip):
    """Refuses an authentic statement that does not fit its log. `tip` is (seq, id), or None."""
    need(statement.log == log, "other-log")
    author = directory.author(statement.key)
    need(author is not None, "unknown-author")
    need(directory.known_roster(statement.roster) is not None, "wrong-roster", "of another network, or not known yet")
    if tip is not None:
        seq, tip_id = tip
        need(statement.id != tip_id, "held")
        need(statement.seq != seq, "fork")
        need(statement.seq > seq, "past")
    check_cut(statement, author)
    check_voice(statement, author, directory)
    need(statement.seq == (0 if tip is None else tip[0] + 1), "seq-gap")
    need(statement.prev == (None if tip is None else tip[1]), "wrong-prev")
    if statement.kind == "certificate":
        _check_certificate(statement, body, directory)
    else:
        need(statement.seq != 0, "not-founded")


def check_cut(statement, author):
    """The log goes on, or the place is below its cut, or the one that the cut names."""
    cut = author.cut(statement.epoch)
    stands = cut.is_open or cut.place is not None and (
        statement.seq < cut.place[0] or (statement.seq, statement.id) == cut.place
    )
    need(stands, "revoked")


def check_voice(statement, author, directory):
    """The key may speak for this issuer, in this epoch, under this version."""
    need(statement.issuer == author.issuer, "wrong-issuer")
    opening = author.opening(statement.epoch)
    need(opening, "future-epoch", str(statement.epoch))
    roster = directory.known_roster(statement.roster)
    need(roster is not None, "wrong-roster", "not a known version")
    oldest = min(directory.known_roster(one.under).version for one in opening)
    need(roster.version >= oldest, "wrong-roster", "older than the certificate")
    certifies = statement.kind == "certificate"
    need(roster.is_active_member(statement.state) or certifies, "observer-publishes")


def _check_certificate(statement, body, directory):
    try:
        certificate = Certificate(body)
        certificate.check_under(directory.rosters, directory.network)
    except Flaw as flaw:
        raise Flaw("certificate", str(flaw)) from None
    same = certificate.statement_key == statement.key and certificate.issuer == statement.issuer
    same = same and (statement.seq != 0 or certificate.epoch == statement.epoch)
    need(same, "other-certificate")


def check_equivocation(data, directory):
    """A proof of either form. The log, and the place where it freezes."""
    fields = cbor_under("proof-cbor", data, EQUIVOCATION_BYTES_MAX, 2)
    need(isinstance(fields, Map), "proof-field")
    if fields.has(4):
        return _check_checkpoints(fields, directory)
    need(fields.keys() == [1, 2] and is_bytes(fields.get(1)) and is_bytes(fields.get(2)), "proof-field")
    first, second = Statement(fields.get(1)), Statement(fields.get(2))
    need(first.place == second.place, "different-places")
    need(first.id != second.id, "same-statement")
    need(first.id < second.id, "proof-order")
    need(directory.author(first.key) is not None, "unknown-author")
    known = all(directory.known_roster(one.roster) is not None for one in (first, second))
    need(known, "unknown-roster")
    for statement in (first, second):
        statement.check_signature(first.key)
    return first.log, first.seq


def _check_checkpoints(fields, directory):
    need(fields.keys() == [1, 2, 3, 4] and is_bytes(fields.get(1)) and is_bytes(fields.get(2)), "proof-field")
    other_root, hashes = fields.get(3), fields.get(4)
    need(other_root is None or is_bytes(other_root, 32), "proof-field")
    need(isinstance(hashes, list) and all(is_bytes(one, 32) for one in hashes), "proof-field")
    first, second = (Claim(fields.get(label), directory) for label in (1, 2))
    need(len(first.note.lines) == len(second.note.lines) == 1, "proof-cosigned")
    need(first.log == second.log, "different-logs")
    need((first.size, first.root) <= (second.size, second.root), "proof-order")
    if first.size == second.size:
        need(other_root is None and first.root != second.root, "no-contradiction")
        need(not hashes, "proof-length")
    else:
        need(other_root not in (None, first.root), "no-contradiction")
        tree.check_consistency(hashes, first.size, second.size, other_root, second.root)
    return first.log, first.size - 1
