//! `chancery graph PARTY`: who stands beside a party, as text, for Graphviz, or as a picture.

use std::path::PathBuf;

use chancery_http::Around;
use clap::ValueEnum;
use serde_json::json;

use super::export::create;
use crate::{
    arguments::Place,
    exit::Exit,
    failure::Failure,
    screen::{Form, visible},
};

#[cfg(test)]
mod tests;
mod told;
mod words;

/// Show who stands beside a party: records, owners, routes, products, lists, and who may be the same
#[derive(Debug, clap::Args)]
pub(crate) struct Graph {
    /// A name in any script, a party of a record (EE-2026-0001/KEY), or a number (lei:NUMBER)
    #[arg(value_name = "PARTY")]
    party: String,
    /// Steps to go: a record is one, whoever it names is two; at most 6
    #[arg(long, value_name = "N", default_value_t = 2)]
    depth: usize,
    /// Parties, records and so on to show; at most 250
    #[arg(long, value_name = "N", default_value_t = 60)]
    nodes: usize,
    /// Also go through what is expired, withdrawn, forked or revoked
    #[arg(long)]
    all: bool,
    /// How to draw it
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
    /// Write the drawing to this file; one that is there already is left alone
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// How a graph is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// An indented tree; what was shown already is named once more and not again
    Text,
    /// For Graphviz
    Dot,
    /// A picture that loads nothing
    Svg,
}

impl Graph {
    pub(super) async fn run(&self, place: &Place) -> Result<Exit, Failure> {
        let around = Around {
            party: self.party.clone(),
            depth: Some(self.depth),
            nodes: Some(self.nodes),
            all: self.all,
        };
        let client = place.client()?;
        let drawn = match self.format {
            Format::Dot => client.graph_drawn(&around, "dot").await?.to_vec(),
            Format::Svg => client.graph_drawn(&around, "svg").await?.to_vec(),
            Format::Text => {
                let graph = client.graph(&around).await?;
                if self.out.is_none() || place.form() == Form::Json {
                    place.screen().answer(&graph, told::graph)?;
                    return Ok(Exit::Done);
                }
                told::graph(&graph).into_bytes()
            }
        };
        let Some(file) = &self.out else {
            // A picture is a document of its own, also for a program.
            place.screen().write(&String::from_utf8_lossy(&drawn))?;
            return Ok(Exit::Done);
        };
        create(file, &drawn)?;
        let file = file.display().to_string();
        let document = json!({ "party": self.party, "file": file, "bytes": drawn.len() });
        let said = format!("{file} holds the graph around {}", self.party);
        place.screen().answer(&document, |_| visible(&said) + "\n")?;
        Ok(Exit::Done)
    }
}
