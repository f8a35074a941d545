//! Frames against what a stranger may send.

use futures::io::Cursor;

use super::*;

async fn read(bytes: &[u8], bytes_max: usize) -> io::Result<Vec<u8>> {
    read_frame(&mut Cursor::new(bytes.to_vec()), bytes_max).await
}

#[tokio::test]
async fn frame_survives_a_round_trip() {
    for length in [0, 1, 70_000, 1 << 20] {
        let mut wire = Cursor::new(Vec::new());
        write_frame(&mut wire, &vec![7; length], 1 << 20).await.unwrap();
        assert_eq!(read(&wire.into_inner(), 1 << 20).await.unwrap(), vec![7; length]);
    }
}

#[tokio::test]
async fn length_above_the_bound_is_refused_before_the_bytes() {
    let error = read(&[0, 0, 0, 9], 8).await.unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::InvalidData);
    let error = read(&[0xff; 4], 1 << 20).await.unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::InvalidData);
}

#[tokio::test]
async fn half_a_frame_is_refused() {
    for wire in [&[][..], &[0, 0, 0], &[0, 0, 0, 2, 1]] {
        let error = read(wire, 8).await.unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::UnexpectedEof);
    }
}

#[tokio::test]
async fn too_long_a_frame_is_not_written() {
    let mut wire = Cursor::new(Vec::new());
    assert!(write_frame(&mut wire, &[0; 9], 8).await.is_err());
    assert!(wire.into_inner().is_empty());
}
