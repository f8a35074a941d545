//! The hand: the one binary, `chancery`. It reads arguments, asks, prints and ends with a documented code.
//!
//! Only this crate prints or ends the process. A command is one file under `command/`; what it prints goes
//! through [`screen::Screen`], what goes wrong through [`failure::Failure`].

mod arguments;
mod command;
mod exit;
mod failure;
mod page;
mod screen;
mod words;

use std::process::ExitCode;

fn main() -> ExitCode {
    match arguments::parse() {
        Ok(arguments) => {
            let form = arguments.form();
            match arguments.command.run(&arguments.place) {
                Ok(exit) => exit.into(),
                Err(failure) => failure.report(form).into(),
            }
        }
        Err(ended) => ended.into(),
    }
}
