//! Generates the two headers into the build folder, and gives the shared library its SONAME. Touches nothing in the
//! source tree: tests/headers.rs compares, and refreshes when it is told to.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros, reason = "cargo talks to a build script in this way")]

fn main() {
    // Elsewhere the compiler would list everything that it does not know.
    if std::env::var_os("CARGO_CFG_TARGET_OS").is_some_and(|system| system != "linux") {
        println!("cargo::error=Linux only: sync_ingest stands on what Linux alone has");
    } else {
        // Without the feature there is neither a C ABI nor a header.
        #[cfg(feature = "capi")]
        capi::build();
    }
}

#[cfg(feature = "capi")]
mod capi {
    use std::env;
    use std::path::{Path, PathBuf};

    /// What is generated, and its configuration.
    const HEADERS: [(&str, &str); 2] = [("sync_ingest.h", "cbindgen.toml"), ("sync_ingest_ffi.h", "cbindgen-php.toml")];

    /// The files of `src/capi` that export something, in the order in which a reader of the header meets them.
    const EXPORTS: [&str; 16] = [
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
        "locks",
        "holder",
        "alarms",
        "lock",
        "agent",
    ];

    pub(super) fn build() {
        let sources = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from).expect("cargo sets it");
        let out = env::var_os("OUT_DIR").map(PathBuf::from).expect("cargo sets it");
        println!("cargo:rerun-if-changed=build.rs");
        println!("cargo:rerun-if-changed=src/capi");
        for (header, configuration) in HEADERS {
            println!("cargo:rerun-if-changed={configuration}");
            generate(&sources, configuration).write_to_file(out.join(header));
        }
        // The number is SYNC_INGEST_ABI_VERSION; tests/symbols.rs holds the two together.
        println!("cargo:rustc-cdylib-link-arg=-Wl,-soname,libsync_ingest.so.1");
    }

    fn generate(sources: &Path, configuration: &str) -> cbindgen::Bindings {
        let config = cbindgen::Config::from_file(sources.join(configuration)).expect(configuration);
        let builder = EXPORTS.iter().fold(cbindgen::Builder::new().with_config(config), |builder, file| {
            builder.with_src(sources.join("src/capi").join(file).with_extension("rs"))
        });
        builder.generate().expect("src/capi translates to C")
    }
}
