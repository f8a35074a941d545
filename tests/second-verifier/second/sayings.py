"""What an authority said later about a record, made at random, most of it right: corrections, withdrawals of the
whole and of parts, renewals and reviews, of the record and of one another, from two logs whose order does not follow
what names what. Made with the keys of the vectors."""

import cbor2

from .chance import ISSUED_AT, key_of, public
from .cose import sha256, sig_structure
from .statement import RECORD_TYPE, Statement

DAYS = ("2027-06-30", "2028-02-29", "2030-12-31", "2027-02-29", "0000-02-29", "+2027-06-30", "2027-6-30", "", 20270630)
TEXTS = ("threat-advisory", "denial-notice", "acknowledgement", "correction", "exercise-marker")
KINDS = ("correction", "correction", "withdrawal", "withdrawal", "renewal", "denial-review", "sighting")
OUTCOMES = ("renew", "amend", "revoke", "postpone", None)
KEYS = ("k1", "k2", "ключ", "k" * 30, "", 7)
SEQ_MAX = 40


class Sayings:
    """Up to eight later entries of EE about one record. `rng` decides everything."""

    def __init__(self, rng, record, roster):
        self.rng, self.roster = rng, roster
        self.named = [(record.id, record.reference)]
        self.keys = [key_of("EE statement"), key_of("EE second statement")]
        # Most of them are what the record is: a drill, or not.
        self.exercise = {} if self.odds(0.9) else {"exercise": False}

    def odds(self, chance):
        return self.rng.random() < chance

    def all(self):
        """Pairs of statement and body, in the order of a pack."""
        made, places = [], set()
        for _ in range(self.rng.randint(1, 8)):
            key, seq = self.rng.choice(self.keys), self.rng.randint(3, SEQ_MAX)
            if (key, seq) not in places:
                places.add((key, seq))
                pair = self._entry(key, seq)
                made.append((seq, public(key), pair))
        return [pair for _, _, pair in sorted(made, key=lambda one: one[:2])]

    def forks(self):
        """Proofs against none, one or both of the logs, in the order of a pack."""
        proofs = []
        for key in sorted(self.keys, key=public):
            if self.odds(0.15):
                seq = self.rng.randint(3, SEQ_MAX)
                pair = [self._sealed(key, seq, "sighting", body, RECORD_TYPE) for body in (b"\xa0", b"\xa1")]
                first, second = sorted(pair, key=lambda data: Statement(data).id)
                proofs.append(cbor2.dumps({1: first, 2: second}))
        return proofs

    def _entry(self, key, seq):
        kind = self.rng.choice(KINDS[:-1]) if self.odds(0.98) else KINDS[-1]
        record = {"kind": kind, **self.exercise, **self._target(), **self._content(kind)}
        if self.odds(0.03):
            record["exercise"] = self.rng.choice((True, False, "no"))
        if self.odds(0.02):
            record[self.rng.choice(("more", "kind"))] = self.rng.choice((b"bytes", 2**60, {1: 2}, "other"))
        salt = bytes(16 if self.odds(0.99) else 15)
        body = cbor2.dumps({"record": record, "salt": salt}, canonical=True)
        media_type = RECORD_TYPE if self.odds(0.98) else "application/x"
        statement = self._sealed(key, seq, kind, body, media_type)
        self.named.append((Statement(statement).id, Statement(statement).reference))
        return [statement, body]

    def _target(self):
        named, reference = self.rng.choice(self.named)
        target = {"id": named.hex() if self.odds(0.99) else named.hex().upper()}
        if self.odds(0.3):
            target["reference"] = reference if self.odds(0.95) else self.rng.choice((7, "EE-2026-0000"))
        return {"target": target}

    def _content(self, kind):
        if kind == "correction":
            return self._replacement()
        if kind == "withdrawal":
            return {**self._reason(), **(self._parts() if self.odds(0.5) else {})}
        content = {"outcome": self.rng.choice(OUTCOMES)} if kind == "denial-review" else {}
        return {**content, **self._days()}

    def _days(self):
        names = ("valid_until", "review_due", "next_review")
        return {name: self.rng.choice(DAYS[:3] if self.odds(0.8) else DAYS) for name in names if self.odds(0.4)}

    def _replacement(self):
        if self.odds(0.05):
            return {"replacement": self.rng.choice((None, "text", {}, [1]))} if self.odds(0.8) else {}
        kind = self.rng.choice(TEXTS[:2] if self.odds(0.9) else TEXTS)
        return {"replacement": {"kind": kind, **self._days()}}

    def _reason(self):
        return {"reason": self.rng.choice(("listing-removed", "error", 4))} if self.odds(0.8) else {}

    def _parts(self):
        if self.odds(0.1):
            return {"parts": self.rng.choice((None, {}, [], "all", {"parties": "k1"}))}
        names = [name for name in ("parties", "items", "claims", "routes") if self.odds(0.5)]
        return {"parts": {name: self.rng.sample(KEYS, self.rng.randint(1, 4)) for name in names}}

    def _sealed(self, key, seq, kind, body, media_type):
        ours = {1: 0, 2: seq, 3: bytes(32), 4: self.roster, 5: kind, 6: "TLP:GREEN", 7: len(body)}
        claims = {1: "EE/foreign-trade", 2: f"EE-2027-{seq:04}", 6: ISSUED_AT}
        header = {1: -19, 4: public(key), 15: claims, 258: -16, 259: media_type, "chancery": ours}
        protected, digest = cbor2.dumps(header, canonical=True), sha256(body)
        signature = key.sign(sig_structure(protected, digest))
        return cbor2.dumps(cbor2.CBORTag(18, [protected, {}, digest, signature]))
