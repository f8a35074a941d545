//! The operator's guides, run word for word: every line of `docs/operating/` goes through a
//! shell, with real nodes, and what the page shows of the answers is held against what is said today.
//!
//! Only what differs between two runs is masked: numbers, hashes, keys and their words. Ports are replaced, because
//! those of the page may be taken. What a node has to hear from others first is asked for until it has.

mod page;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;
use time::OffsetDateTime;

use crate::harness::{Node, command, eventually, free_port};
use page::{Act, Step, missing, steps};

/// What the states of the page type when they are asked for the passphrase of a root key.
const PASSPHRASE: &str = "a long passphrase of the root";

/// A folder in which the page is acted, and its nodes.
struct Stage {
    folder: TempDir,
    nodes: BTreeMap<String, Node>,
    path: String,
}

/// What a line of the page answered.
struct Said {
    is_ok: bool,
    out: String,
    err: String,
}

impl Stage {
    fn new() -> Self {
        // Short, because a socket's path has room for 107 bytes.
        let folder = tempfile::Builder::new().prefix("chy-").tempdir();
        let folder = folder.expect("because a temporary folder can be made");
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        std::os::unix::fs::symlink(root.join("docs"), folder.path().join("docs"))
            .expect("because the folder is ours");
        let binary = Path::new(env!("CARGO_BIN_EXE_chancery"));
        let tools = binary.parent().expect("because a binary lies in a folder").display();
        let path = format!("{tools}:{}", std::env::var("PATH").unwrap_or_default());
        Self { folder, nodes: BTreeMap::new(), path }
    }

    fn dir(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn start(&mut self, name: &str) -> String {
        let mut node = Node::at(name, self.dir(name));
        let mut run = command(&["run", "--dir", name]);
        run.current_dir(self.folder.path());
        let before = node.log();
        node.start_as(run);
        let said = eventually("a node to say that it is ready", || {
            let said = node.log().split_off(before.len());
            if said.contains("ready") { Ok(said) } else { Err(said) }
        });
        self.nodes.insert(name.to_owned(), node);
        said
    }

    fn stop(&mut self, name: &str) {
        let mut node = self.nodes.remove(name).unwrap_or_else(|| panic!("{name} does not run"));
        node.stop();
    }

    fn shell(&self, line: &str) -> Said {
        let ran = Command::new("sh")
            .args(["-ec", line])
            .current_dir(self.folder.path())
            .env("PATH", &self.path)
            .env("CHANCERY_PASSPHRASE", PASSPHRASE)
            .env("COLUMNS", "100")
            .env_remove("CHANCERY_DIR")
            .output()
            .expect("because every system has a shell");
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Said { is_ok: ran.status.success(), out: text(&ran.stdout), err: text(&ran.stderr) }
    }

    /// Runs a line and holds its answer against the page.
    fn expect(&self, step: &Step, line: &str) {
        let refused = step.shown.iter().any(|line| line.starts_with("error:"));
        let look = || {
            let said = self.shell(line);
            let whole = format!("{}{}", said.out, said.err);
            if said.is_ok == refused {
                return Err(format!("`{line}` ended otherwise than the page says:\n{whole}"));
            }
            match missing(&step.shown, &whole) {
                None => Ok(()),
                Some(lines) => Err(format!("`{line}` does not say\n{lines}\nbut\n{whole}")),
            }
        };
        if step.only_reads() {
            eventually("the answer that the page shows", look);
        } else if let Err(error) = look() {
            panic!("{error}");
        }
    }
}

fn page(name: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let page = fs::read_to_string(root.join("docs/operating").join(name));
    let mut page = page.expect("because the page is there");
    for port in ["7431", "7432", "7433", "7434", "7435", "7436"] {
        page = page.replace(port, &free_port().to_string());
    }
    // The pages were written in that year, and references name the year in which they are given.
    page.replace("2026-", &format!("{}-", OffsetDateTime::now_utc().year()))
}

/// Acts a page to its end; gives the stage as it stands then.
fn act(name: &str, steps_min: usize) -> Stage {
    let steps = steps(&page(name));
    assert!(steps.len() > steps_min, "{name} shows the whole of it");
    let mut stage = Stage::new();
    for step in &steps {
        match &step.act {
            Act::Start(name) => {
                let said = stage.start(name);
                assert_eq!(missing(&step.shown, &said), None, "{name} says\n{said}");
            }
            Act::Stop(name) => stage.stop(name),
            Act::Shell(line) => stage.expect(step, line),
        }
    }
    stage
}

#[test]
fn the_ceremony_of_the_guide_works_and_shows_what_it_says() {
    let stage = act("ceremony.md", 40);
    assert!(stage.nodes.len() >= 6, "at the end all nodes run");
}

#[test]
fn the_release_of_the_guide_works_and_shows_what_it_says() {
    let stage = act("releasing.md", 20);
    assert_eq!(stage.nodes.len(), 2, "at the end both nodes run");
}

#[test]
fn the_day_of_an_analyst_in_the_guide_works_and_shows_what_it_says() {
    let stage = act("analyst.md", 25);
    assert_eq!(stage.nodes.len(), 3, "at the end all nodes run");
}

#[test]
fn the_licence_review_of_the_guide_works_and_shows_what_it_says() {
    let stage = act("licence.md", 30);
    assert_eq!(stage.nodes.len(), 2, "at the end both nodes run");
}
