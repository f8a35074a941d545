//! What is known besides names: numbers, countries, kinds, addresses, products, owners.

use super::{kinds_exclude, thousandths};
use crate::{
    Address, Commonness, Comparison, Feature, NameKind, Owner, Prepared, Schema, Settings,
    fold::pieces,
    identifier::Verdict,
    names::{Manner, agree},
    prepared::{Told, folded},
};

/// From this share on an owner decides, in hundredths of a per cent.
const HALF: u16 = 5_000;

/// What numbers in registers decide.
pub(super) fn numbers(
    asked: &Prepared,
    found: &Prepared,
    settings: &Settings,
    comparison: &mut Comparison,
) -> Verdict {
    let pairs = asked.numbers.iter().flat_map(|a| found.numbers.iter().map(move |b| (a, b)));
    let mut different = None;
    for (a, b) in pairs {
        match a.against(b) {
            Verdict::Same => {
                let text =
                    format!("Both have the number {} in the register {}.", a.value, a.scheme);
                comparison.add(Feature::Identifier, super::DECIDED, text);
                return Verdict::Same;
            }
            Verdict::Different => different = different.or(Some((a, b))),
            Verdict::Silent => {}
        }
    }
    let Some((a, b)) = different else { return Verdict::Silent };
    let text = format!(
        "In the register {} it is {} here, {} there: another party.",
        a.scheme, a.value, b.value
    );
    comparison.add(Feature::Identifier, -i32::from(settings.other_number), text);
    Verdict::Different
}

/// What speaks for or against beside names.
pub(super) fn around(
    asked: &Prepared,
    found: &Prepared,
    names: (i32, Manner),
    settings: &Settings,
    comparison: &mut Comparison,
) -> i32 {
    let before = comparison.reasons.len();
    countries(asked, found, names, settings, comparison);
    kinds(asked, found, settings, comparison);
    addresses(asked, found, settings, comparison);
    products(asked, found, settings, comparison);
    owners(asked, found, settings, comparison);
    comparison.reasons[before..].iter().map(|reason| i32::from(reason.weight)).sum()
}

/// Places in which companies register that work elsewhere.
const OFFSHORE: [&str; 14] =
    ["AI", "BM", "BS", "BZ", "GI", "IM", "JE", "KY", "LI", "MH", "PA", "SC", "VC", "VG"];

fn countries(
    asked: &Prepared,
    found: &Prepared,
    (score, manner): (i32, Manner),
    settings: &Settings,
    comparison: &mut Comparison,
) {
    if asked.countries.is_empty() || found.countries.is_empty() {
        return;
    }
    let shared = |country: &&String| found.countries.contains(country);
    let both: Vec<&str> = asked.countries.iter().filter(shared).map(String::as_str).collect();
    let registered = !asked.card.countries.is_empty() && !found.card.countries.is_empty();
    let word = if registered { "registered" } else { "found" };
    if both.is_empty() {
        let offshore = |country: &String| OFFSHORE.contains(&country.as_str());
        let points = match asked.countries.iter().chain(&found.countries).any(offshore) {
            true => settings.offshore_country,
            false => settings.other_country,
        };
        let (here, there) = (asked.countries.join(", "), found.countries.join(", "));
        let word = if registered { "Registered" } else { "Found" };
        let text = format!("{word} in {here} here, in {there} there: another country.");
        comparison.add(Feature::Country, -i32::from(points), text);
        return;
    }
    let share = match manner {
        Manner::Equal | Manner::Reordered | Manner::Divided => settings.same_country,
        Manner::Part => settings.same_country_part,
        Manner::Overlap | Manner::Near | Manner::Initials => settings.same_country_near,
    };
    let points = (1000 - score.clamp(0, 1000)) * i32::from(share) / 1000;
    comparison.add(Feature::Country, points, format!("Both are {word} in {}.", both.join(", ")));
}

fn kinds(asked: &Prepared, found: &Prepared, settings: &Settings, comparison: &mut Comparison) {
    let (a, b) = (asked.schema(), found.schema());
    let Some(odd) = kinds_exclude(a, b) else { return };
    let points = if odd == Schema::Vessel { settings.vessel } else { settings.other_kind };
    let text = format!("It is {} here, {} there: another kind of party.", noun(a), noun(b));
    comparison.add(Feature::Schema, -i32::from(points), text);
}

fn noun(schema: Schema) -> &'static str {
    match schema {
        Schema::Company => "a company",
        Schema::Organization => "an organisation",
        Schema::PublicBody => "a public body",
        Schema::Person => "a person",
        Schema::Vessel => "a ship or aircraft",
        Schema::Unknown => "not said",
    }
}

