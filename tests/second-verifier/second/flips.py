"""Every bit of a pack, flipped alone: all must be refused, and refused with a reason."""

from collections import Counter
from concurrent.futures import ProcessPoolExecutor

from .flaw import Flaw
from .genesis import Genesis
from .pack import Verified
from .vectors import load, unhex

BYTES_A_TASK = 64


def _refusals(data, genesis_bytes, first):
    """The flaws of the flips from byte `first` on, and the bits that were not refused."""
    genesis, names, taken = Genesis(genesis_bytes), Counter(), []
    for bit in range(8 * first, 8 * min(first + BYTES_A_TASK, len(data))):
        flipped = bytearray(data)
        flipped[bit // 8] ^= 1 << bit % 8
        try:
            Verified(bytes(flipped), genesis)
            taken.append(bit)
        except Flaw as flaw:
            names[flaw.name] += 1
    return names, taken


def run(data, genesis_bytes, report=print):
    """The exit code. The pack itself must verify, or its flips would show nothing."""
    Verified(data, Genesis(genesis_bytes))
    starts, names, taken = range(0, len(data), BYTES_A_TASK), Counter(), []
    with ProcessPoolExecutor() as pool:
        count = len(starts)
        for found, let_in in pool.map(_refusals, [data] * count, [genesis_bytes] * count, starts):
            names += found
            taken += let_in
    report(f"{8 * len(data)} flips, {sum(names.values())} refused: " + ", ".join(f"{n} {c}" for n, c in names.most_common()))
    for bit in taken:
        report(f"taken: bit {bit % 8} of byte {bit // 8}")
    return 1 if taken else 0


def run_vectors(path, report=print):
    """The shortest and the longest of the good packs of a vector file, and the shortest that officers approved."""
    file = load(path)
    good = [case for case in file["cases"] if case["flaw"] is None]
    packs = sorted((unhex(case["pack"]) for case in good), key=len)
    approved = min((unhex(case["pack"]) for case in good if case["approvals"]), key=len)
    return max(run(data, unhex(file["genesis"]), report) for data in (packs[0], packs[-1], approved))
