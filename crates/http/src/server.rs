//! Serves the API on the socket of a data directory, until it is told to stop.
//!
//! Invariant: at most [`CONNECTIONS_MAX`] connections at once; further ones wait in the kernel's queue.

use std::{
    future::{Future, IntoFuture},
    path::Path,
    time::Duration,
};

use chancery_node::Desk;
use tokio::{sync::watch, time::timeout};

use crate::{
    routes::{self, Office},
    socket::{self, Socket, SocketError},
};

mod gate;

/// The operator, a console and a dozen scripts; each costs a task and two small buffers.
const CONNECTIONS_MAX: usize = 64;

/// A publication that has begun may end; a stalled reader is not waited for.
const STOP_WAIT_MAX: Duration = Duration::from_secs(5);

/// A socket on which nobody is answered yet.
#[derive(Debug)]
pub struct Server {
    socket: Socket,
}

impl Server {
    /// Opens the socket; until [`Server::serve`] runs, clients wait.
    ///
    /// # Errors
    /// When the path is too long, or somebody answers there, or the system refuses.
    pub async fn bind(path: &Path) -> Result<Server, SocketError> {
        Ok(Server { socket: socket::bind(path).await? })
    }

    /// Answers until `stop` is ready; then lets what has begun end, for a few seconds.
    pub async fn serve(self, desk: Desk, stop: impl Future<Output = ()> + Send) {
        let Socket { listener, file } = self.socket;
        let (stopped, stopping) = watch::channel(());
        let table = routes::service(Office { desk, stopping: stopping.clone() });
        let listener = gate::Gate::new(listener, CONNECTIONS_MAX);
        let mut graceful = stopping;
        let serving = axum::serve(listener, table)
            .with_graceful_shutdown(async move {
                // An error says that the sender is gone, which is the same wish.
                let _either = graceful.changed().await;
            })
            .into_future();
        let mut serving = std::pin::pin!(serving);
        tokio::select! {
            _ = &mut serving => {}
            () = stop => {
                drop(stopped);
                if timeout(STOP_WAIT_MAX, serving).await.is_err() {
                    tracing::info!("connections were still open when the server stopped");
                }
            }
        }
        drop(file);
    }
}

#[cfg(test)]
mod tests;