fn addresses(asked: &Prepared, found: &Prepared, settings: &Settings, comparison: &mut Comparison) {
    for here in asked.card.addresses.iter().take(ADDRESSES_MAX) {
        let words = address_words(&here.text);
        let there = found.card.addresses.iter().take(ADDRESSES_MAX);
        let same = |there: &&Address| one_place(&words, &address_words(&there.text));
        if let Some(there) =
            there.filter(|there| here.text.is_empty() == there.text.is_empty()).find(same)
        {
            let text = match there.text == here.text {
                true => format!("Both are found at «{}».", there.text),
                false => format!("«{}» and «{}» are one address.", here.text, there.text),
            };
            comparison.add(Feature::Address, i32::from(settings.same_address), text);
            return;
        }
    }
}

/// Addresses of a card that are compared with those of another: each pair takes a few microseconds.
const ADDRESSES_MAX: usize = 16;

/// The words of an address, each once, without what every address has.
fn address_words(text: &str) -> Vec<String> {
    const EVERYWHERE: [&str; 14] = [
        "street", "str", "st", "road", "rd", "avenue", "ave", "building", "bldg", "floor", "room",
        "no", "ul", "office",
    ];
    let pieces = pieces(text).into_iter().map(|piece| piece.latin);
    let mut words: Vec<String> =
        pieces.filter(|word| !EVERYWHERE.contains(&word.as_str())).take(32).collect();
    words.sort_unstable();
    words.dedup();
    words
}

/// Whether two addresses are one: at least three words in common, a number among them, and four fifths of the
/// shorter. A town alone is no address.
fn one_place(a: &[String], b: &[String]) -> bool {
    let both = a.iter().filter(|word| b.binary_search(word).is_ok());
    let digits = |word: &&String| word.bytes().any(|byte| byte.is_ascii_digit());
    let numbered = both.clone().any(|word| digits(&word));
    let shared = both.count();
    numbered && shared >= 3 && shared * 5 >= a.len().min(b.len()) * 4
}

fn products(asked: &Prepared, found: &Prepared, settings: &Settings, comparison: &mut Comparison) {
    let both = asked.products.iter().zip(&asked.card.products);
    let same = both
        .filter(|(folded, _)| folded.len() >= 4)
        .find(|(folded, _)| found.products.contains(folded));
    if let Some((_, product)) = same {
        let text = format!("Both sell «{product}».");
        comparison.add(Feature::Product, i32::from(settings.same_product), text);
    }
}

fn owners(asked: &Prepared, found: &Prepared, settings: &Settings, comparison: &mut Comparison) {
    let half = |owner: &&Owner| owner.share.is_none_or(|share| share >= HALF);
    for here in asked.card.owners.iter().take(16).filter(half) {
        let name = folded(&here.name);
        if let Some(there) =
            found.card.owners.iter().take(16).filter(half).find(|there| folded(&there.name) == name)
        {
            let text = format!("Both are owned by «{}».", there.name);
            comparison.add(Feature::Owner, i32::from(settings.same_owner), text);
            return;
        }
    }
}

/// What it scores that one owns a half or more of the other.
pub(super) fn owned(
    asked: &Prepared,
    found: &Prepared,
    commonness: &Commonness,
    settings: &Settings,
    comparison: &mut Comparison,
) -> i32 {
    let up = owner_is(asked, found, commonness, settings, comparison);
    let down = owner_is(found, asked, commonness, settings, comparison);
    up.max(down)
}

fn owner_is(
    owned: &Prepared,
    owner: &Prepared,
    commonness: &Commonness,
    settings: &Settings,
    comparison: &mut Comparison,
) -> i32 {
    let half = |owner: &&Owner| owner.share.is_some_and(|share| share >= HALF);
    let mut best = 0;
    for share in owned.card.owners.iter().take(16).filter(half) {
        let Some(told) = Told::of(0, NameKind::Legal, &share.name) else { continue };
        let agreements =
            owner.names.iter().filter_map(|name| agree(&told, name, commonness, settings));
        let score = agreements.map(|agreement| thousandths(agreement.score)).max().unwrap_or(0);
        let points = score.min(i32::from(settings.owned));
        if points >= i32::from(settings.threshold) {
            let part = share.share.unwrap_or_default();
            let when =
                share.as_of.as_deref().map(|when| format!(" as of {when}")).unwrap_or_default();
            let text = format!(
                "«{}» owns {}.{:02} % of «{}»{when}.",
                share.name,
                part / 100,
                part % 100,
                owned.card.names.first().map(|name| name.value.as_str()).unwrap_or_default(),
            );
            comparison.add(Feature::Owner, points, text);
            best = best.max(points);
        }
    }
    best
}
