# Two commands to begin with: `make demo` shows it at work, `make test` proves it. `make help` lists
# the rest.

PREFIX     ?= /usr/local
LIBDIR     ?= $(PREFIX)/lib
INCLUDEDIR ?= $(PREFIX)/include
BINDIR     ?= $(PREFIX)/bin
DATADIR    ?= $(PREFIX)/share
UNITDIR    ?= $(PREFIX)/lib/systemd/system
DESTDIR    ?=

CARGO   ?= cargo
TARGET  := $(or $(CARGO_TARGET_DIR),target)
RELEASE := $(TARGET)/release
VERSION := $(shell sed -n 's/^version = "\(.*\)"/\1/p;' Cargo.toml | head -n 1)

# The linker put the name that programs look for into the library; asking it keeps the links right
# for every ABI number.
SONAME   = $(shell readelf -d $(RELEASE)/libsync_ingest.so | sed -n 's/.*(SONAME).*\[\(.*\)\]/\1/p')

export CARGO
# Where another Rust comes before the one that scripts/setup has found, links to that one come
# first.
export PATH := $(if $(filter /%,$(TARGET)),,$(CURDIR)/)$(TARGET)/rust:$(PATH)

.PHONY: all build library program static demo test proof headers manual moodle-plugin test-moodle release release-check bench msrv install uninstall clean help

all: build  ## build the libraries and the command line, check that the headers are current
	$(CARGO) test --quiet --locked --features headers --test headers

build:
	@scripts/setup $(if $(SUDO),--sudo) build
	@$(MAKE) --no-print-directory library static program

# What is built for whom: docs/adr/0025-what-is-built-for-whom.md.
library:
	$(CARGO) build --locked --release

# With the rlib, so that its dependencies are those of the shared library.
static:
	$(CARGO) rustc --locked --release --lib --crate-type rlib,staticlib

program:
	$(CARGO) build --locked --release --features cli --bins

demo:  ## show the whole thing at work in ./demo
	@scripts/setup $(if $(SUDO),--sudo) demo
	@$(MAKE) --no-print-directory library program
	scripts/demo

test:  ## run every check there is
	@scripts/setup $(if $(SUDO),--sudo) test
	@scripts/test

proof:  ## prove the promises at length, with figures; `make test` does it in short
	@scripts/setup $(if $(SUDO),--sudo) proof
	@scripts/proof

headers:  ## regenerate the committed headers after a change of src/capi
	SYNC_INGEST_UPDATE_HEADERS=1 $(CARGO) test --quiet --locked --features headers --test headers

manual:  ## regenerate the man pages and completions after a change of the arguments
	SYNC_INGEST_UPDATE_MANUAL=1 $(CARGO) test --quiet --locked --features cli --bins manual

moodle-plugin: build  ## build the two zip files of the Moodle plugin
	scripts/moodle-plugin

test-moodle: build  ## run the tests of the Moodle plugin in a Moodle source tree (MOODLE_DIR)
	@scripts/setup $(if $(SUDO),--sudo) moodle
	@scripts/test-moodle "$(or $(MOODLE_DIR),$(MOODLE_TREE))"

release:  ## build everything that users install into target/release-files
	@scripts/setup $(if $(SUDO),--sudo) release
	@scripts/release/run

release-check:  ## build the release twice, in two folders, and compare the sums
	@scripts/setup $(if $(SUDO),--sudo) release
	@scripts/release/twice

bench: build  ## compare speed and size with mv, cp, rsync, openssl and ls
	@scripts/setup $(if $(SUDO),--sudo) bench
	$(CARGO) build --locked --release --features cli --example look
	bench/run

msrv:  ## compile with the oldest supported Rust
	scripts/msrv

