//! From words and values to the documents that have them.

use chancery_query::ask::{End, Pattern, Phrase};
use tantivy::DocSet;
use tantivy::index::InvertedIndexReader;
use tantivy::postings::Postings;
use tantivy::postings::TermInfo;
use tantivy::schema::IndexRecordOption;

use super::schema::{Class, Zone};
use super::set::Set;

/// The documents that have exactly this value.
pub(super) fn value(
    index: &InvertedIndexReader,
    value: &[u8],
    set: &mut Set,
) -> tantivy::Result<()> {
    match index.terms().get(value)? {
        Some(info) => documents(index, &info, set),
        None => Ok(()),
    }
}

/// The documents that have a value from the first to before the second; without the second, to the end.
fn range(
    index: &InvertedIndexReader,
    from: &[u8],
    to: Option<&[u8]>,
    mut each: impl FnMut(&TermInfo) -> tantivy::Result<()>,
) -> tantivy::Result<()> {
    let range = index.terms().range().ge(from);
    let range = match to {
        Some(to) => range.lt(to),
        None => range,
    };
    let mut stream = range.into_stream()?;
    while stream.advance() {
        each(stream.value())?;
    }
    Ok(())
}

/// The documents that have a value that begins so.
fn beginning(index: &InvertedIndexReader, with: &[u8], set: &mut Set) -> tantivy::Result<()> {
    range(index, with, after(with).as_deref(), |info| documents(index, info, set))
}

/// The first bytes that are behind all that begin so; none when there are none.
fn after(prefix: &[u8]) -> Option<Vec<u8>> {
    let kept = prefix.iter().rposition(|byte| *byte != u8::MAX)?;
    let mut after = prefix[..=kept].to_vec();
    after[kept] += 1;
    Some(after)
}

/// The documents that have a value of a field that fits.
pub(super) fn pattern(
    index: &InvertedIndexReader,
    class: Class,
    pattern: &Pattern,
    set: &mut Set,
) -> tantivy::Result<()> {
    match pattern {
        Pattern::Is(text) => value(index, &class.value(text.as_bytes()), set),
        Pattern::Begins(text) => beginning(index, &class.value(text.as_bytes()), set),
    }
}

/// The documents whose record or version has an id that fits: digits, as they are written.
pub(super) fn id(
    index: &InvertedIndexReader,
    pattern: &Pattern,
    set: &mut Set,
) -> tantivy::Result<()> {
    let (digits, whole) = match pattern {
        Pattern::Is(digits) => (digits, true),
        Pattern::Begins(digits) => (digits, false),
    };
    let hex = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    if digits.len() > 64 || (whole && digits.len() != 64) || !digits.bytes().all(hex) {
        return Ok(());
    }
    let bound = |fill: char| -> Option<Vec<u8>> {
        let mut all = digits.chars().chain(std::iter::repeat(fill)).take(64).peekable();
        let mut bytes = Vec::with_capacity(32);
        while let (Some(high), Some(low)) = (all.next(), all.next()) {
            bytes.push(u8::try_from(high.to_digit(16)? * 16 + low.to_digit(16)?).ok()?);
        }
        Some(bytes)
    };
    let (Some(first), Some(last)) = (bound('0'), bound('f')) else { return Ok(()) };
    for class in [Class::Root, Class::Version] {
        let end = after(&class.value(&last));
        range(index, &class.value(&first), end.as_deref(), |info| documents(index, info, set))?;
    }
    Ok(())
}

fn documents(index: &InvertedIndexReader, info: &TermInfo, set: &mut Set) -> tantivy::Result<()> {
    let mut blocks = index.read_block_postings_from_terminfo(info, IndexRecordOption::Basic)?;
    while !blocks.docs().is_empty() {
        blocks.docs().iter().for_each(|doc| set.insert(*doc));
        blocks.advance();
    }
    Ok(())
}

/// The documents that have these words beside each other in one text of a zone.
pub(super) fn phrase(
    index: &InvertedIndexReader,
    zone: Zone,
    phrase: &Phrase,
    size: u32,
) -> tantivy::Result<Set> {
    let words: Vec<String> = phrase.words().iter().map(|word| zone.word(word)).collect();
    let mut found = Set::none(size);
    let Some((last, heads)) = words.split_last() else { return Ok(found) };
    match phrase.end() {
        End::Word => value(index, last.as_bytes(), &mut found)?,
        End::Open => beginning(index, last.as_bytes(), &mut found)?,
    }
    let mut infos = Vec::new();
    for head in heads {
        let Some(info) = index.terms().get(head)? else { return Ok(Set::none(size)) };
        let mut with = Set::none(size);
        documents(index, &info, &mut with)?;
        found.keep(&with);
        infos.push(info);
    }
    if infos.is_empty() || found.is_empty() {
        return Ok(found);
    }
    let ends = Ends::of(index, last, phrase.end(), &found)?;
    side_by_side(index, &infos, ends, &found)
}

/// Where the last word stands: document and place, in their order.
struct Ends(Vec<(u32, u32)>);

impl Ends {
    fn of(
        index: &InvertedIndexReader,
        last: &str,
        end: End,
        within: &Set,
    ) -> tantivy::Result<Ends> {
        let mut ends = Vec::new();
        let mut add = |info: &TermInfo| {
            let placed = IndexRecordOption::WithFreqsAndPositions;
            let mut postings = index.read_postings_from_terminfo(info, placed)?;
            let mut places = Vec::new();
            while postings.doc() != tantivy::TERMINATED {
                let doc = postings.doc();
                if within.contains(doc) {
                    postings.positions(&mut places);
                    ends.extend(places.iter().map(|place| (doc, *place)));
                }
                postings.advance();
            }
            Ok(())
        };
        match end {
            End::Word => index.terms().get(last)?.iter().try_for_each(add)?,
            End::Open => {
                let last = last.as_bytes();
                range(index, last, after(last).as_deref(), &mut add)?;
                ends.sort_unstable();
            }
        }
        Ok(Ends(ends))
    }
}

/// Those in which the words stand one behind the other, up to one of the ends.
fn side_by_side(
    index: &InvertedIndexReader,
    heads: &[TermInfo],
    ends: Ends,
    within: &Set,
) -> tantivy::Result<Set> {
    let placed = IndexRecordOption::WithFreqsAndPositions;
    let mut lists = Vec::new();
    for info in heads {
        lists.push(index.read_postings_from_terminfo(info, placed)?);
    }
    let mut found = Set::none(within.size());
    let mut places = Vec::new();
    for at_doc in ends.0.chunk_by(|one, other| one.0 == other.0) {
        let doc = at_doc[0].0;
        // Where the phrase could begin, were the other words there as well.
        let length = u32::try_from(heads.len()).unwrap_or(u32::MAX);
        let starts = at_doc.iter().filter_map(|(_, end)| end.checked_sub(length));
        let mut starts: Vec<u32> = starts.collect();
        for (offset, list) in (0..).zip(&mut lists) {
            if starts.is_empty() || list.doc() > doc || list.seek(doc) != doc {
                starts.clear();
                break;
            }
            list.positions(&mut places);
            starts.retain(|start| places.binary_search(&(start + offset)).is_ok());
        }
        if !starts.is_empty() {
            found.insert(doc);
        }
    }
    Ok(found)
}
