//! What the state roots have said, from the node's words to the API's.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use chancery_node::answer::{
    ActView as NodeAct, Enacted, Halt, RosterMember, RosterVersion, RosterView as NodeRoster,
};

use crate::view::{
    ActView, EnactedView, HaltView, RosterMemberView, RosterVersionView, RosterView,
};

impl From<NodeAct> for ActView {
    fn from(act: NodeAct) -> Self {
        ActView {
            kind: act.kind.to_owned(),
            id: act.id,
            state: act.state,
            version: act.version,
            bytes: STANDARD.encode(act.bytes),
        }
    }
}

impl From<Enacted> for EnactedView {
    fn from(enacted: Enacted) -> Self {
        EnactedView { kind: enacted.kind.to_owned(), id: enacted.id, new: enacted.is_new }
    }
}

impl From<NodeRoster> for RosterView {
    fn from(roster: NodeRoster) -> Self {
        RosterView {
            in_force: roster.in_force.into(),
            history: roster.history.into_iter().map(RosterVersionView::from).collect(),
            halt: roster.halt.map(HaltView::from),
        }
    }
}

impl From<RosterVersion> for RosterVersionView {
    fn from(version: RosterVersion) -> Self {
        let states = |states: Vec<RosterMember>| {
            states.into_iter().map(RosterMemberView::from).collect::<Vec<_>>()
        };
        RosterVersionView {
            version: version.version,
            hash: version.hash,
            threshold: version.threshold,
            members: states(version.members),
            observers: states(version.observers),
            signed_by: version.signed_by,
        }
    }
}

impl From<RosterMember> for RosterMemberView {
    fn from(member: RosterMember) -> Self {
        RosterMemberView {
            state: member.state,
            name: member.name,
            root: member.root,
            suspended: member.is_suspended,
        }
    }
}

impl From<Halt> for HaltView {
    fn from(halt: Halt) -> Self {
        HaltView {
            height: halt.height,
            versions: halt.versions,
            double_signers: halt.double_signers,
        }
    }
}
