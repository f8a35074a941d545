//! `chancery search`: what the node holds, asked in the language of searches.
//!
//! It is answered from this node alone: nobody learns what was asked.

use chancery_http::view::{
    FacetView, MatchView, QueryNoteView, SearchView, SearchedView, SnippetView,
};

use crate::{
    arguments::Place,
    exit::Exit,
    failure::Failure,
    screen::{counted, paragraph, table, visible},
};

/// Hits on two screens; the rest is asked for.
const LIMIT_DEFAULT: usize = 20;

/// Search the records that the node holds; docs/reference/query.md has the language
#[derive(Debug, clap::Args)]
pub(crate) struct Search {
    /// Words, "phrases", beginnings* and fields such as state:EE, code:5A001.f, since:2024-01
    #[arg(value_name = "QUERY", allow_hyphen_values = true)]
    query: String,
    /// Count the hits by state, kind, category, code, destination, party, right, status or year;
    /// may be given several times
    #[arg(long, value_name = "FIELD")]
    facet: Vec<String>,
    /// The order: newest, oldest, relevance, held-by or reference
    #[arg(long, value_name = "ORDER")]
    sort: Option<String>,
    /// At most so many hits; all are counted
    #[arg(long, value_name = "N", default_value_t = LIMIT_DEFAULT)]
    limit: usize,
    /// Only hits behind the version with this id, in the same order
    #[arg(long, value_name = "ID")]
    after: Option<String>,
    /// Nothing that is marked more strictly: clear, green, amber, amber+strict or red
    #[arg(long, value_name = "TLP")]
    up_to: Option<String>,
}

impl Search {
    pub(super) async fn run(&self, place: &Place) -> Result<Exit, Failure> {
        let asked = SearchView {
            query: self.query.clone(),
            facets: self.facet.clone(),
            sort: self.sort.clone(),
            limit: Some(self.limit),
            after: self.after.clone(),
            up_to: self.up_to.clone(),
        };
        let found = place.client()?.search(&asked).await;
        let found = found.map_err(|error| Failure::from(error).pointing_into(&self.query))?;
        place.screen().answer(&found, told)?;
        Ok(Exit::Done)
    }
}

fn told(found: &SearchedView) -> String {
    let mut text = String::new();
    for QueryNoteView { said, .. } in &found.notes {
        text += &paragraph("note: ", &visible(said));
    }
    if !found.notes.is_empty() {
        text.push('\n');
    }
    for hit in &found.hits {
        text += &one(hit);
        text.push('\n');
    }
    for facet in &found.facets {
        text += &counts(facet);
        text.push('\n');
    }
    text + &ending(found)
}

/// One hit: who, what, whether it stands; then its title, and why it is one.
fn one(hit: &MatchView) -> String {
    let mut head = hit.reference.clone();
    if hit.number > 1 || hit.cited != hit.reference {
        head += &format!(" v{} ({})", hit.number, hit.cited);
    }
    let mut standing = hit.status.replace('-', " ");
    for mark in hit.marks.iter().filter(|mark| *mark != "exercise") {
        standing += &format!(", {}", mark.replace('-', " "));
    }
    let issued: String = hit.issued_at.chars().take("2026-11-01".len()).collect();
    let marking = hit.marking.as_deref().unwrap_or("no label");
    let held = format!("held by {} of {}", hit.held_by, hit.members);
    let line = [head, hit.kind.clone(), standing, issued, held, marking.to_owned()].join(" · ");
    let mut text = paragraph("", &visible(&line));
    let title = if hit.title.is_empty() { "(no title)" } else { &hit.title };
    let title = if hit.exercise { format!("[exercise] {title}") } else { title.to_owned() };
    text += &paragraph("    ", &visible(&title));
    for reason in &hit.because {
        text += &paragraph("      ", &visible(reason));
    }
    for snippet in &hit.snippets {
        text += &paragraph("      ", &visible(&around(snippet)));
    }
    text
}

/// The words between marks that no title needs, with what stands around them.
fn around(snippet: &SnippetView) -> String {
    let SnippetView { place, before, found, behind } = snippet;
    format!("{place}: {before}»{found}«{behind}")
}

fn counts(facet: &FacetView) -> String {
    let name = format!("by {}", facet.facet);
    let rows = facet.values.iter().map(|it| [it.count.to_string(), it.value.clone()]);
    let mut text = table(["hits", name.as_str()], rows);
    let more = facet.distinct.saturating_sub(facet.values.len());
    if facet.distinct == 0 {
        text = format!("nothing to count {name}\n");
    } else if more > 0 {
        text += &format!("and {} more\n", counted(more, "value"));
    }
    text
}

fn ending(found: &SearchedView) -> String {
    let shown = found.hits.len();
    let mut text = match found.total {
        0 => "nothing found\n".to_owned(),
        total if total == shown as u64 => format!("{}, by {}\n", hits(total), found.sort),
        total => format!("{shown} of {}, by {}\n", hits(total), found.sort),
    };
    if let Some(next) = &found.next {
        text += &format!("the next ones: --after {next}\n");
    }
    if found.hidden > 0 {
        let hidden = found.hidden;
        text += &format!("{hidden} hidden: not in force; `status:any` in the query shows all\n");
    }
    if found.behind > 0 {
        let entries = match found.behind {
            1 => "1 entry".to_owned(),
            behind => format!("{behind} entries"),
        };
        text += &format!("behind by {entries}: held, and not read for searches yet\n");
    }
    text
}

fn hits(total: u64) -> String {
    counted(usize::try_from(total).unwrap_or(usize::MAX), "hit")
}

#[cfg(test)]
mod tests;
