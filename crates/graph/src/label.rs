//! What is written on a node or beside a line: short, and harmless in any script.
//!
//! Names come from strangers. Invariant: what goes into a drawing has no control character, nothing that
//! reverses what follows, no pile of accents, and a bounded length.

use chancery_record::StateCode;

use crate::drawing::{Edge, Link, Node, Party, RecordNode, Thing};

#[cfg(test)]
mod tests;

/// Of one line: a company's name with its legal form mostly fits.
pub(crate) const LINE_CHARS_MAX: usize = 44;

/// Scripts that write vowels and tones as marks pile up two; more is a prank.
const MARKS_IN_A_ROW_MAX: usize = 4;

/// Other names of a party that are written on its node.
const ALIASES_MAX: usize = 2;

/// What a drill is marked with.
pub(crate) const EXERCISE: &str = "EXERCISE";

/// A text on one line, cut to its first `chars` characters, set apart so that it turns nothing round.
pub(crate) fn harmless(text: &str, chars: usize) -> String {
    let (mut shown, mut marks, mut count, mut turns) = (String::new(), 0, 0, false);
    for one in text.chars() {
        marks = if is_mark(one) { marks + 1 } else { 0 };
        if marks > MARKS_IN_A_ROW_MAX || is_command(one) {
            continue;
        }
        if count == chars {
            shown.push('…');
            break;
        }
        count += 1;
        turns |= is_right_to_left(one);
        shown.push(if one.is_whitespace() { ' ' } else { one });
    }
    // What sets it apart is ours and ends here, so whatever stands beside it keeps its direction.
    if turns { format!("\u{2068}{shown}\u{2069}") } else { shown }
}

/// What a terminal, a page or a text would obey instead of showing it, and what XML does not allow.
fn is_command(one: char) -> bool {
    let turns = matches!(one, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{61c}');
    let hidden = matches!(one, '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}');
    let none = u32::from(one) & 0xfffe == 0xfffe || matches!(one, '\u{fdd0}'..='\u{fdef}');
    turns || hidden || none || one.is_control() && !one.is_whitespace()
}

fn is_mark(one: char) -> bool {
    matches!(one, '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5bd}' | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{e31}' | '\u{e34}'..='\u{e3a}' | '\u{e47}'..='\u{e4e}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}' | '\u{fe00}'..='\u{fe0f}' | '\u{fe20}'..='\u{fe2f}')
}

fn is_right_to_left(one: char) -> bool {
    matches!(one, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

/// The lines on a node, the first one its name.
pub(crate) fn node(node: &Node) -> Vec<String> {
    let mut lines = match &node.what {
        Thing::Party(party) => of_party(party),
        Thing::Record(record) => of_record(record),
        Thing::Place { country, place } => {
            let name = country.parse::<StateCode>().map_or("", StateCode::name);
            let mut lines = vec![line(&format!("{country} {name}"))];
            lines.extend(place.iter().map(|place| line(place)));
            lines
        }
        Thing::Product { name, codes } => {
            let mut lines = vec![line(name)];
            lines.extend((!codes.is_empty()).then(|| line(&codes.join(", "))));
            lines
        }
        Thing::List { state, authority, list } => {
            vec![line(list), line(&format!("{state} {authority}, as a record tells"))]
        }
        Thing::Entry { list, entry, name, .. } => {
            vec![line(name), line(&format!("{list}, row {entry}"))]
        }
    };
    if !node.stands && !matches!(node.what, Thing::Record(_)) {
        lines.push("does not stand".to_owned());
    }
    if node.exercise {
        lines.push(EXERCISE.to_owned());
    }
    lines
}

fn of_party(party: &Party) -> Vec<String> {
    let mut names = party.names.iter();
    let mut lines = vec![names.next().map_or_else(|| "(no name)".to_owned(), |name| line(name))];
    lines.extend(names.by_ref().take(ALIASES_MAX).map(|name| format!("also {}", line(name))));
    let more = names.count();
    let mut about = vec![party.countries.join(", ")];
    about.push(format!("said by {}", party.states.join(", ")));
    if more > 0 {
        about.push(format!("{more} more names"));
    }
    if party.owner_only {
        about.push("an owner".to_owned());
    }
    about.retain(|part| !part.is_empty());
    lines.push(line(&about.join("; ")));
    lines
}

fn of_record(record: &RecordNode) -> Vec<String> {
    let RecordNode { cited, kind, title, standing, marks, .. } = record;
    let standing = if is_loud(standing) { standing.to_uppercase() } else { standing.clone() };
    let mut words = vec![kind.clone(), standing];
    words.extend(marks.iter().filter(|mark| *mark != "exercise").cloned());
    vec![
        line(&format!("{} v{}", cited.reference, cited.number)),
        line(&words.join(", ")),
        line(title),
    ]
}

/// Nobody may overlook it.
fn is_loud(standing: &str) -> bool {
    matches!(standing, "withdrawn" | "revoked" | "forked" | "expired")
}

/// What stands beside a line; empty where the two ends say it all.
pub(crate) fn edge(edge: &Edge) -> String {
    let said = match &edge.link {
        Link::NamedIn { roles } => roles.join(", "),
        Link::Owns { share, as_of } => {
            let share = share
                .map_or("owns a share".to_owned(), |share| format!("owns {} %", percent(share)));
            as_of.as_ref().map_or(share.clone(), |day| format!("{share}, {day}"))
        }
        Link::Route { route, role } => format!("route {route} from: {role}"),
        Link::Leg { route, stop, role, mode, date } => {
            let mut parts = vec![format!("route {route}, stop {stop}: {role}")];
            parts.extend(mode.iter().cloned());
            parts.extend(date.iter().cloned());
            parts.join(", ")
        }
        Link::At { route, stop, .. } => format!("route {route}, stop {stop}"),
        Link::About => String::new(),
        Link::ListedBy { how } => how.clone(),
        Link::MayBe { score, .. } => format!("may be one, {}", thousandths(*score)),
    };
    line(&said)
}

/// Hundredths of a per cent, without idle zeros.
pub fn percent(share: u16) -> String {
    let (whole, rest) = (share / 100, share % 100);
    match rest {
        0 => whole.to_string(),
        rest if rest % 10 == 0 => format!("{whole}.{}", rest / 10),
        rest => format!("{whole}.{rest:02}"),
    }
}

/// A score of 931 is 0.931.
pub fn thousandths(score: u16) -> String {
    format!("{}.{:03}", score / 1000, score % 1000)
}

fn line(text: &str) -> String {
    harmless(text, LINE_CHARS_MAX)
}
