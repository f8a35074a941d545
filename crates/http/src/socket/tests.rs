//! One owner, one listener, no path that the system would cut.

use std::os::unix::fs::PermissionsExt as _;

use super::*;

#[tokio::test]
async fn only_the_owner_may_connect() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("api.sock");
    let _socket = bind(&path).await.unwrap();
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, MODE);
}

#[tokio::test]
async fn a_socket_that_answers_is_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("api.sock");
    let _first = bind(&path).await.unwrap();
    assert!(matches!(bind(&path).await, Err(SocketError::InUse { .. })));
    assert!(UnixStream::connect(&path).await.is_ok());
}

#[tokio::test]
async fn a_socket_of_a_dead_node_is_replaced() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("api.sock");
    drop(std::os::unix::net::UnixListener::bind(&path).unwrap());
    assert!(path.exists());
    bind(&path).await.unwrap();
}

#[tokio::test]
async fn a_file_that_is_no_socket_is_not_removed() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("api.sock");
    fs::write(&path, "mine").unwrap();
    assert!(matches!(bind(&path).await, Err(SocketError::NotSocket { .. })));
    assert_eq!(fs::read(&path).unwrap(), b"mine");
}

#[tokio::test]
async fn a_path_longer_than_the_system_takes_is_refused_with_a_hint() {
    let path = Path::new("/tmp").join("x".repeat(SOCKET_PATH_BYTES_MAX));
    let error = bind(&path).await.expect_err("because the path is too long");
    assert!(matches!(error, SocketError::PathTooLong { .. }));
    assert!(error.hint().contains("shorter path"));
}

#[tokio::test]
async fn the_file_goes_with_the_socket() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("api.sock");
    drop(bind(&path).await.unwrap());
    assert!(!path.exists());
}
