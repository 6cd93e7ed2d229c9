//! Interprets bytes as a sequence of calls to the C functions: on valid handles, on NULL, and with
//! arguments of every kind. Shared by the fuzzer (`targets/calls.rs`) and by the test that replays
//! its corpus (`tests/fuzzed.rs`).

#[path = "functions.rs"]
mod functions;

use functions::*;
use std::ffi::{CStr, CString, c_char, c_void};
use std::fs;
use std::path::Path;
use std::ptr::{null, null_mut};

type Handle = *mut c_void;
type Out = *mut Handle;
type Text = *const c_char;

/// The code of a panic, which no call may return.
const PANIC: i32 = 15;

/// Calls a function. Every handle is alive or NULL and of the right kind, every text NULL or ended
/// by a zero.
macro_rules! call {
    ($name:ident($($argument:expr),* $(,)?)) => {
        // SAFETY: as the comment on the macro states.
        unsafe { $name($($argument),*) }
    };
}

/// The kinds of handles, in the order in which [`Stage`] keeps them.
const KINDS: [unsafe extern "C" fn(Handle); 8] = [
    sync_ingest_options_free,
    sync_ingest_folder_free,
    sync_ingest_collection_free,
    sync_ingest_delivery_free,
    sync_ingest_report_free,
    sync_ingest_status_free,
    sync_ingest_lock_free,
    sync_ingest_agent_free,
];
const OPTIONS: usize = 0;
const FOLDER: usize = 1;
const COLLECTION: usize = 2;
const DELIVERY: usize = 3;
const REPORT: usize = 4;
const STATUS: usize = 5;
const LOCK: usize = 6;
const AGENT: usize = 7;

/// The maximum length of a sequence: long enough to reach everything.
const MOST_CALLS: usize = 48;
/// Names of the files that are written into the drop folder.
const FILES: [&str; 6] = ["a.csv", "b.csv", "lock.txt", "alock.txt", ".sync_ingest", "_c"];
const NUMBERS: [i64; 10] = [0, 1, 2, -1, 5, 100, i64::MAX, i64::MIN, 1 << 32, 4_000_000_000];

struct Stage<'a> {
    bytes: std::slice::Iter<'a, u8>,
    base: tempfile::TempDir,
    texts: Vec<CString>,
    /// Two handles of each kind; a third choice is NULL.
    handles: [[Handle; 2]; KINDS.len()],
}

/// Makes the calls that the bytes encode.
pub(crate) fn play(bytes: &[u8]) {
    let open_before = descriptors();
    let mut stage = Stage::new(bytes);
    for _ in 0..MOST_CALLS {
        let Some(step) = stage.bytes.next() else { break };
        stage.step(*step);
    }
    stage.free_all();
    drop(stage);
    assert_eq!(descriptors(), open_before, "a descriptor is lost");
}

fn descriptors() -> usize {
    fs::read_dir("/proc/self/fd").map_or(0, Iterator::count)
}

