"""docs/spec/roster.md, "Genesis file": the founding roster and the certificates made with it."""

from .cbor import Map, is_bytes
from .certificate import Certificate
from .cose import cbor_under
from .flaw import need
from .roster import Roster

GENESIS_BYTES_MAX = 2_205_696
CERTIFICATES_MAX = 1_024


class Genesis:
    """A genesis file that holds; `network` is the one hash that has to be believed."""

    def __init__(self, data):
        fields = cbor_under("genesis-cbor", data, GENESIS_BYTES_MAX, 3)
        shaped = isinstance(fields, Map) and fields.keys() == [1, 2]
        shaped = shaped and is_bytes(fields.get(1)) and isinstance(fields.get(2), list)
        need(shaped, "genesis-field", "not a roster and a list")
        self.roster = Roster(fields.get(1))
        need(self.roster.version == 0, "roster-version", str(self.roster.version))
        self.network = self.roster.hash
        parts = fields.get(2)
        need(len(parts) <= CERTIFICATES_MAX, "certificate-count", str(len(parts)))
        self.certificates = [self._certificate(part) for part in parts]
        order = [(*one.issuer, one.statement_key) for one in self.certificates]
        need(order == sorted(set(order)), "certificate-order")
        seen = set(self.roster.roots)
        for key in (key for certificate in self.certificates for key in certificate.keys):
            need(key not in seen, "key-reused", key.hex())
            seen.add(key)

    def _certificate(self, part):
        certificate = Certificate(part if is_bytes(part) else b"")
        certificate.check_under({self.network: self.roster}, self.network)
        return certificate
