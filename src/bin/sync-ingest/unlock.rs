//! `unlock`: a person removes a lock that the library does not break by itself.

use crate::arguments::Unlock;
use crate::exit::Exit;
use crate::{output, text};

pub(crate) fn run(arguments: &Unlock) -> Exit {
    let which = arguments.which();
    match arguments.place.drop_folder().and_then(|folder| folder.unlock(which)) {
        Ok(Some(lock)) => {
            let line = format!("removed {}: {}\n", which.file_name(), text::lock(&lock));
            output::answer(&line, Exit::Done)
        }
        Ok(None) => output::answer(&format!("there was no {}\n", which.file_name()), Exit::Done),
        Err(error) => output::fail(&error),
    }
}
