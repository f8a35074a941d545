//! A node in a process of its own: the child's side, and the handle that the bench holds.
//!
//! The child prints where it listens, then answers each line `report` with one line of JSON. Its clock
//! starts when the node has started, so that opening a store is not counted as catching up.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use chancery_node::{Node, config::Config, data_dir::DataDir};
use serde_json::{Value, json};

/// How often the child looks whether it has everything: 1 % of a second.
const LOOK: Duration = Duration::from_millis(10);

/// The child's side: `serve DIR ENTRIES`.
pub fn serve(words: &[String]) {
    let dir = DataDir::open(Path::new(&words[0])).unwrap();
    let wanted: u64 = words[1].parse().unwrap();
    let config = Config::load(&dir.config()).unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let node = Node::start(&dir, config).await.unwrap();
        let start = Instant::now();
        println!("{}", json!({ "listening": node.listening() }));
        let mut lines = lines();
        let mut whole_s = None;
        loop {
            tokio::select! {
                line = lines.recv() => match line.as_deref() {
                    Some("report") => println!("{}", report(&node, start, whole_s).await),
                    _ => break,
                },
                () = tokio::time::sleep(LOOK), if whole_s.is_none() => {
                    if entries(&node).await >= wanted {
                        whole_s = Some(start.elapsed().as_secs_f64());
                    }
                }
            }
        }
        node.stop().await;
    });
}

fn lines() -> tokio::sync::mpsc::Receiver<String> {
    let (sender, receiver) = tokio::sync::mpsc::channel(1);
    std::thread::spawn(move || {
        for line in std::io::stdin().lines().map_while(Result::ok) {
            if sender.blocking_send(line).is_err() {
                break;
            }
        }
    });
    receiver
}

async fn entries(node: &Node) -> u64 {
    node.desk().status().await.unwrap().logs.iter().map(|log| log.seq + 1).sum()
}

async fn report(node: &Node, start: Instant, whole_s: Option<f64>) -> Value {
    let traffic = node.traffic();
    json!({
        "entries": entries(node).await,
        "whole_s": whole_s,
        "uptime_s": start.elapsed().as_secs_f64(),
        "peers": node.desk().status().await.unwrap().peers,
        "bytes_in": traffic.bytes_in,
        "bytes_out": traffic.bytes_out,
        "payload_in": traffic.payload_in,
        "payload_out": traffic.payload_out,
        "peak_kib": peak_kib(),
        "cpu_s": cpu_s(),
        "store_bytes": node.desk().status().await.unwrap().store_bytes,
    })
}

/// The most memory that this process has held, in KiB, as the kernel counts it.
fn peak_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

/// Seconds that this process has computed, on all cores, in hundredths as the kernel counts them.
fn cpu_s() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap();
    let after_name = stat.rsplit(')').next().unwrap();
    let ticks = |at: usize| after_name.split_whitespace().nth(at).unwrap().parse::<f64>().unwrap();
    (ticks(11) + ticks(12)) / 100.0
}

/// A running child.
pub struct Served {
    child: Child,
    orders: ChildStdin,
    answers: BufReader<ChildStdout>,
    pub address: String,
}

impl Served {
    /// Starts a node on a data directory; it has everything once it holds `entries`.
    pub fn start(dir: &Path, entries: u64) -> Served {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["serve", dir.to_str().unwrap(), &entries.to_string()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let orders = child.stdin.take().unwrap();
        let answers = BufReader::new(child.stdout.take().unwrap());
        let mut served = Served { child, orders, answers, address: String::new() };
        let listening = served.answer();
        served.address = listening["listening"][0].as_str().unwrap().to_owned();
        served
    }

    /// What it says of itself now.
    pub fn report(&mut self) -> Value {
        self.orders.write_all(b"report\n").unwrap();
        self.answer()
    }

    /// Waits until it has everything; gives its report.
    pub fn wait_whole(&mut self) -> Value {
        loop {
            let report = self.report();
            if !report["whole_s"].is_null() {
                return report;
            }
            std::thread::sleep(Duration::from_millis(200));
        }
    }

    fn answer(&mut self) -> Value {
        let mut line = String::new();
        self.answers.read_line(&mut line).unwrap();
        serde_json::from_str(&line).unwrap()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // A line that it does not know ends it; one that is gone already needs nothing.
        let _ = self.orders.write_all(b"end\n");
        let _ = self.child.wait();
    }
}
