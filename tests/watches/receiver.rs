//! A server of the operator's own: takes notices, and checks who signed them as the specification says, by its
//! own code.

use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chancery_encoding::Digest;
use serde_json::Value;

/// What it shares with its thread.
#[derive(Default)]
struct Shared {
    taken: Mutex<Vec<Value>>,
    /// So many are refused before the next is taken.
    refusing: AtomicU32,
    ends: AtomicBool,
}

/// A server that runs until it is dropped.
pub(super) struct Receiver {
    shared: Arc<Shared>,
    serving: Option<JoinHandle<()>>,
}

impl Receiver {
    /// Listens on a port of this machine.
    pub(super) fn listen(port: u16, secret: &[u8], refusing: u32) -> Receiver {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).expect("because it is free");
        listener.set_nonblocking(true).expect("because every system can");
        let shared = Arc::new(Shared { refusing: refusing.into(), ..Shared::default() });
        let (of_thread, secret) = (Arc::clone(&shared), secret.to_vec());
        let serving = thread::spawn(move || {
            while !of_thread.ends.load(Ordering::Relaxed) {
                match listener.accept() {
                    Ok((stream, _)) => of_thread.serve(stream, &secret),
                    Err(_) => thread::sleep(Duration::from_millis(5)),
                }
            }
        });
        Receiver { shared, serving: Some(serving) }
    }

    /// What it has taken, in order.
    pub(super) fn taken(&self) -> Vec<Value> {
        self.shared.taken.lock().expect("because nobody panics with it").clone()
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.shared.ends.store(true, Ordering::Relaxed);
        // A panic in it is seen in what it has not taken.
        drop(self.serving.take().map(JoinHandle::join));
    }
}

impl Shared {
    fn serve(&self, mut stream: TcpStream, secret: &[u8]) {
        stream.set_nonblocking(false).expect("because every system can");
        let (head, body) = request(&mut stream);
        let refuses = self.refusing.load(Ordering::Relaxed) > 0;
        let status = if refuses {
            self.refusing.fetch_sub(1, Ordering::Relaxed);
            "503 Service Unavailable"
        } else if is_signed(&head, &body, secret) {
            let document = serde_json::from_slice(&body).expect("because it is JSON");
            self.taken.lock().expect("because nobody panics with it").push(document);
            "204 No Content"
        } else {
            "401 Unauthorized"
        };
        let answer = format!("HTTP/1.1 {status}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
        // Whoever asked may have been killed meanwhile.
        drop(stream.write_all(answer.as_bytes()));
    }
}

fn request(stream: &mut TcpStream) -> (String, Vec<u8>) {
    let (mut bytes, mut piece) = (Vec::new(), [0; 4096]);
    loop {
        if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            let head = String::from_utf8_lossy(&bytes[..end]).to_ascii_lowercase();
            let length = header(&head, "content-length").and_then(|text| text.parse().ok());
            if bytes.len() >= end + 4 + length.unwrap_or(0_usize) {
                let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
                return (head, bytes[end + 4..].to_vec());
            }
        }
        match stream.read(&mut piece) {
            Ok(0) | Err(_) => return (String::new(), Vec::new()),
            Ok(read) => bytes.extend_from_slice(&piece[..read]),
        }
    }
}

fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    head.lines().find_map(|line| {
        let (found, value) = line.split_once(':')?;
        found.eq_ignore_ascii_case(name).then(|| value.trim())
    })
}

fn is_signed(head: &str, body: &[u8], secret: &[u8]) -> bool {
    let (Some(id), Some(at), Some(signature)) = (
        header(head, "webhook-id"),
        header(head, "webhook-timestamp"),
        header(head, "webhook-signature"),
    ) else {
        return false;
    };
    let signed = [format!("{id}.{at}.").as_bytes(), body].concat();
    let pad = |with: u8| -> Vec<u8> {
        (0..64).map(|at| secret.get(at).copied().unwrap_or(0) ^ with).collect()
    };
    let inner = Digest::of(&[pad(0x36), signed].concat());
    let outer = Digest::of(&[pad(0x5c), inner.as_bytes().to_vec()].concat());
    signature == format!("v1,{}", STANDARD.encode(outer.as_bytes()))
}
