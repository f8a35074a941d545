//! The API over a real socket and a real node: what is promised is answered, what does not belong is refused.

use std::path::PathBuf;

use chancery_node::{
    Node,
    data_dir::DataDir,
    data_dir::{Founding, init},
    exercise::create_network,
};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::UnixStream,
    sync::oneshot,
    task::JoinHandle,
};

use super::*;
use crate::{Client, ClientError, Fault, Listing, view::FsckView, view::SummaryView};

const EXAMPLE: &str = include_str!("../../../../docs/reference/example-threat-advisory.json");

/// A node of a network of one, which needs nobody to sign, and its server.
struct Served {
    client: Client,
    socket: PathBuf,
    stop: oneshot::Sender<()>,
    serving: JoinHandle<()>,
    node: Node,
    _dir: tempfile::TempDir,
}

impl Served {
    async fn start() -> Served {
        let root = tempfile::tempdir().unwrap();
        let state = "EE".parse().unwrap();
        let network = create_network("t", &[state], &root.path().join("net"), None, 1).unwrap();
        let listen = ["/ip4/127.0.0.1/udp/0/quic-v1".to_owned()];
        let founding = Founding {
            genesis: &network.genesis,
            identity: &network.identities[0].1,
            listen: &listen,
            peers: &[],
            acts: &[],
            passphrase: None,
        };
        init(&root.path().join("ee"), founding).unwrap();
        let dir = DataDir::open(&root.path().join("ee")).unwrap();
        let server = Server::bind(&dir.socket()).await.unwrap();
        let node = Node::start(&dir, dir.read_config().unwrap()).await.unwrap();
        let (stop, stopped) = oneshot::channel();
        let serving = tokio::spawn(server.serve(node.desk(), async {
            let _either = stopped.await;
        }));
        let socket = dir.socket();
        Served { client: Client::new(&socket), socket, stop, serving, node, _dir: root }
    }

    async fn end(self) {
        drop(self.stop);
        self.serving.await.unwrap();
        self.node.stop().await;
    }

