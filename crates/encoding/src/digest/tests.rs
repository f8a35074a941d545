//! Laws of digests.

use super::{Digest, HexFlaw};

#[test]
fn digest_is_sha_256_of_the_bytes() {
    let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    assert_eq!(Digest::of(b"").to_string(), empty);
    assert_eq!(empty.parse(), Ok(Digest::of(b"")));
    assert_eq!(format!("{:?}", Digest::of(b"")), "e3b0c442…");
}

#[test]
fn digest_has_one_spelling() {
    let upper = "E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855";
    assert_eq!(upper.parse::<Digest>(), Err(HexFlaw::Digit { at: 0 }));
    assert_eq!("e3b0".parse::<Digest>(), Err(HexFlaw::Length { found: 4 }));
}
