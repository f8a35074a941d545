//! Commitments: what was done for each of the six of the Code of Conduct.

use crate::{
    fact::Fact,
    table::Table,
    tally::{Heading, one_way, two_way},
};

const NOTE: &str =
    "A record that serves two commitments counts in both rows, and once in the total.";

pub(crate) fn tables(facts: &[&Fact]) -> Vec<Table> {
    let by_commitment = |fact: &Fact| fact.commitments.clone();
    let mut tables = vec![
        one_way(
            Heading("commitments", "Records by commitment", "commitment"),
            facts,
            by_commitment,
        ),
        two_way(
            Heading("commitments-by-kind", "Records by kind and commitment", "kind"),
            facts,
            |fact| vec![fact.kind.clone()],
            by_commitment,
        ),
        two_way(
            Heading("commitments-by-state", "Records by state and commitment", "state"),
            facts,
            |fact| vec![fact.state.clone()],
            by_commitment,
        ),
    ];
    tables.iter_mut().for_each(|table| table.note = Some(NOTE));
    tables
}
