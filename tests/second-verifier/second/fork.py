"""docs/spec/roster.md, forks: versions form a tree, and at most one of its tips is in force."""


def history_of(rosters, tip):
    """The versions from the founding one to `tip`."""
    chain = [tip]
    while chain[-1].previous is not None:
        chain.append(rosters[chain[-1].previous])
    return chain[::-1]


def in_force(rosters):
    """The history of the version in force, and whether the register is halted."""
    parents = {roster.previous for roster in rosters.values()}
    tips = [history_of(rosters, one) for one in rosters.values() if one.hash not in parents]
    winners = [one for one in tips if all(one is other or _beats(one, other) for other in tips)]
    if winners:
        return winners[0], False
    shared = tips[0]
    for other in tips[1:]:
        shared = shared[: _parting(shared, other)]
    return shared, True


def _parting(one, other):
    """How many versions two histories share."""
    count = 0
    while count < min(len(one), len(other)) and one[count] is other[count]:
        count += 1
    return count


def _beats(one, other):
    """What `one` settles behind the place where they part has every version of the other side in it."""
    parting = _parting(one, other)
    settled = {settled for roster in one[parting:] for settled in roster.settles}
    return all(roster.hash in settled for roster in other[parting:])
