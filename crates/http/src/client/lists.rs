//! Lists and screenings.

use chancery_node::answer::{ListDifference, ListLoaded, ListShown, ListVersion, Screening};
use chancery_screening::Application;
use hyper::{Method, body::Bytes};
use serde_json::{Value, json};

use super::{Client, ClientError, calls::escape};

impl Client {
    /// The version in force of each list.
    pub async fn lists(&self) -> Result<Vec<ListVersion>, ClientError> {
        self.json(Method::GET, "/v1/lists", Bytes::new()).await
    }

    /// Loads a list; `head` says how, as the API's documentation has it.
    pub async fn load_list(&self, head: &Value, file: &[u8]) -> Result<ListLoaded, ClientError> {
        let body = [head.to_string().as_bytes(), b"\n", file].concat();
        self.patient().json(Method::POST, "/v1/lists", body.into()).await
    }

    /// One version of a list, or the one in force.
    pub async fn show_list(
        &self,
        list: &str,
        version: Option<u64>,
    ) -> Result<ListShown, ClientError> {
        let query = version.map(|version| format!("?version={version}")).unwrap_or_default();
        let path = format!("/v1/lists/{}{query}", escape(list));
        self.json(Method::GET, &path, Bytes::new()).await
    }

    /// All versions of a list.
    pub async fn list_versions(&self, list: &str) -> Result<Vec<ListVersion>, ClientError> {
        let path = format!("/v1/lists/{}/versions", escape(list));
        self.json(Method::GET, &path, Bytes::new()).await
    }

    /// What differs between two versions.
    pub async fn list_difference(
        &self,
        list: &str,
        from: Option<u64>,
        to: Option<u64>,
    ) -> Result<ListDifference, ClientError> {
        let from = from.map(|number| format!("from={number}"));
        let to = to.map(|number| format!("to={number}"));
        let query: Vec<String> = from.into_iter().chain(to).collect();
        let mark = if query.is_empty() { "" } else { "?" };
        let path = format!("/v1/lists/{}/difference{mark}{}", escape(list), query.join("&"));
        self.json(Method::GET, &path, Bytes::new()).await
    }

    /// Takes a list away.
    pub async fn remove_list(&self, list: &str) -> Result<(), ClientError> {
        let path = format!("/v1/lists/{}", escape(list));
        self.bytes(Method::DELETE, &path, Bytes::new()).await.map(|_| ())
    }

    /// Compares applications with all that the node holds, and with all lists; what stays below the threshold
    /// is among the answers where `depth` says so.
    pub async fn screen(
        &self,
        applications: &[Application],
        depth: chancery_node::answer::Depth,
    ) -> Result<Vec<Screening>, ClientError> {
        let all = depth == chancery_node::answer::Depth::All;
        let question = json!({ "applications": applications, "all": all });
        self.patient().json(Method::POST, "/v1/screenings", question.to_string().into()).await
    }
}
