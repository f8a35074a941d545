"""Why something is refused: a stable name, which the spec pages give, and words for people."""


class Flaw(Exception):
    """A refusal. `name` is the word of the spec page; `cbor` is the scan's own word beneath it."""

    def __init__(self, name, detail="", cbor=None):
        super().__init__(f"{name}: {detail}" if detail else name)
        self.name = name
        self.detail = detail
        self.cbor = cbor


def need(holds, name, detail=""):
    """Refuses with `name` unless the condition holds."""
    if not holds:
        raise Flaw(name, detail)
