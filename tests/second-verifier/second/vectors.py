"""Runs the vectors of the crates: each case must be accepted, or refused with exactly its flaw."""

import json
import re
from pathlib import Path

from . import cbor, copy, log, note, policy
from .act import Revocation, Withdrawal, read_act
from .certificate import Certificate
from .checkpoint import Checkpoint
from .flaw import Flaw
from .genesis import Genesis
from .pack import Verified
from .register import Register
from .roster import Roster
from .statement import Statement
from .step import Double, Step


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
    roster = Roster(unhex(given["roster"]))
    Certificate(unhex(case["certificate"])).check_under({roster.hash: roster}, roster.hash)


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


def _approval(case, given):
    """A statement behind a founding, in a log that `bound` binds."""
    body, statement = unhex(case["body"]), Statement(unhex(case["statement"]))
    statement.check_body(body)
    statement.check_signature(statement.key)
    statement.check_release()
    bound = unhex(case["bound"]) if "bound" in case else None
    directory = _directory(given, case["acts"])
    log.admit(statement, body, directory, statement.log, (0, unhex(case["tip"])))
    policy.check_admission(statement, bound, directory)


def _equivocation(case, given):
    log.check_equivocation(unhex(case["proof"]), _directory(given))


def _signed_copy(case, given):
    copy.check_copy(unhex(case["copy"]), Roster(unhex(given["roster"])))


def _note(case, given):
    lines = unhex(given["keys"]).decode().split()
    note.Note(unhex(case["note"])).check([note.Verifier(line) for line in lines])


def _checkpoint(case, given):
    Checkpoint(unhex(case["note"]), _directory(given))


def _of_genesis(kind, name):
    """An act of one kind under the case's genesis, by its own reader."""

    def run(case, given):
        genesis = Genesis(unhex(given["genesis"]))
        kind(unhex(case[name])).check_under({genesis.network: genesis.roster}, genesis.network)

    return run


def _step(case, given):
    before = Roster(unhex(given["previous"]))
    Step(unhex(case["step"])).check_under({before.hash: before}, None)


def _register(case, given):
    register = Register(Genesis(unhex(given["genesis"])))
    if "act" in case:
        register.check(unhex(case["act"]))
        return
    for data in sorted((unhex(act) for act in case["acts"]), key=lambda one: read_act(one).order):
        register.insert(register.check(data))
    assert register.digest().hex() == case["digest"], "another digest"
    found, wanted = _heads(register.directory()), case["heads"]
    for name, value in wanted.items():
        assert found[name] == value, f"{name} is {found[name]}"


def _heads(directory):
    """What follows from the set, as the vectors write it."""
    signers, height = directory.double_signers(), directory.roster.version + 1
    halt = {
        "height": height,
        "versions": [version.hex() for version in directory.halted],
        "double_signers": [state for version, state in signers if version == height],
    }
    return {
        "roster": directory.roster.hash.hex(),
        "version": directory.roster.version,
        "authors": [_author(author, directory) for _, author in sorted(directory.authors.items())],
        "nodes": {key.hex(): author and author.hex() for key, author in directory.nodes().items()},
        "witnesses": {key.hex(): "/".join(one.issuer) for key, one in directory.witnesses().items()},
        "halt": halt if directory.halted else None,
        "double_signers": [list(signer) for signer in signers],
    }


def _author(author, directory):
    cuts = {str(epoch): author.cut(epoch) for epoch in author.epochs}
    return {
        "key": author.key.hex(),
        "issuer": "/".join(author.issuer),
        "serial": author.certificate.serial,
        "transport": author.certificate.transport_key.hex(),
        "epochs": author.epochs,
        "membership": directory.membership(author.issuer[0]),
        "cuts": {
            epoch: [cut.place[0], cut.place[1].hex()] if cut.place else None
            for epoch, cut in cuts.items()
            if not cut.is_open
        },
    }


def _pack(case, given):
    pack = Verified(unhex(case["pack"]), Genesis(unhex(given["genesis"])))
    held, members, _ = pack.held
    cut = pack.directory.author(pack.record.statement.key).cut(pack.record.statement.epoch).place
    found = {
        "id": pack.record.id.hex(),
        "status": pack.status[0],
        "held_by": sorted(held),
        "members": members,
        "version": pack.directory.roster.version,
        "cut": cut[0] if cut else None,
        **policy.facts(pack.record.statement, pack.policy),
        **facts(pack.life),
    }
    for name, value in found.items():
        assert name not in case or case[name] == value, f"{name} is {value}"


def facts(life):
    """What became of the record, as the vectors and the program write it."""
    return {
        "without_effect": [list(one) for one in life.without_effect],
        "withdrawn_parts": [list(one) for one in life.withdrawn_parts],
        "valid_until": life.valid_until,
        "review_due": life.review_due,
        "renewed_by": life.renewed_by.id.hex() if life.renewed_by else None,
    }


RUNS = {
    "pack.json": _pack,
    "step.json": _step,
    "revocation.json": _of_genesis(Revocation, "revocation"),
    "withdrawal.json": _of_genesis(Withdrawal, "withdrawal"),
    "double-signature.json": _of_genesis(Double, "proof"),
    "policy.json": _of_genesis(policy.Policy, "policy"),
    "approval.json": _approval,
    "register.json": _register,
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
            all_right = False
            continue
        results.append((path.name, *run_file(path, run, report)))
    for name, count, wrong in results:
        report(f"{name}: {count} cases, {wrong} wrong")
        all_right = all_right and wrong == 0 and count > 0
    return all_right and bool(results)
