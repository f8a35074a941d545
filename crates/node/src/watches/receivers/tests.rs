//! Laws of receivers: what is signed, what a program may do, what is posted where.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::Value;

use super::command::{CommandError, run, run_within};
use super::payload;
use super::signature::{NoSecret, Secret, hmac};
use super::telling::pause;
use super::webhook::{WebhookError, post};
use crate::config::{Carries, ReceiverSection};
use crate::watches::notice::{Hit, Notice, Raised, Several};
use crate::watches::watch::Licence;

mod tls;
pub(crate) mod vectors;

/// The example of the Standard Webhooks specification.
const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn hmac_gives_what_rfc_4231_says() {
    let cases: [(&[u8], &[u8], &str); 3] = [
        (
            &[0x0b; 20],
            b"Hi There",
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
        ),
        (
            b"Jefe",
            b"what do ya want for nothing?",
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
        ),
        (
            &[0xaa; 131],
            b"Test Using Larger Than Block-Size Key - Hash Key First",
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
        ),
    ];
    for (key, message, digest) in cases {
        assert_eq!(hex(&hmac(key, message)), digest);
    }
}

#[test]
fn signature_is_that_of_the_standard_webhooks_example() {
    let secret = Secret::read(format!("{SECRET}\n").as_bytes()).unwrap();
    let signed =
        secret.sign("msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, br#"{"test": 2432232314}"#);
    assert_eq!(signed, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
}

#[test]
fn what_is_no_secret_is_refused() {
    for text in ["", "whsec_", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_AAAA", "whsec_MfKQ9r8G*"]
    {
        assert_eq!(Secret::read(text.as_bytes()).err(), Some(NoSecret), "{text:?}");
    }
    let long = format!("whsec_{}", "A".repeat(88));
    assert_eq!(Secret::read(long.as_bytes()).err(), Some(NoSecret), "66 bytes");
    assert_eq!(Secret::read(&[0xff, 0xfe]).err(), Some(NoSecret));
}

fn notice() -> Notice {
    Notice {
        number: 7,
        watch: 1,
        name: "towers".into(),
        raised: Raised::Changed,
        reference: "EE-2026-0001".into(),
        id: "ab".repeat(32),
        version: "cd".repeat(32),
        version_number: 2,
        kind: "threat-advisory".into(),
        title: "The title".into(),
        state: "EE".into(),
        exercise: true,
        changes: vec!["corrected: error".into()],
        party: Some(Hit {
            name: "Example Trading Limited".into(),
            key: Some("buyer".into()),
            score: 910,
            reasons: vec!["the names agree".into()],
        }),
        licence: Some(Licence { number: "L-17".into(), granted: "2026-01-01".into() }),
        several: None,
        noticed_at_s: 1_700_000_000,
        done: false,
        todo: "read it".into(),
    }
}

#[test]
fn least_carries_neither_who_is_watched_nor_what_the_record_says() {
    let id = payload::id("0011223344556677", 7);
    let least: Value =
        serde_json::from_slice(&payload::body(Carries::Least, &id, &notice())).unwrap();
    let fields: Vec<&String> = least["data"].as_object().unwrap().keys().collect();
    let wanted = ["id", "number", "watch", "raised", "exercise", "reference", "record", "kind"];
    assert_eq!(fields, wanted);
    assert_eq!(least["type"], "chancery.notice");
    assert_eq!(least["timestamp"], "2023-11-14T22:13:20Z");
    let all: Value = serde_json::from_slice(&payload::body(Carries::All, &id, &notice())).unwrap();
    assert_eq!(all["data"]["party"]["name"], "Example Trading Limited");
    assert_eq!(all["data"]["licence"]["number"], "L-17");
    assert_eq!(all["data"]["changes"][0], "corrected: error");
    let references = vec!["EE-2026-0001".to_owned()];
    let several = Several { matches: 9, changed: 0, ceased: 1, references };
    let many = Notice { raised: Raised::Several, several: Some(several), ..notice() };
    let many: Value = serde_json::from_slice(&payload::body(Carries::Least, &id, &many)).unwrap();
    assert_eq!(many["data"]["matches"], 9);
    assert_eq!(many["data"]["references"][0], "EE-2026-0001");
    assert!(many["data"].get("reference").is_none());
}

/// A program in a folder of its own.
fn script(folder: &Path, text: &str) -> String {
    let path = folder.join("hook");
    std::fs::write(&path, format!("#!/bin/sh\n{text}\n")).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o700)).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn program_gets_the_document_and_its_arguments_and_nothing_of_the_environment() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let program = script(folder.path(), "cat > \"$1\"; env | cut -d= -f1 | sort >> \"$1\"");
    let long = vec![b'x'; 300_000];
    run(&program, &[out.to_str().unwrap().to_owned()], long.clone()).unwrap();
    let text = std::fs::read(&out).unwrap();
    assert_eq!(text[..long.len()], long[..]);
    let rest = String::from_utf8(text[long.len()..].to_vec()).unwrap();
    let names: Vec<&str> = rest.split_whitespace().collect();
    let ours = ["PATH", "PWD", "OLDPWD", "SHLVL", "_"];
    assert!(names.contains(&"PATH") && names.iter().all(|name| ours.contains(name)), "{names:?}");
}

#[test]
fn program_that_fails_says_why_and_one_that_reads_nothing_is_fine() {
    let folder = tempfile::tempdir().unwrap();
    let program = script(folder.path(), "echo 'no room' >&2; yes >&2 & exit 3");
    let error = run(&program, &[], vec![b'x'; 300_000]).unwrap_err();
    let CommandError::Failed { said, status, .. } = &error else { panic!("{error:?}") };
    assert_eq!((said.as_str(), status.code()), ("no room", Some(3)));
    let program = script(folder.path(), "exit 0");
    run(&program, &[], vec![b'x'; 300_000]).unwrap();
    let error = run("/nowhere/hook", &[], Vec::new()).unwrap_err();
    assert!(matches!(error, CommandError::Start { .. }), "{error:?}");
}

#[test]
fn program_that_does_not_end_is_ended_with_all_that_it_has_started() {
    let folder = tempfile::tempdir().unwrap();
    let mark = folder.path().join("mark");
    // What it leaves behind holds its output open, and would go on writing.
    let text = "(while :; do echo x >> \"$1\"; sleep 0.01; done) & sleep 600";
    let program = script(folder.path(), text);
    let arguments = [mark.to_str().unwrap().to_owned()];
    let time = Duration::from_millis(300);
    let error = run_within(time, &program, &arguments, Vec::new()).unwrap_err();
    assert!(matches!(error, CommandError::TooLong { .. }), "{error:?}");
    let length = || std::fs::metadata(&mark).map_or(0, |mark| mark.len());
    let then = length();
    std::thread::sleep(Duration::from_millis(100));
    assert_eq!(then, length(), "nothing of it writes any more");
}

/// A server that answers so many requests with these statuses, and gives what it was sent.
fn server(answers: &'static [&'static str]) -> (String, std::thread::JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/hook", listener.local_addr().unwrap());
    let serving = std::thread::spawn(move || {
        let answer = |answer: &&str| {
            let (mut stream, _) = listener.accept().unwrap();
            let request = read_request(&mut stream);
            let head =
                format!("HTTP/1.1 {answer}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
            stream.write_all(head.as_bytes()).unwrap();
            request
        };
        answers.iter().map(answer).collect()
    });
    (url, serving)
}

fn read_request(stream: &mut TcpStream) -> String {
    let (mut bytes, mut piece) = (Vec::new(), [0; 4096]);
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some(end) = text.find("\r\n\r\n") {
            let length = text.to_ascii_lowercase();
            let length = length.split("content-length: ").nth(1).unwrap();
            let length: usize = length.split("\r\n").next().unwrap().parse().unwrap();
            if bytes.len() >= end + 4 + length {
                return text;
            }
        }
        let read = stream.read(&mut piece).unwrap();
        assert!(read > 0, "cut off: {text}");
        bytes.extend_from_slice(&piece[..read]);
    }
}

