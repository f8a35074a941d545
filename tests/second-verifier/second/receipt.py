"""What of a COSE receipt (RFC 9942) follows from an evidence pack: the proof of inclusion, and the root
that it leads to, computed as RFC 9162 section 2.1.3.2 writes it, not as docs/spec/tree.md does."""

import cbor2

from .tree import leaf_hash, node_hash

VDS, RFC9162_SHA256 = 395, 1
PROOFS, INCLUSION = 396, -1


def inclusion_proof(size, seq, hashes):
    """bstr .cbor [tree-size, leaf-index, [+ hash]]."""
    return cbor2.dumps([size, seq, list(hashes)])


def proofs_header(size, seq, hashes):
    """The unprotected header of the receipt."""
    return {PROOFS: {INCLUSION: [inclusion_proof(size, seq, hashes)]}}


def root_of(proof, entry):
    """The root to which a receipt's proof leads from an entry; None when it leads nowhere."""
    size, index, hashes = cbor2.loads(proof)
    if index >= size:
        return None
    fn, sn, root = index, size - 1, leaf_hash(entry)
    for other in hashes:
        if sn == 0:
            return None
        if fn & 1 or fn == sn:
            root = node_hash(other, root)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            root = node_hash(root, other)
        fn, sn = fn >> 1, sn >> 1
    return root if sn == 0 else None
