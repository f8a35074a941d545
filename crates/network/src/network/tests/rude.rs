//! A peer with a key and no manners: what it says on a stream is bytes of the test's choice.

use std::io;
use std::sync::Arc;

use futures::StreamExt;
use futures::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use libp2p::request_response::{self, Codec, Message, OutboundFailure, ProtocolSupport};
use libp2p::swarm::dial_opts::{DialOpts, PeerCondition};
use libp2p::swarm::{self, NetworkBehaviour, Swarm, SwarmEvent};
use libp2p::{StreamProtocol, identify};

use super::*;
use crate::behaviour::protocol_version;
use crate::meter::Meter;
use crate::transport::transport;

/// Writes bytes as they are, and reads whatever comes.
#[derive(Clone)]
struct Raw;

async fn write<T: AsyncWrite + Unpin + Send>(io: &mut T, bytes: Vec<u8>) -> io::Result<()> {
    io.write_all(&bytes).await?;
    io.flush().await
}

impl Codec for Raw {
    type Protocol = StreamProtocol;
    type Request = Vec<u8>;
    type Response = Vec<u8>;

    async fn read_request<T>(&mut self, _: &StreamProtocol, io: &mut T) -> io::Result<Vec<u8>>
    where
        T: AsyncRead + Unpin + Send,
    {
        let mut length = [0; 4];
        io.read_exact(&mut length).await?;
        Ok(length.to_vec())
    }

    async fn read_response<T>(&mut self, _: &StreamProtocol, io: &mut T) -> io::Result<Vec<u8>>
    where
        T: AsyncRead + Unpin + Send,
    {
        let mut bytes = Vec::new();
        io.read_to_end(&mut bytes).await?;
        Ok(bytes)
    }

    async fn write_request<T>(
        &mut self,
        _: &StreamProtocol,
        io: &mut T,
        bytes: Vec<u8>,
    ) -> io::Result<()>
    where
        T: AsyncWrite + Unpin + Send,
    {
        write(io, bytes).await
    }

    async fn write_response<T>(
        &mut self,
        _: &StreamProtocol,
        io: &mut T,
        bytes: Vec<u8>,
    ) -> io::Result<()>
    where
        T: AsyncWrite + Unpin + Send,
    {
        write(io, bytes).await
    }
}

#[derive(NetworkBehaviour)]
struct Manners {
    identify: identify::Behaviour,
    raw: request_response::Behaviour<Raw>,
}

/// The rude peer.
pub(super) struct Rude {
    swarm: Swarm<Manners>,
    node: Address,
    said: Vec<u8>,
    answered: Vec<u8>,
    is_met: bool,
    understood: Option<bool>,
}

impl Rude {
    /// Connects to a node, says `said` on this protocol, and answers with `answered`.
    pub(super) fn new(
        seed: u8,
        node: &Address,
        protocol: StreamProtocol,
        said: &[u8],
        answered: &[u8],
    ) -> Rude {
        let pair = Keypair::ed25519_from_bytes([seed; 32]).unwrap();
        let behaviour = Manners {
            identify: identify::Behaviour::new(identify::Config::new(
                protocol_version(&[9; 32]),
                pair.public(),
            )),
            raw: request_response::Behaviour::with_codec(
                Raw,
                [(protocol, ProtocolSupport::Full)],
                request_response::Config::default(),
            ),
        };
        let transport = transport(&pair, &Arc::new(Meter::default()));
        let peer = pair.public().to_peer_id();
        let config = swarm::Config::with_tokio_executor().with_idle_connection_timeout(PATIENCE);
        let swarm = Swarm::new(transport, behaviour, peer, config);
        let (said, answered) = (said.to_vec(), answered.to_vec());
        let mut rude =
            Rude { swarm, node: node.clone(), said, answered, is_met: false, understood: None };
        rude.dial();
        rude
    }

    /// Opens one more connection.
    pub(super) fn dial(&mut self) {
        let peer = self.node.key().unwrap().peer_id();
        let options = DialOpts::peer_id(peer)
            .condition(PeerCondition::Always)
            .addresses(vec![self.node.place().clone()])
            .allocate_new_port();
        self.swarm.dial(options.build()).unwrap();
    }

    /// Lives for as long as something else takes.
    pub(super) async fn during<T>(&mut self, other: impl Future<Output = T>) -> T {
        tokio::select! {
            outcome = other => outcome,
            () = self.live() => unreachable!("because it lives for ever"),
        }
    }

    /// Whether the node speaks the protocol: the outcome of saying something in it once more.
    pub(super) async fn is_understood(&mut self) -> bool {
        let asked = async {
            while !self.is_met {
                self.step().await;
            }
            self.understood = None;
            self.say();
            loop {
                match self.understood {
                    Some(understood) => return understood,
                    None => self.step().await,
                }
            }
        };
        timeout(PATIENCE, asked).await.expect("because the node is there")
    }

    fn say(&mut self) {
        let peer = self.node.key().unwrap().peer_id();
        self.swarm.behaviour_mut().raw.send_request(&peer, self.said.clone());
    }

    async fn live(&mut self) {
        loop {
            self.step().await;
        }
    }

    async fn step(&mut self) {
        match self.swarm.select_next_some().await {
            SwarmEvent::Behaviour(MannersEvent::Identify(identify::Event::Received { .. })) => {
                let is_first = !std::mem::replace(&mut self.is_met, true);
                if is_first && !self.said.is_empty() {
                    self.say();
                }
            }
            SwarmEvent::Behaviour(MannersEvent::Raw(
                request_response::Event::OutboundFailure { error, .. },
            )) => {
                let is_unknown = matches!(error, OutboundFailure::UnsupportedProtocols);
                self.understood = Some(!is_unknown);
            }
            SwarmEvent::Behaviour(MannersEvent::Raw(request_response::Event::Message {
                message: Message::Response { .. },
                ..
            })) => self.understood = Some(true),
            SwarmEvent::Behaviour(MannersEvent::Raw(request_response::Event::Message {
                message: Message::Request { channel, .. },
                ..
            })) => {
                let _ =
                    self.swarm.behaviour_mut().raw.send_response(channel, self.answered.clone());
            }
            _ => {}
        }
    }
}
