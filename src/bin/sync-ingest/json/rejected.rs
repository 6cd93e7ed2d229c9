//! The answer of `rejected list`, in parts: each file is written when it is known.

use super::parts::Name;
use super::text;
use serde::Serialize;
use sync_ingest::RejectedFile;

/// The beginning of the answer, up to the first file.
pub(crate) const BEGINNING: &str = "{\"rejected\":[";

/// One file, with the separator before it.
pub(crate) fn file(file: &RejectedFile, is_first: bool) -> String {
    let comma = if is_first { "" } else { "," };
    format!("{comma}{}", text(&FileObject::of(file)))
}

/// The end of the answer, from the last file on.
pub(crate) fn end(count: u64) -> String {
    format!("],\"rejected_count\":{count}}}\n")
}

#[derive(Serialize)]
struct FileObject<'a> {
    #[serde(flatten)]
    name: Name,
    id: &'a str,
    reason: String,
    reason_kind: &'static str,
    size: u64,
    rejected_at: String,
    #[serde(flatten)]
    path: FilePath,
}

/// A path is bytes; the text form is added if there is one.
#[derive(Serialize)]
enum FilePath {
    #[serde(rename = "path")]
    Text(String),
    #[serde(rename = "path_hex")]
    Hex(String),
}

impl<'a> FileObject<'a> {
    fn of(file: &'a RejectedFile) -> Self {
        let path = match Name::of(file.path.as_os_str()) {
            Name::Text(text) => FilePath::Text(text),
            Name::Hex(digits) => FilePath::Hex(digits),
        };
        Self {
            name: Name::of(&file.name),
            id: &file.id,
            reason: file.reason.to_string(),
            reason_kind: file.reason.as_str(),
            size: file.size,
            rejected_at: file.rejected_at.to_rfc3339(),
            path,
        }
    }
}