fn webhook(folder: &Path, url: &str) -> ReceiverSection {
    let secret_file = folder.join("secret");
    std::fs::write(&secret_file, SECRET).unwrap();
    std::fs::set_permissions(&secret_file, std::fs::Permissions::from_mode(0o600)).unwrap();
    ReceiverSection {
        name: "desk".into(),
        command: Vec::new(),
        url: url.to_owned(),
        secret_file,
        roots_file: PathBuf::new(),
        carries: Carries::Least,
        watches: Vec::new(),
    }
}

#[test]
fn what_is_posted_is_signed_and_only_a_good_status_means_that_it_was_taken() {
    let folder = tempfile::tempdir().unwrap();
    let (url, serving) =
        server(&["204 No Content", "503 Later", "302 Found\r\nlocation: http://127.0.0.1:1/"]);
    let receiver = webhook(folder.path(), &url);
    post(&receiver, "notice_1_1", 1_700_000_000, b"{}").unwrap();
    let refused = post(&receiver, "notice_1_2", 1_700_000_000, b"{}").unwrap_err();
    assert!(matches!(refused, WebhookError::Refused { status: 503 }), "{refused:?}");
    let redirected = post(&receiver, "notice_1_3", 1_700_000_000, b"{}").unwrap_err();
    assert!(matches!(redirected, WebhookError::Refused { status: 302 }), "{redirected:?}");
    let requests = serving.join().unwrap();
    let signature =
        Secret::read(SECRET.as_bytes()).unwrap().sign("notice_1_1", 1_700_000_000, b"{}");
    for line in [
        "POST /hook HTTP/1.1",
        "webhook-id: notice_1_1",
        "webhook-timestamp: 1700000000",
        &format!("webhook-signature: {signature}"),
        "content-type: application/json",
    ] {
        assert!(requests[0].lines().any(|sent| sent == line), "{line} in {}", requests[0]);
    }
    let unreached = post(&receiver, "notice_1_4", 1_700_000_000, b"{}").unwrap_err();
    assert!(matches!(unreached, WebhookError::Unreached(_)), "{unreached:?}");
}

#[test]
fn secret_that_others_may_read_signs_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let receiver = webhook(folder.path(), "http://127.0.0.1:1/");
    let mode = std::fs::Permissions::from_mode(0o640);
    std::fs::set_permissions(&receiver.secret_file, mode).unwrap();
    let error = post(&receiver, "notice_1_1", 1, b"{}").unwrap_err();
    assert!(matches!(error, WebhookError::File(_)), "{error:?}");
    assert!(!crate::causes(&error).contains("whsec"), "{error:?}");
}

#[test]
fn pauses_grow_and_end_at_a_quarter_of_an_hour() {
    let pauses: Vec<u64> = (1..=12).map(|failures| pause(failures).as_secs()).collect();
    assert_eq!(pauses, [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]);
    assert_eq!(pause(u32::MAX).as_secs(), 900);
}
