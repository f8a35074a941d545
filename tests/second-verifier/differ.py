#!/usr/bin/env python3
"""Holds the two verifiers against each other on packs with acts and later entries made at random, most of them right.

    differ.py PROGRAM VECTORS SEED COUNT    PROGRAM is chancery, VECTORS is crates/ledger/vectors

The good packs of the vectors get other acts, or other entries that were said later. Both must say the same: the flaw, or
the status, what else became of the record, who held it, and of how many. Exit code 1 when they do not; the pack is then printed in hex, with the seed."""

import json
import random
import subprocess
import sys
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

import cbor2

from second import policy
from second.act import read_act
from second.chance import Chance, key_of, public
from second.flaw import Flaw
from second.genesis import Genesis
from second.pack import Verified
from second.sayings import Sayings
from second.statement import Statement
from second.vectors import facts, load, unhex

RECORD, ACTS, LATER, PROOFS = 3, 7, 8, 9
FACTS = ("without_effect", "withdrawn_parts", "valid_until", "review_due", "renewed_by")


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
    by = pack.status[1]
    became = [facts(pack.life)[name] for name in FACTS]
    released = policy.facts(pack.record.statement, pack.policy)
    released = [released["policy"], [[role, name] for role, name, _ in released["approvals"]]]
    return None, [pack.status[0], by and by.statement.reference, sorted(pack.held[0]), pack.held[1], *released, *became]


def program_says(program, folder, data):
    file = Path(folder) / "random.pack"
    file.write_bytes(data)
    arguments = [program, "evidence", "verify", file, "--genesis", Path(folder) / "genesis.cbor", "--json"]
    said = json.loads(subprocess.run(arguments, capture_output=True, check=False).stdout)
    if not said["verified"]:
        return said["flaw"], None
    without = [[one["reference"], one["no_effect"]] for one in said["later"] if one["no_effect"]]
    parts = [[one["list"], one["key"], one["reason"]] for one in said["withdrawn_parts"]]
    approvals = [[one["role"], one["officer"]] for one in said["approvals"]]
    days = [said["valid_until"], said["review_due"], said["renewed_by"]]
    return None, [said["status"], said["status_by"], said["held_by"], said["members"], said["policy"], approvals, without, parts, *days]


def with_other_acts(pack, rng, genesis, ids):
    pack[ACTS] = sorted_acts(pack[ACTS] + Chance(rng, genesis, ids).live())
    return needed_only(pack, genesis) if rng.random() < 0.9 else pack


def with_other_sayings(pack, rng, genesis, certificates):
    """The acts have the certificate of each log that speaks, and no more than is needed."""
    sayings = Sayings(rng, Statement(pack[RECORD]), genesis.network)
    pack[LATER], pack[PROOFS] = sayings.all(), sayings.forks()
    pack[ACTS] = sorted_acts(pack[ACTS] + certificates)
    logs = {Statement(pack[RECORD]).log} | {Statement(statement).log for statement, _ in pack[LATER]}
    pack[PROOFS] = [proof for proof in pack[PROOFS] if Statement(cbor2.loads(proof)[1]).log in logs]
    return needed_only(pack, genesis)


def main():
    program, vectors, seed, count = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
    file, rng, outcomes, differ = load(vectors / "pack.json"), random.Random(seed), Counter(), 0
    genesis = Genesis(unhex(file["genesis"]))
    good = [cbor2.loads(unhex(case["pack"])) for case in file["cases"] if case["flaw"] is None]
    ids = sorted({Statement(pack[RECORD]).id for pack in good} | {b"\x01" * 32})
    # The authority's second node, which one of the good packs has.
    of_second = public(key_of("EE second statement"))
    certificates = [act for pack in good for act in pack[ACTS] if getattr(read_act(act), "statement_key", None) == of_second][:1]
    with TemporaryDirectory() as folder:
        (Path(folder) / "genesis.cbor").write_bytes(unhex(file["genesis"]))
        for _ in range(count):
            pack = dict(rng.choice(good))
            if rng.random() < 0.5:
                pack = with_other_acts(pack, rng, genesis, ids)
            else:
                pack = with_other_sayings(pack, rng, genesis, certificates)
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
