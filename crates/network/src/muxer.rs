//! Many streams on one connection: yamux with a lowered window, and a muxer that counts bytes.
//!
//! libp2p's own yamux upgrade cannot lower the window of a connection, which is 1 GiB by default:
//! a member could make us hold that much. So the upgrade stands here, with [`YAMUX_WINDOW_BYTES`].

use std::collections::VecDeque;
use std::future::{Ready, ready};
use std::io;
use std::iter;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker, ready as ready_or_return};

use futures::io::{AsyncRead, AsyncWrite};
use libp2p::core::muxing::{StreamMuxer, StreamMuxerEvent};
use libp2p::core::upgrade::{InboundConnectionUpgrade, OutboundConnectionUpgrade, UpgradeInfo};
use yamux::{Connection, ConnectionError, Mode};

use crate::bounds::{YAMUX_STREAMS_MAX, YAMUX_WINDOW_BYTES};
use crate::meter::Meter;

/// The upgrade that puts yamux onto an encrypted TCP connection.
#[derive(Clone)]
pub(crate) struct Yamux;

fn config() -> yamux::Config {
    let mut config = yamux::Config::default();
    config.set_max_num_streams(YAMUX_STREAMS_MAX);
    config.set_max_connection_receive_window(Some(YAMUX_WINDOW_BYTES));
    config
}

impl UpgradeInfo for Yamux {
    type Info = &'static str;
    type InfoIter = iter::Once<&'static str>;

    fn protocol_info(&self) -> Self::InfoIter {
        iter::once("/yamux/1.0.0")
    }
}

impl<C> InboundConnectionUpgrade<C> for Yamux
where
    C: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    type Output = YamuxMuxer<C>;
    type Error = io::Error;
    type Future = Ready<io::Result<YamuxMuxer<C>>>;

    fn upgrade_inbound(self, io: C, _: &'static str) -> Self::Future {
        ready(Ok(YamuxMuxer::new(Connection::new(io, config(), Mode::Server))))
    }
}

impl<C> OutboundConnectionUpgrade<C> for Yamux
where
    C: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    type Output = YamuxMuxer<C>;
    type Error = io::Error;
    type Future = Ready<io::Result<YamuxMuxer<C>>>;

    fn upgrade_outbound(self, io: C, _: &'static str) -> Self::Future {
        ready(Ok(YamuxMuxer::new(Connection::new(io, config(), Mode::Client))))
    }
}

/// A yamux connection. It only moves when it is polled for inbound streams, so those that come while
/// nobody wants one are kept aside, at most [`YAMUX_STREAMS_MAX`].
pub(crate) struct YamuxMuxer<C> {
    connection: Connection<C>,
    inbound: VecDeque<yamux::Stream>,
    inbound_waker: Option<Waker>,
}

impl<C> YamuxMuxer<C>
where
    C: AsyncRead + AsyncWrite + Unpin,
{
    fn new(connection: Connection<C>) -> YamuxMuxer<C> {
        YamuxMuxer { connection, inbound: VecDeque::new(), inbound_waker: None }
    }

    fn poll_connection(
        &mut self,
        cx: &mut Context<'_>,
    ) -> Poll<Result<yamux::Stream, ConnectionError>> {
        self.connection
            .poll_next_inbound(cx)
            .map(|stream| stream.unwrap_or(Err(ConnectionError::Closed)))
    }
}

impl<C> StreamMuxer for YamuxMuxer<C>
where
    C: AsyncRead + AsyncWrite + Unpin,
{
    type Substream = yamux::Stream;
    type Error = ConnectionError;

    fn poll_inbound(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Result<yamux::Stream, ConnectionError>> {
        if let Some(stream) = self.inbound.pop_front() {
            return Poll::Ready(Ok(stream));
        }
        if let Poll::Ready(outcome) = self.poll_connection(cx) {
            return Poll::Ready(outcome);
        }
        self.inbound_waker = Some(cx.waker().clone());
        Poll::Pending
    }

    fn poll_outbound(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Result<yamux::Stream, ConnectionError>> {
        self.connection.poll_new_outbound(cx)
    }

    fn poll_close(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Result<(), ConnectionError>> {
        self.connection.poll_close(cx)
    }

    fn poll(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Result<StreamMuxerEvent, ConnectionError>> {
        let stream = ready_or_return!(self.poll_connection(cx))?;
        if self.inbound.len() < YAMUX_STREAMS_MAX {
            self.inbound.push_back(stream);
            if let Some(waker) = self.inbound_waker.take() {
                waker.wake();
            }
        }
        // There may be more: come back, and let others run in between.
        cx.waker().wake_by_ref();
        Poll::Pending
    }
}

/// A muxer whose streams count their bytes.
pub(crate) struct Metered<M> {
    inner: M,
    meter: Arc<Meter>,
}

impl<M> Metered<M> {
    pub(crate) fn new(inner: M, meter: Arc<Meter>) -> Metered<M> {
        Metered { inner, meter }
    }
}

impl<M> StreamMuxer for Metered<M>
where
    M: StreamMuxer + Unpin,
    M::Substream: Unpin,
{
    type Substream = MeteredStream<M::Substream>;
    type Error = M::Error;

    fn poll_inbound(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Result<Self::Substream, M::Error>> {
        let stream = ready_or_return!(Pin::new(&mut self.inner).poll_inbound(cx))?;
        Poll::Ready(Ok(MeteredStream { inner: stream, meter: Arc::clone(&self.meter) }))
    }

    fn poll_outbound(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Result<Self::Substream, M::Error>> {
        let stream = ready_or_return!(Pin::new(&mut self.inner).poll_outbound(cx))?;
        Poll::Ready(Ok(MeteredStream { inner: stream, meter: Arc::clone(&self.meter) }))
    }

    fn poll_close(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), M::Error>> {
        Pin::new(&mut self.inner).poll_close(cx)
    }

    fn poll(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Result<StreamMuxerEvent, M::Error>> {
        Pin::new(&mut self.inner).poll(cx)
    }
}

/// A stream that counts its bytes.
pub(crate) struct MeteredStream<S> {
    inner: S,
    meter: Arc<Meter>,
}

impl<S: AsyncRead + Unpin> AsyncRead for MeteredStream<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &mut [u8],
    ) -> Poll<io::Result<usize>> {
        let count = ready_or_return!(Pin::new(&mut self.inner).poll_read(cx, bytes))?;
        self.meter.streamed_in(count);
        Poll::Ready(Ok(count))
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for MeteredStream<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let count = ready_or_return!(Pin::new(&mut self.inner).poll_write(cx, bytes))?;
        self.meter.streamed_out(count);
        Poll::Ready(Ok(count))
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_flush(cx)
    }

    fn poll_close(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_close(cx)
    }
}
