//! The limits that figures stand beside: signature checks on all cores, and a raw sync of the disk.

use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

use chancery_ledger::key::{PublicKey, SecretKey};

use crate::figures::median;

/// Long enough to outlast a hiccup of the machine.
const VERIFY_FOR: Duration = Duration::from_secs(3);

/// Bytes of a `Sig_structure` of ours, rounded.
const SIGNED_BYTES: usize = 400;

/// Strict signature checks a second, all cores together and nothing else running.
pub fn verifications_per_second() -> f64 {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let start = Instant::now();
    let threads: Vec<_> = (0..cores)
        .map(|core| {
            std::thread::spawn(move || {
                let key = SecretKey::from_seed(&[u8::try_from(core).unwrap_or(0) + 1; 32]);
                let message = [7; SIGNED_BYTES];
                let (public, signature) = (key.public(), key.sign(&message));
                count(&public, &message, &signature, start)
            })
        })
        .collect();
    let checked: u64 = threads.into_iter().map(|thread| thread.join().unwrap()).sum();
    checked as f64 / start.elapsed().as_secs_f64()
}

fn count(public: &PublicKey, message: &[u8], signature: &[u8; 64], start: Instant) -> u64 {
    let mut checked = 0;
    while start.elapsed() < VERIFY_FOR {
        for _ in 0..64 {
            std::hint::black_box(public).verify(message, signature).unwrap();
        }
        checked += 64;
    }
    checked
}

/// Milliseconds that an append of `bytes` with its sync takes, in the middle of `times`.
pub fn sync_ms(dir: &Path, bytes: usize, times: usize) -> f64 {
    let path = dir.join("raw");
    let mut file = File::create(&path).unwrap();
    let block = vec![9; bytes];
    let taken = (0..times)
        .map(|_| {
            let start = Instant::now();
            file.write_all(&block).unwrap();
            file.sync_all().unwrap();
            start.elapsed().as_secs_f64() * 1000.0
        })
        .collect();
    std::fs::remove_file(path).unwrap();
    median(taken)
}
