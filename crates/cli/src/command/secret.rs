//! The passphrase of a secret key: from a file, from the environment, or typed unseen on a terminal.
//!
//! Invariant: what is typed is not shown, a new passphrase is typed twice, and no program waits for a typist.

use std::{
    fs::File,
    io::{BufReader, IsTerminal as _, Read as _, Write as _},
    path::{Path, PathBuf},
};

use chancery_node::{
    keyring::{self, KeyringError},
    passphrase::{Passphrase, PassphraseError},
};
use rustix::termios::{LocalModes, OptionalActions, SpecialCodeIndex, tcgetattr, tcsetattr};
use zeroize::Zeroizing;

use super::kind::Kind;
use crate::{exit::Exit, failure::Failure};

/// As long as a file's passphrase may be, and one byte to notice more.
const TYPED_BYTES_MAX: usize = 1025;

/// Keys that mean something: Ctrl-C, Ctrl-backslash, Ctrl-D, Ctrl-H, Ctrl-U, and the key for going back.
const INTERRUPT: u8 = 0x03;
const QUIT: u8 = 0x1c;
const END: u8 = 0x04;
const BACKSPACE: u8 = 0x08;
const ERASE_LINE: u8 = 0x15;
const DELETE: u8 = 0x7f;

/// Where the passphrase of a secret key comes from.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct Secret {
    /// File of mode 0600 with the passphrase of the secret key; or set CHANCERY_PASSPHRASE
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
}

/// How a secret key was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Asked {
    /// With a passphrase.
    Locked,
    /// Without.
    Plain,
}

impl Secret {
    /// What the file or the environment gives.
    pub(crate) fn given(&self) -> Result<Option<Passphrase>, Failure> {
        super::input::passphrase(self.passphrase_file.as_deref())
    }

    /// The passphrase for a new key; typed twice where neither file nor environment gives it.
    pub(crate) fn choose(&self, what: &str) -> Result<Passphrase, Failure> {
        if let Some(given) = self.given()? {
            return Ok(given);
        }
        let mut terminal = Terminal::open().ok_or_else(|| {
            Failure::new(
                format!("nobody can be asked for a passphrase for {what}"),
                "run it on a terminal, give --passphrase-file, or set CHANCERY_PASSPHRASE",
            )
        })?;
        let first = terminal.ask(&format!("passphrase for {what}: "))?;
        let again = terminal.ask("the same again: ")?;
        if *first != *again {
            return Err(Failure::new(
                "the two passphrases differ",
                "nothing was written; run it again",
            ));
        }
        Passphrase::typed(first).map_err(refused)
    }

    /// Opens something with the key in `file`, and asks for the passphrase only when it is locked.
    pub(crate) fn open<T>(
        &self,
        file: &Path,
        opening: impl Fn(Option<&Passphrase>) -> Result<T, KeyringError>,
    ) -> Result<T, Failure> {
        let given = self.given()?;
        let terminal = match opening(given.as_ref()) {
            Err(error) if error.is_locked() => Terminal::open().ok_or(error)?,
            Err(_) if keyring::read_public(file).is_ok() => {
                return Err(Kind::PublicKey.instead_of(file, "a secret one").ending(Exit::Refused));
            }
            other => return Ok(other?),
        };
        let typed = { terminal }.ask(&format!("passphrase of {}: ", file.display()))?;
        let passphrase = Passphrase::typed(typed).map_err(refused)?;
        Ok(opening(Some(&passphrase))?)
    }
}

fn refused(error: PassphraseError) -> Failure {
    Failure::of(&error, error.hint())
}

/// The terminal of whoever runs the command.
struct Terminal {
    reader: BufReader<File>,
    writer: File,
}

impl Terminal {
    /// None where nobody sits: the command has no terminal, or its errors go elsewhere.
    fn open() -> Option<Self> {
        if !std::io::stdin().is_terminal() {
            return None;
        }
        let writer = File::options().read(true).write(true).open("/dev/tty").ok()?;
        let reader = BufReader::with_capacity(1, writer.try_clone().ok()?);
        Some(Terminal { reader, writer })
    }

    /// Asks for one line that is not shown.
    fn ask(&mut self, question: &str) -> Result<Zeroizing<String>, Failure> {
        let failed = |error: std::io::Error| {
            Failure::of(&error, "the terminal cannot be read; give --passphrase-file instead")
        };
        self.writer.write_all(crate::screen::visible(question).as_bytes()).map_err(failed)?;
        let shown = tcgetattr(&self.writer).map_err(|error| failed(error.into()))?;
        let mut unseen = shown.clone();
        // Interrupts come as keys: a process that dies here would leave the terminal without echo.
        unseen.local_modes.remove(LocalModes::ECHO | LocalModes::ICANON | LocalModes::ISIG);
        unseen.special_codes[SpecialCodeIndex::VMIN] = 1;
        unseen.special_codes[SpecialCodeIndex::VTIME] = 0;
        tcsetattr(&self.writer, OptionalActions::Flush, &unseen)
            .map_err(|error| failed(error.into()))?;
        let typed = self.type_line();
        // Where it cannot be shown again, the typing has been read all the same.
        let _shown = tcsetattr(&self.writer, OptionalActions::Flush, &shown);
        self.writer.write_all(b"\n").map_err(failed)?;
        let typed = typed.map_err(failed)?.ok_or_else(|| {
            Failure::new("interrupted at the passphrase", "nothing was written; run it again")
        })?;
        let text = std::str::from_utf8(&typed).map_err(|_| {
            Failure::new("the passphrase is not UTF-8", "nothing was written; type it again")
        })?;
        Ok(Zeroizing::new(text.to_owned()))
    }

    /// Keys up to the end of the line; nothing when the line is given up.
    fn type_line(&mut self) -> std::io::Result<Option<Zeroizing<Vec<u8>>>> {
        // Room for all of it at once: a buffer that grows leaves copies behind.
        let mut line = Zeroizing::new(Vec::with_capacity(TYPED_BYTES_MAX));
        let mut key = [0];
        while line.len() < TYPED_BYTES_MAX && self.reader.read(&mut key)? == 1 {
            match key[0] {
                b'\n' | b'\r' => break,
                INTERRUPT | QUIT => return Ok(None),
                END => break,
                BACKSPACE | DELETE => {
                    // Back over the rest of a character to where it begins.
                    while line.pop().is_some_and(|byte| byte & 0xc0 == 0x80) {}
                }
                ERASE_LINE => line.clear(),
                other => line.push(other),
            }
        }
        Ok(Some(line))
    }
}
