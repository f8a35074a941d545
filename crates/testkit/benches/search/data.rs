//! The corpus on disk: written once, read by every stage, used again when seed and size agree.

use std::fs::File;
use std::io::{BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use chancery_ledger::statement::Entry;
use chancery_testkit::Corpus;

/// Raised when the generator changes what it writes.
const FORM: u32 = 1;

/// A corpus with the file that it stands in.
pub struct Data {
    pub corpus: Corpus,
    path: PathBuf,
}

impl Data {
    /// The corpus of this seed and size; it is made now unless it lies there.
    pub fn new(under: &Path, seed: u64, records: u64) -> Data {
        let path = under.join(format!("corpus-{FORM}-{seed}-{records}"));
        let data = Data { corpus: Corpus::new(seed, records), path };
        if !data.path.exists() {
            data.write();
        }
        data
    }

    fn write(&self) {
        let begun = self.path.with_extension("begun");
        let mut file = BufWriter::with_capacity(1 << 20, File::create(&begun).unwrap());
        self.corpus.write(|round| {
            for entry in &round {
                for part in [&entry.entry().statement, &entry.entry().body] {
                    file.write_all(&u32::try_from(part.len()).unwrap().to_le_bytes()).unwrap();
                    file.write_all(part).unwrap();
                }
            }
        });
        file.flush().unwrap();
        std::fs::rename(begun, &self.path).unwrap();
    }

    /// The first so many entries, in the order in which they were made.
    pub fn entries(&self, most: u64) -> impl Iterator<Item = Entry> + use<> {
        let mut file = BufReader::with_capacity(1 << 20, File::open(&self.path).unwrap());
        let mut part = move || {
            let mut length = [0; 4];
            file.read_exact(&mut length).ok()?;
            let mut bytes = vec![0; u32::from_le_bytes(length) as usize];
            file.read_exact(&mut bytes).unwrap();
            Some(bytes)
        };
        let entry = std::iter::from_fn(move || Some(Entry { statement: part()?, body: part()? }));
        entry.take(usize::try_from(most).unwrap())
    }
}
