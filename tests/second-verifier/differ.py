#!/usr/bin/env python3
"""Holds the two verifiers against each other on packs with acts made at random, most of them right.

    differ.py PROGRAM VECTORS SEED COUNT    PROGRAM is chancery, VECTORS is crates/ledger/vectors

The good packs of the vectors get other acts. Both must say the same: the flaw, or the status, who held the record,
and of how many. Exit code 1 when they do not; the pack is then printed in hex, with the seed."""

import json
import random
import subprocess
import sys
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

import cbor2

from second.act import read_act
from second.chance import Chance
from second.flaw import Flaw
from second.genesis import Genesis
from second.pack import Verified
from second.statement import Statement
from second.vectors import load, unhex

ACTS = 7


def sorted_acts(acts):
    """In the order of a pack, each once. What cannot be read stands last, and is refused there."""
    ordered = {}
    for act in acts:
        try:
            ordered[read_act(act).order] = act
        except Flaw:
            ordered[(len(acts), 0, act)] = act
    return [ordered[order] for order in sorted(ordered)]


def needed_only(pack, genesis):
    """The pack without the acts that it does not need, so that more is verified than that."""
    while True:
        try:
            Verified(cbor2.dumps(pack), genesis)
        except Flaw as flaw:
            if flaw.name == "act-unneeded":
                pack[ACTS] = [act for act in pack[ACTS] if read_act(act).id.hex() != flaw.detail]
                continue
        return pack


def second_says(data, genesis):
    try:
        pack = Verified(data, genesis)
    except Flaw as flaw:
        return flaw.name, None
    return None, [pack.status[0], sorted(pack.held[0]), pack.held[1]]


def program_says(program, folder, data):
    file = Path(folder) / "random.pack"
    file.write_bytes(data)
    arguments = [program, "evidence", "verify", file, "--genesis", Path(folder) / "genesis.cbor", "--json"]
    said = json.loads(subprocess.run(arguments, capture_output=True, check=False).stdout)
    if not said["verified"]:
        return said["flaw"], None
    return None, [said["status"], said["held_by"], said["members"]]


def main():
    program, vectors, seed, count = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
    file, rng, outcomes, differ = load(vectors / "pack.json"), random.Random(seed), Counter(), 0
    genesis = Genesis(unhex(file["genesis"]))
    good = [cbor2.loads(unhex(case["pack"])) for case in file["cases"] if case["flaw"] is None]
    ids = sorted({Statement(pack[3]).id for pack in good} | {b"\x01" * 32})
    with TemporaryDirectory() as folder:
        (Path(folder) / "genesis.cbor").write_bytes(unhex(file["genesis"]))
        for _ in range(count):
            pack = dict(rng.choice(good))
            pack[ACTS] = sorted_acts(pack[ACTS] + Chance(rng, genesis, ids).live())
            if rng.random() < 0.9:
                pack = needed_only(pack, genesis)
            data = cbor2.dumps(pack)
            found, said = second_says(data, genesis), program_says(program, folder, data)
            outcomes[found[0] or "verifies"] += 1
            if found != said:
                differ += 1
                print(f"seed {seed}: the program says {said}, the second verifier {found}: {data.hex()}")
    print(f"seed {seed}: {count} packs, {differ} on which the two differ: {dict(outcomes.most_common())}")
    return 1 if differ else 0


if __name__ == "__main__":
    sys.exit(main())
