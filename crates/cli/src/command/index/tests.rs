//! What the state of an index looks like.

use chancery_http::view::IndexFlawView;

use super::*;

#[test]
fn what_was_wrong_and_how_far_it_is_stands_there() {
    let view = IndexView {
        state: "reading".to_owned(),
        reason: None,
        read: 20,
        held: 25,
        behind: 5,
        documents: 18,
        bytes: 3_000_000,
        unread: 1,
        index: None,
        flaw: Some(IndexFlawView {
            what: "the file x.idx is missing".to_owned(),
            at: "2026-11-24T09:00:00Z".to_owned(),
        }),
    };
    let expected = "\
reading: behind by 5
  20 of 25 entries read
  18 versions of records, 3 MiB on the disk
  1 record could not be read: see `chancery fsck`
  made again at 2026-11-24T09:00:00Z, because: the file x.idx is missing
";
    assert_eq!(told(&view), expected);
}
