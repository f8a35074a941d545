//! What is said beside a record, in one list in the order of time: each with the fields that its kind has.

use chancery_thread::{
    Thread,
    remark::{Answer, Freshness, Remark},
};
use serde_json::{Map, Value, json};

use super::Names;
use crate::view::{RemarkView, convert::instant};

pub(super) fn remarks(thread: &Thread, names: &Names<'_>) -> Vec<RemarkView> {
    let said = &thread.remarks;
    let mut all: Vec<(i64, RemarkView)> = Vec::new();
    let mut put = |at: i64, view: RemarkView| all.push((at, view));
    let told = Telling { thread, names };
    for one in &said.acknowledgements {
        let says = json!({"level": one.says.level.as_str(), "action": one.says.action});
        put(one.issued_at, told.view(one, "acknowledgement", says));
    }
    for one in &said.sightings {
        let sighting = &one.says;
        let says = json!({"basis": sighting.basis, "claim": sighting.claim, "seen": sighting.seen});
        put(one.issued_at, told.view(one, "sighting", says));
    }
    for one in &said.disputes {
        let dispute = &one.says;
        let stance = dispute.stance.as_str();
        let says = json!({"stance": stance, "basis": dispute.basis, "claim": dispute.claim});
        put(one.issued_at, told.view(one, "dispute", says));
    }
    for one in said.answers.values().flatten() {
        let (kind, says) = answer(&one.says);
        put(one.issued_at, told.view(one, kind, says));
    }
    for one in &said.questions {
        let to: Vec<String> = one.says.to.iter().map(ToString::to_string).collect();
        let says = json!({"question": one.says.question, "to": to});
        put(one.issued_at, told.view(one, &one.says.kind, says));
    }
    for one in &said.undercuts {
        let undercut = &one.says;
        let says = json!({
            "decision": undercut.decision.as_str(),
            "decided_on": undercut.decided_on.map(|day| day.to_string()),
            "explanation": undercut.explanation,
        });
        put(one.issued_at, told.view(one, "undercut-notice", says));
    }
    for one in &said.outcomes {
        let says = json!({"result": one.says.result.as_str(), "summary": one.says.summary});
        put(one.issued_at, told.view(one, "capacity-outcome", says));
    }
    for one in &said.summaries {
        let says = json!({"title": one.says.title, "summary": one.says.summary});
        put(one.issued_at, told.view(one, "public-summary", says));
    }
    for one in &said.translations {
        let translation = &one.says;
        let says = json!({
            "language": translation.language,
            "status": translation.status.as_str(),
            "title": translation.title,
            "text": translation.text,
            "stale": translation.freshness == Freshness::Stale,
        });
        put(one.issued_at, told.view(one, "translation", says));
    }
    for one in &said.others {
        put(one.issued_at, told.view(one, &one.says.kind, json!({"title": one.says.title})));
    }
    all.sort_by(|one, other| (one.0, &one.1.statement.id).cmp(&(other.0, &other.1.statement.id)));
    all.into_iter().map(|(_, view)| view).collect()
}

fn answer(answer: &Answer) -> (&'static str, Value) {
    match answer {
        Answer::Consultation { answer, reasons, extension_until } => {
            let until = extension_until.map(|day| day.to_string());
            let says = json!({
                "answer": answer.as_str(), "reasons": reasons, "extension_until": until,
            });
            ("consultation-response", says)
        }
        Answer::Information { outcome, answer, refusal } => {
            let outcome = outcome.as_str();
            let says = json!({"outcome": outcome, "answer": answer, "refusal": refusal});
            ("information-response", says)
        }
    }
}

struct Telling<'a> {
    thread: &'a Thread,
    names: &'a Names<'a>,
}

impl Telling<'_> {
    fn view<T>(&self, remark: &Remark<T>, kind: &str, says: Value) -> RemarkView {
        let mut said = Map::new();
        if let Value::Object(says) = says {
            said.extend(says.into_iter().filter(|(_, value)| !empty(value)));
        }
        RemarkView {
            kind: kind.to_owned(),
            statement: self.names.of(&remark.id),
            state: remark.issuer.state.to_string(),
            authority: remark.issuer.authority.clone(),
            at: instant(remark.issued_at),
            of: self.names.of(&remark.of),
            version: self.thread.version_of(&remark.of).map(|version| version.number),
            says: said,
        }
    }
}

/// What says nothing is not said.
fn empty(value: &Value) -> bool {
    value.is_null() || value.as_str() == Some("") || *value == json!(false)
}
