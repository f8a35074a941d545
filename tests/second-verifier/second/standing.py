"""docs/spec/pack.md, "What follows": which states held the record."""


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
