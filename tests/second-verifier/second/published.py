"""Vectors that others published: edge cases of Ed25519 (C2SP CCTV, Wycheproof) and Merkle proofs
(transparency-dev). `DIR` holds ed25519/ and merkle/testdata/."""

import base64
import json
from pathlib import Path

from . import keys, tree
from .flaw import Flaw, need

# Of the 914 cases of CCTV this one has no flag: it is a good signature by a good key.
CCTV_GOOD = 305


def _verifies(key, message, signature):
    try:
        need(len(key) == 32, "key-length")
        keys.check_key(key)
    except Flaw:
        return False
    return keys.holds(key, message, signature)


def _cctv(folder):
    for case in json.loads((folder / "cctv.json").read_text()):
        key, signature = bytes.fromhex(case["key"]), bytes.fromhex(case["sig"])
        yield _verifies(key, case["msg"].encode(), signature) == (case["number"] == CCTV_GOOD), case["number"]


def _wycheproof(folder):
    for group in json.loads((folder / "wycheproof.json").read_text())["testGroups"]:
        key = bytes.fromhex(group["publicKey"]["pk"])
        for case in group["tests"]:
            found = _verifies(key, bytes.fromhex(case["msg"]), bytes.fromhex(case["sig"]))
            yield found == (case["result"] == "valid"), case["tcId"]


def _merkle(folder):
    for path in sorted(folder.rglob("*.json")):
        case = json.loads(path.read_text())
        try:
            _merkle_case(path.relative_to(folder).parts[0], case)
            refused = False
        except Flaw:
            refused = True
        yield refused == case.get("wantErr", False), path.relative_to(folder)


def _merkle_case(kind, case):
    proof = [base64.b64decode(one) for one in case.get("proof") or []]
    roots = [base64.b64decode(case.get(name) or "") for name in ("root1", "root2", "root", "leafHash")]
    first, second, root, leaf = roots
    if kind == "consistency":
        tree.check_consistency(proof, case["size1"], case["size2"], first, second)
    elif kind == "inclusion":
        tree.check_inclusion(proof, case["treeSize"], case["leafIdx"], leaf, root)
    elif kind == "subtreeconsistency":
        tree.check_subtree_place(case["start"], case["end"])
        tree.check_subtree(proof, case["size"], case["start"], case["end"], first, second)
    else:
        tree.check_subtree_place(case["start"], case["end"])
        width, index = case["end"] - case["start"], case["leafIdx"] - case["start"]
        tree.check_inclusion(proof, width, index, leaf, root)


def run_all(folder, report=print):
    folder, all_right = Path(folder), True
    parts = {
        "cctv": _cctv(folder / "ed25519"),
        "wycheproof": _wycheproof(folder / "ed25519"),
        "merkle": _merkle(folder / "merkle" / "testdata"),
    }
    for name, cases in parts.items():
        outcomes = list(cases)
        wrong = [case for right, case in outcomes if not right]
        report(f"{name}: {len(outcomes)} cases, {len(wrong)} wrong {wrong[:5] or ''}".rstrip())
        all_right = all_right and outcomes and not wrong
    return bool(all_right)