install:  ## install what `make` has built (PREFIX, LIBDIR, INCLUDEDIR, BINDIR, DATADIR, UNITDIR, DESTDIR)
	@cd $(RELEASE) 2>/dev/null && test -e libsync_ingest.so && test -e libsync_ingest.a && test -e sync-ingest || { echo "nothing to install: run make first" >&2; exit 1; }
	install -d $(DESTDIR)$(LIBDIR)/pkgconfig $(DESTDIR)$(INCLUDEDIR) $(DESTDIR)$(BINDIR)
	install -m 755 $(RELEASE)/libsync_ingest.so $(DESTDIR)$(LIBDIR)/$(SONAME).$(VERSION)
	ln -sf $(SONAME).$(VERSION) $(DESTDIR)$(LIBDIR)/$(SONAME)
	ln -sf $(SONAME) $(DESTDIR)$(LIBDIR)/libsync_ingest.so
	install -m 644 $(RELEASE)/libsync_ingest.a $(DESTDIR)$(LIBDIR)/
	install -m 644 include/sync_ingest.h include/sync_ingest_ffi.h $(DESTDIR)$(INCLUDEDIR)/
	sed -e 's|@prefix@|$(PREFIX)|' -e 's|@libdir@|$(LIBDIR)|' -e 's|@includedir@|$(INCLUDEDIR)|' -e 's|@version@|$(VERSION)|' \
	    sync_ingest.pc.in > $(DESTDIR)$(LIBDIR)/pkgconfig/sync_ingest.pc
	chmod 644 $(DESTDIR)$(LIBDIR)/pkgconfig/sync_ingest.pc
	install -m 755 $(RELEASE)/sync-ingest $(DESTDIR)$(BINDIR)/
	install -d $(DESTDIR)$(DATADIR)/man/man1 $(DESTDIR)$(DATADIR)/bash-completion/completions $(DESTDIR)$(UNITDIR)
	install -d $(DESTDIR)$(DATADIR)/zsh/site-functions $(DESTDIR)$(DATADIR)/fish/vendor_completions.d
	install -m 644 dist/man/*.1 $(DESTDIR)$(DATADIR)/man/man1/
	install -m 644 dist/completions/sync-ingest.bash $(DESTDIR)$(DATADIR)/bash-completion/completions/sync-ingest
	install -m 644 dist/completions/_sync-ingest $(DESTDIR)$(DATADIR)/zsh/site-functions/
	install -m 644 dist/completions/sync-ingest.fish $(DESTDIR)$(DATADIR)/fish/vendor_completions.d/
	@# The mount is an example: its name is that of its place.
	for unit in service timer path; do \
	    sed 's|/usr/bin/sync-ingest|$(BINDIR)/sync-ingest|' dist/systemd/sync-ingest@.$$unit > $(DESTDIR)$(UNITDIR)/sync-ingest@.$$unit && \
	    chmod 644 $(DESTDIR)$(UNITDIR)/sync-ingest@.$$unit || exit; \
	done
	@# The loader finds a library in its cache; a staged installation is not the loader's business.
	@if [ -z "$(DESTDIR)" ] && [ "$$(id -u)" = 0 ]; then ldconfig; fi

uninstall:  ## remove what `make install` has installed
	rm -f $(DESTDIR)$(LIBDIR)/libsync_ingest.so $(DESTDIR)$(LIBDIR)/libsync_ingest.so.[0-9]* $(DESTDIR)$(LIBDIR)/libsync_ingest.a
	rm -f $(DESTDIR)$(LIBDIR)/pkgconfig/sync_ingest.pc $(DESTDIR)$(BINDIR)/sync-ingest
	rm -f $(DESTDIR)$(INCLUDEDIR)/sync_ingest.h $(DESTDIR)$(INCLUDEDIR)/sync_ingest_ffi.h
	rm -f $(DESTDIR)$(DATADIR)/man/man1/sync-ingest.1 $(DESTDIR)$(DATADIR)/man/man1/sync-ingest-*.1
	rm -f $(DESTDIR)$(DATADIR)/bash-completion/completions/sync-ingest $(DESTDIR)$(DATADIR)/zsh/site-functions/_sync-ingest
	rm -f $(DESTDIR)$(DATADIR)/fish/vendor_completions.d/sync-ingest.fish
	rm -f $(DESTDIR)$(UNITDIR)/sync-ingest@.service $(DESTDIR)$(UNITDIR)/sync-ingest@.timer $(DESTDIR)$(UNITDIR)/sync-ingest@.path

clean:  ## remove everything that was built, and the demo
	$(CARGO) clean
	rm -rf demo

help:  ## this list
	@sed -n 's/^\([a-z-]*\):.*##  *\(.*\)/make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 20
