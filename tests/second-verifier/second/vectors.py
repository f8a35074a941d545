"""Runs the vectors of the crates: each case must be accepted, or refused with exactly its flaw."""

import json
import re
from pathlib import Path

from . import cbor, copy, log, note
from .certificate import Certificate
from .checkpoint import Checkpoint
from .flaw import Flaw, need
from .genesis import Genesis
from .register import Register
from .roster import Roster
from .statement import Statement


def unhex(text):
    """Hex; `00*5` between spaces stands for five bytes of zero."""
    parts = []
    for part in text.split():
        digits, star, times = part.partition("*")
        parts.append(bytes.fromhex(digits) * (int(times) if star else 1))
    return b"".join(parts)


def load(path):
    return json.loads(path.read_text())


def _statement(case, _):
    statement = Statement(unhex(case["statement"]))
    statement.check_body(unhex(case["body"]))
    statement.check_signature(unhex(case["key"]) if "key" in case else statement.key)
    assert case.get("id") in (None, statement.id.hex()), "another id"


def _roster(case, _):
    roster = Roster(unhex(case["roster"]))
    assert case.get("hash") in (None, roster.hash.hex()), "another hash"


def _certificate(case, given):
    certificate, roster = Certificate(unhex(case["certificate"])), Roster(unhex(given["roster"]))
    need(certificate.network == roster.hash, "other-network")
    certificate.check_under(roster)


def _genesis(case, _):
    Genesis(unhex(case["genesis"]))


def _directory(given, acts=()):
    register = Register(Genesis(unhex(given["genesis"])))
    for act in acts:
        register.insert(register.check(unhex(act)))
    return register.directory()


def _log(case, given):
    body, statement = unhex(case["body"]), Statement(unhex(case["statement"]))
    statement.check_body(body)
    statement.check_signature(statement.key)
    tip = (case["tip_seq"], unhex(case["tip"])) if "tip" in case else None
    place = (unhex(case["log"]), statement.epoch) if "log" in case else statement.log
    log.admit(statement, body, _directory(given, case.get("acts", ())), place, tip)


def _equivocation(case, given):
    log.check_equivocation(unhex(case["proof"]), _directory(given))


def _signed_copy(case, given):
    copy.check_copy(unhex(case["copy"]), Roster(unhex(given["roster"])))


def _note(case, given):
    lines = unhex(given["keys"]).decode().split()
    note.Note(unhex(case["note"])).check([note.Verifier(line) for line in lines])


def _checkpoint(case, given):
    Checkpoint(unhex(case["note"]), _directory(given))


RUNS = {
    "note.json": _note,
    "checkpoint.json": _checkpoint,
    "cosignature.json": _checkpoint,
    "statement.json": _statement,
    "roster.json": _roster,
    "certificate.json": _certificate,
    "genesis.json": _genesis,
    "log.json": _log,
    "equivocation.json": _equivocation,
    "signed-copy.json": _signed_copy,
}


def outcome(run, case, given):
    """None when the case is accepted, else the name of its flaw, and the scan's own word if there is one."""
    try:
        run(case, given)
    except Flaw as flaw:
        return flaw.name, flaw.cbor
    return None, None


def run_file(path, run, report):
    """The number of cases, and how many of them came out as they should not."""
    file = load(path)
    given = {name: value for name, value in file.items() if name != "cases"}
    wrong = 0
    for case in file["cases"]:
        try:
            flaw, beneath = outcome(run, case, given)
        except Exception as error:
            flaw, beneath = f"{type(error).__name__}: {error}", None
        same = flaw == case["flaw"] and case.get("cbor") in (None, beneath)
        wrong += not same
        if not same:
            wanted = case["flaw"] or "accepted"
            report(f"{path.name}: {case['name']!r}: {flaw or 'accepted'} ({beneath}); the vector says {wanted}")
    return len(file["cases"]), wrong


def run_scan(folder, report):
    """The vectors of the scan itself (crates/encoding/vectors)."""
    count = wrong = 0
    for path in sorted(folder.glob("*.json")):
        for case in load(path):
            count += 1
            data = unhex(case["hex"])
            try:
                cbor.read(data, case.get("bytes_max", 1_024), case.get("depth_max", 4), case.get("tag"))
                found = (None, None)
                cbor.cbor2.loads(data)
            except cbor.CborFlaw as flaw:
                found = (flaw.name, flaw.offset)
            if found != (case["flaw"], case.get("offset")):
                wrong += 1
                report(f"{path.name}: {case['name']!r}: {found}; the vector says {case['flaw']} at {case.get('offset')}")
    return count, wrong


def run_all(folder, report=print):
    """Every vector file of `folder` (crates/ledger/vectors); whether all came out right."""
    folder, all_right = Path(folder), True
    results = []
    encoding = folder.parent.parent / "encoding" / "vectors"
    if encoding.is_dir():
        results.append(("encoding", *run_scan(encoding, report)))
    for path in sorted(folder.glob("*.json")):
        run = RUNS.get(path.name)
        if run is None:
            report(f"{path.name}: not covered")
            continue
        results.append((path.name, *run_file(path, run, report)))
    for name, count, wrong in results:
        report(f"{name}: {count} cases, {wrong} wrong")
        all_right = all_right and wrong == 0 and count > 0
    return all_right and bool(results)
