//! Reports, and what is no report.

use super::*;
use crate::bounds::REPORT_BYTES_MAX;
use crate::tests::{bytes, text, vectors};

fn address(text: &str) -> Address {
    text.parse().unwrap()
}

fn sighting(byte: u8, addresses: usize) -> Sighting {
    let place = address("/ip6/2001:db8:1:2:3:4:5:6/udp/4747/quic-v1");
    (PeerKey([byte; 32]), vec![place; addresses])
}

#[test]
fn report_survives_a_round_trip() {
    let sightings = vec![
        (PeerKey([1; 32]), vec![address("/ip4/192.0.2.7/tcp/1"), address("/ip6/::1/tcp/2")]),
        sighting(2, 3),
        sighting(3, 0),
    ];
    assert_eq!(decode(&encode(&sightings)).unwrap(), sightings);
    assert!(decode(&[]).unwrap().is_empty());
}

#[test]
fn fullest_report_fits_its_bound() {
    let full = vec![sighting(1, ADDRESSES_PER_PEER_MAX + 1); REPORTED_PEERS_MAX + 1];
    let bytes = encode(&full);
    assert!(bytes.len() <= REPORT_BYTES_MAX, "{}", bytes.len());
    assert_eq!(decode(&bytes).unwrap().len(), REPORTED_PEERS_MAX);
}

#[test]
fn every_truncation_is_refused() {
    let bytes = encode(&[sighting(1, 2)]);
    for end in 1..bytes.len() {
        assert_eq!(decode(&bytes[..end]), Err(ReportFlaw::Truncated), "{end}");
    }
}

#[test]
fn every_accepted_vector_is_read() {
    for vector in vectors("report-accepted.json") {
        let members = vector["members"].as_array().unwrap().iter();
        let expected: Vec<Sighting> = members
            .map(|member| {
                let key = PeerKey(bytes(&member["key"]).try_into().unwrap());
                let places = member["addresses"].as_array().unwrap().iter();
                (key, places.map(|place| address(text(place))).collect())
            })
            .collect();
        assert_eq!(decode(&bytes(&vector["hex"])).unwrap(), expected, "{}", vector["name"]);
    }
}

#[test]
fn every_refused_vector_is_refused_for_its_reason() {
    for vector in vectors("report-refused.json") {
        let expected = match text(&vector["flaw"]) {
            "truncated" => ReportFlaw::Truncated,
            "too-many-peers" => ReportFlaw::TooManyPeers,
            "too-many-addresses" => ReportFlaw::TooManyAddresses,
            flaw => panic!("no flaw of a report: {flaw}"),
        };
        assert_eq!(decode(&bytes(&vector["hex"])), Err(expected), "{}", vector["name"]);
    }
}
