//! The command line is consistent, and its mistakes end with the documented code.

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
