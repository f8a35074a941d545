//! `chancery run`: the node itself, until Ctrl-C or SIGTERM.
//!
//! Invariant: "ready" is said when the API answers and the listeners are open, not before; and the first signal
//! lets what has begun end, while a second one does not wait.

use std::io;

use chancery_http::{Server, view::StatusView};
use chancery_node::{Node, data_dir::DataDir, telemetry};
use serde_json::json;
use tokio::sync::oneshot;

use super::signals::Signals;
use crate::{arguments::Place, exit::Exit, failure::Failure, screen::visible};

/// Run the node: prints where it listens and when it is ready; Ctrl-C or SIGTERM stops it
#[derive(Debug, clap::Args)]
pub(crate) struct Run {
    /// Stop also when standard input ends, so that the node does not outlive what started it
    #[arg(long)]
    until_input_ends: bool,
}

impl Run {
    pub(super) async fn run(&self, place: &Place) -> Result<Exit, Failure> {
        let dir = DataDir::open(place.dir()?)?;
        let config = dir.read_config()?;
        telemetry::start(&config).map_err(|error| Failure::of(&error, error.hint()))?;
        let mut signals = Signals::new()?;
        let mut input_end = self.until_input_ends.then(input_end);
        // The socket first: it says that a node runs here already before the store has to.
        let server =
            Server::bind(&dir.socket()).await.map_err(|error| Failure::of(&error, error.hint()))?;
        let node =
            Node::start(&dir, config).await.map_err(|error| Failure::of(&error, error.hint()))?;
        let desk = node.desk();
        let (stop, stopped) = oneshot::channel::<()>();
        let serving = tokio::spawn(server.serve(node.desk(), async {
            // An error says that this command has let go of it, which is the wish.
            let _either = stopped.await;
        }));
        let told = tell(place, &dir, &node).await;
        let ended = match &told {
            Err(_) => Ended::Asked,
            Ok(()) => tokio::select! {
                () = signals.next() => Ended::Asked,
                () = ended(input_end.as_mut()) => Ended::Asked,
                () = desk.stopped() => Ended::ByItself,
            },
        };
        let hard = tokio::spawn(async move {
            signals.next().await;
            // Everything that was promised is durable already; the rest is fetched again.
            std::process::exit(Exit::Refused.code().into());
        });
        drop((stop, desk));
        // Server and node each have their own bound for what has begun.
        let _ended = serving.await;
        node.stop().await;
        hard.abort();
        told?;
        match ended {
            Ended::Asked => Ok(Exit::Done),
            Ended::ByItself => Err(Failure::new(
                "the node has stopped by itself",
                "its log says why; `chancery fsck` checks what it holds",
            )),
        }
    }
}

enum Ended {
    Asked,
    ByItself,
}

/// Ready when standard input has ended. A thread of its own reads it, because one of the runtime's would keep the
/// process from ending.
fn input_end() -> oneshot::Receiver<()> {
    let (ended, end) = oneshot::channel();
    std::thread::spawn(move || {
        // An error is an end as well, and so is a node that has stopped.
        let _either = io::copy(&mut io::stdin().lock(), &mut io::sink());
        drop(ended);
    });
    end
}

/// Waits for it, or for ever where there is nothing to wait for.
async fn ended(end: Option<&mut oneshot::Receiver<()>>) {
    match end {
        Some(end) => {
            let _ended = end.await;
        }
        None => std::future::pending().await,
    }
}

async fn tell(place: &Place, dir: &DataDir, node: &Node) -> Result<(), Failure> {
    let status = node.desk().status().await;
    let status: StatusView = status.map_err(|error| Failure::of(&error, error.hint()))?.into();
    let socket = dir.socket();
    let document = json!({
        "ready": true,
        "state": status.state,
        "authority": status.authority,
        "network": status.network,
        "members": status.members,
        "listening": node.listening(),
        "socket": socket,
    });
    place.screen().answer(&document, |_| {
        let mut text = format!(
            "{}/{} of {}, {} members\n",
            status.state,
            status.authority,
            visible(&status.network),
            status.members
        );
        for address in node.listening() {
            text += &format!("listening on {address}\n");
        }
        text += &visible(&format!("ready: the API answers at {}", socket.display()));
        text + "\n"
    })
}
