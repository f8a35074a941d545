"""The little of edwards25519 (RFC 8032) that a strict reading of keys needs: is this a point, is it of
small order, is it in the subgroup of prime order. Signatures themselves are the kept package's work."""

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)
IDENTITY = (0, 1, 1, 0)


def decompress(key):
    """The point that 32 bytes stand for, in extended coordinates; None when there is none. Bytes whose
    y is not below P, and a negative zero as x, are for the caller to judge: they are read here."""
    word = int.from_bytes(key, "little")
    y, sign = word & (2**255 - 1), word >> 255
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if x * x % P != square:
        x = x * ROOT_OF_MINUS_ONE % P
    if x * x % P != square:
        return None
    if x & 1 != sign:
        x = -x % P
    y %= P
    return (x, y, 1, x * y % P)


def add(one, other):
    (x1, y1, z1, t1), (x2, y2, z2, t2) = one, other
    a, b = (y1 - x1) * (y2 - x2) % P, (y1 + x1) * (y2 + x2) % P
    c, d = 2 * D * t1 * t2 % P, 2 * z1 * z2 % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def multiply(number, point):
    total = IDENTITY
    for bit in bin(number)[2:]:
        total = add(total, total)
        if bit == "1":
            total = add(total, point)
    return total


def is_identity(point):
    x, y, z, _ = point
    return x % P == 0 and (y - z) % P == 0


def is_small_order(point):
    return is_identity(multiply(8, point))


def is_prime_order(point):
    return is_identity(multiply(L, point))
