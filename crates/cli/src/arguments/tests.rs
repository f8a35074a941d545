//! The command line is consistent, documented, and its mistakes end with the documented code.

use std::{env, fmt::Write as _, fs};

use super::*;

fn parse_line(line: &str) -> Result<Arguments, clap::Error> {
    Arguments::try_parse_from(line.split(' '))
}

#[test]
fn the_tree_of_commands_is_consistent() {
    tree().debug_assert();
}

#[test]
fn an_unknown_command_is_a_mistake_of_usage() {
    let error = parse_line("chancery sing").expect_err("because there is no such command");
    assert_eq!(explain(&error, Form::Json), Exit::Usage);
}

#[test]
fn json_may_stand_anywhere() {
    let after = parse_line("chancery check a.json --json").unwrap();
    let before = parse_line("chancery --json check a.json").unwrap();
    assert_eq!((after.form(), before.form()), (Form::Json, Form::Json));
}

/// The width of the reference page.
const PAGE_COLUMNS: usize = 96;

fn page() -> String {
    let mut page = String::from(
        "# The command line\n\nEvery command takes `--dir` (or `CHANCERY_DIR`) and `--json`. How a command ends: \
         [exit codes](exit-codes.md).\nThis page is made from the code by a test.\n",
    );
    let mut root = tree().term_width(PAGE_COLUMNS);
    root.build();
    describe(&mut page, &mut root);
    page
}

fn describe(page: &mut String, command: &mut clap::Command) {
    let name = command.get_bin_name().unwrap_or("chancery").to_owned();
    // What every command takes is said once, at the top.
    let everywhere = |argument: &clap::Arg| argument.is_global_set() || argument.get_id() == "help";
    let mut shown = command.clone();
    if name != "chancery" {
        shown = shown.mut_args(|argument| {
            let hidden = everywhere(&argument);
            argument.hide(hidden)
        });
    }
    let help = shown.render_long_help().to_string();
    let lines: Vec<&str> = help.lines().map(str::trim_end).collect();
    let help = lines.join("\n");
    writeln!(page, "\n## `{name}`\n\n```text\n{}\n```", help.trim_end())
        .expect("a String takes all");
    for below in command.get_subcommands_mut() {
        describe(page, below);
    }
}

#[test]
fn the_reference_page_is_up_to_date() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/reference/cli.md");
    if env::var_os("CHANCERY_BLESS").is_some() {
        fs::write(&path, page()).unwrap();
    }
    let published = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(published, page(), "run again with CHANCERY_BLESS=1");
}

#[test]
fn every_command_and_option_says_what_it_is_for() {
    let mut root = tree();
    root.build();
    let mut waiting = vec![&root];
    while let Some(command) = waiting.pop() {
        assert!(command.get_about().is_some(), "{}", command.get_name());
        for argument in command.get_arguments() {
            let (command, name) = (command.get_name(), argument.get_id());
            assert!(argument.get_help().is_some(), "{command} {name}");
        }
        waiting.extend(command.get_subcommands());
    }
}
