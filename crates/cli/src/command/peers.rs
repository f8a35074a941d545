//! `chancery peers`: who is connected, and how they have behaved.

use chancery_http::view::PeerView;

use crate::{arguments::Place, exit::Exit, failure::Failure, screen::table};

/// List the peers of the roster: connection, round trip, standing, what they hold that is missing here
#[derive(Debug, clap::Args)]
pub(crate) struct Peers {}

impl Peers {
    pub(super) async fn run(&self, place: &Place) -> Result<Exit, Failure> {
        let peers = place.client()?.peers().await?;
        place.screen().answer(&peers, |peers| told(peers))?;
        Ok(Exit::Done)
    }
}

fn told(peers: &[PeerView]) -> String {
    if peers.is_empty() {
        return "no other authority in this network has a certificate\n".to_owned();
    }
    let connected = peers.iter().filter(|peer| peer.connected).count();
    let rows = table(
        ["state", "authority", "connected", "ping", "score", "ahead", "address"],
        peers.iter().map(row),
    );
    format!("{rows}\n{connected} of {} connected\n", peers.len())
}

fn row(peer: &PeerView) -> [String; 7] {
    [
        peer.state.clone(),
        peer.authority.clone(),
        if peer.connected { "yes" } else { "no" }.to_owned(),
        peer.ping_ms.map_or_else(|| "-".to_owned(), |ping_ms| format!("{ping_ms} ms")),
        peer.score.to_string(),
        peer.ahead.to_string(),
        peer.address.clone().unwrap_or_else(|| "-".to_owned()),
    ]
}
