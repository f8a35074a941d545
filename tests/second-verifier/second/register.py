"""docs/spec/act.md, the set: acts, and what is known of rosters.

The order in which acts came does not matter: `directory()` folds the whole set anew."""

from . import cbor
from .act import read_act
from .cose import sha256
from .directory import Directory
from .kinds import STEP


class Register:
    def __init__(self, genesis):
        self.network, self.genesis = genesis.network, genesis
        self.rosters = {genesis.roster.hash: genesis.roster}
        self.acts = {certificate.id: certificate for certificate in genesis.certificates}

    def check(self, data):
        """The act, if it reads and verifies under what is known; changes nothing."""
        act = read_act(data)
        act.check_under(self.rosters, self.network)
        return act

    def insert(self, act):
        self.acts[act.id] = act
        if act.kind == STEP:
            self.rosters[act.id] = act.roster

    def digest(self):
        """SHA-256 of the array of [id, SHA-256 of the bytes], without what the genesis holds."""
        founding = {certificate.id for certificate in self.genesis.certificates}
        acts = sorted((act.id, sha256(act.bytes)) for act in self.acts.values() if act.id not in founding)
        return sha256(cbor.write(tuple(acts)))

    def directory(self):
        return Directory(self)
