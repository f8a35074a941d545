//! What officers have in common: a key that stays here, the text that is signed, and a question before.
//!
//! The node hands out the body. Its hash is computed here, and what is shown is read from these very bytes, so
//! that nobody signs what was not on the screen. Invariant: the secret key leaves neither file nor process.

use std::{
    io::{BufRead as _, IsTerminal as _},
    path::PathBuf,
};

use chancery_http::Client;
use chancery_ledger::{key::SecretKey, policy};
use chancery_node::{
    answer::{DraftClaim, Signed},
    keyring, now_s,
};
use chancery_record::Record;

use super::{draft, secret::Secret};
use crate::{
    arguments::Place,
    exit::Exit,
    failure::Failure,
    screen::{Form, fields},
};

/// The officer who signs.
#[derive(Debug, clap::Args)]
pub(crate) struct Officer {
    /// Secret key file of the officer who signs; it is read here and goes nowhere
    #[arg(long = "officer", value_name = "KEYFILE")]
    file: PathBuf,
    #[command(flatten)]
    secret: Secret,
}

/// Whether to ask before.
#[derive(Debug, clap::Args)]
pub(crate) struct Confirm {
    /// Sign without asking
    #[arg(long)]
    yes: bool,
}

/// As what an officer signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Role {
    /// Wrote it
    Author,
    /// Read it, and stands by it
    Reviewer,
    /// Lets it out
    #[value(skip)]
    Releaser,
}

/// A draft's body, and as what it is to be signed.
pub(crate) struct Asked {
    claim: DraftClaim,
    record: Record,
    role: Role,
}

impl Role {
    fn of(self) -> policy::Role {
        match self {
            Role::Author => policy::Role::Author,
            Role::Reviewer => policy::Role::Reviewer,
            Role::Releaser => policy::Role::Releaser,
        }
    }
}

impl Officer {
    /// The officer with the key in this file.
    pub(crate) fn of(file: PathBuf, secret: Secret) -> Self {
        Officer { file, secret }
    }

    /// Gets what is to be signed, and reads it.
    pub(crate) async fn ask(
        &self,
        client: &Client,
        draft: &str,
        role: Role,
    ) -> Result<Asked, Failure> {
        let view = client.claim(draft, role.of().as_str()).await?;
        let claim = view.claim();
        let record = claim.as_ref().and_then(DraftClaim::record);
        let (Some(claim), Some(record)) = (claim, record) else {
            return Err(Failure::new(
                format!("what the node gave as the body of {draft} is no record"),
                "sign nothing; the node may be another version",
            )
            .ending(Exit::DoesNotVerify));
        };
        Ok(Asked { claim, record, role })
    }

    /// Signs it.
    pub(crate) fn sign(&self, asked: &Asked) -> Result<Signed, Failure> {
        let signed = asked.claim.sign(asked.role.of(), now_s(), &self.open()?);
        signed.ok_or_else(|| Failure::new("the body is no record", "sign nothing"))
    }

    /// Signs that it is not approved.
    pub(crate) fn reject(&self, asked: &Asked, reason: &str) -> Result<Signed, Failure> {
        Ok(Signed::rejection(asked.claim.digest(), reason, now_s(), &self.open()?))
    }

    fn open(&self) -> Result<SecretKey, Failure> {
        self.secret.open(&self.file, |passphrase| keyring::open_signer(&self.file, passphrase))
    }
}

impl Confirm {
    /// Shows what is signed, and asks; nothing is signed where the answer is another than yes.
    pub(crate) fn show(&self, place: &Place, asked: &Asked, what: &str) -> Result<(), Failure> {
        if self.yes {
            return Ok(());
        }
        if place.form() == Form::Json || !std::io::stdin().is_terminal() {
            return Err(Failure::new(
                "nobody can be asked whether to sign",
                "read it with `chancery draft show`, and give --yes",
            )
            .ending(Exit::Usage));
        }
        let screen = place.screen();
        screen.write(&draft::text(&asked.record.to_json()))?;
        screen.write("\nwhat is signed\n")?;
        screen.write(&asked.lines())?;
        screen.write(&format!("\n{what}? write yes: "))?;
        let mut answer = String::new();
        std::io::stdin().lock().read_line(&mut answer).map_err(|error| {
            Failure::of(&error, "nothing was signed; give --yes where nobody can type")
        })?;
        if answer.trim() == "yes" {
            return Ok(());
        }
        Err(Failure::new("nothing was signed", "run it again, and write yes to sign"))
    }
}

impl Asked {
    fn lines(&self) -> String {
        let marking = self.record.marking().map(|marking| marking.to_string()).unwrap_or_default();
        fields(&[
            ("kind", self.record.kind_name().to_owned()),
            ("marking", marking),
            ("audience", self.record.audience().join(", ")),
            ("as", self.role.of().to_string()),
            ("for", self.claim.issuer.to_string()),
            ("policy", self.claim.policy.to_string()),
            ("body", self.claim.digest().to_string()),
        ])
    }
}
