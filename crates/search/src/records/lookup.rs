//! From words and values to the documents that have them.

use chancery_query::ask::{End, Pattern, Phrase};
use tantivy::index::InvertedIndexReader;
use tantivy::postings::{Postings, SegmentPostings, TermInfo};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, TERMINATED};

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
    let mut lists = Vec::new();
    for info in &infos {
        lists.push(index.read_postings_from_terminfo(info, PLACED)?);
    }
    match phrase.end() {
        End::Open => {
            let ends = ends(index, last, &found)?;
            Ok(up_to(&mut lists, &ends, size))
        }
        End::Word => {
            let Some(info) = index.terms().get(last)? else { return Ok(Set::none(size)) };
            lists.push(index.read_postings_from_terminfo(&info, PLACED)?);
            Ok(side_by_side(&mut lists, &found))
        }
    }
}

/// Postings with the places of words.
const PLACED: IndexRecordOption = IndexRecordOption::WithFreqsAndPositions;

/// Those of a set, all of which have all words, in which each stands right behind the one before.
fn side_by_side(lists: &mut [SegmentPostings], within: &Set) -> Set {
    let mut found = Set::none(within.size());
    let (mut starts, mut places) = (Vec::new(), Vec::new());
    for doc in within.iter() {
        let mut is_there = true;
        for (offset, list) in (0..).zip(&mut *lists) {
            if list.doc() < doc {
                list.seek(doc);
            }
            if offset == 0 {
                list.positions(&mut starts);
                continue;
            }
            list.positions(&mut places);
            keep_before(&mut starts, &places, offset);
            is_there = !starts.is_empty();
            if !is_there {
                break;
            }
        }
        if is_there {
            found.insert(doc);
        }
    }
    found
}

/// Keeps the starts behind which, so many words on, one of the places is. Both ascend.
fn keep_before(starts: &mut Vec<u32>, places: &[u32], offset: u32) {
    let mut places = places.iter().peekable();
    starts.retain(|start| {
        let wanted = start + offset;
        while places.next_if(|place| **place < wanted).is_some() {}
        places.peek() == Some(&&wanted)
    });
}

/// Where words stand that begin so: document and place, in their order.
fn ends(index: &InvertedIndexReader, last: &str, within: &Set) -> tantivy::Result<Vec<(u32, u32)>> {
    let mut ends = Vec::new();
    let mut places = Vec::new();
    let last = last.as_bytes();
    range(index, last, after(last).as_deref(), |info| {
        let mut postings = index.read_postings_from_terminfo(info, PLACED)?;
        while postings.doc() != TERMINATED {
            let doc = postings.doc();
            if within.contains(doc) {
                postings.positions(&mut places);
                ends.extend(places.iter().map(|place| (doc, *place)));
            }
            postings.advance();
        }
        Ok(())
    })?;
    ends.sort_unstable();
    Ok(ends)
}

/// The documents in which the words stand one behind the other, up to one of the ends.
fn up_to(lists: &mut [SegmentPostings], ends: &[(u32, u32)], size: u32) -> Set {
    let length = u32::try_from(lists.len()).unwrap_or(u32::MAX);
    let mut found = Set::none(size);
    let (mut starts, mut places) = (Vec::new(), Vec::new());
    for at_doc in ends.chunk_by(|one, other| one.0 == other.0) {
        let doc = at_doc[0].0;
        // Where the phrase could begin, were the other words there as well.
        starts.clear();
        starts.extend(at_doc.iter().filter_map(|(_, end)| end.checked_sub(length)));
        for (offset, list) in (0..).zip(&mut *lists) {
            if starts.is_empty() || list.doc() > doc || list.seek(doc) != doc {
                starts.clear();
                break;
            }
            list.positions(&mut places);
            keep_before(&mut starts, &places, offset);
        }
        if !starts.is_empty() {
            found.insert(doc);
        }
    }
    found
}
