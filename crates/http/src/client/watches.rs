//! Methods about watches, notices and receivers.

use hyper::{Method, body::Bytes};

use super::{Client, ClientError, Events, Extent, calls::escape};
use crate::view::{DigestView, MatchingView, NewWatchView, NoticeView, ReceiverView, WatchView};

impl Client {
    /// Keeps a watch.
    pub async fn watch_add(&self, new: &NewWatchView) -> Result<WatchView, ClientError> {
        let body = serde_json::to_vec(new).expect("because a view has text keys");
        self.json(Method::POST, "/v1/watches", body.into()).await
    }

    /// All watches.
    pub async fn watches(&self) -> Result<Vec<WatchView>, ClientError> {
        self.json(Method::GET, "/v1/watches", Bytes::new()).await
    }

    /// One watch.
    pub async fn watch_show(&self, name: &str) -> Result<WatchView, ClientError> {
        self.json(Method::GET, &path(name), Bytes::new()).await
    }

    /// Removes a watch.
    pub async fn watch_remove(&self, name: &str) -> Result<WatchView, ClientError> {
        self.json(Method::DELETE, &path(name), Bytes::new()).await
    }

    /// What a watch finds now.
    pub async fn watch_test(&self, name: &str) -> Result<MatchingView, ClientError> {
        self.json(Method::GET, &(path(name) + "/matches"), Bytes::new()).await
    }

    /// The notices behind this number, at most 1,000.
    pub async fn notices(
        &self,
        after: u64,
        extent: Extent,
    ) -> Result<Vec<NoticeView>, ClientError> {
        let all = match extent {
            Extent::All => "&all=yes",
            Extent::Open => "",
        };
        let path = format!("/v1/notices?after={after}{all}");
        self.json(Method::GET, &path, Bytes::new()).await
    }

    /// Notes that somebody has seen to a notice.
    pub async fn notice_done(&self, number: u64) -> Result<NoticeView, ClientError> {
        self.json(Method::POST, &format!("/v1/notices/{number}/done"), Bytes::new()).await
    }

    /// What was raised on a day; yesterday unless one is given.
    pub async fn digest(&self, day: Option<&str>) -> Result<DigestView, ClientError> {
        let day = day.map(|day| format!("?day={}", escape(day))).unwrap_or_default();
        self.json(Method::GET, &format!("/v1/digest{day}"), Bytes::new()).await
    }

    /// Where notices are sent.
    pub async fn receivers(&self) -> Result<Vec<ReceiverView>, ClientError> {
        self.json(Method::GET, "/v1/receivers", Bytes::new()).await
    }

    /// The events of [`Client::watch`], with the notices behind this number first.
    pub async fn watch_after(&self, after: u64) -> Result<Events, ClientError> {
        self.events(&format!("/v1/events?after={after}")).await
    }
}

fn path(name: &str) -> String {
    format!("/v1/watches/{}", escape(name))
}
