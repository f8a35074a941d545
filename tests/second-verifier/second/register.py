"""docs/spec/act.md and roster.md: the set of acts, and what follows from it.

The order in which acts came does not matter: `directory()` folds the whole set anew."""

from .act import Step, read_act
from .directory import Directory
from .flaw import Flaw, need


class Register:
    def __init__(self, genesis):
        self.network, self.genesis = genesis.network, genesis
        self.rosters = {genesis.roster.hash: genesis.roster}
        self.acts = {certificate.id: certificate for certificate in genesis.certificates}

    def check(self, data):
        """The act, if it reads and verifies under what is known; changes nothing."""
        act = read_act(data)
        if isinstance(act, Step):
            act.check_under(self.rosters.get(act.roster.previous))
            return act
        need(act.network == self.network, "other-network")
        roster = self.rosters.get(act.under)
        if roster is None:
            raise Flaw("unknown-roster", act.under.hex())
        act.check_under(roster)
        return act

    def insert(self, act):
        self.acts[act.id] = act
        if isinstance(act, Step):
            self.rosters[act.id] = act.roster

    def directory(self):
        return Directory(self)
