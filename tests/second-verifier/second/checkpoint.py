"""docs/spec/checkpoint.md: what an author signs about its whole log, and who has held all of it."""

import re

from . import keys
from .flaw import Flaw, need
from .note import COSIGNATURE, ED25519, Note, check_line, key_hash, strict_base64
from .statement import TIME_MAX, check_issuer

CHECKPOINT_BYTES_MAX = 65_536
NUMBER = re.compile(r"[1-9][0-9]*|0")
HASH = re.compile(r"[0-9a-f]{64}")
MOST = 2**53 - 1


class Claim:
    """What an author signed of a log: steps 1 to 3. Further lines of the note are not looked at."""

    def __init__(self, data, directory):
        need(len(data) <= CHECKPOINT_BYTES_MAX, "checkpoint-length", f"{len(data)} bytes")
        self.note = note = Note(data)
        lines = note.text[:-1].split("\n")
        need(len(lines) == 4, "checkpoint-lines", str(len(lines)))
        self.origin, size, root, roster = lines
        self._origin()
        sized = NUMBER.fullmatch(size) is not None and len(size) <= 16 and 1 <= int(size) <= MOST
        need(sized, "checkpoint-size", size)
        self.size = int(size)
        self.root = strict_base64(root, "checkpoint-root")
        need(len(self.root) == 32, "checkpoint-root", f"{len(self.root)} bytes")
        word, space, digits = roster.partition(" ")
        named = word == "roster" and space and HASH.fullmatch(digits) is not None
        need(named, "checkpoint-roster", roster)
        self.roster = bytes.fromhex(digits)
        self._author(directory)

    def _origin(self):
        parts = self.origin.split("/")
        need(len(parts) == 6 and parts[0] == "chancery", "checkpoint-origin", self.origin)
        network, self.state, self.authority, key, epoch = parts[1:]
        need(HASH.fullmatch(network) and HASH.fullmatch(key), "checkpoint-origin", self.origin)
        try:
            check_issuer(self.state, self.authority)
        except Flaw as flaw:
            raise Flaw("checkpoint-origin", flaw.detail) from None
        numbered = NUMBER.fullmatch(epoch) is not None and len(epoch) <= 16 and int(epoch) <= MOST
        need(numbered, "checkpoint-origin", "epoch")
        self.network, self.log = bytes.fromhex(network), (bytes.fromhex(key), int(epoch))

    def _author(self, directory):
        need(self.network == directory.network, "other-network")
        self.author = directory.author(self.log[0])
        need(self.author is not None, "unknown-author")
        need(self.author.issuer == (self.state, self.authority), "wrong-issuer")
        first, key = self.note.lines[0], self.log[0]
        by_author = first.name == self.origin and first.key_hash == key_hash(self.origin, ED25519, key)
        need(by_author, "not-by-author")
        keys.check_key(key)
        check_line(first, ED25519, key, self.note.text)


class Checkpoint(Claim):
    """A checkpoint of which the author's line and every witness's line have been verified."""

    def __init__(self, data, directory):
        super().__init__(data, directory)
        need(self.author.opening(self.log[1]), "future-epoch")
        need(directory.known_roster(self.roster) is not None, "unknown-roster")
        lines = self.note.lines[1:]
        names = [line.name.encode() for line in lines]
        need(names == sorted(set(names)), "cosignature-order")
        self.cosigners = [self._cosigner(line, self.note.text, directory) for line in lines]

    def _cosigner(self, line, text, directory):
        certificate = directory.witness(line.name)
        need(certificate is not None, "unknown-witness", line.name)
        key = certificate.witness_key
        need(line.key_hash == key_hash(line.name, COSIGNATURE, key), "unknown-witness")
        need(len(line.signature) == 72, "cosignature-length")
        need(int.from_bytes(line.signature[:8], "big") <= TIME_MAX, "cosignature-time")
        return certificate, check_line(line, COSIGNATURE, key, text, "bad-cosignature")
