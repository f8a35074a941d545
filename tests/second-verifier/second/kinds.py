"""The kinds of acts, in the order in which a list of acts has them (docs/spec/act.md, register order)."""

STEP, CERTIFICATE, REVOCATION, WITHDRAWAL, POLICY, DOUBLE = range(6)