    /// One request, byte for byte; the status and the body.
    async fn raw(&self, head: &str, body: &[u8]) -> (u16, Vec<u8>) {
        let mut stream = UnixStream::connect(&self.socket).await.unwrap();
        let length = body.len();
        let head = format!(
            "{head} HTTP/1.1\r\nhost: node\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n"
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        // A server that has refused already may not read on.
        let _closed = stream.write_all(body).await;
        let mut answer = Vec::new();
        let _reset = stream.read_to_end(&mut answer).await;
        let text = String::from_utf8_lossy(&answer);
        let status = text.split(' ').nth(1).and_then(|status| status.parse().ok());
        let at = text.find("\r\n\r\n").map_or(answer.len(), |at| at + 4);
        (status.unwrap_or_else(|| panic!("{text}")), answer[at..].to_vec())
    }

    async fn refusals(&self, reason: &str) -> u64 {
        let status = self.client.status().await.unwrap();
        status.refusals.get(reason).and_then(Value::as_u64).unwrap_or(0)
    }
}

fn refused(error: ClientError) -> (u16, Fault) {
    match error {
        ClientError::Refused { status, fault } => (status, fault),
        other => panic!("{other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_published_is_listed_shown_verified_and_copied() {
    let served = Served::start().await;
    let client = &served.client;
    let published = client.publish(EXAMPLE.to_owned()).await.unwrap();
    assert_eq!((published.state.as_str(), published.epoch, published.seq), ("EE", 0, 1));
    let listed = client.list(&Listing::default()).await.unwrap().records;
    assert_eq!(listed.len(), 1);
    assert_eq!(listed[0].id, published.id);
    assert_eq!(listed[0].reported_by, ["EE"]);
    assert_eq!((listed[0].held_by.len(), listed[0].members), (1, 1));
    for name in [&published.reference, &published.id, &published.id[..8].to_owned()] {
        let shown = client.show(name).await.unwrap();
        assert_eq!(shown.summary, listed[0]);
        assert_eq!(shown.record, serde_json::from_str::<Value>(EXAMPLE).unwrap());
        assert!(client.verify(name).await.unwrap().verified);
    }
    let copy = client.copy(&published.reference).await.unwrap();
    let copy = chancery_ledger::statement::SignedCopy::decode(&copy).unwrap();
    let path = format!("GET /v1/records/{}", published.reference);
    let (status, statement) = served.raw(&format!("{path}/statement"), b"").await;
    assert_eq!((status, statement), (200, copy.entry.statement));
    let (status, body) = served.raw(&format!("{path}/body"), b"").await;
    assert_eq!((status, body), (200, copy.entry.body));
    assert_eq!(client.logs().await.unwrap()[0].tip, published.id);
    served.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_does_not_belong_is_refused_in_one_shape_and_counted() {
    let served = Served::start().await;
    let long = vec![b' '; 1024 * 1024 + 1];
    let name = "x".repeat(65);
    let table: [(String, &[u8], u16, &str); 11] = [
        ("GET /".into(), b"", 404, "http-no-route"),
        ("GET /v2/records".into(), b"", 404, "http-no-route"),
        ("DELETE /v1/records".into(), b"", 405, "http-no-method"),
        ("GET /v1/records?states=EE".into(), b"", 400, "http-bad-request"),
        ("GET /v1/records?state=Estonia".into(), b"", 400, "http-bad-request"),
        ("GET /v1/records?since=yesterday".into(), b"", 400, "http-bad-request"),
        ("GET /v1/records?limit=10001".into(), b"", 400, "http-bad-request"),
        (format!("GET /v1/records/{name}"), b"", 400, "http-bad-request"),
        ("POST /v1/records?override=all".into(), b"{}", 400, "http-bad-request"),
        ("POST /v1/records".into(), b"\xff", 400, "http-bad-request"),
        ("POST /v1/records".into(), &long, 413, "http-too-large"),
    ];
    for (head, body, expected, reason) in table {
        let before = served.refusals(reason).await;
        let (status, answer) = served.raw(&head, body).await;
        assert_eq!(status, expected, "{head}");
        let fault: Fault = serde_json::from_slice(&answer).unwrap();
        assert!(!fault.error.is_empty() && !fault.hint.is_empty(), "{head} gave {fault:?}");
        assert_eq!(served.refusals(reason).await, before + 1, "{head}");
    }
    served.client.publish(EXAMPLE.to_owned()).await.expect("the node keeps serving");
    served.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_that_is_none_is_refused_with_every_place_that_is_wrong() {
    let served = Served::start().await;
    let mut record: Value = serde_json::from_str(EXAMPLE).unwrap();
    record["kind"] = json!("rumour");
    record["handling"]["tlp"] = json!("TLP:PINK");
    let (status, fault) = refused(served.client.publish(record.to_string()).await.unwrap_err());
    assert_eq!(status, 422);
    assert!(!fault.violations.is_empty(), "{fault:?}");
    assert_eq!(served.refusals("http-not-a-record").await, 1);
    let mut other: Value = serde_json::from_str(EXAMPLE).unwrap();
    other["originator"]["state"] = json!("KR");
    let (status, _) = refused(served.client.publish(other.to_string()).await.unwrap_err());
    assert_eq!(status, 422);
    assert_eq!(served.client.list(&Listing::default()).await.unwrap().records, []);
    served.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_that_nothing_has_is_not_found() {
    let served = Served::start().await;
    let error = served.client.show("EE-2026-0001").await.unwrap_err();
    assert_eq!(refused(error).0, 404);
    let error = served.client.verify("00112233").await.unwrap_err();
    assert_eq!(refused(error).0, 404);
    served.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_watcher_hears_what_arrives_until_the_server_stops() {
    let served = Served::start().await;
    let mut events = served.client.watch().await.unwrap();
    let published = served.client.publish(EXAMPLE.to_owned()).await.unwrap();
    let event = events.next().await.unwrap().expect("an arrival");
    assert_eq!(event.name, "arrival");
    assert_eq!(event.json::<SummaryView>().unwrap().id, published.id);
    served.end().await;
    assert_eq!(events.next().await.unwrap(), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_check_of_everything_ends_with_its_result() {
    let served = Served::start().await;
    served.client.publish(EXAMPLE.to_owned()).await.unwrap();
    let mut events = served.client.fsck().await.unwrap();
    let last = loop {
        let event = events.next().await.unwrap().expect("a result at the end");
        if event.name != "progress" {
            break event;
        }
    };
    assert_eq!(last.name, "result");
    let result: FsckView = last.json().unwrap();
    assert_eq!((result.clean, result.problems), (true, Vec::new()));
    served.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_server_on_the_same_directory_is_refused() {
    let served = Served::start().await;
    assert!(matches!(Server::bind(&served.socket).await, Err(SocketError::InUse { .. })));
    let socket = served.socket.clone();
    served.end().await;
    assert!(!socket.exists());
}
