"""docs/spec/roster.md, two versions at one height: versions form a tree, and people choose a branch."""


def history_of(rosters, tip):
    """The versions from the founding one to `tip`."""
    chain = [tip]
    while chain[-1].previous is not None:
        chain.append(rosters[chain[-1].previous])
    return chain[::-1]


def in_force(rosters):
    """The history of the version in force, and the versions that stand side by side above it when the
    register is halted."""
    parents = {roster.previous for roster in rosters.values()}
    tips = [history_of(rosters, one) for one in rosters.values() if one.hash not in parents]
    for one in tips:
        if all(one is other or _beats(one, other) for other in tips):
            return one, []
    unbeaten = [one for one in tips if not any(other is not one and _beats(other, one) for other in tips)]
    left = [one for one in tips if not _is_settled(one, unbeaten)]
    shared = left[0]
    for other in left[1:]:
        shared = shared[: _parting(shared, other)]
    return shared, sorted({one[len(shared)].hash for one in left})


def _is_settled(tip, unbeaten):
    """Every unbeaten tip beats it; without unbeaten tips nothing is left out."""
    return bool(unbeaten) and all(one is not tip and _beats(one, tip) for one in unbeaten)


def _parting(one, other):
    """How many versions two histories share."""
    count = 0
    while count < min(len(one), len(other)) and one[count] is other[count]:
        count += 1
    return count


def _beats(one, other):
    """Behind the place where they part, `one` settles the first version of the other side, and each version
    there that itself settles one of this side."""
    parting = _parting(one, other)
    settled = {settled for roster in one[parting:] for settled in roster.settles}
    ours, theirs = {roster.hash for roster in one[parting:]}, other[parting:]
    must = [theirs[0]] + [roster for roster in theirs if ours & set(roster.settles)]
    return all(roster.hash in settled for roster in must)
