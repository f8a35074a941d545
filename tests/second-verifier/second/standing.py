"""docs/spec/pack.md, "What follows": the status of the record, and which states held it."""


def status_of(pack):
    """`disputed`, `withdrawn`, `corrected` or `in-force`, and the entry that made it so."""
    record = pack.record
    if pack.is_disputed(record):
        return "disputed", None
    naming = {}
    for entry in pack.later:
        naming.setdefault(entry.target_id, []).append(entry)
    withdrawal = _withdrawal_of(record, naming, pack)
    if withdrawal is not None:
        return "withdrawn", withdrawal
    last = _last_correction(record, naming, pack)
    return ("corrected", last) if last else ("in-force", None)


def _of_kind(entry, kind, naming):
    return [one for one in naming.get(entry.id.hex(), []) if one.statement.kind == kind]


def _withdrawal_of(entry, naming, pack):
    undisputed = [one for one in _of_kind(entry, "withdrawal", naming) if not pack.is_disputed(one)]
    return undisputed[0] if undisputed else None


def _last_correction(record, naming, pack):
    """Of those that count and are not replaced, the last in order."""
    candidates = []
    _walk(record, naming, pack, candidates, {record.id})
    return max(candidates, key=lambda entry: entry.order, default=None)


def _walk(entry, naming, pack, candidates, seen):
    """Whether a correction of `entry` counts or is replaced; collects those that count and are not."""
    alive = False
    for one in _of_kind(entry, "correction", naming):
        if one.id in seen:
            continue
        seen.add(one.id)
        replaced = _walk(one, naming, pack, candidates, seen)
        counts = not pack.is_disputed(one) and _withdrawal_of(one, naming, pack) is None
        if counts and not replaced:
            candidates.append(one)
        alive = alive or counts or replaced
    return alive


def held_by(pack):
    """The states that held the record (code to time, None for the author's own), how many could have, and
    the cosigners that are not counted, each with the reason."""
    roster = pack.directory.roster
    active = {state.code for state in roster.members if roster.is_active_member(state.code)}
    held, left_out = {}, []
    for certificate, time in pack.checkpoint.cosigners:
        reason = _why_not(certificate, pack.directory, active)
        if reason is None:
            held[certificate.state] = min(time, held.get(certificate.state, time))
        else:
            left_out.append((certificate.state, certificate.authority, reason))
    state = pack.record.statement.state
    if state in active and pack.directory.membership(state) == "member":
        held[state] = None
    return held, len(active), left_out


def _why_not(certificate, directory, active):
    if directory.membership(certificate.state) != "member":
        return directory.membership(certificate.state)
    author = directory.author(certificate.statement_key)
    if author is None or author.issuer != certificate.issuer or author.is_closed():
        return "closed"
    return None if certificate.state in active else "gone"
