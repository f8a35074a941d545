//! Files of applications: row after row, told as they are done, so that a run that was stopped goes on.

use std::path::Path;

use chancery_interop::{Applications, Row};
use chancery_node::answer::Depth;
use chancery_node::answer::{HitSource, Screening};
use serde_json::json;

use super::told;
use crate::{
    arguments::Place,
    command::input,
    exit::Exit,
    failure::Failure,
    screen::{Form, Progress, counted, paragraph, visible},
};

/// Rows of one request.
const ROWS_AT_ONCE: usize = 16;

/// What the reader of applications takes.
const FILE_BYTES_MAX: u64 = 64 * 1024 * 1024;

pub(super) async fn run(
    place: &Place,
    file: &Path,
    from_row: u64,
    depth: Depth,
) -> Result<Exit, Failure> {
    let bytes = input::read(file, FILE_BYTES_MAX)?;
    let named = |failure: Failure| failure.about(&file.display().to_string());
    let text = String::from_utf8(bytes)
        .map_err(|flaw| named(Failure::of(&flaw, "save the file as UTF-8")))?;
    let read = || Applications::read(&text).map_err(|flaw| named(Failure::of(&flaw, flaw.hint())));
    let total = read()?.count() as u64;
    let mut run = Run { place, progress: Progress::new(place.form()), total, refused: 0, hits: 0 };
    let mut rows = read()?.filter(|row| row.number >= from_row);
    loop {
        let batch: Vec<Row> = rows.by_ref().take(ROWS_AT_ONCE).collect();
        if batch.is_empty() {
            return run.finish();
        }
        run.batch(batch, depth).await?;
    }
}

struct Run<'a> {
    place: &'a Place,
    progress: Progress,
    total: u64,
    refused: usize,
    hits: usize,
}

impl Run<'_> {
    async fn batch(&mut self, rows: Vec<Row>, depth: Depth) -> Result<(), Failure> {
        let applications: Vec<_> =
            rows.iter().filter_map(|row| row.application.clone().ok()).collect();
        let last = rows.last().map_or(0, |row| row.number);
        let first = rows.first().map_or(0, |row| row.number);
        let screened = if applications.is_empty() {
            Vec::new()
        } else {
            let asked = self.place.client()?.screen(&applications, depth).await;
            asked.map_err(|error| Failure::from(error).about(&format!("from row {first} on")))?
        };
        let mut screened = screened.into_iter();
        self.progress.end();
        for Row { number, application } in rows {
            match application {
                Ok(_) => {
                    if let Some(screening) = screened.next() {
                        self.tell(number, &screening)?;
                    }
                }
                Err(flaw) => {
                    self.refused += 1;
                    let text = format!("row {number}: {flaw}");
                    let document = json!({ "row": number, "error": flaw.to_string() });
                    self.place.screen().answer(&document, |_| paragraph("", &visible(&text)))?;
                }
            }
        }
        self.progress.tell("row", last, self.total);
        Ok(())
    }

    fn tell(&mut self, number: u64, screening: &Screening) -> Result<(), Failure> {
        self.hits += screening.hits.len();
        // One application is told in full; of thousands a line each, and the rest in JSON.
        if self.total == 1 {
            return self.place.screen().answer(screening, told::told);
        }
        let document = json!({ "row": number, "screening": screening });
        self.place.screen().answer(&document, |_| line(number, screening))
    }

    fn finish(mut self) -> Result<Exit, Failure> {
        self.progress.end();
        if self.place.form() == Form::Human && self.total > 1 {
            let rows = usize::try_from(self.total).unwrap_or(usize::MAX);
            let (rows, hits) = (counted(rows, "row"), counted(self.hits, "hit"));
            let text = format!("{rows}, {} refused, {hits}", self.refused);
            self.place.screen().write(&paragraph("", &text))?;
        }
        Ok(if self.refused > 0 { Exit::Refused } else { Exit::Done })
    }
}

fn line(number: u64, screening: &Screening) -> String {
    let named = screening.application.number.clone().unwrap_or_default();
    let mut text = format!("row {number} {named}: ");
    match screening.hits.first() {
        None => text += "nothing that stands matches",
        Some(hit) => {
            let at = match &hit.source {
                HitSource::Record(record) => format!("{} v{}", record.reference, record.number),
                HitSource::List(list) => format!("{} v{}, {}", list.list, list.number, list.entry),
            };
            let drill = if hit.exercise() { " EXERCISE" } else { "" };
            text += &format!(
                "{}, the strongest{drill} {} «{}» in {at}",
                counted(screening.hits.len(), "hit"),
                told::score(hit.score),
                hit.subject.text,
            );
        }
    }
    if !screening.past.is_empty() {
        text += &format!("; {} that no longer stand", screening.past.len());
    }
    paragraph("", &visible(&text))
}
