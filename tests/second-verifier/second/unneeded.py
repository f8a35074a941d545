"""docs/spec/pack.md, the last step: the acts that a pack asks for, and no others. Otherwise one set of
facts would have many spellings, and a pack could carry anything."""

from .flaw import need
from .kinds import CERTIFICATE, POLICY, REVOCATION, STEP, WITHDRAWAL


def check_needed(pack):
    directory = pack.directory
    witnesses = [certificate for certificate, _ in pack.checkpoint.cosigners]
    in_play = {entry.statement.key for entry in [pack.record, *pack.later]}
    in_play |= {certificate.statement_key for certificate in witnesses}
    authors = {key: directory.author(key) for key in in_play if directory.author(key) is not None}
    cosigned_under = {certificate.id for certificate in witnesses}
    founding = {certificate.id for certificate in pack.register.genesis.certificates}
    releases = [entry.statement.release for entry in [pack.record, *pack.later]]
    named, revoked = {release.policy for release in releases if release is not None}, set()
    for act in pack.read_acts:
        if act.kind == STEP:
            continue
        if act.kind == CERTIFICATE:
            speaks = directory.stands(act) and _is_of(authors.get(act.statement_key), act)
            needed = act.id not in founding and (speaks or act.id in cosigned_under)
        elif act.kind == REVOCATION:
            needed = _is_cut(act, authors.get(act.key), directory) and (act.key, act.epoch) not in revoked
            revoked.add((act.key, act.epoch))
        elif act.kind == POLICY:
            needed = act.id in named
        else:
            needed = act.kind == WITHDRAWAL and _is_of_a_state(act, authors.values(), directory.roster)
        need(needed, "act-unneeded", act.id.hex())


def _is_of(author, act):
    return author is not None and author.issuer == (act.state, act.authority)


def _is_cut(act, author, directory):
    """A revocation by the issuer that has the key, that stands, and whose place is where the log ends."""
    if not _is_of(author, act) or not directory.stands(act):
        return False
    cut = author.cut(act.epoch)
    return not cut.is_open and cut.place == act.cut


def _is_of_a_state(act, authors, roster):
    """A withdrawal of a state that has a key in play, by its root in force, when it is not suspended."""
    state = roster.by_code.get(act.state)
    has_key = any(author.issuer[0] == act.state for author in authors)
    return has_key and state is not None and state.root == act.signer and act.state not in roster.suspended
