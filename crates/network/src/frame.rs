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

/// A question on its way. One that comes in a broken frame is handed up as such, because an error here
/// would reach nobody, and whoever sent it is to be named.
#[derive(Clone, Debug)]
pub(crate) enum Question {
    /// The whole of it; shared, because it is kept until it is answered: see `asks`.
    Whole(Arc<Vec<u8>>),
    /// The frame was too long, or ended early.
    Broken,
}

/// The bounds of one request-response protocol.
#[derive(Clone)]
pub(crate) struct Frames {
    question_bytes_max: usize,
    answer_bytes_max: usize,
    meter: Option<Arc<Meter>>,
}

impl Frames {
    /// Frames with these bounds, whose payload is counted on the meter if there is one.
    pub(crate) fn new(
        question_bytes_max: usize,
        answer_bytes_max: usize,
        meter: Option<Arc<Meter>>,
    ) -> Frames {
        Frames { question_bytes_max, answer_bytes_max, meter }
    }

    fn came(&self, bytes: &[u8]) {
        self.meter.iter().for_each(|meter| meter.asked_in(bytes.len()));
    }

    fn goes(&self, bytes: &[u8]) {
        self.meter.iter().for_each(|meter| meter.asked_out(bytes.len()));
    }
}

/// Whether an error of an exchange says that a frame was wrong, rather than that its stream is gone.
pub(crate) fn is_flaw(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof)
}

impl Codec for Frames {
    type Protocol = StreamProtocol;
    type Request = Question;
    type Response = Vec<u8>;

    async fn read_request<T>(&mut self, _: &StreamProtocol, io: &mut T) -> io::Result<Question>
    where
        T: AsyncRead + Unpin + Send,
    {
        match read_frame(io, self.question_bytes_max).await {
            Ok(bytes) => {
                self.came(&bytes);
                Ok(Question::Whole(Arc::new(bytes)))
            }
            Err(error) if is_flaw(&error) => Ok(Question::Broken),
            Err(error) => Err(error),
        }
    }

    async fn read_response<T>(&mut self, _: &StreamProtocol, io: &mut T) -> io::Result<Vec<u8>>
    where
        T: AsyncRead + Unpin + Send,
    {
        let bytes = read_frame(io, self.answer_bytes_max).await?;
        self.came(&bytes);
        Ok(bytes)
    }

    async fn write_request<T>(
        &mut self,
        _: &StreamProtocol,
        io: &mut T,
        question: Question,
    ) -> io::Result<()>
    where
        T: AsyncWrite + Unpin + Send,
    {
        let Question::Whole(bytes) = question else {
            return Err(io::Error::new(
                io::ErrorKind::InvalidInput,
                "nobody asks in broken frames",
            ));
        };
        self.goes(&bytes);
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
        self.goes(&bytes);
        write_frame(io, &bytes, self.answer_bytes_max).await
    }
}

async fn read_frame<T>(io: &mut T, bytes_max: usize) -> io::Result<Vec<u8>>
where
    T: AsyncRead + Unpin + Send,
{
    let mut prefix = [0; 4];
    // A stream that ends before its frame begins is one that was given up, not a broken frame.
    if io.read(&mut prefix[..1]).await? == 0 {
        return Err(io::ErrorKind::ConnectionAborted.into());
    }
    io.read_exact(&mut prefix[1..]).await?;
    let length = usize::try_from(u32::from_be_bytes(prefix)).unwrap_or(usize::MAX);
    if length > bytes_max {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "frame longer than its bound"));
    }
    let mut bytes = Vec::new();
    while bytes.len() < length {
        let (start, missing) = (bytes.len(), length - bytes.len());
        // As much again as has come, and at the end exactly what is missing.
        let step = missing.min(start.max(RESERVE_BYTES_MAX));
        bytes.reserve_exact(step);
        bytes.resize(start + step, 0);
        io.read_exact(&mut bytes[start..]).await?;
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
