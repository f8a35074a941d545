"""docs/spec/roster.md: a version of who belongs."""

from . import keys
from .cbor import Map, is_bytes, is_uint
from .cose import cbor_under, sha256
from .flaw import Flaw, need
from .states import CODES

ROSTER_BYTES_MAX = 104_448
STATES_MAX = 256
NAME_BYTES_MAX = 128
# Characters that are not seen or turn the writing, besides the controls.
UNSEEN = [(0xAD, 0xAD), (0x61C, 0x61C), (0x200B, 0x200F), (0x2028, 0x202E), (0x2060, 0x206F), (0xFEFF, 0xFEFF)]


def _is_name(text):
    if not (type(text) is str and 1 <= len(text.encode()) <= NAME_BYTES_MAX):
        return False
    return has_no_traps(text)


def has_no_traps(text):
    """None of the characters that are refused in names."""
    points = [ord(character) for character in text]
    controls = any(point < 0x20 or 0x7F <= point <= 0x9F for point in points)
    return not controls and not any(low <= point <= high for point in points for low, high in UNSEEN)


class State:
    """One entry of a list: code, name, root."""

    def __init__(self, entry):
        shaped = isinstance(entry, list) and len(entry) == 3
        need(shaped and type(entry[0]) is str and type(entry[1]) is str, "state-entry", repr(entry)[:60])
        self.code, self.name, self.root = entry
        need(self.code in CODES and is_bytes(self.root, 32), "state-entry", self.code)
        need(_is_name(self.name), "roster-name", repr(self.name))
        keys.check_key(self.root)


class Ending:
    """What stands of a root that is active no more: acts by id, and logs up to a place."""

    def __init__(self, entry):
        need(isinstance(entry, list) and len(entry) == 3, "ending", repr(entry)[:60])
        self.code, keeps, closed = entry
        need(type(self.code) is str and self.code in CODES, "ending", repr(self.code))
        self.keeps, self.closed = read_keeps(keeps, closed, "ending")


def ascends(values):
    """Strictly, so that nothing stands twice."""
    return all(one < other for one, other in zip(values, values[1:]))


def read_keeps(keeps, closed, flaw):
    """Ids of acts that go on standing, and (key, epoch) to the (seq, id) up to which a log does."""
    need(isinstance(keeps, list) and all(is_bytes(one, 32) for one in keeps) and ascends(keeps), flaw, "keeps")
    need(isinstance(closed, list), flaw, "closed")
    for entry in closed:
        shaped = isinstance(entry, list) and len(entry) == 4
        shaped = shaped and is_bytes(entry[0], 32) and is_bytes(entry[3], 32)
        need(shaped and is_uint(entry[1], 2**53 - 1) and is_uint(entry[2], 2**53 - 2), flaw, "closed")
    need(ascends([tuple(entry[:2]) for entry in closed]), flaw, "closed")
    return keeps, {(key, epoch): (seq, tip) for key, epoch, seq, tip in closed}


class Roster:
    """A roster that keeps to every rule that can be checked in it alone."""

    def __init__(self, data):
        fields = cbor_under("roster-cbor", data, ROSTER_BYTES_MAX, 5)
        need(isinstance(fields, Map) and is_uint(fields.get(2)), "roster-field", "version")
        version = fields.get(2)
        count = 6 if version == 0 else 9
        need(fields.keys() == list(range(1, count + 1)), "roster-field", f"not the {count} fields")
        self.bytes, self.hash = data, sha256(data)
        self.network_name, self.version, self.previous = (fields.get(label) for label in (1, 2, 3))
        members, observers, self.threshold = (fields.get(label) for label in (4, 5, 6))
        need(type(self.network_name) is str, "roster-field", "network")
        need(is_uint(self.version) and is_uint(self.threshold), "roster-field", "version or threshold")
        need(self.previous is None or is_bytes(self.previous, 32), "roster-field", "previous")
        need(isinstance(members, list) and isinstance(observers, list), "roster-field", "the lists")
        need(_is_name(self.network_name), "roster-name", repr(self.network_name))
        need((self.previous is None) == (self.version == 0), "previous", f"at version {self.version}")
        need(1 <= len(members) <= STATES_MAX and len(observers) <= STATES_MAX, "state-count")
        self.members = [State(entry) for entry in members]
        self.observers = [State(entry) for entry in observers]
        self._check_lists()
        self.suspended, self.endings, self.settles = [], [], []
        if self.version > 0:
            self._later_fields(*(fields.get(label) for label in (7, 8, 9)))
        self._check_threshold()
        self.active = {(one.code, one.root) for one in self.by_code.values() if one.code not in self.suspended}

    def _later_fields(self, suspended, endings, settles):
        need(all(isinstance(field, list) for field in (suspended, endings, settles)), "roster-field", "7, 8 or 9")
        named = all(type(code) is str and self.is_member(code) for code in suspended)
        need(named and ascends(suspended), "suspended")
        need(all(is_bytes(one, 32) for one in settles) and ascends(settles), "settles")
        self.suspended, self.settles = suspended, settles
        self.endings = [Ending(entry) for entry in endings]
        need(ascends([ending.code for ending in self.endings]), "ending", "not ascending by state")

    def _check_lists(self):
        for states in (self.members, self.observers):
            codes = [state.code for state in states]
            need(codes == sorted(set(codes)), "state-order", "a list does not ascend")
        self.by_code = {state.code: state for state in self.members + self.observers}
        count = len(self.members) + len(self.observers)
        need(len(self.by_code) == count, "state-order", "a state in both lists")
        self.roots = {state.root for state in self.by_code.values()}
        need(len(self.roots) == count, "key-reused", "one root for two states")

    def _check_threshold(self):
        voices = len(self.members) - len(self.suspended)
        least = 2 * voices // 3 + 1
        need(least <= self.threshold <= voices, "threshold", f"{self.threshold} of {voices}")

    def is_member(self, code):
        return any(state.code == code for state in self.members)

    def is_active_member(self, code):
        return self.is_member(code) and code not in self.suspended

    def root_of(self, code):
        state = self.by_code.get(code)
        if state is None:
            raise Flaw("not-in-roster", code)
        return state.root
