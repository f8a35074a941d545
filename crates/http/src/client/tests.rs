//! The client says plainly when there is no node.

use super::*;

#[tokio::test]
async fn an_absent_socket_is_no_node() {
    let client = Client::new("/nonexistent/api.sock");
    let error = client.status().await.expect_err("because nobody listens there");
    assert!(matches!(error, ClientError::NoNode { .. }));
    assert!(error.hint().contains("chancery run"));
}

#[test]
fn a_foreign_error_body_still_gives_a_fault() {
    let error = refused(StatusCode::BAD_GATEWAY, b"<html>");
    assert_eq!(error.to_string(), "the node answered 502 Bad Gateway");
}
