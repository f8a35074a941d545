//! One frame each way: a length of four bytes, big endian, then that many bytes.
//!
//! The length is checked before anything is reserved for it, and reserved memory grows with what has
//! arrived, so that four bytes from a stranger never cost a megabyte.

use std::io;
use std::sync::Arc;

use futures::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use libp2p::StreamProtocol;
use libp2p::request_response::Codec;

use crate::meter::Meter;

/// What is reserved at most before the bytes have arrived.
const RESERVE_BYTES_MAX: usize = 64 * 1024;

/// The bounds of one request-response protocol.
#[derive(Clone)]
pub(crate) struct Frames {
    question_bytes_max: usize,
    answer_bytes_max: usize,
    meter: Arc<Meter>,
}

impl Frames {
    /// Frames with these bounds, counted on this meter.
    pub(crate) fn new(
        question_bytes_max: usize,
        answer_bytes_max: usize,
        meter: Arc<Meter>,
    ) -> Frames {
        Frames { question_bytes_max, answer_bytes_max, meter }
    }
}

impl Codec for Frames {
    type Protocol = StreamProtocol;
    // Shared, because a question is kept until it is answered: see `driver`.
    type Request = Arc<Vec<u8>>;
    type Response = Vec<u8>;

    async fn read_request<T>(&mut self, _: &StreamProtocol, io: &mut T) -> io::Result<Arc<Vec<u8>>>
    where
        T: AsyncRead + Unpin + Send,
    {
        let bytes = read_frame(io, self.question_bytes_max).await?;
        self.meter.asked_in(bytes.len());
        Ok(Arc::new(bytes))
    }

    async fn read_response<T>(&mut self, _: &StreamProtocol, io: &mut T) -> io::Result<Vec<u8>>
    where
        T: AsyncRead + Unpin + Send,
    {
        let bytes = read_frame(io, self.answer_bytes_max).await?;
        self.meter.asked_in(bytes.len());
        Ok(bytes)
    }

    async fn write_request<T>(
        &mut self,
        _: &StreamProtocol,
        io: &mut T,
        bytes: Arc<Vec<u8>>,
    ) -> io::Result<()>
    where
        T: AsyncWrite + Unpin + Send,
    {
        self.meter.asked_out(bytes.len());
        write_frame(io, &bytes, self.question_bytes_max).await
    }

    async fn write_response<T>(
        &mut self,
        _: &StreamProtocol,
        io: &mut T,
        bytes: Vec<u8>,
    ) -> io::Result<()>
    where
        T: AsyncWrite + Unpin + Send,
    {
        self.meter.asked_out(bytes.len());
        write_frame(io, &bytes, self.answer_bytes_max).await
    }
}

async fn read_frame<T>(io: &mut T, bytes_max: usize) -> io::Result<Vec<u8>>
where
    T: AsyncRead + Unpin + Send,
{
    let mut prefix = [0; 4];
    io.read_exact(&mut prefix).await?;
    let length = usize::try_from(u32::from_be_bytes(prefix)).unwrap_or(usize::MAX);
    if length > bytes_max {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "frame longer than its bound"));
    }
    let mut bytes = Vec::with_capacity(length.min(RESERVE_BYTES_MAX));
    let read = io.take(length as u64).read_to_end(&mut bytes).await?;
    if read < length {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    Ok(bytes)
}

async fn write_frame<T>(io: &mut T, bytes: &[u8], bytes_max: usize) -> io::Result<()>
where
    T: AsyncWrite + Unpin + Send,
{
    if bytes.len() > bytes_max {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "frame longer than its bound"));
    }
    let length = u32::try_from(bytes.len()).expect("because every bound fits four bytes");
    io.write_all(&length.to_be_bytes()).await?;
    io.write_all(bytes).await?;
    io.flush().await
}

#[cfg(test)]
mod tests;
