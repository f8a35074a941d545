//! Laws of keys. The published edge cases are in `tests/published.rs`.

use proptest::prelude::*;

use super::{BadSignature, KeyFlaw, PublicKey, SecretKey};
use crate::tests::cast::key;

/// The order of the base point, little-endian.
const ORDER: [u8; 32] = [
    0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde,
    0x14, //
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
];

fn bytes32(hex: &str) -> [u8; 32] {
    *hex.parse::<chancery_encoding::Digest>().unwrap().as_bytes()
}

/// RFC 8032 section 7.1, test 1.
#[test]
fn seed_gives_the_key_and_the_signature_of_the_standard() {
    let seed = bytes32("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
    let public = bytes32("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
    let key = SecretKey::from_seed(&seed);
    assert_eq!(key.public().as_bytes(), &public);
    assert_eq!(key.expose_seed(), &seed);
    let signature = key.sign(b"");
    assert_eq!(
        signature[..32],
        bytes32("e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155")
    );
    assert_eq!(PublicKey::from_bytes(public).unwrap().verify(b"", &signature), Ok(()));
}

#[test]
fn signature_holds_for_its_bytes_and_its_key_alone() {
    let signature = key("EE statement").sign(b"what was said");
    let public = key("EE statement").public();
    assert_eq!(public.verify(b"what was said", &signature), Ok(()));
    assert_eq!(public.verify(b"what was sais", &signature), Err(BadSignature));
    assert_eq!(
        key("KR statement").public().verify(b"what was said", &signature),
        Err(BadSignature)
    );
}

#[test]
fn second_form_of_a_signature_is_refused() {
    let mut signature = key("EE statement").sign(b"once");
    let mut carry = 0;
    for (byte, order) in signature[32..].iter_mut().zip(ORDER) {
        let sum = u16::from(*byte) + u16::from(order) + carry;
        *byte = sum.to_le_bytes()[0];
        carry = sum >> 8;
    }
    assert_eq!(key("EE statement").public().verify(b"once", &signature), Err(BadSignature));
}

#[test]
fn every_point_of_small_order_is_weak() {
    let points = [
        "0100000000000000000000000000000000000000000000000000000000000000",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0000000000000000000000000000000000000000000000000000000000000080",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
    ];
    for point in points {
        assert_eq!(PublicKey::from_bytes(bytes32(point)), Err(KeyFlaw::Weak), "{point}");
    }
}

/// A key of CCTV (case 7): a good point with a part of small order added.
#[test]
fn key_with_a_part_of_small_order_is_refused() {
    let mixed = bytes32("10eb7c3acfb2bed3e0d6ab89bf5a3d6afddd1176ce4812e38d9fd485058fdb1f");
    assert_eq!(PublicKey::from_bytes(mixed), Err(KeyFlaw::MixedOrder));
}

/// x = 0 has no sign, so y = 1 and y = -1 have a second spelling that only the sign bit makes.
#[test]
fn sign_of_nothing_is_refused() {
    for point in [
        "0100000000000000000000000000000000000000000000000000000000000080",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    ] {
        assert!(PublicKey::from_bytes(bytes32(point)).is_err(), "{point}");
    }
}

#[test]
fn coordinate_of_the_field_size_or_more_is_not_canonical() {
    for low in 0xed..=0xff {
        for top in [0x7f, 0xff] {
            let mut bytes = [0xff; 32];
            (bytes[0], bytes[31]) = (low, top);
            assert_eq!(PublicKey::from_bytes(bytes), Err(KeyFlaw::NotCanonical));
        }
    }
    let mut largest = [0xff; 32];
    (largest[0], largest[31]) = (0xec, 0x7f);
    assert_eq!(PublicKey::from_bytes(largest), Err(KeyFlaw::Weak), "canonical, and of order 2");
}

#[test]
fn half_of_all_bytes_are_no_point() {
    let mut bytes = [0; 32];
    bytes[0] = 2;
    assert_eq!(PublicKey::from_bytes(bytes), Err(KeyFlaw::NotAPoint));
}

#[test]
fn secret_key_is_never_shown() {
    assert_eq!(format!("{:?}", key("EE root")), "SecretKey(…)");
    assert_eq!(format!("{:?}", key("EE root").public()).chars().count(), 9);
}

proptest! {
    #[test]
    fn random_keys_never_panic_and_have_one_spelling(bytes in any::<[u8; 32]>()) {
        if let Ok(key) = PublicKey::from_bytes(bytes) {
            prop_assert_eq!(key.as_bytes(), &bytes);
        }
    }

    #[test]
    fn random_signatures_never_panic_and_never_verify(half in any::<[[u8; 32]; 2]>()) {
        let signature: [u8; 64] = half.concat().try_into().unwrap();
        prop_assert_eq!(key("EE root").public().verify(b"said", &signature), Err(BadSignature));
    }

    #[test]
    fn every_seed_gives_a_key_that_parses(seed in any::<[u8; 32]>()) {
        let public = SecretKey::from_seed(&seed).public();
        prop_assert_eq!(PublicKey::from_bytes(*public.as_bytes()), Ok(public));
    }
}
