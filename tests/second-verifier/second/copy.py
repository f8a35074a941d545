"""docs/spec/statement.md, "The signed copy": a record in a file, with its certificate."""

from .cbor import Map, is_bytes
from .certificate import Certificate
from .cose import cbor_under
from .flaw import need
from .statement import Statement

COPY_BYTES_MAX = 268_320


def check_copy(data, roster):
    fields = cbor_under("copy-cbor", data, COPY_BYTES_MAX, 1)
    shaped = isinstance(fields, Map) and fields.keys() == [1, 2, 3]
    need(shaped and all(is_bytes(fields.get(label)) for label in (1, 2, 3)), "copy-field")
    certificate = Certificate(fields.get(3))
    certificate.check_under({roster.hash: roster}, roster.hash)
    statement = Statement(fields.get(1))
    statement.check_body(fields.get(2))
    statement.check_signature(certificate.statement_key)
    need(statement.issuer == certificate.issuer, "wrong-issuer")
    need(statement.roster == roster.hash, "wrong-roster")
    need(statement.kind == "certificate" or roster.is_member(statement.state), "observer-publishes")
    return statement
