//! The driver for another binding: `PROGRAM… FOLDER STORE [key=value]…` prints the lines itself.

use crate::place::Place;
use crate::playing::Program;
use crate::scenario::Collect;
use std::ffi::OsString;

pub(crate) fn collect(program: &Program, place: &Place, collect: &Collect) -> Vec<String> {
    let mut arguments: Vec<OsString> = vec![place.folder().into(), place.store().into()];
    arguments.extend(collect.options.iter().map(|(key, value)| match key.as_str() {
        "work_area" => format!("work_area={}", place.resolve(value).display()).into(),
        _ => format!("{key}={value}").into(),
    }));
    let mut printed = program.run(arguments, "error ");
    // A driver may explain its failure there; anything else is an unintended warning.
    if !printed.failed {
        printed.lines.append(&mut printed.errors);
    }
    printed.lines
}
