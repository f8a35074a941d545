"""Sets of acts made at random: rosters that fork and settle, members that come, go, are suspended or change their
root, certificates, revocations and withdrawals, some of them wrong. Made with the keys of the vectors."""

import hashlib

import cbor2
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from .act import REVOCATION_TYPE, WITHDRAWAL_TYPE
from .cose import Sign1, sha256, sig_structure
from .statement import CERTIFICATE_TYPE
from .step import what_is_signed

ISSUED_AT = 1_800_000_000
SEQS = (0, 1, 2, 3, 6, 9)


def key_of(name):
    """The seeds of the vectors are SHA-256 of texts."""
    return Ed25519PrivateKey.from_private_bytes(hashlib.sha256(f"chancery test key {name}".encode()).digest())


def public(key):
    return key.public_key().public_bytes_raw()


class Version:
    """A roster version as its makers have it in hand."""

    def __init__(self, version, data, members, observers, suspended, threshold):
        self.version, self.hash, self.members, self.observers = version, sha256(data), members, observers
        self.suspended, self.threshold = suspended, threshold

    @property
    def active(self):
        return {(code, root) for code, _, root in self.members + self.observers if code not in self.suspended}


class Chance:
    """One random history. `rng` decides everything, so a seed gives the same one always."""

    def __init__(self, rng, genesis, ids):
        self.rng, self.genesis, self.ids = rng, genesis, ids
        self.keys = {state.root: key_of(f"{state.code} root") for state in genesis.roster.by_code.values()}
        roster = genesis.roster
        lists = [[[one.code, one.name, one.root] for one in part] for part in (roster.members, roster.observers)]
        self.versions = [Version(0, roster.bytes, *lists, [], roster.threshold)]
        self.known = [certificate.id for certificate in genesis.certificates]
        self.logs = {(certificate.statement_key, 0) for certificate in genesis.certificates}
        self.acts = []

    def root(self, name):
        key = key_of(name)
        self.keys[public(key)] = key
        return public(key)

    def odds(self, chance):
        return self.rng.random() < chance

    def live(self):
        """Up to eight acts."""
        for _ in range(self.rng.randint(1, 8)):
            below = self.versions[-1] if self.odds(0.8) else self.rng.choice(self.versions)
            self.rng.choice((self.step, self.step, self.certificate, self.revocation, self.withdrawal))(below)
        return self.acts

    def step(self, below):
        members, observers = [list(one) for one in below.members], [list(one) for one in below.observers]
        suspended = list(below.suspended)
        self._change(members, observers, suspended)
        suspended = sorted(code for code in suspended if code in {one[0] for one in members})
        voices = len(members) - len(suspended)
        roots = {one[2] for one in members + observers}
        if voices == 0 or len(roots) < len(members) + len(observers):
            return
        threshold = self.rng.randint(2 * voices // 3 + 1, voices)
        after = Version(below.version + 1, b"", sorted(members), sorted(observers), suspended, threshold)
        ended = sorted({code for code, _ in below.active - after.active})
        fields = [self.genesis.roster.network_name, after.version, below.hash, after.members, after.observers]
        fields += [threshold, suspended, [[code, self._keeps(), self._closed()] for code in ended if self.odds(0.98)]]
        fields.append(sorted({one.hash for one in self.versions[1:] if self.odds(0.3)}))
        data = cbor2.dumps(dict(enumerate(fields, 1)))
        after.hash = sha256(data)
        self.versions.append(after)
        self.acts.append(cbor2.dumps({1: data, 2: self._signatures(below, data)}))

    def _change(self, members, observers, suspended):
        """What people decide in a version: a name, a root, a suspension, a way out, in, up or down."""
        one, number = self.rng.choice(members), self.rng.randrange(4)
        change = self.rng.randrange(7)
        if change == 0:
            one[1] = f"State {self.rng.randrange(10**6)}"
        elif change == 1:
            one[2] = self.root(f"{one[0]} root {number}")
        elif change == 2:
            suspended.remove(one[0]) if one[0] in suspended else suspended.append(one[0])
        elif change == 3:
            members.remove(one)
        elif change == 4:
            members.remove(one)
            observers.append([one[0], one[1], self.root(f"{one[0]} root {number}") if self.odds(0.8) else one[2]])
        elif change == 5 and observers:
            one = self.rng.choice(observers)
            observers.remove(one)
            members.append(one)
        else:
            code = self.rng.choice(("PT", "FI", "SE"))
            if code not in {one[0] for one in members + observers}:
                members.append([code, f"State {code}", self.root(f"{code} root")])

    def _signatures(self, below, data):
        voices = [one[2] for one in below.members if one[0] not in below.suspended]
        count = self.rng.randint(min(below.threshold, len(voices)), len(voices)) if self.odds(0.97) else 1
        signers = sorted(self.rng.sample(voices, count))
        return [[root, self.keys[root].sign(what_is_signed(root, data))] for root in signers]

    def _keeps(self):
        return sorted({known for known in self.known if self.odds(0.7)})

    def _closed(self):
        return [[*one, self.rng.choice(SEQS), self.rng.choice(self.ids)] for one in sorted(self.logs) if self.odds(0.5)]

    def _state(self, below):
        """A state of the version, with the certificates that the genesis file has for it."""
        code, _, root = self.rng.choice(below.members + below.observers)
        return code, root, [one for one in self.genesis.certificates if one.state == code]

    def _sign(self, root, content_type, payload):
        protected, body = cbor2.dumps({1: -19, 3: content_type, 4: root}), cbor2.dumps(payload)
        signature = self.keys[root].sign(sig_structure(protected, body))
        act = cbor2.dumps(cbor2.CBORTag(18, [protected, {}, body, signature]))
        self.acts.append(act)
        self.known.append(Sign1(act, len(act)).id)

    def certificate(self, below):
        code, root, old = self._state(below)
        statement = public(key_of(f"{code} statement {self.rng.randrange(3)}"))
        if self.odds(0.6):
            statement = self.rng.choice(old or self.genesis.certificates).statement_key
        witness = old[0].witness_key if old and self.odds(0.6) else public(key_of(f"{code} witness {self.rng.randrange(3)}"))
        transport = public(key_of(f"{code} transport {self.rng.randrange(9)}"))
        authority = old[0].authority if old else "foreign-trade"
        fields = [self.genesis.network, code, authority, self.rng.randrange(5), ISSUED_AT, statement, witness, transport, []]
        payload = dict(enumerate(fields, 1))
        if below.version:
            payload[10] = below.hash
        if self.odds(0.3):
            payload[11] = self.rng.randrange(3)
        self.logs.add((statement, payload.get(11, 0)))
        self._sign(root, CERTIFICATE_TYPE, payload)

    def revocation(self, below):
        code, root, old = self._state(below)
        key, epoch = self.rng.choice(sorted(self.logs))
        place = [None, None] if self.odds(0.2) else [self.rng.choice(SEQS), self.rng.choice(self.ids)]
        authority = old[0].authority if old else "foreign-trade"
        fields = [self.genesis.network, code, authority, below.hash, key, epoch, *place, ISSUED_AT, "chance"]
        self._sign(root, REVOCATION_TYPE, dict(enumerate(fields, 1)))

    def withdrawal(self, below):
        code, root, _ = self._state(below)
        fields = [self.genesis.network, code, ISSUED_AT, below.hash, self._keeps(), self._closed()]
        self._sign(root, WITHDRAWAL_TYPE, dict(enumerate(fields, 1)))
