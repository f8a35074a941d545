//! An application as it is named on the command line: a file, or a few words.

use std::path::PathBuf;

use chancery_screening::{Application, Card, Goods, GoodsCode, Name, NameKind, Participant};
use clap::Args;

use crate::{command::input, exit::Exit, failure::Failure};

/// An application: a JSON file, or what the options say; both together are put into one.
#[derive(Debug, Args)]
pub(super) struct Asked {
    /// JSON file with the application (docs/spec/case.md); - for standard input
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
    /// End-user
    #[arg(long, value_name = "NAME")]
    end_user: Vec<String>,
    /// Consignee
    #[arg(long, value_name = "NAME")]
    consignee: Vec<String>,
    /// Anybody else who takes part
    #[arg(long, value_name = "NAME")]
    party: Vec<String>,
    /// Entry of a control list, as LIST/CODE: eu-annex-i/5A001.f
    #[arg(long, value_name = "LIST/CODE")]
    code: Vec<String>,
    /// Category of technology, as `chancery vocabulary show technology` has it
    #[arg(long, value_name = "WORD")]
    category: Option<String>,
    /// The item in words
    #[arg(long, value_name = "TEXT")]
    item: Option<String>,
    /// Where it ends: two letters
    #[arg(long, value_name = "STATE")]
    destination: Option<String>,
    /// What it is said to be for
    #[arg(long, value_name = "TEXT")]
    end_use: Option<String>,
}

impl Asked {
    /// The application that is named.
    pub(super) fn read(&self) -> Result<Application, Failure> {
        let mut application = match &self.file {
            Some(file) => {
                let text = input::record_text(file)?;
                serde_json::from_str(&text).map_err(|flaw| {
                    Failure::new(
                        format!("{} is no application: {flaw}", file.display()),
                        "mend that place; docs/spec/case.md says what an application may hold",
                    )
                })?
            }
            None => Application::default(),
        };
        let parties = |names: &[String], role: &str| -> Vec<Participant> {
            let roles = || [role].into_iter().filter(|it| !it.is_empty()).map(str::to_owned);
            let card = |name: &String| {
                let name = Name { value: name.clone(), kind: NameKind::Legal };
                Card { names: vec![name], ..Card::default() }
            };
            names
                .iter()
                .map(|it| Participant { roles: roles().collect(), card: card(it) })
                .collect()
        };
        application.parties.extend(parties(&self.end_user, "end-user"));
        application.parties.extend(parties(&self.consignee, "consignee"));
        application.parties.extend(parties(&self.party, ""));
        application.items.extend(self.goods()?);
        application.destination = self.destination.clone().or(application.destination);
        application.stated_end_use = self.end_use.clone().or(application.stated_end_use);
        Ok(application)
    }

    fn goods(&self) -> Result<Option<Goods>, Failure> {
        let codes: Result<Vec<GoodsCode>, Failure> = self.code.iter().map(|it| code(it)).collect();
        let goods = Goods {
            description: self.item.clone().unwrap_or_default(),
            tech_category: self.category.clone(),
            codes: codes?,
            ..Goods::default()
        };
        Ok((goods != Goods::default()).then_some(goods))
    }
}

fn code(text: &str) -> Result<GoodsCode, Failure> {
    let (list, code) = text.split_once('/').ok_or_else(|| {
        Failure::new(
            format!("{text:?} names no list"),
            "write the list before the code: eu-annex-i/5A001.f; `chancery vocabulary show control-list` has them",
        )
        .ending(Exit::Usage)
    })?;
    Ok(GoodsCode { list: list.to_owned(), edition: None, code: code.to_owned() })
}