impl<'a> Stage<'a> {
    fn new(bytes: &'a [u8]) -> Self {
        let base = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).expect("a folder in memory");
        for name in ["sync", "store"] {
            fs::create_dir(base.path().join(name)).expect("a new folder");
        }
        let place = |name: &str| base.path().join(name).into_os_string().into_encoded_bytes();
        let texts = vec![
            place("sync"),
            place("store"),
            place("store/a.csv"),
            place("missing/a.csv"),
            place("area"),
            b"".to_vec(),
            b"a.csv".to_vec(),
            b"registry".to_vec(),
            b"two words\n\x1b[2J".to_vec(),
            b"\xff\xfe".to_vec(),
            vec![b'x'; 5000],
        ];
        let texts = texts.into_iter().map(|text| CString::new(text).expect("no zero in it")).collect();
        Self { bytes: bytes.iter(), base, texts, handles: [[null_mut(); 2]; KINDS.len()] }
    }

    fn byte(&mut self) -> usize {
        self.bytes.next().copied().unwrap_or_default().into()
    }

    fn text(&mut self) -> Text {
        let number = self.byte() % (self.texts.len() + 1);
        self.texts.get(number).map_or(null(), |text| text.as_ptr())
    }

    fn number(&mut self) -> i64 {
        NUMBERS[self.byte() % NUMBERS.len()]
    }

    fn small(&mut self) -> i32 {
        self.number() as i32
    }

    fn handle(&mut self, kind: usize) -> Handle {
        let number = self.byte() % 3;
        self.handles[kind].get(number).copied().unwrap_or(null_mut())
    }

    fn free(&mut self, kind: usize, number: usize) {
        let handle = std::mem::replace(&mut self.handles[kind][number], null_mut());
        // SAFETY: it is of this kind or NULL, and nobody keeps it.
        unsafe { KINDS[kind](handle) };
    }

    /// Frees all handles, in an order chosen by the remaining bytes.
    fn free_all(&mut self) {
        for turn in 0..2 * KINDS.len() {
            let first = self.byte();
            self.free((first + turn) % KINDS.len(), 0);
            self.free((first + turn) % KINDS.len(), 1);
        }
        (0..KINDS.len()).for_each(|kind| [0, 1].into_iter().for_each(|number| self.free(kind, number)));
    }

    /// Keeps a new handle, in the place of another one.
    fn keep(&mut self, kind: usize, made: Handle) {
        if !made.is_null() {
            let number = self.byte() % 2;
            self.free(kind, number);
            self.handles[kind][number] = made;
        }
    }

    /// Makes a call that may fail, with or without an error object. Returns whether it succeeded.
    fn try_call(&mut self, call: impl FnOnce(&mut Self, Out) -> i32) -> bool {
        let mut error: Handle = null_mut();
        let wanted = self.byte() % 4 != 0;
        let code = call(self, if wanted { &raw mut error } else { null_mut() });
        assert_ne!(code, PANIC, "{:?}", read(call!(sync_ingest_error_message(error))));
        assert_eq!(error.is_null(), code == 0 || !wanted, "code {code}");
        if !error.is_null() {
            assert_eq!(call!(sync_ingest_error_code(error)), code);
            let message = read(call!(sync_ingest_error_message(error)));
            assert!(!message.is_empty() && !message.chars().any(char::is_control), "{message:?}");
            read(call!(sync_ingest_error_path(error)));
        }
        call!(sync_ingest_error_free(error));
        code == 0
    }

    /// Makes such a call and ignores its result.
    fn attempt(&mut self, call: impl FnOnce(&mut Self, Out) -> i32) {
        self.try_call(call);
    }

    /// Makes such a call, which returns a new handle.
    fn make(&mut self, kind: usize, call: impl FnOnce(&mut Self, Out, Out) -> i32) {
        let mut made: Handle = null_mut();
        let wanted = self.byte() % 8 != 0;
        let done = self.try_call(|stage, error| call(stage, if wanted { &raw mut made } else { null_mut() }, error));
        assert!(done || made.is_null(), "a failure has touched the output");
        self.keep(kind, made);
    }

    fn step(&mut self, step: u8) {
        match step % 24 {
            0..=2 => self.act_in_the_folder(),
            3 => self.keep(OPTIONS, call!(sync_ingest_options_new())),
            4..=5 => self.set_an_option(),
            6..=7 => self.make(FOLDER, |stage, made, error| {
                let (path, options) = (stage.text(), stage.handle(OPTIONS));
                call!(sync_ingest_folder_open(path, options, made, error))
            }),
            8..=10 => self.collect(),
            11 => self.make(REPORT, |stage, made, error| {
                let (folder, directory) = (stage.handle(FOLDER), stage.text());
                call!(sync_ingest_folder_collect_into(folder, directory, made, error))
            }),
            12 => self
                .make(STATUS, |stage, made, error| call!(sync_ingest_folder_status(stage.handle(FOLDER), made, error))),
            13 => self.use_locks(),
            14..=15 => self.make(DELIVERY, |stage, made, error| {
                call!(sync_ingest_collection_next(stage.handle(COLLECTION), made, error))
            }),
            16 => self.make(REPORT, |stage, made, error| {
                let (collection, what) = (stage.handle(COLLECTION), stage.byte());
                if what % 8 == 7 {
                    return call!(sync_ingest_collection_sync(collection, error));
                }
                match what % 2 == 0 {
                    true => call!(sync_ingest_collection_finish(collection, made, error)),
                    false => call!(sync_ingest_collection_report(collection, made, error)),
                }
            }),
            17..=19 => self.use_a_delivery(),
            20 => self.use_an_agent(),
            21 => self.look(),
            22 => {
                let mut reason = 0;
                self.try_call(|stage, error| call!(sync_ingest_name_check(stage.text(), &raw mut reason, error)));
            }
            _ => {
                let (kind, number) = (self.byte() % KINDS.len(), self.byte() % 2);
                self.free(kind, number);
            }
        }
    }

    /// Changes the folder, as other programs would.
    fn act_in_the_folder(&mut self) {
        let path = self.base.path().join("sync").join(FILES[self.byte() % FILES.len()]);
        let content = match self.byte() % 3 {
            0 => "1",
            1 => {
                "1769846400\nsync_ingest 0.1.0\nhost h\nboot 0123456789abcdef\ntoken 0123456789abcdef0123456789abcdef\n"
            }
            _ => "another content",
        };
        let _ = match self.byte() % 6 {
            0..=2 => fs::write(&path, content),
            3 => fs::remove_file(&path).or_else(|_| fs::remove_dir_all(&path)),
            4 => fs::create_dir(&path),
            _ => std::os::unix::fs::symlink(Path::new("../store"), &path),
        };
    }

    fn set_an_option(&mut self) {
        self.try_call(|stage, error| {
            let options = stage.handle(OPTIONS);
            let choice = stage.byte();
            match choice % 10 {
                _ if choice >= 250 => call!(sync_ingest_options_add_unfinished_name(options, stage.text(), error)),
                0 => call!(sync_ingest_options_set_work_area(options, stage.text(), error)),
                1 => call!(sync_ingest_options_set_settle_seconds(options, stage.number(), error)),
                2 => call!(sync_ingest_options_set_max_age_seconds(options, stage.number(), error)),
                3 => call!(sync_ingest_options_set_max_files(options, stage.number(), error)),
                4 => call!(sync_ingest_options_set_max_size(options, stage.number(), error)),
                5 => call!(sync_ingest_options_set_max_attempts(options, stage.number(), error)),
                6 => call!(sync_ingest_options_set_durability(options, stage.small(), error)),
                7 => call!(sync_ingest_options_set_trust_agent(options, stage.small(), error)),
                8 => call!(sync_ingest_options_set_sha256(options, stage.small(), error)),
                _ => {
                    let (wall, part, monotonic) = (stage.number(), stage.number(), stage.number());
                    call!(sync_ingest_options_set_now(options, wall, part, monotonic, error))
                }
            }
        });
    }

    fn collect(&mut self) {
        let mut report: Handle = null_mut();
        self.make(COLLECTION, |stage, made, error| {
            call!(sync_ingest_folder_collect(stage.handle(FOLDER), made, &raw mut report, error))
        });
        self.keep(REPORT, report);
    }

    fn use_locks(&mut self) {
        let (mut first, mut second) = (0, 0);
        match self.byte() % 6 {
            0 => self.make(LOCK, |stage, made, error| {
                call!(sync_ingest_folder_lock(stage.handle(FOLDER), made, &raw mut first, error))
            }),
            1 => {
                self.attempt(|stage, error| call!(sync_ingest_lock_is_held(stage.handle(LOCK), &raw mut first, error)))
            }
            2 => self.attempt(|stage, error| call!(sync_ingest_lock_refresh(stage.handle(LOCK), error))),
            3 => self.attempt(|stage, error| call!(sync_ingest_lock_release(stage.handle(LOCK), error))),
            4 => self.attempt(|stage, error| {
                let (folder, kind) = (stage.handle(FOLDER), stage.small());
                call!(sync_ingest_folder_unlock(folder, kind, &raw mut first, error))
            }),
            _ => self.attempt(|stage, error| {
                call!(sync_ingest_folder_stale_locks(stage.handle(FOLDER), &raw mut first, &raw mut second, error))
            }),
        }
    }

    fn use_a_delivery(&mut self) {
        self.try_call(|stage, error| {
            let delivery = stage.handle(DELIVERY);
            match stage.byte() % 7 {
                0 => call!(sync_ingest_delivery_digest(delivery, stage.small(), stage.small(), error)),
                1 => call!(sync_ingest_delivery_copy_to(delivery, stage.text(), error)),
                2 => call!(sync_ingest_delivery_move_to(delivery, stage.text(), error)),
                3..=4 => call!(sync_ingest_delivery_acknowledge(delivery, error)),
                5 => call!(sync_ingest_delivery_put_back(delivery, stage.text(), error)),
                _ => call!(sync_ingest_delivery_reject(delivery, stage.text(), error)),
            }
        });
    }

    fn use_an_agent(&mut self) {
        let mut arbitration = 0;
        match self.byte() % 3 {
            0 => self.make(AGENT, |stage, made, error| {
                let (folder, name) = (stage.handle(FOLDER), stage.text());
                call!(sync_ingest_folder_begin_agent_session(folder, name, made, &raw mut arbitration, error))
            }),
            1 => self.attempt(|stage, error| {
                let (agent, source, name) = (stage.handle(AGENT), stage.text(), stage.text());
                call!(sync_ingest_agent_deliver(agent, source, name, error))
            }),
            _ => self.attempt(|stage, error| call!(sync_ingest_agent_finish(stage.handle(AGENT), error))),
        }
    }

    /// Reads everything that the handles expose, at any index.
    fn look(&mut self) {
        let (delivery, report, status) = (self.handle(DELIVERY), self.handle(REPORT), self.handle(STATUS));
        let (index, kind) = (self.number(), self.small());
        let alarm = call!(sync_ingest_status_alarm(status, 0));
        let holder = call!(sync_ingest_status_lock_held_by(status, kind));
        let holder_of_alarm = call!(sync_ingest_alarm_lock_held_by(alarm));
        for text in [
            call!(sync_ingest_delivery_id(delivery)),
            call!(sync_ingest_delivery_name(delivery)),
            call!(sync_ingest_report_delivered_name(report, index)),
            call!(sync_ingest_report_put_back_reason(report, index)),
            call!(sync_ingest_report_rejected_id(report, index)),
            call!(sync_ingest_report_skipped_name(report, kind, index)),
            call!(sync_ingest_report_alarm_diagnosis(report, index)),
            call!(sync_ingest_status_lock_holder(status, kind)),
            call!(sync_ingest_holder_name(holder)),
            call!(sync_ingest_alarm_file_name(alarm, index)),
            call!(sync_ingest_alarm_file_answer(alarm, index)),
            call!(sync_ingest_alarm_obstacle_advice(alarm, index)),
            call!(sync_ingest_holder_host(holder_of_alarm)),
            call!(sync_ingest_status_waiting_name(status, index)),
            call!(sync_ingest_status_rejected_reason(status, index)),
            call!(sync_ingest_status_alarm_diagnosis(status, index)),
        ] {
            read(text);
        }
        call!(sync_ingest_delivery_size(delivery));
        call!(sync_ingest_report_uneventful(report));
        call!(sync_ingest_report_arbitration(report));
        call!(sync_ingest_report_skipped_count(report, kind));
    }
}

/// Reads a text up to its terminating zero.
fn read(text: Text) -> String {
    if text.is_null() {
        return String::new();
    }
    // SAFETY: the library ends its texts by a zero, and their owner is alive.
    unsafe { CStr::from_ptr(text) }.to_string_lossy().into_owned()
}
