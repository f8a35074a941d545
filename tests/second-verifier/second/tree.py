"""docs/spec/tree.md: leaves, roots and proofs."""

from .cose import sha256
from .flaw import need

PROOF_HASHES_MAX = 65


def _check_hashes(proof, *others):
    need(len(proof) <= PROOF_HASHES_MAX, "proof-bytes")
    need(all(len(one) == 32 for one in (*proof, *others)), "proof-bytes", "a hash is not of 32 bytes")


def leaf_hash(entry):
    return sha256(b"\x00" + entry)


def node_hash(left, right):
    return sha256(b"\x01" + left + right)


def root_of(leaves):
    """The root over leaf hashes; for tests and small trees."""
    if len(leaves) < 2:
        return leaves[0] if leaves else sha256(b"")
    split = _split(len(leaves))
    return node_hash(root_of(leaves[:split]), root_of(leaves[split:]))


def _split(count):
    """The largest power of two smaller than `count`."""
    return 1 << ((count - 1).bit_length() - 1)


def check_subtree_place(start, end):
    need(start <= end, "subtree-order")
    width = end - start
    need(width == 0 or start % (1 << (width - 1).bit_length()) == 0, "subtree-place")


def _way(size, start, end):
    """The turns from the tree of `size` leaves down to the subtree, as R, L and I, from above."""
    low, high, turns = 0, size, []
    while (low, high) != (start, end):
        middle = low + _split(high - low)
        if end <= middle:
            turns.append("R")
            high = middle
        elif start >= middle:
            turns.append("L")
            low = middle
        else:
            turns.append("I")
            low = start = middle
    return turns


def check_subtree(proof, size, start, end, subtree, root):
    """That the leaves [start, end) with the hash `subtree` are in the tree. `proof` is a list of hashes."""
    _check_hashes(proof)
    need(0 <= start <= end <= size, "proof-outside")
    if start == end:
        # An empty subtree: its hash is known, and nothing is said about the root.
        need(not proof, "proof-length")
        need(subtree == sha256(b""), "proof-subtree")
        return
    turns = _way(size, start, end)
    inside = "I" in turns
    need(len(proof) == len(turns) + inside, "proof-length")
    hashes = list(proof)
    below = hashes.pop(0) if inside else subtree
    a = b = below
    for turn, other in zip(reversed(turns), hashes):
        if turn == "R":
            b = node_hash(b, other)
        else:
            b = node_hash(other, b)
            a = node_hash(other, a) if turn == "I" else a
    need(a == subtree, "proof-subtree")
    need(b == root, "proof-root")


def check_inclusion(proof, size, index, leaf, root):
    _check_hashes(proof, leaf, root)
    need(0 <= index < size, "proof-outside")
    check_subtree(proof, size, index, index + 1, leaf, root)


def check_consistency(proof, earlier, later, earlier_root, later_root):
    _check_hashes(proof)
    need(earlier <= later, "proof-outside")
    need(earlier > 0 or later == 0, "proof-nothing")
    if earlier == later:
        need(not proof, "proof-length")
        need(later > 0 or later_root == sha256(b""), "proof-root")
        need(earlier_root == later_root, "proof-root")
        return
    check_subtree(proof, later, 0, earlier, earlier_root, later_root)
