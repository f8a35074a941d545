//! The routes about cases, one method each.

use chancery_node::answer::{CASE_FILE_BYTES_MAX, Case, Stone};
use hyper::{Method, body::Bytes};
use serde::Serialize;

use super::{Client, ClientError, calls::escape};
use crate::view::{
    AmendmentView, ByView, CaseListedView, CaseNoteView, CaseView, ClosingView, ConsultingView,
    DraftedView, OpeningView, ReasonView, RulingView,
};

impl Client {
    /// Opens a case.
    pub async fn open_case(&self, opening: &OpeningView) -> Result<Case, ClientError> {
        self.json(Method::POST, "/v1/cases", body(opening)).await
    }

    /// Every case.
    pub async fn cases(&self) -> Result<Vec<CaseListedView>, ClientError> {
        self.json(Method::GET, "/v1/cases", Bytes::new()).await
    }

    /// The cases whose retention is over.
    pub async fn overdue_cases(&self) -> Result<Vec<CaseListedView>, ClientError> {
        self.json(Method::GET, "/v1/cases?overdue=yes", Bytes::new()).await
    }

    /// What is left of cases that were removed.
    pub async fn case_stones(&self) -> Result<Vec<Stone>, ClientError> {
        self.json(Method::GET, "/v1/case-stones", Bytes::new()).await
    }

    /// One case.
    pub async fn case(&self, name: &str) -> Result<CaseView, ClientError> {
        self.json(Method::GET, &path(name, ""), Bytes::new()).await
    }

    /// Puts another application in the place of the one that was there.
    pub async fn amend_case(&self, name: &str, new: &AmendmentView) -> Result<Case, ClientError> {
        self.json(Method::PUT, &path(name, "/application"), body(new)).await
    }

    /// Screens the application of a case.
    pub async fn screen_case(&self, name: &str, by: &ByView) -> Result<Case, ClientError> {
        self.json(Method::POST, &path(name, "/screenings"), body(by)).await
    }

    /// Decides about hits.
    pub async fn decide(&self, name: &str, ruling: &RulingView) -> Result<Case, ClientError> {
        self.json(Method::POST, &path(name, "/decisions"), body(ruling)).await
    }

    /// Makes a reliance note in a case.
    pub async fn rely_in(&self, name: &str, note: &CaseNoteView) -> Result<CaseView, ClientError> {
        self.json(Method::POST, &path(name, "/notes"), body(note)).await
    }

    /// Drafts a consultation.
    pub async fn consult(
        &self,
        name: &str,
        asked: &ConsultingView,
    ) -> Result<DraftedView, ClientError> {
        self.json(Method::POST, &path(name, "/consultations"), body(asked)).await
    }

    /// Ends a case.
    pub async fn close_case(&self, name: &str, end: &ClosingView) -> Result<Case, ClientError> {
        self.json(Method::POST, &path(name, "/close"), body(end)).await
    }

    /// Opens a case again.
    pub async fn reopen_case(&self, name: &str, why: &ReasonView) -> Result<Case, ClientError> {
        self.json(Method::POST, &path(name, "/reopen"), body(why)).await
    }

    /// Holds a case.
    pub async fn hold_case(&self, name: &str, why: &ReasonView) -> Result<Case, ClientError> {
        self.json(Method::POST, &path(name, "/hold"), body(why)).await
    }

    /// Ends a hold.
    pub async fn free_case(&self, name: &str, why: &ReasonView) -> Result<Case, ClientError> {
        self.json(Method::POST, &path(name, "/free"), body(why)).await
    }

    /// The case file of a case.
    pub async fn export_case(&self, name: &str) -> Result<Bytes, ClientError> {
        let path = path(name, "/export");
        Ok(self.whole(Method::GET, &path, Bytes::new(), CASE_FILE_BYTES_MAX).await?.1)
    }

    /// Removes a case; `force` is the word for why it goes before its day.
    pub async fn remove_case(&self, name: &str, force: Option<&str>) -> Result<Stone, ClientError> {
        let query = force.map(|word| format!("?force={}", escape(word))).unwrap_or_default();
        self.json(Method::DELETE, &path(name, &query), Bytes::new()).await
    }
}

fn path(name: &str, rest: &str) -> String {
    format!("/v1/cases/{}{rest}", escape(name))
}

fn body(view: &impl Serialize) -> Bytes {
    serde_json::to_vec(view).expect("because a view has text keys").into()
}
