//! Methods about searches and the index.

use hyper::{Method, body::Bytes};

use super::{Client, ClientError, Events};
use crate::view::{IndexView, SearchView, SearchedView};

impl Client {
    /// Searches what the node holds.
    pub async fn search(&self, asked: &SearchView) -> Result<SearchedView, ClientError> {
        let body = serde_json::to_vec(asked).expect("because a view has text keys");
        self.json(Method::POST, "/v1/search", body.into()).await
    }

    /// How the index is.
    pub async fn index(&self) -> Result<IndexView, ClientError> {
        self.json(Method::GET, "/v1/index", Bytes::new()).await
    }

    /// Makes the index again: events `progress`, then one `result`.
    pub async fn rebuild_index(&self) -> Result<Events, ClientError> {
        self.events_of(Method::POST, "/v1/index/rebuild").await
    }
}
