"""What a release consists of: each file, and what must be in it. scripts/release/check holds a
folder against this.
"""

import dataclasses

# By what `uname -m` prints, what Debian calls it.
ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}
OLDEST_GLIBC = (2, 17)
# Of glibc alone: whatever else a file needs has to be installed first.
ALLOWED_LIBRARIES = {
    "libc.so.6", "libdl.so.2", "libm.so.6", "libpthread.so.0", "librt.so.1", "ld-linux-x86-64.so.2", "ld-linux-aarch64.so.1",
}

# Below the prefix, what belongs to the program.
PROGRAM = ["bin/sync-ingest", "bin/sync-deliver"]
DEVELOPMENT = ["include/sync_ingest.h", "include/sync_ingest_ffi.h"]
PLUGIN = [
    f"syncingest/{name}" for name in (
        "version.php", "COPYING.txt", "README.md", "extlib/sync_ingest/autoload.php", "extlib/sync_ingest/lib/sync_ingest_ffi.h",
    )
]
PHP = [
    ".gitattributes", "LICENSE-APACHE", "LICENSE-MIT", "README.md", "autoload.php", "composer.json", "preload.php",
    "lib/licences-of-crates.txt", "lib/sync_ingest_ffi.h", "src/DropFolder.php",
]
CRATE = ["CHANGELOG.md", "Cargo.lock", "Cargo.toml", "LICENSE-APACHE", "LICENSE-MIT", "README.md", "build.rs", "src/lib.rs"]


@dataclasses.dataclass(frozen=True)
class Release:
    version: str
    abi: str
    plugin: str

    def files(self):
        """Returns what each file of the release must hold; nothing for a file that is no archive.
        """
        version, plugin = self.version, self.plugin
        libraries = [f"lib/{machine}/libsync_ingest.so" for machine in ARCHITECTURES]
        files = {
            "SHA256SUMS": [],
            "Dockerfile": [],
            "sync-deliver": [],
            f"sync_ingest-{version}.cdx.json": [],
            f"sync_ingest-{version}-licences.txt": [],
            f"sync_ingest-{version}.crate": [f"sync_ingest-{version}/{name}" for name in CRATE],
            f"sync-ingest-sync-ingest-{version}.zip": PHP + libraries,
            f"tool_syncingest-{plugin}.zip": PLUGIN,
            f"tool_syncingest-{plugin}-linux.zip": PLUGIN + [f"syncingest/extlib/sync_ingest/{name}" for name in libraries],
        }
        for machine in ARCHITECTURES:
            files |= self._of(machine)
        return files

    def _of(self, machine):
        version, abi, debian = self.version, self.abi, ARCHITECTURES[machine]
        name = f"sync_ingest-{version}-linux-{machine}"
        lib = f"usr/lib/{machine}-linux-gnu"
        shared = f"libsync_ingest.so.{abi}"
        static = ["libsync_ingest.a", "pkgconfig/sync_ingest.pc"]

        def documents(package):
            return [f"usr/share/doc/{package}/{file}" for file in ("copyright", "licences-of-crates.txt.gz", "changelog.gz")]

        return {
            f"{name}.tar.gz": [
                f"{name}/{file}" for file in [
                    *PROGRAM, *DEVELOPMENT, *(f"lib/{file}" for file in ["libsync_ingest.so", shared, *static]),
                    "share/doc/sync_ingest/LICENSE-MIT", "share/doc/sync_ingest/licences-of-crates.txt",
                ]
            ],
            f"{name}-debug.tar.gz": [],
            f"sync-ingest-{version}-linux-{machine}-static": [],
            f"libsync-ingest{abi}_{version}-1_{debian}.deb": [
                f"{lib}/{shared}", f"{lib}/{shared}.{version}", *documents(f"libsync-ingest{abi}"),
            ],
            f"libsync-ingest-dev_{version}-1_{debian}.deb": [
                *(f"{lib}/{file}" for file in ["libsync_ingest.so", *static]), *(f"usr/{file}" for file in DEVELOPMENT),
                *documents("libsync-ingest-dev"),
            ],
            f"sync-ingest_{version}-1_{debian}.deb": [
                *(f"usr/{file}" for file in PROGRAM), *documents("sync-ingest"),
            ],
            f"sync-ingest-{version}-1.{machine}.rpm": [
                *(f"usr/{file}" for file in PROGRAM + DEVELOPMENT),
                *(f"usr/lib64/{file}" for file in ["libsync_ingest.so", shared, *static]),
                "usr/share/doc/sync-ingest/LICENSE-MIT",
            ],
        }
