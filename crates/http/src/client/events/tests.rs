//! Events are read whole however the bytes are cut, and never without bound.

use super::*;

fn read(pieces: &[&[u8]]) -> Vec<Event> {
    let mut parser = Parser::default();
    for piece in pieces {
        parser.feed(piece).unwrap();
    }
    parser.ready.into()
}

#[test]
fn an_event_cut_anywhere_is_the_same_event() {
    let whole = b"event: arrival\ndata: {\"a\":\ndata: 1}\n\n";
    let expected = vec![Event { name: "arrival".into(), data: "{\"a\":\n1}".into() }];
    for cut in 0..whole.len() {
        assert_eq!(read(&[&whole[..cut], &whole[cut..]]), expected);
    }
}

#[test]
fn a_keep_alive_is_no_event() {
    assert_eq!(read(&[b": still here\n\n", b":\n\n"]), Vec::new());
}

#[test]
fn an_endless_line_is_refused() {
    let mut parser = Parser::default();
    let endless = vec![b'x'; EVENT_BYTES_MAX + 1];
    assert!(matches!(parser.feed(&endless), Err(ClientError::TooLong)));
}
