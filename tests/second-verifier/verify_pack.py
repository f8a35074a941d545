#!/usr/bin/env python3
"""Verifies an evidence pack with nothing but the genesis file, and runs vectors. See README.md beside this file.

Exit code 0: the pack verifies, or everything came out as it should. 1: it does not. 2: wrong use."""

import argparse
import datetime
import json
import sys
from pathlib import Path

from second import flips, policy, published, vectors
from second.flaw import Flaw
from second.genesis import Genesis
from second.pack import Verified


def instant(seconds):
    return datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def as_json(pack):
    """What the pack shows, for programs."""
    statement = pack.record.statement
    held, of, left_out = pack.held
    status, by = pack.status
    return {
        "verified": True,
        "flaw": None,
        "network": pack.network.hex(),
        "reference": statement.reference,
        "id": statement.id.hex(),
        "state": statement.state,
        "authority": statement.authority,
        "kind": statement.kind,
        "marking": statement.marking,
        "log": statement.key.hex(),
        "epoch": statement.epoch,
        "seq": statement.seq,
        "status": status,
        "status_by": by.statement.reference if by else None,
        "held_by": sorted(held),
        "members": of,
        "checkpoint_size": pack.checkpoint.size,
        **policy.facts(statement, pack.policy),
        **vectors.facts(pack.life),
        "not_counted": [{"state": state, "authority": name, "reason": why} for state, name, why in left_out],
    }


def tell(pack):
    held, of, left_out = pack.held
    status, by = pack.status
    life, released = pack.life, policy.facts(pack.record.statement, pack.policy)
    print(f"status: {status}" + (f", by {by.statement.reference}" if by else ""))
    print(f"policy: {released['policy']}")
    for role, name, at in released["approvals"]:
        print(f"  approved as {role} by {name}, {instant(at)}, by the officer's clock")
    for name, key, reason in life.withdrawn_parts:
        print(f"  withdrawn of {name}: {key}" + (f", {reason}" if reason else ""))
    for reference, reason in life.without_effect:
        print(f"  {reference} has no effect: {reason}")
    print(f"valid until {life.valid_until or 'it is withdrawn'}; review due {life.review_due or 'not said'}")
    if life.renewed_by:
        print(f"  as {life.renewed_by.statement.reference} renewed it")
    print(f"held by {len(held)} of {of} states")
    for state, time in sorted(held.items()):
        print(f"  {state}  " + ("the author" if time is None else f"held it by {instant(time)}, by its own clock"))
    for state, authority, reason in left_out:
        print(f"  {state}/{authority} cosigned and is not counted: {reason}")


def verify(path, genesis_path, as_program):
    """Prints each step, or one JSON document; the exit code."""
    say = (lambda *_: None) if as_program else (lambda step, words: print(f"{step}: {words}"))
    try:
        genesis = Genesis(Path(genesis_path).read_bytes())
        pack = Verified(Path(path).read_bytes(), genesis, say)
    except Flaw as flaw:
        if as_program:
            print(json.dumps({"verified": False, "flaw": flaw.name, "detail": flaw.detail}))
        else:
            print(f"refused: {flaw}")
        return 1
    print(json.dumps(as_json(pack), indent=2)) if as_program else tell(pack)
    return 0


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pack", nargs="?", help="the evidence pack")
    parser.add_argument("--genesis", metavar="FILE", help="the genesis file, whose hash you know from elsewhere")
    parser.add_argument("--json", action="store_true", help="answer in JSON")
    parser.add_argument("--flips", action="store_true", help="flip every bit of the pack, or of the vectors' shortest and longest; all must be refused")
    parser.add_argument("--vectors", metavar="DIR", help="run the vectors of this folder")
    parser.add_argument("--published", metavar="DIR", help="run the vectors that others published")
    arguments = parser.parse_args()
    if arguments.pack and not arguments.genesis or not (arguments.pack or arguments.vectors or arguments.published):
        parser.error("name a pack with --genesis, or --vectors, or --published")
    code = 0
    if arguments.vectors and not vectors.run_all(arguments.vectors):
        code = 1
    if arguments.vectors and arguments.flips:
        code = flips.run_vectors(Path(arguments.vectors) / "pack.json") or code
    if arguments.published and not published.run_all(arguments.published):
        code = 1
    if arguments.pack and arguments.flips:
        code = code or flips.run(Path(arguments.pack).read_bytes(), Path(arguments.genesis).read_bytes())
    elif arguments.pack:
        code = code or verify(arguments.pack, arguments.genesis, arguments.json)
    return code


if __name__ == "__main__":
    sys.exit(main())
