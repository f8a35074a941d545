//! `chancery case screen`: the application against all that is held, kept as a step.

use chancery_http::view::ByView;
use chancery_node::answer::{Case, HitNow};
use clap::Args;

use super::told;
use crate::{
    arguments::Place,
    exit::Exit,
    failure::Failure,
    screen::{counted, paragraph, visible},
};

/// Screen the application of a case, here and without telling anybody; says what is new since the last time
#[derive(Debug, Args)]
pub(super) struct ScreenCase {
    /// Number or name of the case
    #[arg(value_name = "CASE")]
    case: String,
    /// Who screens, as you sign your files
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
}

impl ScreenCase {
    pub(super) async fn run(&self, place: &Place) -> Result<Exit, Failure> {
        let by = ByView { by: self.by.clone() };
        let case = place.client()?.screen_case(&self.case, &by).await?;
        place.screen().answer(&case, told_of)?;
        Ok(Exit::Done)
    }
}

fn told_of(case: &Case) -> String {
    let Some(last) = case.screenings.last() else { return String::new() };
    let current: Vec<&HitNow> = case.hits.iter().filter(|hit| hit.current).collect();
    let (new, changed) = (last.new.len(), last.changed.len());
    let mut text = paragraph(
        "",
        &visible(&format!(
            "{}: {}, {new} new, {changed} changed, {} gone",
            told::named(case),
            counted(current.len(), "hit"),
            last.gone.len()
        )),
    );
    let taken = &last.taken;
    text += &paragraph(
        "",
        &format!(
            "{} searched, {} read, {} laid beside it; {} below the threshold",
            counted(usize::try_from(taken.cards).unwrap_or(usize::MAX), "party")
                .replace("partys", "parties"),
            counted(taken.lists.len(), "list"),
            counted(usize::try_from(taken.denials).unwrap_or(usize::MAX), "denial"),
            taken.below
        ),
    );
    for not_asked in &taken.not_asked {
        text += &paragraph("not asked: ", &visible(not_asked));
    }
    if taken.behind > 0 {
        text += &format!("behind: {} entries are held and were not searched yet\n", taken.behind);
    }
    let wanted = |hit: &&&HitNow| {
        case.screenings.len() == 1
            || last.new.contains(&hit.hit.hit)
            || last.changed.contains(&hit.hit.hit)
    };
    for hit in current.iter().filter(wanted) {
        text.push('\n');
        text += &told::hit(hit);
    }
    let denials = current.iter().filter(|hit| hit.hit.undercut.is_some());
    let asked = |hit: &&&HitNow| case.consultations.iter().all(|one| one.hit != hit.hit.hit);
    for hit in denials.filter(asked) {
        let next = format!(
            "\nconsult before a licence is granted: `chancery case consult {} {}`\n",
            case.name, hit.hit.hit
        );
        text += &next;
    }
    text.push('\n');
    text + &told::left(case)
}
