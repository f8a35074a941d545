//! Only what can be dialled is an address.

use super::*;

const KEY: &str = "12D3KooWDpJ7As7BWAwRMfu1VU2WCqNjvq387JEYKDBj4kx6nXTN";

#[test]
fn dialable_addresses_survive_a_round_trip() {
    for text in [
        "/ip4/127.0.0.1/tcp/0",
        "/ip4/192.0.2.7/udp/4747/quic-v1",
        "/ip6/2001:db8::7/tcp/4747",
        &format!("/ip6/::1/udp/4747/quic-v1/p2p/{KEY}"),
    ] {
        assert_eq!(text.parse::<Address>().unwrap().to_string(), text);
    }
}

#[test]
fn other_multiaddrs_are_refused() {
    for text in [
        "/ip4/127.0.0.1",
        "/ip4/127.0.0.1/udp/4747",
        "/ip4/127.0.0.1/udp/4747/quic",
        "/ip4/127.0.0.1/tcp/80/ws",
        &format!("/ip4/127.0.0.1/tcp/80/p2p/{KEY}/p2p-circuit"),
        &format!("/p2p/{KEY}"),
    ] {
        assert!(matches!(text.parse::<Address>(), Err(AddressError::Unsupported(_))), "{text}");
    }
    assert!(matches!("localhost:80".parse::<Address>(), Err(AddressError::Syntax(_))));
}

#[test]
fn host_name_is_refused_with_what_to_write_instead() {
    for name in ["/dns", "/dns4", "/dns6", "/dnsaddr"] {
        let text = format!("{name}/example.org/tcp/4747");
        let refused = text.parse::<Address>().unwrap_err();
        assert!(matches!(refused, AddressError::HostName(_)), "{text}");
        let shown = refused.to_string();
        assert!(shown.contains("write the IP address") && shown.contains(&text), "{shown}");
        let example = shown.split([' ', ',']).find(|word| word.starts_with("/ip4")).unwrap();
        assert!(example.parse::<Address>().is_ok(), "what it tells to write is itself an address");
    }
}

#[test]
fn key_is_read_from_the_address() {
    let address: Address = format!("/ip4/127.0.0.1/tcp/80/p2p/{KEY}").parse().unwrap();
    assert_eq!(address.key().unwrap().to_string(), KEY);
    let keyless: Address = "/ip4/127.0.0.1/tcp/80".parse().unwrap();
    assert_eq!(keyless.key(), None);
    assert_eq!(keyless.with_key(address.key().unwrap()), address);
}
