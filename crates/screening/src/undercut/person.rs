//! The second test: the same end-user or consignee.

use super::{Denied, Likeness, Test, Tested};
use crate::{Application, Participant};

/// The roles that the test asks for.
const ROLES: [&str; 3] = ["end-user", "ultimate-end-user", "consignee"];

/// Below the threshold, but not by much: a person looks.
const NEAR_THOUSANDTHS: u32 = 850;

/// Reasons that are kept; the best come first.
const REASONS_MAX: usize = 16;

/// Who of an application is compared with whom of a denial, and how alike they are.
struct Compared<'a> {
    asked: &'a Participant,
    denied: &'a Participant,
    likeness: Likeness,
}

/// The end-users and consignees of both.
pub(super) fn tested(
    application: &Application,
    denied: &Denied,
    alike: impl Fn(usize, usize) -> Likeness,
) -> Tested {
    if !application.parties.iter().any(may_receive) {
        return not_said("the application names no end-user or consignee");
    }
    if !denied.parties.iter().any(may_receive) {
        return not_said("the denial names no end-user or consignee");
    }
    let mut all: Vec<Compared<'_>> = Vec::new();
    for (at, asked) in application.parties.iter().enumerate() {
        let of = |(beside, denied)| Compared { asked, denied, likeness: alike(at, beside) };
        all.extend(denied.parties.iter().enumerate().map(of));
    }
    all.sort_by_key(|compared| std::cmp::Reverse(compared.likeness.score));
    let told = |test: Test, reasons: Vec<String>| {
        let mut reasons = reasons;
        reasons.truncate(REASONS_MAX);
        reasons.extend(destination(application, denied));
        Tested { test, reasons }
    };
    let same: Vec<&Compared<'_>> = all.iter().filter(|compared| compared.is_same()).collect();
    let both: Vec<String> =
        same.iter().filter(|compared| compared.both_receive()).map(|it| it.told()).collect();
    if !both.is_empty() {
        return told(Test::Agrees, both);
    }
    if !same.is_empty() {
        let reasons = same.iter().map(|compared| compared.told()).collect();
        return told(Test::ToBeJudged, reasons);
    }
    let near = all.iter().filter(|compared| compared.is_near() && compared.both_receive());
    let near: Vec<String> = near.map(Compared::told).collect();
    if !near.is_empty() {
        return told(Test::ToBeJudged, near);
    }
    told(Test::Differs, vec!["another end-user and another consignee".to_owned()])
}

impl Compared<'_> {
    fn is_same(&self) -> bool {
        self.likeness.score >= self.likeness.threshold
    }

    fn is_near(&self) -> bool {
        u32::from(self.likeness.score) * 1_000
            >= u32::from(self.likeness.threshold) * NEAR_THOUSANDTHS
    }

    /// Both are said to receive it; a role that nobody has said counts as one that a person looks at.
    fn both_receive(&self) -> bool {
        receives(self.asked) && receives(self.denied)
    }

    fn told(&self) -> String {
        let Compared { asked, denied, likeness } = self;
        let same = if self.is_same() { "matches" } else { "comes near" };
        let mut text = format!(
            "{} of the application ({}) {same} {} of the denial ({}), {} of 1000",
            name(asked),
            roles(asked),
            name(denied),
            roles(denied),
            likeness.score
        );
        if !likeness.reasons.is_empty() {
            text += ": ";
            text += &likeness.reasons.join("; ");
        }
        text
    }
}

fn receives(party: &Participant) -> bool {
    party.roles.iter().any(|role| ROLES.contains(&role.as_str()))
}

fn may_receive(party: &Participant) -> bool {
    party.roles.is_empty() || receives(party)
}

fn name(party: &Participant) -> &str {
    party.card.names.first().map_or("a party without a name", |name| name.value.as_str())
}

fn roles(party: &Participant) -> String {
    if party.roles.is_empty() { "role not said".to_owned() } else { party.roles.join(", ") }
}

fn destination(application: &Application, denied: &Denied) -> Option<String> {
    let (asked, denied) = (application.destination.as_ref()?, denied.destination.as_ref()?);
    Some(if asked == denied {
        format!("both were to go to {asked}")
    } else {
        format!("another destination: {asked}, and {denied} was denied")
    })
}

fn not_said(reason: &str) -> Tested {
    Tested { test: Test::NotSaid, reasons: vec![reason.to_owned()] }
}
