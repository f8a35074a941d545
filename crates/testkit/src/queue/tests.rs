//! Laws of the queue.

use super::*;

#[test]
fn events_come_by_time_and_then_in_the_order_in_which_they_were_put_there() {
    let mut queue = Queue::new();
    queue.after(20, 'c');
    queue.after(10, 'a');
    queue.after(10, 'b');
    assert_eq!(queue.next(100), Some('a'));
    assert_eq!(queue.next(100), Some('b'));
    assert_eq!(queue.now_ms(), 10);
    assert_eq!(queue.next(15), None);
    assert_eq!(queue.now_ms(), 15);
    assert_eq!(queue.next(100), Some('c'));
    assert_eq!(queue.now_ms(), 20);
    assert_eq!(queue.next(100), None);
    assert_eq!(queue.now_ms(), 100);
}
