//! How a command ends: the codes that scripts may rely on. `docs/reference/exit-codes.md` is made from this table.

use std::process::ExitCode;

#[cfg(test)]
mod tests;

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// It did what was asked.
    Done,
    /// It was refused, or failed.
    Refused,
    /// The command line makes no sense.
    Usage,
    /// Nothing has that name.
    NotFound,
    /// A signature, a hash or a chain does not hold.
    DoesNotVerify,
    /// No node runs on that data directory.
    NoNode,
}

impl Exit {
    /// Every way to end, in the order of the codes.
    #[cfg(test)]
    pub(crate) const ALL: [Exit; 6] =
        [Exit::Done, Exit::Refused, Exit::Usage, Exit::NotFound, Exit::DoesNotVerify, Exit::NoNode];

    /// The code of the process.
    pub(crate) const fn code(self) -> u8 {
        match self {
            Exit::Done => 0,
            Exit::Refused => 1,
            Exit::Usage => 2,
            Exit::NotFound => 3,
            Exit::DoesNotVerify => 4,
            Exit::NoNode => 5,
        }
    }

    /// What the code means, for the reference page.
    #[cfg(test)]
    pub(crate) const fn meaning(self) -> &'static str {
        match self {
            Exit::Done => "done",
            Exit::Refused => "refused, or failed",
            Exit::Usage => "the command line makes no sense",
            Exit::NotFound => "nothing has that name",
            Exit::DoesNotVerify => "a signature, a hash or a chain does not hold",
            Exit::NoNode => "no node runs on that data directory",
        }
    }

    /// What its reader does next, for the reference page.
    #[cfg(test)]
    pub(crate) const fn advice(self) -> &'static str {
        match self {
            Exit::Done => "nothing",
            Exit::Refused => "read the error and its hint on standard error",
            Exit::Usage => "see `chancery --help`, or that of the command",
            Exit::NotFound => "`chancery list` has what the node holds",
            Exit::DoesNotVerify => "do not rely on it; the failing check or problem is named",
            Exit::NoNode => "start it with `chancery run`, or name another directory",
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(exit.code())
    }
}
