//! A table of applications: one row is one application with one item.

use chancery_screening::{Address, Application, Goods, Name, NameKind, Participant};
use csv::StringRecord;

use super::{
    ApplicationFlaw,
    columns::{Column, Said, leg, said_code, said_identifier, values},
};

/// A table whose columns are known.
#[derive(Debug)]
pub(super) struct Table<'a> {
    columns: Vec<Column>,
    rows: csv::Reader<&'a [u8]>,
}

impl<'a> Table<'a> {
    pub(super) fn open(text: &'a str) -> Result<Table<'a>, ApplicationFlaw> {
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(separator(text))
            .flexible(true)
            .from_reader(text.as_bytes());
        let head = reader.headers().map_err(|error| ApplicationFlaw::Table(error.to_string()))?;
        let columns: Result<Vec<Column>, _> = head.iter().map(Column::of).collect();
        Ok(Table { columns: columns?, rows: reader })
    }
}

/// Where the head has semicolons and no commas, they separate: spreadsheets of half of Europe write so.
fn separator(text: &str) -> u8 {
    let head = text.lines().next().unwrap_or_default();
    if head.contains(',') || !head.contains(';') { b',' } else { b';' }
}

impl Iterator for Table<'_> {
    type Item = Result<Application, ApplicationFlaw>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut row = StringRecord::new();
        match self.rows.read_record(&mut row) {
            Ok(true) => Some(application(&self.columns, &row)),
            Ok(false) => None,
            Err(error) => Some(Err(ApplicationFlaw::Table(error.to_string()))),
        }
    }
}

fn application(columns: &[Column], row: &StringRecord) -> Result<Application, ApplicationFlaw> {
    if row.len() != columns.len() {
        let told = format!("a row has {} fields, and the head has {}", row.len(), columns.len());
        return Err(ApplicationFlaw::Table(told));
    }
    let (mut all, mut goods) = (Application::default(), Goods::default());
    for (column, text) in columns.iter().zip(row) {
        let text = text.trim();
        if text.is_empty() {
            continue;
        }
        let owned = || Some(text.to_owned());
        match column {
            Column::Number => all.number = owned(),
            Column::TransactionDate => all.transaction_date = owned(),
            Column::Destination => all.destination = owned(),
            Column::StatedEndUse => all.stated_end_use = owned(),
            Column::Description => text.clone_into(&mut goods.description),
            Column::TechCategory => goods.tech_category = owned(),
            Column::ProductNames => goods.product_names = values(text).map(str::to_owned).collect(),
            Column::Codes => goods.codes = values(text).map(said_code).collect(),
            Column::TechnicalParameters => goods.technical_parameters = owned(),
            Column::Route => all.route = values(text).map(leg).collect(),
            Column::Party(role, said) => says(&mut all.parties, role, *said, text)?,
        }
    }
    if goods != Goods::default() {
        all.items.push(goods);
    }
    // An address without a name is still compared; a party of which nothing is said is none.
    Ok(all)
}

fn says(
    parties: &mut Vec<Participant>,
    role: &str,
    said: Said,
    text: &str,
) -> Result<(), ApplicationFlaw> {
    let roles = if role == "party" { Vec::new() } else { vec![role.to_owned()] };
    let at = parties.iter().position(|party| party.roles == roles).unwrap_or_else(|| {
        parties.push(Participant { roles, ..Participant::default() });
        parties.len() - 1
    });
    let card = &mut parties[at].card;
    match said {
        Said::Name => {
            let name = Name { value: text.to_owned(), kind: NameKind::Legal };
            card.names.insert(0, name);
        }
        Said::Aliases => {
            let alias = |value: &str| Name { value: value.to_owned(), kind: NameKind::Alias };
            card.names.extend(values(text).map(alias));
        }
        Said::Country => card.countries.extend(values(text).map(str::to_owned)),
        Said::Address => {
            card.addresses.push(Address { text: text.to_owned(), country: None });
        }
        Said::Identifiers => {
            let identifiers: Result<Vec<_>, _> = values(text).map(said_identifier).collect();
            card.identifiers.extend(identifiers?);
        }
    }
    Ok(())
}
