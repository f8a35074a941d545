//! From a thread to what a graph reads of it: the version that stands, and how it stands.

use chancery_graph::source::{Cited, Listing, Named, Product, Stop, Testimony};
use chancery_record::Record;
use chancery_screening::cards_of;
use chancery_thread::part::PartKind;
use chancery_thread::{Standing, Thread};
use time::Date;

/// What the current version of a record says; none when it names nobody, tells of no way and no product.
pub(crate) fn testimony(thread: &Thread, today: Date) -> Option<Testimony> {
    let version = thread.version();
    let standing = thread.standing(today);
    // Parties as they were written: one that was taken back is drawn as such. The rest as it stands.
    let parties = parties(&version.text, thread);
    let (products, routes) = (products(&thread.text), routes(&thread.text));
    if parties.is_empty() && products.is_empty() && routes.is_empty() {
        return None;
    }
    Some(Testimony {
        cited: Cited {
            reference: thread.reference.clone(),
            number: version.number as u64,
            version: version.id,
        },
        state: thread.issuer.state.to_string(),
        authority: thread.issuer.authority.clone(),
        kind: thread.kind.clone(),
        title: version.text.title().to_owned(),
        standing: standing.as_str().to_owned(),
        stands: matches!(standing, Standing::InForce),
        marks: thread.marks.words().into_iter().map(str::to_owned).collect(),
        exercise: thread.marks.exercise,
        issued_at_s: version.issued_at,
        parties,
        products,
        routes,
    })
}

fn parties(text: &Record, thread: &Thread) -> Vec<Named> {
    let gone = |key: Option<&String>| {
        let part = |part: &chancery_thread::part::Part| {
            part.kind == PartKind::Parties && Some(&part.key) == key
        };
        thread.withdrawn_parts.iter().any(|withdrawn| part(&withdrawn.part))
    };
    // `cards_of` leaves out what has no name; so does this, and both keep their order.
    let written = text.parts(&["parties"]).into_iter().filter(|party| {
        party.parts(&["names"]).iter().any(|name| name.text_at(&["value"]).is_some())
    });
    cards_of(text)
        .into_iter()
        .zip(written)
        .map(|(taken, party)| Named {
            stands: !gone(taken.key.as_ref()),
            key: taken.key,
            roles: taken.roles,
            card: taken.card,
            listings: party.parts(&["listings"]).iter().map(listing).collect(),
        })
        .collect()
}

fn listing(listing: &Record) -> Listing {
    let word = |name: &str| listing.text_at(&[name]).unwrap_or_default().to_owned();
    Listing {
        state: word("state"),
        authority: word("authority"),
        list: word("list"),
        act: word("act"),
        citation: word("citation"),
        effective: word("effective"),
    }
}

fn products(text: &Record) -> Vec<Product> {
    let mut products = Vec::new();
    for item in text.parts(&["items"]) {
        let references = item.parts(&["control_refs"]);
        let code = |code: &Record| {
            Some(format!("{} {}", code.text_at(&["list"])?, code.text_at(&["code"])?))
        };
        let codes: Vec<String> = references.iter().filter_map(code).collect();
        let names = item.texts_at(&["product_names"]).into_iter().map(str::to_owned);
        products.extend(names.map(|name| Product { name, codes: codes.clone() }));
    }
    products
}

fn routes(text: &Record) -> Vec<Vec<Stop>> {
    let stop = |leg: &Record| {
        let text = |name: &str| leg.text_at(&[name]).map(str::to_owned);
        Stop {
            country: text("country").unwrap_or_default(),
            place: place(leg),
            role: text("role").unwrap_or_default(),
            party: text("party"),
            mode: text("mode"),
            date: text("date"),
        }
    };
    let routes = text.parts(&["routes"]);
    routes.iter().map(|route| route.parts(&["legs"]).iter().map(stop).collect()).collect()
}

fn place(leg: &Record) -> Option<String> {
    leg.text_at(&["place"]).map(str::to_owned)
}
