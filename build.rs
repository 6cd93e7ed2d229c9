//! Names the shared library after its ABI number and, with the feature `headers`, generates the two
//! C headers into the build folder. Never writes into the source tree: tests/headers.rs compares
//! the headers with the committed ones, and `make headers` updates those.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros, reason = "cargo talks to a build script in this way")]

fn main() {
    // Elsewhere the compiler would list everything that it does not know.
    if std::env::var_os("CARGO_CFG_TARGET_OS").is_some_and(|system| system != "linux") {
        println!("cargo::error=Linux only: sync_ingest needs interfaces that only Linux has");
    } else {
        println!("cargo:rerun-if-changed=build.rs");
        if std::env::var_os("CARGO_FEATURE_CAPI").is_some() {
            soname::set();
        }
        #[cfg(feature = "headers")]
        headers::generate();
    }
}

mod soname {
    /// The file that defines the ABI number: the only place where it is written.
    const SOURCE: &str = "src/capi/version.rs";
    const CONSTANT: &str = "pub const SYNC_INGEST_ABI_VERSION: i32 = ";

    pub(super) fn set() {
        println!("cargo:rerun-if-changed={SOURCE}");
        println!("cargo:rustc-cdylib-link-arg=-Wl,-soname,libsync_ingest.so.{}", abi_number());
    }

    fn abi_number() -> i32 {
        let source = std::fs::read_to_string(SOURCE).expect(SOURCE);
        let value = source.lines().find_map(|line| line.strip_prefix(CONSTANT)?.strip_suffix(';'));
        value.and_then(|value| value.parse().ok()).expect("src/capi/version.rs defines the ABI number")
    }
}

#[cfg(feature = "headers")]
mod headers {
    use std::env;
    use std::path::{Path, PathBuf};

    const MANUAL: &str = "sync_ingest.h";

    /// What is generated, and its configuration.
    const HEADERS: [(&str, &str); 2] = [(MANUAL, "cbindgen.toml"), ("sync_ingest_ffi.h", "cbindgen-php.toml")];

    /// The files of `src/capi` that export something, in the order in which a reader of the header
    /// meets them.
    const EXPORTS: [&str; 27] = [
        "version",
        "code",
        "error",
        "words",
        "reasons",
        "name",
        "options",
        "folder",
        "collection",
        "delivery",
        "report",
        "locks",
        "status",
        "holder",
        "alarms",
        "rejected",
        "lock",
        "agent",
        "tables/kinds",
        "tables/reasons",
        "tables/options",
        "tables/jobs",
        "tables/table",
        "tables/findings",
        "tables/rows",
        "tables/batch",
        "tables/refused",
    ];

    /// The first function of each chapter of the manual, and the title of the chapter.
    const CHAPTERS: [(&str, &str); 22] = [
        ("sync_ingest_version", "Versions"),
        ("sync_ingest_error_code", "sync_ingest_error: why a call failed"),
        ("sync_ingest_skip_reason_word", "Words for the constants"),
        ("sync_ingest_name_check", "Names"),
        ("sync_ingest_options_new", "sync_ingest_options: how a drop folder is collected"),
        ("sync_ingest_folder_open", "sync_ingest_folder: a drop folder"),
        ("sync_ingest_collection_next", "sync_ingest_collection: one pass under the collector lock"),
        ("sync_ingest_delivery_id", "sync_ingest_delivery: one claimed file, offered to the store"),
        ("sync_ingest_report_uneventful", "sync_ingest_report: what one collection did and left"),
        ("sync_ingest_status_lock_present", "sync_ingest_status: what can be seen of a drop folder"),
        ("sync_ingest_holder_text", "sync_ingest_holder: who made a lock"),
        ("sync_ingest_alarm_lock", "sync_ingest_alarm: one alarm of a report or status"),
        ("sync_ingest_folder_rejected_list", "Rejected files: what a person does with them"),
        ("sync_ingest_lock_is_held", "sync_ingest_lock: the collector lock, held alone"),
        ("sync_ingest_agent_deliver", "sync_ingest_agent: the agent's side, for programs on the same host"),
        ("sync_ingest_encoding_evidence_word", "Tables: words for their constants"),
        ("sync_ingest_table_options_new", "sync_ingest_table_options: how a table is read"),
        ("sync_ingest_table_jobs_new", "sync_ingest_table_jobs: what is done with a table beside checking it"),
        ("sync_ingest_table_open", "sync_ingest_table: a file of rows"),
        ("sync_ingest_table_findings_encoding", "sync_ingest_table_findings: what was found in a table"),
        ("sync_ingest_table_findings_rows", "Rows and changes of a table, in batches"),
        ("sync_ingest_error_refusal", "Why a table is refused"),
    ];

    pub(super) fn generate() {
        let sources = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from).expect("cargo sets it");
        let out = env::var_os("OUT_DIR").map(PathBuf::from).expect("cargo sets it");
        println!("cargo:rerun-if-changed=src/capi");
        for (header, configuration) in HEADERS {
            println!("cargo:rerun-if-changed={configuration}");
            let mut text = Vec::new();
            translate(&sources, configuration).write(&mut text);
            let text = String::from_utf8(text).expect("src/capi is UTF-8");
            let text = if header == MANUAL { with_chapters(&text) } else { text };
            std::fs::write(out.join(header), text).expect("OUT_DIR can be written to");
        }
    }

    /// Puts the title of each chapter above its first function.
    fn with_chapters(header: &str) -> String {
        let mut entries: Vec<String> = header.split("\n\n").map(str::to_owned).collect();
        for (function, title) in CHAPTERS {
            // Prose may name it too.
            let declares = |line: &str| !line.starts_with("//") && line.contains(&format!("{function}("));
            let entry = entries.iter_mut().find(|entry| entry.lines().any(declares)).expect(function);
            *entry = format!("// {title}\n// {}\n\n{entry}", "-".repeat(title.len()));
        }
        entries.join("\n\n")
    }

    fn translate(sources: &Path, configuration: &str) -> cbindgen::Bindings {
        let config = cbindgen::Config::from_file(sources.join(configuration)).expect(configuration);
        let builder = EXPORTS.iter().fold(cbindgen::Builder::new().with_config(config), |builder, file| {
            builder.with_src(sources.join("src/capi").join(file).with_extension("rs"))
        });
        builder.generate().expect("src/capi translates to C")
    }
}
