//! Laws of the agenda.

use super::*;

#[test]
fn alarms_ring_in_order_of_time_and_once() {
    let mut agenda = Agenda::new();
    agenda.set('b', 20);
    agenda.set('a', 10);
    assert_eq!(agenda.next_ms(), Some(10));
    assert_eq!(agenda.take_due(5), None);
    assert_eq!(agenda.take_due(30), Some('a'));
    assert_eq!(agenda.take_due(30), Some('b'));
    assert_eq!(agenda.take_due(30), None);
}

#[test]
fn setting_again_replaces_and_bringing_forward_never_postpones() {
    let mut agenda = Agenda::new();
    agenda.set('a', 10);
    agenda.set('a', 20);
    assert_eq!(agenda.next_ms(), Some(20));
    agenda.bring_forward('a', 30);
    assert_eq!(agenda.next_ms(), Some(20));
    agenda.bring_forward('a', 15);
    assert_eq!(agenda.next_ms(), Some(15));
    agenda.clear('a');
    assert!(!agenda.is_set('a'));
    assert_eq!(agenda.next_ms(), None);
}
