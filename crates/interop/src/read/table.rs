//! Any table, with a mapping that says which column is what.

use std::collections::HashMap;

use chancery_screening::NameKind;
use csv::StringRecord;

use super::{Draft, RowFlaw, Sink};
use crate::{
    entry::ListFlaw,
    mapping::{Mapping, Names},
};

/// Columns that are named in a refusal: a table of an authority has a few dozen.
const COLUMNS_TOLD_MAX: usize = 40;

/// A table with its columns found.
struct Table<'a> {
    mapping: &'a Mapping,
    places: HashMap<&'a str, usize>,
}

pub(super) fn read(text: &str, mapping: &Mapping, sink: &mut Sink) -> Result<(), ListFlaw> {
    let separator = u8::try_from(mapping.separator).unwrap_or(b',');
    let mut reader =
        csv::ReaderBuilder::new().delimiter(separator).flexible(true).from_reader(text.as_bytes());
    let head = reader.headers().map_err(|error| broken(&error))?.clone();
    let table = Table { mapping, places: places(mapping, &head)? };
    for (number, row) in reader.records().enumerate() {
        let row = row.map_err(|error| broken(&error))?;
        // As a person counts in a table: the head is row 1.
        let place = format!("row {}", number + 2);
        if row.len() != head.len() {
            let what = format!("it has {} fields, and the head has {}", row.len(), head.len());
            sink.refuse(&place, &RowFlaw::Shape { what });
            continue;
        }
        sink.take(place, table.drafted(&row))?;
    }
    Ok(())
}

fn broken(error: &csv::Error) -> ListFlaw {
    ListFlaw::Table { what: error.to_string() }
}

/// Where each column stands that the mapping names.
fn places<'a>(
    mapping: &'a Mapping,
    head: &StringRecord,
) -> Result<HashMap<&'a str, usize>, ListFlaw> {
    let columns = &mapping.columns;
    let named = [
        &columns.id,
        &columns.name,
        &columns.alias,
        &columns.former,
        &columns.transliteration,
        &columns.weak,
        &columns.schema,
        &columns.country,
        &columns.address,
        &columns.address_country,
        &columns.product,
        &columns.section,
        &columns.programme,
        &columns.citation,
        &columns.url,
        &columns.since,
        &columns.note,
    ];
    let named = named.into_iter().flat_map(|names| names.0.iter());
    let registers = mapping.identifiers.iter().map(|register| &register.column);
    let owner = mapping.owner.iter();
    let owner = owner
        .flat_map(|owner| [Some(&owner.name), owner.share.as_ref(), owner.as_of.as_ref()])
        .flatten();
    let place = |column: &'a String| match head.iter().position(|found| found.trim() == column) {
        Some(at) => Ok((column.as_str(), at)),
        None => Err(ListFlaw::Column {
            column: column.clone(),
            found: head.iter().take(COLUMNS_TOLD_MAX).map(str::to_owned).collect(),
        }),
    };
    named.chain(registers).chain(owner).map(place).collect()
}

impl Table<'_> {
    fn drafted(&self, row: &StringRecord) -> Draft {
        let columns = &self.mapping.columns;
        let mut draft = Draft::new(&self.id(row));
        self.whole(row, &columns.section).for_each(|text| draft.section(text));
        self.whole(row, &columns.name).for_each(|text| draft.name(text, NameKind::Legal));
        let names = [
            (&columns.alias, NameKind::Alias),
            (&columns.former, NameKind::Former),
            (&columns.transliteration, NameKind::Transliteration),
            (&columns.weak, NameKind::Weak),
        ];
        for (column, kind) in names {
            self.each(row, column).for_each(|text| draft.name(text, kind));
        }
        if let Some(word) = self.whole(row, &columns.schema).next()
            && let Some(schema) = self.mapping.schemas.get(word.trim())
        {
            draft.schema(*schema);
        }
        self.each(row, &columns.country).for_each(|text| draft.country(text));
        let mut countries = self.each(row, &columns.address_country);
        for text in self.each(row, &columns.address) {
            draft.address(text, countries.next());
        }
        countries.for_each(|country| draft.address("", Some(country)));
        self.each(row, &columns.product).for_each(|text| draft.product(text));
        for register in &self.mapping.identifiers {
            let values = self.cell(row, &register.column).into_iter();
            values.flat_map(|text| self.split(text)).for_each(|value| {
                draft.identifier(&register.scheme, value, register.country.as_deref())
            });
        }
        if let Some(owner) = &self.mapping.owner {
            let cell =
                |column: &Option<String>| column.as_ref().and_then(|column| self.cell(row, column));
            let name = self.cell(row, &owner.name).unwrap_or_default();
            draft.owner(name, cell(&owner.share), cell(&owner.as_of));
        }
        self.each(row, &columns.programme).for_each(|text| draft.programme(text));
        self.whole(row, &columns.citation).for_each(|text| draft.citation(text));
        self.whole(row, &columns.url).for_each(|text| draft.url(text));
        self.whole(row, &columns.since).for_each(|text| draft.since(text));
        self.whole(row, &columns.note).for_each(|text| draft.note(text));
        draft
    }

    /// Made of all its columns; none where one of them is empty. A part of the list stands with its initials.
    fn id(&self, row: &StringRecord) -> String {
        let columns = &self.mapping.columns;
        let part = |column: &String| {
            let text = self.cell(row, column).unwrap_or_default();
            if columns.section.0.contains(column) {
                super::initials(text).unwrap_or(text)
            } else {
                text
            }
        };
        let parts: Vec<&str> = columns.id.0.iter().map(part).collect();
        if parts.iter().any(|part| part.is_empty()) { String::new() } else { parts.join("/") }
    }

    /// The fields of these columns, as they are.
    fn whole<'r>(
        &'r self,
        row: &'r StringRecord,
        columns: &'r Names,
    ) -> impl Iterator<Item = &'r str> {
        columns.0.iter().filter_map(|column| self.cell(row, column))
    }

    /// The values of these columns.
    fn each<'r>(
        &'r self,
        row: &'r StringRecord,
        columns: &'r Names,
    ) -> impl Iterator<Item = &'r str> {
        self.whole(row, columns).flat_map(|text| self.split(text))
    }

    fn split<'r>(&'r self, text: &'r str) -> Vec<&'r str> {
        match &self.mapping.split {
            Some(split) => text.split(split.as_str()).map(str::trim).collect(),
            None => vec![text],
        }
    }

    fn cell<'r>(&self, row: &'r StringRecord, column: &str) -> Option<&'r str> {
        let text = row.get(*self.places.get(column)?)?.trim();
        (!text.is_empty()).then_some(text)
    }
}
