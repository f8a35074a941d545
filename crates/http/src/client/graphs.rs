//! Methods about graphs, and about pairs that may be one.

use hyper::{Method, body::Bytes};

use super::{Client, ClientError, Events, calls::escape};
use crate::view::{DecideView, GraphView, SamePairView};

/// Around whom, and how far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Around {
    /// A name, `EE-2026-0001/KEY`, or a number.
    pub party: String,
    /// Steps.
    pub depth: Option<usize>,
    /// Nodes.
    pub nodes: Option<usize>,
    /// Also through what does not stand.
    pub all: bool,
}

impl Around {
    fn path(&self, format: &str) -> String {
        let mut path = format!("/v1/graph?party={}&format={format}", escape(&self.party));
        let numbers = [("depth", self.depth), ("nodes", self.nodes)];
        for (name, number) in numbers {
            path += &number.map(|number| format!("&{name}={number}")).unwrap_or_default();
        }
        path + if self.all { "&all=yes" } else { "" }
    }
}

impl Client {
    /// The graph around a party.
    pub async fn graph(&self, around: &Around) -> Result<GraphView, ClientError> {
        self.json(Method::GET, &around.path("json"), Bytes::new()).await
    }

    /// The same drawn: `dot` or `svg`.
    pub async fn graph_drawn(&self, around: &Around, format: &str) -> Result<Bytes, ClientError> {
        self.bytes(Method::GET, &around.path(format), Bytes::new()).await
    }

    /// Looks for pairs that may be one: events `progress`, then one `result` or `fault`.
    pub async fn propose_same(&self, limit: usize) -> Result<Events, ClientError> {
        self.events_of(Method::POST, &format!("/v1/same?limit={limit}")).await
    }

    /// Pairs that stand so, or all.
    pub async fn same(&self, state: Option<&str>) -> Result<Vec<SamePairView>, ClientError> {
        let query = state.map(|state| format!("?state={}", escape(state))).unwrap_or_default();
        self.json(Method::GET, &format!("/v1/same{query}"), Bytes::new()).await
    }

    /// One pair, with what a reader must know of it now.
    pub async fn same_pair(&self, name: &str) -> Result<SamePairView, ClientError> {
        self.json(Method::GET, &format!("/v1/same/{}", escape(name)), Bytes::new()).await
    }

    /// Confirms, refuses, or takes back.
    pub async fn decide_same(
        &self,
        name: &str,
        decision: &DecideView,
    ) -> Result<SamePairView, ClientError> {
        let body = serde_json::to_vec(decision).expect("because a view has text keys");
        self.json(Method::POST, &format!("/v1/same/{}", escape(name)), body.into()).await
    }
}
