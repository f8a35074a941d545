"""docs/spec/act.md: the frame of what one state root signs by itself, and whose it is."""

from .cbor import Map, is_bytes
from .cose import CONTENT_TYPE, Sign1, cbor_under
from .flaw import need

PAYLOAD_DEPTH_MAX = 5


class OfOneState:
    """What revocations, withdrawals and policies share: a frame, and a payload that says whose it is."""

    def __init__(self, data, content_type, bytes_max):
        self.frame = frame = Sign1(data, bytes_max)
        self.bytes, self.id, self.signer = data, frame.id, frame.kid
        found = frame.header.get(CONTENT_TYPE)
        need(type(found) is str, "header-field", "content type")
        need(found == content_type, "content-type", found)
        self.payload = cbor_under("payload-cbor", frame.payload, bytes_max, PAYLOAD_DEPTH_MAX)
        need(isinstance(self.payload, Map), "payload-field", "the payload is no map")
        self.network, self.state = self.payload.get(1), self.payload.get(2)
        need(is_bytes(self.network, 32) and type(self.state) is str, "payload-field", "network or state")

    @property
    def order(self):
        return (self.kind, 0, self.id)

    def check_under(self, rosters, network):
        """The signer is the root that the version that it names gives the state."""
        self.check_within(check_signer(self, rosters, network))
        self.frame.check(self.signer)

    def check_within(self, roster):
        """What else that version must allow."""


def check_signer(act, rosters, network):
    """Of the network, under a version that is known, by the root that the state has there."""
    need(act.network == network, "other-network")
    roster = rosters.get(act.under)
    need(roster is not None, "unknown-roster", act.under.hex())
    root = roster.root_of(act.state)
    need(act.signer == root, "wrong-root", act.signer.hex())
    return roster
