//! Names the shared library after its ABI number and, with the feature `headers`, generates the two
//! C headers into the build folder. Never writes into the source tree: tests/headers.rs compares the
//! headers with the committed ones, and `make headers` updates those.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros, reason = "cargo talks to a build script in this way")]

fn main() {
    // Elsewhere the compiler would list everything that it does not know.
    if std::env::var_os("CARGO_CFG_TARGET_OS").is_some_and(|system| system != "linux") {
        println!("cargo::error=Linux only: sync_ingest stands on what Linux alone has");
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

    /// What is generated, and its configuration.
    const HEADERS: [(&str, &str); 2] = [("sync_ingest.h", "cbindgen.toml"), ("sync_ingest_ffi.h", "cbindgen-php.toml")];

    /// The files of `src/capi` that export something, in the order in which a reader of the header meets them.
    const EXPORTS: [&str; 13] = [
        "version",
        "code",
        "error",
        "words",
        "name",
        "options",
        "folder",
        "collection",
        "delivery",
        "report",
        "status",
        "lock",
        "agent",
    ];

    pub(super) fn generate() {
        let sources = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from).expect("cargo sets it");
        let out = env::var_os("OUT_DIR").map(PathBuf::from).expect("cargo sets it");
        println!("cargo:rerun-if-changed=src/capi");
        for (header, configuration) in HEADERS {
            println!("cargo:rerun-if-changed={configuration}");
            translate(&sources, configuration).write_to_file(out.join(header));
        }
    }

    fn translate(sources: &Path, configuration: &str) -> cbindgen::Bindings {
        let config = cbindgen::Config::from_file(sources.join(configuration)).expect(configuration);
        let builder = EXPORTS.iter().fold(cbindgen::Builder::new().with_config(config), |builder, file| {
            builder.with_src(sources.join("src/capi").join(file).with_extension("rs"))
        });
        builder.generate().expect("src/capi translates to C")
    }
}
