//! Denials, with what an annual report under Article 26(2) of Regulation (EU) 2021/821 asks for and a denial
//! notice holds: by item, by destination, by decision. What it asks for beyond that (authorisations granted, their
//! number and value, applications received) is known to a licensing system and not to this network.

use crate::{
    fact::{Denial, Fact},
    table::Table,
    tally::{Heading, one_way, two_way},
};

pub(crate) fn tables(facts: &[&Fact]) -> Vec<Table> {
    let mut tables = vec![
        one_way(Heading("acts", "Denials by decision", "decision"), facts, |fact| {
            of(fact, |denial| vec![denial.act.clone()])
        }),
        one_way(Heading("activities", "Denials by activity", "activity"), facts, |fact| {
            of(fact, |denial| vec![denial.activity.clone()])
        }),
        two_way(
            Heading(
                "destinations-by-technology",
                "Denials by destination and technology",
                "destination",
            ),
            facts,
            |fact| fact.destinations.clone(),
            |fact| fact.categories.clone(),
        ),
        one_way(
            Heading("codes", "Denials by item", "entry of a control list, or catch-all"),
            facts,
            |fact| of(fact, |denial| denial.codes.clone()),
        ),
        one_way(Heading("grounds", "Denials by ground", "ground"), facts, |fact| {
            of(fact, |denial| denial.grounds.clone())
        }),
        one_way(Heading("values", "Denials by value", "value"), facts, |fact| {
            of(fact, |denial| denial.value_band.iter().cloned().collect())
        }),
        two_way(
            Heading("states-by-decision", "Denials by state and decision", "state"),
            facts,
            |fact| vec![fact.state.clone()],
            |fact| of(fact, |denial| vec![denial.act.clone()]),
        ),
    ];
    let several = "A denial with two of them counts in both rows, and once in the total.";
    tables.iter_mut().for_each(|table| table.note = Some(several));
    tables
}

fn of(fact: &Fact, words: impl Fn(&Denial) -> Vec<String>) -> Vec<String> {
    fact.denial.as_ref().map(words).unwrap_or_default()
}
