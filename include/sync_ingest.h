// sync_ingest: takes the files that a remote system drops into a folder, whole, once, and never
// loses one.
//
// Generated from src/capi; do not edit (`make headers` regenerates it).
//
//
// A collection
// ------------
//
//     // One collection. Writes a report, or an error.
//     static sync_ingest_code collect(sync_ingest_folder *folder, const char *directory, sync_ingest_report **report,
//                                     sync_ingest_error **error)
//     {
//         sync_ingest_collection *collection = NULL;
//         sync_ingest_code code = sync_ingest_folder_collect(folder, &collection, report, error);
//
//         // NULL: nothing to collect, or not now; the report shows which.
//         while (collection != NULL) {
//             sync_ingest_delivery *delivery = NULL;
//             code = sync_ingest_collection_next(collection, &delivery, error);
//             if (code != SYNC_INGEST_OK || delivery == NULL)
//                 break;
//             // A delivery that is not acknowledged is offered again by a later collection.
//             if (store(delivery, directory))
//                 sync_ingest_delivery_acknowledge(delivery, NULL);
//             else
//                 sync_ingest_delivery_put_back(delivery, "it could not be stored", NULL);
//             sync_ingest_delivery_free(delivery);
//         }
//         if (collection != NULL && code == SYNC_INGEST_OK)
//             code = sync_ingest_collection_finish(collection, report, error);
//         sync_ingest_collection_free(collection);
//         return code;
//     }
//
// This is from tests/c/example.c, a whole program to copy. Where a directory is the store,
// sync_ingest_folder_collect_into() does all of it in one call.
//
//
// Rules
// -----
//
// Arguments. First the object, then inputs, then outputs, and `error` last. No pointer may be NULL
// unless the function allows it: the call then returns SYNC_INGEST_INVALID_ARGUMENT and has no
// effect. Text ends with a NUL. Names and paths are bytes, in both directions, and need not be
// UTF-8; text for people is UTF-8. Enumerations are passed as int32_t; a number that is not a
// constant is refused. Sizes, counts and times are int64_t; negative ones are refused unless the
// function gives them a meaning. Yes and no are 1 and 0.
//
// Results. Functions that can fail return a sync_ingest_code. Outputs are written only on success
// (SYNC_INGEST_OK). On failure a new sync_ingest_error is written to `error`, for you to free; on
// success it is left alone, so begin with NULL. If you do not want it, pass NULL. Functions that
// only look at an object cannot fail: if there is nothing to return, or the object is NULL, they
// return NULL, 0, or the value that they document. Nothing calls back, and no failure of this
// library ends the process.
//
// Ownership. You free every `sync_ingest_... *` that a call has written or returned, with the
// function of its own type, once; freeing NULL does nothing. Freeing also ends things: it ends a
// collection, puts a delivery back, releases a lock. Objects may be freed in any order. Everything
// `const` is borrowed, texts as well as alarms and holders of locks: it is valid until the object
// that it came from is freed; you never free it. Arguments are only used during the call, or
// copied.
//
// Threads. The library has no global state. sync_ingest_delivery_copy_to() and
// sync_ingest_folder_collect_into() start a thread while they copy and hash a large file; it has
// ended when they return. No other function starts one. An object may move between threads, but
// only one may use it at a time; different objects, also a collection and its deliveries, may be
// used by several threads at once. A forked child must leave its parent's objects alone: it may
// neither use nor free them.
//
// Errors. The code is the kind of the failure, for programs; sync_ingest_error_message() returns
// what happened and what to do, for people. Every function may return SYNC_INGEST_INVALID_ARGUMENT
// and SYNC_INGEST_PANIC, and every one that touches files any failure of the system:
// SYNC_INGEST_NOT_FOUND to SYNC_INGEST_IO, with path and errno. Each function lists the codes with
// a special meaning. It is not an error if an agent is delivering, or another collector is at work,
// but an outcome: a sync_ingest_arbitration.
//
// Versions. Numbers of constants never change and are never used again. Functions and constants may
// be added, so expect numbers that you do not know. A change that would break an existing program
// raises the ABI number: the 1 in libsync_ingest.so.1, SYNC_INGEST_ABI_VERSION and
// sync_ingest_abi_version().

#ifndef SYNC_INGEST_H
#define SYNC_INGEST_H

#include <stdint.h>

// The ABI that this header describes: the number in the file name of the shared library. It
// changes only when a program that was built with an older header would no longer work; functions
// and constants are added without that.
#define SYNC_INGEST_ABI_VERSION 1

// Why a table is refused
// ----------------------

// What a function that can fail returns. The numbers are never reused.
typedef enum {
    // It worked; the outputs are written.
    SYNC_INGEST_OK = 0,
    // An argument makes no sense: NULL, out of range, not one of the constants.
    SYNC_INGEST_INVALID_ARGUMENT = 1,
    // The folder or file does not exist.
    SYNC_INGEST_NOT_FOUND = 2,
    // A path that should lead to a directory does not.
    SYNC_INGEST_NOT_A_DIRECTORY = 3,
    // This user may not do that.
    SYNC_INGEST_PERMISSION_DENIED = 4,
    // The file system is mounted read-only.
    SYNC_INGEST_READ_ONLY = 5,
    // No space, quota or inode is left.
    SYNC_INGEST_NO_SPACE = 6,
    // The system reported some other failure: see sync_ingest_error_errno().
    SYNC_INGEST_IO = 7,
    // The work area cannot be used: wrong owner, type, place or mount.
    SYNC_INGEST_WORK_AREA = 8,
    // Somebody removed or replaced our lock: the collection has stopped, nothing was lost.
    SYNC_INGEST_LOCK_LOST = 9,
    // A writer changed the claimed file after it was offered, so that it becomes a new delivery;
    // or the file that an agent was delivering.
    SYNC_INGEST_CHANGED = 10,
    // The delivery, collection, lock or agent session has already ended.
    SYNC_INGEST_ALREADY_OVER = 11,
    // This file may not be moved (it is another user's, or somebody has it open): copy it.
    SYNC_INGEST_MOVE_REFUSED = 12,
    // A live process holds the lock.
    SYNC_INGEST_HELD = 13,
    // The name is taken: nothing was overwritten.
    SYNC_INGEST_ALREADY_EXISTS = 14,
    // A defect of this library: the call was given up, and its handle refuses later calls. Free
    // it, and please report the message. Files are where the design keeps them after a crash: in
    // the folder or the work area.
    SYNC_INGEST_PANIC = 15,
    // A file is refused as a table, or as a file of hashes: see sync_ingest_error_refusal().
    SYNC_INGEST_TABLE_REFUSED = 16,
    // What is gone from a table is not known: nothing may be removed.
    SYNC_INGEST_GONE_UNKNOWN = 17,
} sync_ingest_code;

// Why an entry of the drop folder is left alone. Later versions may know more reasons; they are
// numbered without gaps, so to go through them all, count up from 1 until
// sync_ingest_skip_reason_word() is NULL.
typedef enum {
    // It is not left alone: it may be collected.
    SYNC_INGEST_SKIP_NONE = 0,
    // The name begins with `.`, or is one that a system keeps for itself, as in `Thumbs.db`.
    SYNC_INGEST_SKIP_HIDDEN = 1,
    // The name begins with `_`.
    SYNC_INGEST_SKIP_OMITTED = 2,
    // `lock.txt` or `alock.txt`.
    SYNC_INGEST_SKIP_LOCK_FILE = 3,
    // A name that programs give to unfinished, temporary and backup files.
    SYNC_INGEST_SKIP_UNFINISHED_NAME = 4,
    // Control or text-direction characters, which could deceive a terminal, a log or a page.
    SYNC_INGEST_SKIP_HOSTILE_NAME = 5,
    // A directory.
    SYNC_INGEST_SKIP_DIRECTORY = 6,
    // A symbolic link.
    SYNC_INGEST_SKIP_SYMBOLIC_LINK = 7,
    // A file with more than one name (hard link).
    SYNC_INGEST_SKIP_HARD_LINK = 8,
    // A FIFO, a socket or a device.
    SYNC_INGEST_SKIP_SPECIAL_FILE = 9,
    // Larger than the size limit.
    SYNC_INGEST_SKIP_TOO_LARGE = 10,
    // Changed more recently than the settle time.
    SYNC_INGEST_SKIP_UNSETTLED = 11,
    // Some process of this host has it open for writing.
    SYNC_INGEST_SKIP_OPEN_FOR_WRITING = 12,
    // This user may not read it.
    SYNC_INGEST_SKIP_UNREADABLE = 13,
    // It could not be inspected; a file that cannot be checked is not collected.
    SYNC_INGEST_SKIP_UNCHECKED = 14,
    // It could not be moved into the work area.
    SYNC_INGEST_SKIP_UNCLAIMABLE = 15,
    // It changed between inspection and claim.
    SYNC_INGEST_SKIP_CHANGED_MEANWHILE = 16,
    // The batch was full: the next collection takes it.
    SYNC_INGEST_SKIP_BATCH_FULL = 17,
    // An older delivery of the same name has not been answered yet.
    SYNC_INGEST_SKIP_WAITS_FOR_OLDER = 18,
    // It does not match its checksum file.
    SYNC_INGEST_SKIP_CHECKSUM_MISMATCH = 19,
    // Its checksum file cannot be read as one, or is not about it.
    SYNC_INGEST_SKIP_UNREADABLE_CHECKSUM = 20,
} sync_ingest_skip_reason;

// The outcome of the arbitration: who goes.
typedef enum {
    // Nothing waits to be collected.
    SYNC_INGEST_ARBITRATION_NOTHING = 0,
    // The collector lock is ours.
    SYNC_INGEST_ARBITRATION_COLLECTING = 1,
    // An agent is delivering (`alock.txt` is there): try again later.
    SYNC_INGEST_ARBITRATION_AGENT_DELIVERING = 2,
    // A collector holds `lock.txt`: try again later.
    SYNC_INGEST_ARBITRATION_COLLECTOR_BUSY = 3,
} sync_ingest_arbitration;

// The evidence that the upload of a delivered file was over.
typedef enum {
    // There is no such delivery. No delivery goes without evidence.
    SYNC_INGEST_EVIDENCE_NONE = 0,
    // The caller relies on agents always locking (settle time 0), and no agent lock was there.
    SYNC_INGEST_EVIDENCE_AGENT_LOCK = 1,
    // The file had not changed for the settle time.
    SYNC_INGEST_EVIDENCE_SETTLED = 2,
    // A checksum that was delivered with it matched.
    SYNC_INGEST_EVIDENCE_COMPLETE = 3,
} sync_ingest_evidence;

// Why a delivery was put back. Later versions may know more reasons.
typedef enum {
    // There is no such entry.
    SYNC_INGEST_PUT_BACK_NONE = 0,
    // The store put it back: the reason in words is the store's own.
    SYNC_INGEST_PUT_BACK_STORE = 1,
    // It could not be taken: the reason in words is the message of an error.
    SYNC_INGEST_PUT_BACK_ERROR = 2,
    // It was freed without an answer.
    SYNC_INGEST_PUT_BACK_DROPPED = 3,
    // The collection ended before it was answered.
    SYNC_INGEST_PUT_BACK_NOT_ANSWERED = 4,
    // The collection ended before it was offered.
    SYNC_INGEST_PUT_BACK_NOT_OFFERED = 5,
} sync_ingest_put_back_reason;

// Why a file was set aside for a person. Later versions may know more reasons.
typedef enum {
    // There is no such entry.
    SYNC_INGEST_REJECT_NONE = 0,
    // The store rejected it: the reason in words is the store's own.
    SYNC_INGEST_REJECT_STORE = 1,
    // A newer file of its name was delivered before this one was stored.
    SYNC_INGEST_REJECT_SUPERSEDED = 2,
    // The process died too often while it stored this file.
    SYNC_INGEST_REJECT_STORE_DIED = 3,
    // It was swapped for something that is not a file while it was claimed.
    SYNC_INGEST_REJECT_NOT_A_FILE = 4,
} sync_ingest_reject_reason;

// The kinds of alarms. Later versions may know more kinds: show the diagnosis of one that you do
// not know.
typedef enum {
    // There is no such alarm.
    SYNC_INGEST_ALARM_NONE = 0,
    // `lock.txt` is too old: the collector keeps failing to finish or to remove it.
    SYNC_INGEST_ALARM_STALE_COLLECTOR_LOCK = 1,
    // `alock.txt` is too old: the remote delivery process is at fault.
    SYNC_INGEST_ALARM_STALE_AGENT_LOCK = 2,
    // The lock of a collector that had died was recovered.
    SYNC_INGEST_ALARM_RECOVERED_LOCK = 3,
    // Somebody removed `lock.txt` while a collection was going on.
    SYNC_INGEST_ALARM_LOST_LOCK = 4,
    // Rejected files wait for a person to look at them.
    SYNC_INGEST_ALARM_REJECTED_FILE = 5,
    // An upload has not finished for too long.
    SYNC_INGEST_ALARM_UNFINISHED_FILE = 6,
    // A file cannot be read, looked at or moved.
    SYNC_INGEST_ALARM_UNREADABLE_FILE = 7,
    // A file is larger than the size limit.
    SYNC_INGEST_ALARM_OVERSIZED_FILE = 8,
    // A lock has a time in the future: one of the clocks is wrong.
    SYNC_INGEST_ALARM_CLOCK_SKEW = 9,
    // A delivery has been put back as often as the options allow: the store does not take it.
    SYNC_INGEST_ALARM_FAILING_STORE = 10,
    // A file has not matched its checksum file for too long.
    SYNC_INGEST_ALARM_CHECKSUM_MISMATCH = 11,
    // An entry that nobody collects has been left alone for too long.
    SYNC_INGEST_ALARM_LEFT_BEHIND = 12,
    // A checksum file cannot be understood.
    SYNC_INGEST_ALARM_UNREADABLE_CHECKSUM = 13,
} sync_ingest_alarm_kind;

// What keeps a collector's user from reading or moving the files of a folder.
typedef enum {
    // There is no such obstacle.
    SYNC_INGEST_OBSTACLE_NONE = 0,
    // The file system of the folder is mounted read-only.
    SYNC_INGEST_OBSTACLE_READ_ONLY_FILE_SYSTEM = 1,
    // The collector may move nothing out of the folder; the number is its user id.
    SYNC_INGEST_OBSTACLE_FOLDER_NOT_WRITABLE = 2,
    // The folder is sticky, so that only owners may move their files.
    SYNC_INGEST_OBSTACLE_STICKY_FOLDER = 3,
    // A file may be read by nobody but its owner; the number is its permission bits.
    SYNC_INGEST_OBSTACLE_PRIVATE_FILE = 4,
    // Files keep their agent's own group, because the folder does not pass its own on; the number
    // is the group id of a file.
    SYNC_INGEST_OBSTACLE_GROUP_NOT_INHERITED = 5,
    // The system has refused to read or move a file; the number is its errno.
    SYNC_INGEST_OBSTACLE_REFUSED = 6,
} sync_ingest_obstacle;

// Who made a lock. Later versions may know more kinds: show the text of a holder whose kind you do
// not know.
typedef enum {
    // There is no such lock.
    SYNC_INGEST_HOLDER_NONE = 0,
    // A collector that uses this library: its version and host are known.
    SYNC_INGEST_HOLDER_COLLECTOR = 1,
    // An agent that uses this library: its name, host and version are known.
    SYNC_INGEST_HOLDER_AGENT = 2,
    // `sync-deliver`, the script for agents on other hosts: its name is known, and over SFTP its
    // host.
    SYNC_INGEST_HOLDER_REMOTE_AGENT = 3,
    // Other software: only the id of the user who owns the lock is known.
    SYNC_INGEST_HOLDER_USER = 4,
    // Unknown: the entry with the name of the lock is not a readable file, but a
    // sync_ingest_oddity.
    SYNC_INGEST_HOLDER_ODD = 5,
} sync_ingest_holder_kind;

// What has the name of a lock, if it is not a readable file.
typedef enum {
    // There is no such lock, or it is a file that could be read.
    SYNC_INGEST_ODDITY_NONE = 0,
    // A file that this user cannot read.
    SYNC_INGEST_ODDITY_UNREADABLE_FILE = 1,
    // A directory.
    SYNC_INGEST_ODDITY_DIRECTORY = 2,
    // A symbolic link.
    SYNC_INGEST_ODDITY_SYMBOLIC_LINK = 3,
    // A FIFO, a socket or a device.
    SYNC_INGEST_ODDITY_SPECIAL_FILE = 4,
} sync_ingest_oddity;

// One of the two locks.
typedef enum {
    // There is no such lock.
    SYNC_INGEST_LOCK_NONE = 0,
    // `lock.txt`: the collector's.
    SYNC_INGEST_LOCK_COLLECTOR = 1,
    // `alock.txt`: the agent's.
    SYNC_INGEST_LOCK_AGENT = 2,
} sync_ingest_lock_kind;

// Why a checksum file cannot be understood.
typedef enum {
    // There is no such file, or its checksum file is not the matter.
    SYNC_INGEST_CHECKSUM_FAULT_NONE = 0,
    // It is a link, a folder, a FIFO, or a file with a second name.
    SYNC_INGEST_CHECKSUM_FAULT_NOT_A_FILE = 1,
    // It is too large for a checksum file.
    SYNC_INGEST_CHECKSUM_FAULT_TOO_LONG = 2,
    // It is empty, apart from comments.
    SYNC_INGEST_CHECKSUM_FAULT_EMPTY = 3,
    // It holds no digest.
    SYNC_INGEST_CHECKSUM_FAULT_NO_DIGEST = 4,
    // Its digests are not SHA-256.
    SYNC_INGEST_CHECKSUM_FAULT_OTHER_ALGORITHM = 5,
    // It names another file.
    SYNC_INGEST_CHECKSUM_FAULT_OTHER_FILE = 6,
    // It contains several digests, each of which could be meant.
    SYNC_INGEST_CHECKSUM_FAULT_AMBIGUOUS = 7,
} sync_ingest_checksum_fault;

// How the encoding of a table is known.
typedef enum {
    // There is no such table.
    SYNC_INGEST_ENCODING_NONE = 0,
    // The caller has named it.
    SYNC_INGEST_ENCODING_PINNED = 1,
    // A byte order mark.
    SYNC_INGEST_ENCODING_BYTE_ORDER_MARK = 2,
    // NUL bytes at line ends and delimiters: UTF-16.
    SYNC_INGEST_ENCODING_NUL_BYTES = 3,
    // All lines, or nearly all with something else than ASCII, are valid UTF-8.
    SYNC_INGEST_ENCODING_VALID_UTF8 = 4,
    // Guessed from the lines with something else than ASCII.
    SYNC_INGEST_ENCODING_GUESSED = 5,
} sync_ingest_encoding_evidence;

// Why a row is bad: the first of these that applies. Later versions may know more reasons.
typedef enum {
    // There is no such row.
    SYNC_INGEST_BAD_NONE = 0,
    // It has bytes that are no text in the encoding of the file.
    SYNC_INGEST_BAD_UNDECODABLE = 1,
    // It equals the header: files were joined.
    SYNC_INGEST_BAD_HEADER_REPEATED = 2,
    // It has a byte order mark: files were joined.
    SYNC_INGEST_BAD_BYTE_ORDER_MARK = 3,
    // Text follows a closing quote.
    SYNC_INGEST_BAD_TEXT_AFTER_QUOTE = 4,
    // It has more or fewer cells than the header.
    SYNC_INGEST_BAD_RAGGED = 5,
    // It has a control character.
    SYNC_INGEST_BAD_CONTROL_CHARACTER = 6,
    // A key column is empty.
    SYNC_INGEST_BAD_EMPTY_KEY = 7,
    // Another row has the same key and other cells.
    SYNC_INGEST_BAD_DUPLICATE_KEY = 8,
} sync_ingest_bad_reason;

// What a person should look at before trusting a table. Later versions may know more kinds.
typedef enum {
    // There is no such warning.
    SYNC_INGEST_WARNING_NONE = 0,
    // The encoding was guessed: the cells show whether letters with accents are right.
    SYNC_INGEST_WARNING_ENCODING_GUESSED = 1,
    // No delimiter splits header and rows alike: the one that splits the header is taken, or the
    // table has one column.
    SYNC_INGEST_WARNING_NO_DELIMITER = 2,
    // Every row has one empty cell more than the header, which is ignored.
    SYNC_INGEST_WARNING_TRAILING_CELL = 3,
    // Blank lines, rows of empty cells alone, and a final 0x1A, which are skipped.
    SYNC_INGEST_WARNING_SKIPPED_ROWS = 4,
    // Names that are in the header more than once.
    SYNC_INGEST_WARNING_REPEATED_COLUMN = 5,
    // Columns without a name.
    SYNC_INGEST_WARNING_UNNAMED_COLUMN = 6,
    // The last line does not end with a newline.
    SYNC_INGEST_WARNING_NO_FINAL_NEWLINE = 7,
    // Cells with U+FFFD: letters were lost before the file was delivered.
    SYNC_INGEST_WARNING_REPLACEMENT_CHARACTER = 8,
    // Cells with control characters of U+0080 to U+009F, which are usually wrongly decoded
    // Windows-1252.
    SYNC_INGEST_WARNING_C1_CHARACTER = 9,
    // Cells that decode once more from Windows-1252 to UTF-8, such as "FranÃ§ois".
    SYNC_INGEST_WARNING_DOUBLE_ENCODED = 10,
    // Rows that equal an earlier one of the same key, and count once.
    SYNC_INGEST_WARNING_REPEATED_ROW = 11,
} sync_ingest_warning_kind;

// What has become of a key since the table before.
typedef enum {
    // It is no change.
    SYNC_INGEST_CHANGE_NONE = 0,
    // It was not in the base.
    SYNC_INGEST_CHANGE_ADDED = 1,
    // Its row is another one.
    SYNC_INGEST_CHANGE_CHANGED = 2,
    // No row has it any more.
    SYNC_INGEST_CHANGE_GONE = 3,
} sync_ingest_change_kind;

// Why a whole file is refused. Later versions may know more reasons.
typedef enum {
    // There is no such refusal.
    SYNC_INGEST_REFUSAL_NONE = 0,
    // There is no header: the file is empty, or has blank lines alone.
    SYNC_INGEST_REFUSAL_EMPTY = 1,
    // UTF-32.
    SYNC_INGEST_REFUSAL_UTF32 = 2,
    // A zip archive, such as an `.xlsx` or `.ods` workbook.
    SYNC_INGEST_REFUSAL_ZIP = 3,
    // A page of HTML, such as the sign-in page of a server.
    SYNC_INGEST_REFUSAL_HTML = 4,
    // XML, such as a workbook saved as *XML spreadsheet*.
    SYNC_INGEST_REFUSAL_XML = 5,
    // A workbook of Excel 97 (`.xls`).
    SYNC_INGEST_REFUSAL_EXCEL97 = 6,
    // Some lines are UTF-8 and others are not, too many for either encoding.
    SYNC_INGEST_REFUSAL_MIXED_ENCODINGS = 7,
    // A quote that opens a cell is never closed.
    SYNC_INGEST_REFUSAL_UNCLOSED_QUOTE = 8,
    // Text follows the closing quote of a cell that spans lines: the quotes do not belong
    // together.
    SYNC_INGEST_REFUSAL_QUOTE_ACROSS_LINES = 9,
    // A cell is longer than the limit.
    SYNC_INGEST_REFUSAL_FIELD_TOO_LARGE = 10,
    // A row is longer than the limit.
    SYNC_INGEST_REFUSAL_RECORD_TOO_LARGE = 11,
    // There are more rows than the limit.
    SYNC_INGEST_REFUSAL_TOO_MANY_ROWS = 12,
    // The header has more cells than the limit.
    SYNC_INGEST_REFUSAL_TOO_MANY_COLUMNS = 13,
    // The `sep=` line names a character that is no delimiter, or another one than the pinned
    // delimiter.
    SYNC_INGEST_REFUSAL_SEPARATOR_LINE = 14,
    // The header cannot be decoded, or has text behind a closing quote.
    SYNC_INGEST_REFUSAL_HEADER_UNREADABLE = 15,
    // The header is another one than the pinned header.
    SYNC_INGEST_REFUSAL_HEADER_DIFFERS = 16,
    // A column that is mapped or a key is not in the header.
    SYNC_INGEST_REFUSAL_COLUMN_MISSING = 17,
    // A column that is mapped or a key is in the header more than once.
    SYNC_INGEST_REFUSAL_COLUMN_REPEATED = 18,
    // The file changed while it was read.
    SYNC_INGEST_REFUSAL_CHANGED_WHILE_READ = 19,
    // The file of hashes is damaged or incomplete.
    SYNC_INGEST_REFUSAL_BASE_TORN = 20,
    // The file of hashes is none, or was made for another feed, with another key, rule or
    // fingerprint.
    SYNC_INGEST_REFUSAL_BASE_FOREIGN = 21,
    // The file of hashes is of another format version or generation.
    SYNC_INGEST_REFUSAL_BASE_OUTDATED = 22,
    // The file of hashes was made with another secret.
    SYNC_INGEST_REFUSAL_BASE_OTHER_SECRET = 23,
    // The file has the byte order mark of another encoding than the pinned one.
    SYNC_INGEST_REFUSAL_ENCODING_DIFFERS = 24,
} sync_ingest_refusal_reason;

// What reaches the disk before a delivery is acknowledged.
typedef enum {
    // Nothing is synced: a power cut may lose what was stored last, a crash of the process may
    // not.
    SYNC_INGEST_DURABILITY_NONE = 0,
    // Every file and folder by itself. Right for web requests: a busy neighbour on the same file
    // system does not slow it down.
    SYNC_INGEST_DURABILITY_PER_FILE = 1,
    // File by file up to 256 files, one syncfs() for more. The default.
    SYNC_INGEST_DURABILITY_AUTOMATIC = 2,
    // As SYNC_INGEST_DURABILITY_PER_FILE, but sync_ingest_delivery_copy_to() leaves the copy to be
    // synced later, together with others: by sync_ingest_collection_sync(), or at the latest when
    // the first of them is acknowledged. For stores that take several deliveries at a time and
    // copy them to a place of their own: until then a power cut may leave an empty file there.
    SYNC_INGEST_DURABILITY_DEFERRED = 3,
} sync_ingest_durability;

// How keys are compared.
typedef enum {
    // Character by character.
    SYNC_INGEST_KEY_EXACT = 1,
    // Trimmed, in Unicode's normalisation form C, in lower case.
    SYNC_INGEST_KEY_FOLDED = 2,
} sync_ingest_key_rule;

// An agent that holds `alock.txt`, until it is finished or freed.
typedef struct sync_ingest_agent sync_ingest_agent;

// One alarm of a report or status, lent: it stays as it is until that is freed. Its kind, its
// diagnosis, its time and its count are read from the report or status itself. Lists are read by
// index, from 0; outside a list there is NULL, 0 or the constant for none.
typedef struct sync_ingest_alarm sync_ingest_alarm;

// One pass under the collector lock, until it is finished or freed. Its deliveries are objects of
// their own and may outlive it, but they can no longer be answered then.
typedef struct sync_ingest_collection sync_ingest_collection;

// One claimed file, offered to the store. Answer it with sync_ingest_delivery_acknowledge(),
// sync_ingest_delivery_put_back() or sync_ingest_delivery_reject(); freed without an answer it is
// put back. What can be seen of it can be seen until it is freed.
typedef struct sync_ingest_delivery sync_ingest_delivery;

// Why a call failed. Made by the call that fails, and yours to free; it depends on no other object
// and never changes.
typedef struct sync_ingest_error sync_ingest_error;

// A folder that agents write into and that is collected from. Holds a path and options, no
// descriptor: a folder that was moved away and made again is found. Objects made from it outlive
// it.
typedef struct sync_ingest_folder sync_ingest_folder;

// Who made a lock, lent by the status or alarm that has seen it: it stays as it is until that is
// freed.
typedef struct sync_ingest_holder sync_ingest_holder;

// `lock.txt`, held until it is released or freed.
typedef struct sync_ingest_lock sync_ingest_lock;

// How a drop folder is to be collected: defaults that are safe, and what you set. A folder copies
// them when it is opened, so they may be changed and freed afterwards.
typedef struct sync_ingest_options sync_ingest_options;

// A file that was rejected and waits for a person. It depends on no other object and never
// changes.
typedef struct sync_ingest_rejected_file sync_ingest_rejected_file;

// The rejected files of a drop folder one by one, in no particular order. Memory does not grow
// with their number.
typedef struct sync_ingest_rejected_list sync_ingest_rejected_list;

// What one collection did and left, with the reasons. It depends on no other object and never
// changes. Lists are read by index, from 0; outside a list there is NULL, 0 or the constant for
// none.
typedef struct sync_ingest_report sync_ingest_report;

// What could be seen of a drop folder. It depends on no other object and never changes. Lists are
// read by index, from 0; outside a list there is NULL, 0 or the constant for none.
typedef struct sync_ingest_status sync_ingest_status;

// A file of rows with a header, as spreadsheets and databases export it. What was found in it
// lives on without it.
typedef struct sync_ingest_table sync_ingest_table;

// Some rows of a table, or some changes, in the order of the file. It depends on no other object
// and never changes. Rows and columns count from 0; outside of them there is NULL or 0.
typedef struct sync_ingest_table_batch sync_ingest_table_batch;

// The changes of a table, pulled in batches: those of rows in the order of the file, then the keys
// that are gone, where that is known.
typedef struct sync_ingest_table_changes sync_ingest_table_changes;

// What was found in a table, and what became of the jobs. It depends on no other object and never
// changes. Lists are read by index, from 0; outside a list there is NULL, 0 or the constant for
// none.
typedef struct sync_ingest_table_findings sync_ingest_table_findings;

// What is to be done with a table beside checking it, all in one pass over the file.
typedef struct sync_ingest_table_jobs sync_ingest_table_jobs;

// How a table is to be read. What is not set is found out from the file. Objects that were opened
// with them have a copy.
typedef struct sync_ingest_table_options sync_ingest_table_options;

// The good rows of a table, pulled in batches. Memory does not grow with their number.
typedef struct sync_ingest_table_rows sync_ingest_table_rows;

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

// Versions
// --------

// Returns the version of the library that is loaded, as in "1.2.3". A static string.
const char *sync_ingest_version(void);

// Returns the ABI number of the library that is loaded. A program that loads the library itself
// compares it with SYNC_INGEST_ABI_VERSION, for which it was built, before anything else.
int32_t sync_ingest_abi_version(void);

// sync_ingest_error: why a call failed
// ------------------------------------

// Returns the code of the call that failed; SYNC_INGEST_OK for NULL.
sync_ingest_code sync_ingest_error_code(const sync_ingest_error *error);

// Returns one line for a person: what was tried, on which path, what the system answered, and what
// to do about it where that is known. Control characters of file names are escaped. Borrowed from
// the error.
const char *sync_ingest_error_message(const sync_ingest_error *error);

// Returns the path that the failure is about, byte for byte; NULL where there is none. Borrowed
// from the error.
const char *sync_ingest_error_path(const sync_ingest_error *error);

// Returns the error number of the system (`errno`); 0 where the system reported none.
int32_t sync_ingest_error_errno(const sync_ingest_error *error);

// Frees an error.
void sync_ingest_error_free(sync_ingest_error *error);

// Words for the constants
// -----------------------

// Returns the word for a skip reason that logs and JSON use, as in "symbolic_link"; NULL for a
// number that is no reason, SYNC_INGEST_SKIP_NONE among them. A static string.
const char *sync_ingest_skip_reason_word(int32_t reason);

// Returns one English sentence for a person on a skip reason; NULL for a number that is no reason.
// A static string.
const char *sync_ingest_skip_reason_explanation(int32_t reason);

// Returns the word for a kind of alarm, as in "stale_agent_lock"; NULL for a number that is no
// kind. A static string.
const char *sync_ingest_alarm_kind_word(int32_t kind);

// Returns the word for an evidence, as in "settled"; NULL for a number that is no evidence. A
// static string.
const char *sync_ingest_evidence_word(int32_t evidence);

// Returns the word for the outcome of an arbitration: "nothing", "collected", "agent_delivering"
// or "collector_busy"; NULL for any other number. A static string.
const char *sync_ingest_arbitration_word(int32_t arbitration);

// Returns the word for a sync_ingest_put_back_reason, as in "not_answered"; NULL for a number that
// is no reason. A static string.
const char *sync_ingest_put_back_reason_word(int32_t reason);

// Returns the word for a sync_ingest_reject_reason, as in "store_died"; NULL for a number that is
// no reason. A static string.
const char *sync_ingest_reject_reason_word(int32_t reason);

// Names
// -----

// Writes whether an entry of this name may be collected: SYNC_INGEST_SKIP_NONE, or the reason why
// it is left alone. Only the bytes of the name count; they need not be UTF-8.
sync_ingest_code sync_ingest_name_check(const char *name,
                                        sync_ingest_skip_reason *reason,
                                        sync_ingest_error **error);

// sync_ingest_options: how a drop folder is collected
// ---------------------------------------------------

// Returns options with their defaults, yours to free.
sync_ingest_options *sync_ingest_options_new(void);

// Sets where claimed and rejected files are kept: a folder on the same mount as the drop folder,
// best outside the agent's reach. It is made if need be, and serves one drop folder. NULL (the
// default): `.sync_ingest` inside the drop folder.
sync_ingest_code sync_ingest_options_set_work_area(sync_ingest_options *options,
                                                   const char *path,
                                                   sync_ingest_error **error);

// Sets how many seconds a file must have been left alone before it is collected: 0 or more. -1
// (the default): 30 on local, 90 on network file systems. 0: agents always use `alock.txt`, so
// that nothing else needs to be waited for.
sync_ingest_code sync_ingest_options_set_settle_seconds(sync_ingest_options *options,
                                                        int64_t seconds,
                                                        sync_ingest_error **error);

// Sets the age in seconds at which a lock, or an upload that does not finish, becomes an alarm: 0
// or more. Default: 10800 (three hours).
sync_ingest_code sync_ingest_options_set_max_age_seconds(sync_ingest_options *options,
                                                         int64_t seconds,
                                                         sync_ingest_error **error);

// Sets from which time the age of a lock counts. 1: from the later of its mtime and ctime, for
// agents that preserve modification times (WinSCP and lftp do). 0 (the default): from its mtime.
sync_ingest_code sync_ingest_options_set_lock_age_from_ctime(sync_ingest_options *options,
                                                             int32_t wanted,
                                                             sync_ingest_error **error);

// Adds to the names of unfinished files, which are left alone: an ending as in "*.busy", a
// beginning as in "tmp-*", both as in "new_*.csv", or a whole name. The case of ASCII letters does
// not matter. By default none are added to those that are known.
sync_ingest_code sync_ingest_options_add_unfinished_name(sync_ingest_options *options,
                                                         const char *pattern,
                                                         sync_ingest_error **error);

// Sets how many files one collection claims at most, leftovers included: 1 to 100000, which
// sync_ingest_folder_open() checks. Default: 10000.
sync_ingest_code sync_ingest_options_set_max_files(sync_ingest_options *options,
                                                   int64_t files,
                                                   sync_ingest_error **error);

// Sets the size in bytes of the largest file that is collected: 0 or more. Default: 4294967296 (4
// GiB).
sync_ingest_code sync_ingest_options_set_max_size(sync_ingest_options *options,
                                                  int64_t bytes,
                                                  sync_ingest_error **error);

// Sets how often a process may die while it stores a delivery before the delivery is rejected, and
// how often one may be put back before that is an alarm: 1 or more, which
// sync_ingest_folder_open() checks. Default: 5.
sync_ingest_code sync_ingest_options_set_max_attempts(sync_ingest_options *options,
                                                      int64_t attempts,
                                                      sync_ingest_error **error);

// Sets what reaches the disk before a delivery is acknowledged: a sync_ingest_durability.
sync_ingest_code sync_ingest_options_set_durability(sync_ingest_options *options,
                                                    int32_t durability,
                                                    sync_ingest_error **error);

// Sets whether files of other users may be moved into a store. 1: they may; their agents may then
// still change them. 0 (the default): they are copied.
sync_ingest_code sync_ingest_options_set_trust_agent(sync_ingest_options *options,
                                                     int32_t trusted,
                                                     sync_ingest_error **error);

// Sets whether the caller already holds a lock of its own that spans all hosts. 1: it does, so
// that an orphan lock of another host is recovered. Default: 0.
sync_ingest_code sync_ingest_options_set_cluster_locked(sync_ingest_options *options,
                                                        int32_t locked,
                                                        sync_ingest_error **error);

// Sets whether to compute the SHA-256 of what is copied, moved or collected into a directory. 1:
// yes. Default: 0.
sync_ingest_code sync_ingest_options_set_sha256(sync_ingest_options *options,
                                                int32_t wanted,
                                                sync_ingest_error **error);

// Sets whether to compute the SHA-1 of what is copied, moved or collected into a directory. 1:
// yes. Default: 0.
sync_ingest_code sync_ingest_options_set_sha1(sync_ingest_options *options,
                                              int32_t wanted,
                                              sync_ingest_error **error);

// Sets whether an agent delivers each file with a checksum file (`_NAME.sha256`), so that it is
// collected at once. 1: yes. Default: 0.
sync_ingest_code sync_ingest_options_set_checksums(sync_ingest_options *options,
                                                   int32_t wanted,
                                                   sync_ingest_error **error);

// Sets the time to decide by, for tests: calendar time as seconds since 1970-01-01 00:00:00 UTC
// (negative before it) and nanoseconds (0 to 999999999), and seconds on a clock that never jumps.
// By default the clocks of the machine decide, and that of the file system where it has its own.
sync_ingest_code sync_ingest_options_set_now(sync_ingest_options *options,
                                             int64_t wall_seconds,
                                             int64_t wall_nanoseconds,
                                             int64_t monotonic_seconds,
                                             sync_ingest_error **error);

// Frees options.
void sync_ingest_options_free(sync_ingest_options *options);

// sync_ingest_folder: a drop folder
// ---------------------------------

// Writes a drop folder at `path`, with a copy of `options` (NULL: the defaults), yours to free.
// Nothing is looked at yet.
//
// Errors: SYNC_INGEST_INVALID_ARGUMENT for an empty path, or options out of range.
sync_ingest_code sync_ingest_folder_open(const char *path,
                                         const sync_ingest_options *options,
                                         sync_ingest_folder **folder,
                                         sync_ingest_error **error);

// Begins a collection: looks at the folder and, where there is something to collect, takes the
// collector lock and claims a batch.
//
// Writes either `collection`, and NULL to `report`: the lock is ours, take the deliveries. Or
// `report`, and NULL to `collection`: it is over already, as there is nothing to collect, or not
// now; sync_ingest_report_arbitration() returns which. Either is yours to free.
//
// Errors: any failure of the system on the folder or the work area. Nothing is lost then: what was
// claimed is given back, or recovered by the next collection.
sync_ingest_code sync_ingest_folder_collect(sync_ingest_folder *folder,
                                            sync_ingest_collection **collection,
                                            sync_ingest_report **report,
                                            sync_ingest_error **error);

// Collects into a directory: each file under its own name, a file of that name that is already
// there replaced atomically, synced as the options ask before it is acknowledged. Files of the
// calling user that nobody has open are moved (if the agent is trusted, any file), all others
// copied, and hashed on the way where the options ask for it. What cannot be stored is put back
// and reported. The report is yours to free.
//
// Errors: as sync_ingest_folder_collect(), and any failure of the system on the directory itself.
sync_ingest_code sync_ingest_folder_collect_into(sync_ingest_folder *folder,
                                                 const char *directory,
                                                 sync_ingest_report **report,
                                                 sync_ingest_error **error);

// Writes the state of the folder, read without changing anything; never probes by locking. The
// status is yours to free.
//
// Errors: the folder cannot be read.
sync_ingest_code sync_ingest_folder_status(sync_ingest_folder *folder,
                                           sync_ingest_status **status,
                                           sync_ingest_error **error);

// Writes 1 for each of the two locks that is there and too old, otherwise 0. Changes nothing.
//
// Errors: the folder cannot be read.
sync_ingest_code sync_ingest_folder_stale_locks(sync_ingest_folder *folder,
                                                int32_t *collector_is_stale,
                                                int32_t *agent_is_stale,
                                                sync_ingest_error **error);

// Takes the collector lock alone, with the same arbitration as a collection, and recovers an
// orphan. Writes the lock, yours to free, and SYNC_INGEST_ARBITRATION_COLLECTING; or NULL, and who
// goes first.
//
// Errors: the folder or the work area cannot be used.
sync_ingest_code sync_ingest_folder_lock(sync_ingest_folder *folder,
                                         sync_ingest_lock **lock,
                                         sync_ingest_arbitration *arbitration,
                                         sync_ingest_error **error);

// Removes a lock that only a person may break, because a person asked for it. `kind` is a
// sync_ingest_lock_kind. Writes 1 to `removed`, or 0 where there was no such lock.
//
// Errors: SYNC_INGEST_HELD when a live process of this library holds the lock.
sync_ingest_code sync_ingest_folder_unlock(sync_ingest_folder *folder,
                                           int32_t kind,
                                           int32_t *removed,
                                           sync_ingest_error **error);

// Begins the agent's side, for a program on this host: publishes `alock.txt` unless a lock is
// there. `agent` is this agent's own name, a printable word of at most 63 characters; a lock that
// an agent of this name left behind when it was killed is taken back. Writes the session, yours to
// free, and SYNC_INGEST_ARBITRATION_AGENT_DELIVERING; or NULL, and who goes first.
//
// Errors: SYNC_INGEST_INVALID_ARGUMENT for such a name; otherwise the folder cannot be used.
sync_ingest_code sync_ingest_folder_begin_agent_session(sync_ingest_folder *folder,
                                                        const char *agent,
                                                        sync_ingest_agent **session,
                                                        sync_ingest_arbitration *arbitration,
                                                        sync_ingest_error **error);

// Begins the agent's side under its old name, for programs that were written for release 0.1: as
// sync_ingest_folder_begin_agent_session().
sync_ingest_code sync_ingest_folder_begin_delivery(sync_ingest_folder *folder,
                                                   const char *agent,
                                                   sync_ingest_agent **session,
                                                   sync_ingest_arbitration *arbitration,
                                                   sync_ingest_error **error);

// Frees a folder. Collections, locks and sessions that were made from it go on.
void sync_ingest_folder_free(sync_ingest_folder *folder);

// sync_ingest_collection: one pass under the collector lock
// ---------------------------------------------------------

// Writes the next delivery, oldest leftovers first, yours to answer and free; NULL when there is
// none at the moment. Several may be open at once. A delivery with an older one of its name that
// is open waits: ask again after answering that one.
//
// Errors: SYNC_INGEST_LOCK_LOST when somebody removed `lock.txt`; the collection has then stopped.
// SYNC_INGEST_ALREADY_OVER after the end.
sync_ingest_code sync_ingest_collection_next(sync_ingest_collection *collection,
                                             sync_ingest_delivery **delivery,
                                             sync_ingest_error **error);

// Syncs every copy that sync_ingest_delivery_copy_to() has left to be synced later
// (SYNC_INGEST_DURABILITY_DEFERRED): all of them together, which takes a fraction of the time of
// one after the other. Does nothing with any other durability.
//
// Errors: the failure of the first copy that could not be synced; its delivery cannot be
// acknowledged any more, the others can. SYNC_INGEST_ALREADY_OVER after the end.
sync_ingest_code sync_ingest_collection_sync(sync_ingest_collection *collection, sync_ingest_error **error);

// Writes a report on what has happened so far, yours to free.
//
// Errors: SYNC_INGEST_ALREADY_OVER after the end.
sync_ingest_code sync_ingest_collection_report(sync_ingest_collection *collection,
                                               sync_ingest_report **report,
                                               sync_ingest_error **error);

// Ends the collection: puts back what has not been answered, updates the alarms, and removes
// `lock.txt`. A delivery that is still open can no longer be answered. Writes the report, yours to
// free. Whatever it returns, the collection is over then, and still yours to free.
//
// Errors: any failure of the system; SYNC_INGEST_ALREADY_OVER the second time.
sync_ingest_code sync_ingest_collection_finish(sync_ingest_collection *collection,
                                               sync_ingest_report **report,
                                               sync_ingest_error **error);

// Frees a collection, and ends it if it is not finished.
void sync_ingest_collection_free(sync_ingest_collection *collection);

// sync_ingest_delivery: one claimed file, offered to the store
// ------------------------------------------------------------

// Returns the stable id of a delivery: the same when it is offered again, another one when its
// content has changed. At most 64 ASCII letters, digits and dashes.
const char *sync_ingest_delivery_id(const sync_ingest_delivery *delivery);

// Returns the name of a delivery in the drop folder, byte for byte; it need not be UTF-8.
const char *sync_ingest_delivery_name(const sync_ingest_delivery *delivery);

// Returns the path of a claimed delivery, for stores that read by path. Never write there, and do
// not remove it.
//
// The agent may still hold the file open and change it: sync_ingest_delivery_acknowledge() refuses
// a file with another change time, but a shared mapping can change it without that trace. What
// sync_ingest_delivery_copy_to() and sync_ingest_delivery_move_to() store is what
// sync_ingest_delivery_sha256() returns. A store that reads here by itself has to hash what it has
// read; where the two differ, sync_ingest_delivery_digest() notices the change too.
const char *sync_ingest_delivery_path(const sync_ingest_delivery *delivery);

// Returns the size of a delivery in bytes.
int64_t sync_ingest_delivery_size(const sync_ingest_delivery *delivery);

// Returns the modification time of a delivery as the agent set it, in seconds since 1970-01-01
// 00:00:00 UTC; negative before that.
int64_t sync_ingest_delivery_modified_seconds(const sync_ingest_delivery *delivery);

// Returns the nanoseconds within the second of the modification time of a delivery, 0 to
// 999999999.
int64_t sync_ingest_delivery_modified_nanoseconds(const sync_ingest_delivery *delivery);

// Returns how often a delivery has been offered, this time included: 1 the first time. After a
// power cut it may be as high as the last time, but never 1 again.
int64_t sync_ingest_delivery_attempt(const sync_ingest_delivery *delivery);

// Returns what showed that the upload of a delivery was over.
sync_ingest_evidence sync_ingest_delivery_evidence(const sync_ingest_delivery *delivery);

// Returns the SHA-256 of a delivery as 64 lower-case hexadecimal digits; NULL until it has been
// computed. Known from the start where it was compared with a checksum file. It never changes:
// content that differs is SYNC_INGEST_CHANGED wherever it is read.
const char *sync_ingest_delivery_sha256(const sync_ingest_delivery *delivery);

// Returns the SHA-1 of a delivery as 40 lower-case hexadecimal digits; NULL until it has been
// computed. It never changes, as the SHA-256.
const char *sync_ingest_delivery_sha1(const sync_ingest_delivery *delivery);

// Computes the hashes of a delivery: each where its argument is 1, not where it is 0; those that
// are known are computed again.
//
// Errors: SYNC_INGEST_CHANGED when a writer has changed it, also since the last time;
// SYNC_INGEST_ALREADY_OVER after the answer; otherwise any failure of the system.
sync_ingest_code sync_ingest_delivery_digest(sync_ingest_delivery *delivery,
                                             int32_t sha256,
                                             int32_t sha1,
                                             sync_ingest_error **error);

// Copies a delivery to the path `destination` under a temporary name, hashes it on the way as the
// options ask, checks that it did not change meanwhile, syncs it if they ask for that, and renames
// the copy into place. An existing file is replaced atomically.
//
// Errors: SYNC_INGEST_NO_SPACE before anything is written when there is not enough;
// SYNC_INGEST_CHANGED when a writer changed it meanwhile, or since its hashes were computed: then
// nothing is stored, and whatever is answered it becomes a new delivery; SYNC_INGEST_ALREADY_OVER
// after the answer.
sync_ingest_code sync_ingest_delivery_copy_to(sync_ingest_delivery *delivery,
                                              const char *destination,
                                              sync_ingest_error **error);

// Moves a delivery to the path `destination`, without copying, on the same file system; hashes and
// syncs it if they ask for that. An existing file is replaced atomically. From then on only
// sync_ingest_delivery_acknowledge() makes sense.
//
// Errors: SYNC_INGEST_MOVE_REFUSED when it is on another file system, or when it belongs to
// another user or somebody has it open, unless the agent is trusted: copy it then.
// SYNC_INGEST_CHANGED as for sync_ingest_delivery_copy_to(). SYNC_INGEST_ALREADY_OVER after the
// answer.
sync_ingest_code sync_ingest_delivery_move_to(sync_ingest_delivery *delivery,
                                              const char *destination,
                                              sync_ingest_error **error);

// Acknowledges a delivery: the store has it, durably, and it is removed. Refused when the lock is
// lost or the claimed file has changed.
//
// Errors: SYNC_INGEST_LOCK_LOST when somebody removed `lock.txt`; SYNC_INGEST_CHANGED when a
// writer has changed the file (the new content will be a new delivery); SYNC_INGEST_ALREADY_OVER
// the second time, and after the end of the collection.
sync_ingest_code sync_ingest_delivery_acknowledge(sync_ingest_delivery *delivery, sync_ingest_error **error);

// Puts a delivery back: it stays claimed, with its id, and is offered first next time. `reason` is
// for the report, best in UTF-8; it may not be NULL.
//
// Errors: SYNC_INGEST_ALREADY_OVER the second time, and after the end of the collection.
sync_ingest_code sync_ingest_delivery_put_back(sync_ingest_delivery *delivery,
                                               const char *reason,
                                               sync_ingest_error **error);

// Rejects a delivery for good: it is set aside in the rejected folder, with `reason`, for a person
// to look at. The reason is best in UTF-8; it may not be NULL.
//
// Errors: SYNC_INGEST_ALREADY_OVER the second time, and after the end of the collection; otherwise
// any failure of the system, and it is put back.
sync_ingest_code sync_ingest_delivery_reject(sync_ingest_delivery *delivery,
                                             const char *reason,
                                             sync_ingest_error **error);

// Frees a delivery, and puts it back if it has not been answered.
void sync_ingest_delivery_free(sync_ingest_delivery *delivery);

// sync_ingest_report: what one collection did and left
// ----------------------------------------------------

// Returns 1 when there is nothing to report: nothing to collect, nothing left alone, no alarm that
// is active or has ended; otherwise 0, also for NULL. Most looks at a drop folder are like that,
// and need not ask for each list.
int32_t sync_ingest_report_uneventful(const sync_ingest_report *report);

// Returns the outcome of the arbitration.
sync_ingest_arbitration sync_ingest_report_arbitration(const sync_ingest_report *report);

// Returns how many deliveries the store acknowledged; they are listed in that order.
int64_t sync_ingest_report_delivered_count(const sync_ingest_report *report);

// Returns the stable id of an acknowledged delivery, or NULL if the index is out of range.
const char *sync_ingest_report_delivered_id(const sync_ingest_report *report, int64_t index);

// Returns the name of an acknowledged delivery in the drop folder, byte for byte, or NULL if the
// index is out of range.
const char *sync_ingest_report_delivered_name(const sync_ingest_report *report, int64_t index);

// Returns the size of an acknowledged delivery in bytes, or 0 if the index is out of range.
int64_t sync_ingest_report_delivered_size(const sync_ingest_report *report, int64_t index);

// Returns how often an acknowledged delivery had been offered, the last time included, or 0 if the
// index is out of range.
int64_t sync_ingest_report_delivered_attempt(const sync_ingest_report *report, int64_t index);

// Returns what showed that the upload of an acknowledged delivery was over, or
// SYNC_INGEST_EVIDENCE_NONE if the index is out of range.
sync_ingest_evidence sync_ingest_report_delivered_evidence(const sync_ingest_report *report, int64_t index);

// Returns the SHA-256 of an acknowledged delivery as 64 lower-case hexadecimal digits; NULL where
// it was not asked for, or if the index is out of range.
const char *sync_ingest_report_delivered_sha256(const sync_ingest_report *report, int64_t index);

// Returns the SHA-1 of an acknowledged delivery as 40 lower-case hexadecimal digits; NULL where it
// was not asked for, or if the index is out of range.
const char *sync_ingest_report_delivered_sha1(const sync_ingest_report *report, int64_t index);

// Returns how many deliveries were put back: they stay claimed and are offered first next time.
int64_t sync_ingest_report_put_back_count(const sync_ingest_report *report);

// Returns the stable id of a delivery that was put back, or NULL if the index is out of range.
const char *sync_ingest_report_put_back_id(const sync_ingest_report *report, int64_t index);

// Returns the name of a delivery that was put back in the drop folder, byte for byte, or NULL if
// the index is out of range.
const char *sync_ingest_report_put_back_name(const sync_ingest_report *report, int64_t index);

// Returns why a delivery was put back, in words, or NULL if the index is out of range.
const char *sync_ingest_report_put_back_reason(const sync_ingest_report *report, int64_t index);

// Returns why it was put back as a sync_ingest_put_back_reason, or SYNC_INGEST_PUT_BACK_NONE if
// the index is out of range.
sync_ingest_put_back_reason sync_ingest_report_put_back_kind(const sync_ingest_report *report, int64_t index);

// Returns what kind of error was the reason, for SYNC_INGEST_PUT_BACK_ERROR; otherwise
// SYNC_INGEST_OK.
sync_ingest_code sync_ingest_report_put_back_code(const sync_ingest_report *report, int64_t index);

// Returns how many deliveries were set aside for a person.
int64_t sync_ingest_report_rejected_count(const sync_ingest_report *report);

// Returns the stable id of a rejected delivery, or NULL if the index is out of range.
const char *sync_ingest_report_rejected_id(const sync_ingest_report *report, int64_t index);

// Returns the name of a rejected delivery in the drop folder, byte for byte, or NULL if the index
// is out of range.
const char *sync_ingest_report_rejected_name(const sync_ingest_report *report, int64_t index);

// Returns why a delivery was rejected, in words, or NULL if the index is out of range.
const char *sync_ingest_report_rejected_reason(const sync_ingest_report *report, int64_t index);

// Returns why it was rejected as a sync_ingest_reject_reason, or SYNC_INGEST_REJECT_NONE if the
// index is out of range.
sync_ingest_reject_reason sync_ingest_report_rejected_kind(const sync_ingest_report *report, int64_t index);

// Returns how often the process died while storing a file, for SYNC_INGEST_REJECT_STORE_DIED;
// otherwise 0.
int64_t sync_ingest_report_rejected_deaths(const sync_ingest_report *report, int64_t index);

// Returns how many older versions of files were set aside because their agent has sent them again
// before they were stored: history, which is kept for two weeks, and no incident.
int64_t sync_ingest_report_superseded_count(const sync_ingest_report *report);

// Returns the id of a superseded file, or NULL if the index is out of range.
const char *sync_ingest_report_superseded_id(const sync_ingest_report *report, int64_t index);

// Returns the name of a superseded file, or NULL if the index is out of range.
const char *sync_ingest_report_superseded_name(const sync_ingest_report *report, int64_t index);

// Returns why it was set aside, in words, or NULL if the index is out of range.
const char *sync_ingest_report_superseded_reason(const sync_ingest_report *report, int64_t index);

// Returns how many entries were left alone altogether.
int64_t sync_ingest_report_skipped_total(const sync_ingest_report *report);

// Returns how many entries were left alone for this sync_ingest_skip_reason.
int64_t sync_ingest_report_skipped_count(const sync_ingest_report *report, int32_t reason);

// Returns how many names of entries that were left alone for this sync_ingest_skip_reason are
// listed: the first 100.
int64_t sync_ingest_report_skipped_name_count(const sync_ingest_report *report, int32_t reason);

// Returns the name of an entry that was left alone for this sync_ingest_skip_reason, byte for
// byte, or NULL if the index is out of range.
const char *sync_ingest_report_skipped_name(const sync_ingest_report *report, int32_t reason, int64_t index);

// Returns how many alarms are active; each is one incident of its kind in this folder.
int64_t sync_ingest_report_alarm_count(const sync_ingest_report *report);

// Returns an active alarm, lent until the report is freed, or NULL if the index is out of range:
// for its lock, its files and what keeps the collector from them.
const sync_ingest_alarm *sync_ingest_report_alarm(const sync_ingest_report *report, int64_t index);

// Returns the kind of an active alarm, or SYNC_INGEST_ALARM_NONE if the index is out of range.
sync_ingest_alarm_kind sync_ingest_report_alarm_kind(const sync_ingest_report *report, int64_t index);

// Returns what an active alarm is about, who is at fault and what to do, in words, or NULL if the
// index is out of range.
const char *sync_ingest_report_alarm_diagnosis(const sync_ingest_report *report, int64_t index);

// Returns the time since when an active alarm counts, in seconds since 1970-01-01 00:00:00 UTC:
// the time of the lock or file where it has one, otherwise when it was first seen. 0 if the index
// is out of range.
int64_t sync_ingest_report_alarm_since_seconds(const sync_ingest_report *report, int64_t index);

// Returns how long an active alarm has lasted, in seconds; negative when its time lies in the
// future, 0 if the index is out of range.
int64_t sync_ingest_report_alarm_age_seconds(const sync_ingest_report *report, int64_t index);

// Returns how many files or locks an active alarm is about, or how often it happened, or 0 if the
// index is out of range.
int64_t sync_ingest_report_alarm_occurrences(const sync_ingest_report *report, int64_t index);

// Returns how many alarms ended with this collection.
int64_t sync_ingest_report_ended_count(const sync_ingest_report *report);

// Returns an alarm that has ended, lent until the report is freed, or NULL if the index is out of
// range: for its lock, its files and what keeps the collector from them.
const sync_ingest_alarm *sync_ingest_report_ended(const sync_ingest_report *report, int64_t index);

// Returns the kind of an alarm that has ended, or SYNC_INGEST_ALARM_NONE if the index is out of
// range.
sync_ingest_alarm_kind sync_ingest_report_ended_kind(const sync_ingest_report *report, int64_t index);

// Returns what an alarm that has ended is about, who is at fault and what to do, in words, or NULL
// if the index is out of range.
const char *sync_ingest_report_ended_diagnosis(const sync_ingest_report *report, int64_t index);

// Returns the time since when an alarm that has ended counts, in seconds since 1970-01-01 00:00:00
// UTC: the time of the lock or file where it has one, otherwise when it was first seen. 0 if the
// index is out of range.
int64_t sync_ingest_report_ended_since_seconds(const sync_ingest_report *report, int64_t index);

// Returns how long an alarm that has ended has lasted, in seconds; negative when its time lies in
// the future, 0 if the index is out of range.
int64_t sync_ingest_report_ended_age_seconds(const sync_ingest_report *report, int64_t index);

// Returns how many files or locks an alarm that has ended is about, or how often it happened, or 0
// if the index is out of range.
int64_t sync_ingest_report_ended_occurrences(const sync_ingest_report *report, int64_t index);

// Returns in how many seconds, rounded up, the first of the files that have not settled will have,
// if no one changes it; -1 when there is nothing to wait for.
int64_t sync_ingest_report_ready_in_seconds(const sync_ingest_report *report);

// Frees a report.
void sync_ingest_report_free(sync_ingest_report *report);

// sync_ingest_status: what can be seen of a drop folder
// -----------------------------------------------------

// Returns 1 when a lock is there, otherwise 0. `kind` is a sync_ingest_lock_kind.
int32_t sync_ingest_status_lock_present(const sync_ingest_status *status, int32_t kind);

// Returns who made a lock, in English: as sync_ingest_holder_text(); NULL when it is not there.
// `kind` is a sync_ingest_lock_kind.
const char *sync_ingest_status_lock_holder(const sync_ingest_status *status, int32_t kind);

// Returns who made a lock, lent until the status is freed; NULL when it is not there. `kind` is a
// sync_ingest_lock_kind.
const sync_ingest_holder *sync_ingest_status_lock_held_by(const sync_ingest_status *status, int32_t kind);

// Returns 1 when this library wrote a lock, otherwise 0. `kind` is a sync_ingest_lock_kind.
int32_t sync_ingest_status_lock_ours(const sync_ingest_status *status, int32_t kind);

// Returns from when the age of a lock counts, in seconds since 1970-01-01 00:00:00 UTC; 0 when it
// is not there. `kind` is a sync_ingest_lock_kind.
int64_t sync_ingest_status_lock_since_seconds(const sync_ingest_status *status, int32_t kind);

// Returns how old a lock is, in seconds; negative when its time lies in the future, 0 when it is
// not there. `kind` is a sync_ingest_lock_kind.
int64_t sync_ingest_status_lock_age_seconds(const sync_ingest_status *status, int32_t kind);

// Returns 1 when a lock is too old, otherwise 0. `kind` is a sync_ingest_lock_kind.
int32_t sync_ingest_status_lock_stale(const sync_ingest_status *status, int32_t kind);

// Returns how many names that look like a lock and are none (ALOCK.TXT, lock.txt.txt) are listed:
// the first 100. They lock nothing.
int64_t sync_ingest_status_mistaken_lock_count(const sync_ingest_status *status);

// Returns a name that looks like a lock and is none, byte for byte, or NULL if the index is out of
// range.
const char *sync_ingest_status_mistaken_lock_name(const sync_ingest_status *status, int64_t index);

// Returns how many files the next collection could take.
int64_t sync_ingest_status_waiting_total(const sync_ingest_status *status);

// Returns how many of the files that the next collection could take are listed: the first 100.
int64_t sync_ingest_status_waiting_count(const sync_ingest_status *status);

// Returns the name of a file that waits, byte for byte, or NULL if the index is out of range.
const char *sync_ingest_status_waiting_name(const sync_ingest_status *status, int64_t index);

// Returns the size of a file that waits in bytes, or 0 if the index is out of range.
int64_t sync_ingest_status_waiting_size(const sync_ingest_status *status, int64_t index);

// Returns how many seconds the oldest file that waits has been there unchanged, 0 if its time is
// in the future; -1 if none waits.
int64_t sync_ingest_status_oldest_waiting_age_seconds(const sync_ingest_status *status);

// Returns when a collection last offered deliveries and none of them was put back, in Unix time;
// -1 if that is not known. Looks that find nothing to collect do not count.
int64_t sync_ingest_status_last_good_collection_seconds(const sync_ingest_status *status);

// Returns how many seconds ago that was, 0 if its time is in the future; -1 if it is not known.
int64_t sync_ingest_status_last_good_collection_age_seconds(const sync_ingest_status *status);

// Returns how many entries would be left alone altogether.
int64_t sync_ingest_status_skipped_total(const sync_ingest_status *status);

// Returns how many entries would be left alone for this sync_ingest_skip_reason.
int64_t sync_ingest_status_skipped_count(const sync_ingest_status *status, int32_t reason);

// Returns how many names of entries that would be left alone for this sync_ingest_skip_reason are
// listed: the first 100.
int64_t sync_ingest_status_skipped_name_count(const sync_ingest_status *status, int32_t reason);

// Returns the name of an entry that would be left alone for this sync_ingest_skip_reason, byte for
// byte, or NULL if the index is out of range.
const char *sync_ingest_status_skipped_name(const sync_ingest_status *status, int32_t reason, int64_t index);

// Returns in how many seconds, rounded up, the first of the files that have not settled will have,
// if no one changes it; -1 when there is nothing to wait for.
int64_t sync_ingest_status_ready_in_seconds(const sync_ingest_status *status);

// Returns how many deliveries are claimed and verified: left over by an earlier collection, or
// being collected now.
int64_t sync_ingest_status_claimed(const sync_ingest_status *status);

// Returns how many files are claimed but not verified: the next collection gives them back.
int64_t sync_ingest_status_unverified(const sync_ingest_status *status);

// Returns how many rejected files wait for a person.
int64_t sync_ingest_status_rejected_total(const sync_ingest_status *status);

// Returns how many of the rejected files are listed: the first 100.
int64_t sync_ingest_status_rejected_count(const sync_ingest_status *status);

// Returns the stable id of a rejected file, or NULL if the index is out of range.
const char *sync_ingest_status_rejected_id(const sync_ingest_status *status, int64_t index);

// Returns the name of a rejected file in the drop folder, byte for byte, or NULL if the index is
// out of range.
const char *sync_ingest_status_rejected_name(const sync_ingest_status *status, int64_t index);

// Returns why a file was rejected, in words, or NULL if the index is out of range.
const char *sync_ingest_status_rejected_reason(const sync_ingest_status *status, int64_t index);

// Returns why it was rejected as a sync_ingest_reject_reason, or SYNC_INGEST_REJECT_NONE if the
// index is out of range.
sync_ingest_reject_reason sync_ingest_status_rejected_kind(const sync_ingest_status *status, int64_t index);

// Returns how often the process died while storing a file, for SYNC_INGEST_REJECT_STORE_DIED;
// otherwise 0.
int64_t sync_ingest_status_rejected_deaths(const sync_ingest_status *status, int64_t index);

// Returns how many alarms are active; each is one incident of its kind in this folder.
int64_t sync_ingest_status_alarm_count(const sync_ingest_status *status);

// Returns an active alarm, lent until the status is freed, or NULL if the index is out of range:
// for its lock, its files and what keeps the collector from them.
const sync_ingest_alarm *sync_ingest_status_alarm(const sync_ingest_status *status, int64_t index);

// Returns the kind of an active alarm, or SYNC_INGEST_ALARM_NONE if the index is out of range.
sync_ingest_alarm_kind sync_ingest_status_alarm_kind(const sync_ingest_status *status, int64_t index);

// Returns what an active alarm is about, who is at fault and what to do, in words, or NULL if the
// index is out of range.
const char *sync_ingest_status_alarm_diagnosis(const sync_ingest_status *status, int64_t index);

// Returns the time since when an active alarm counts, in seconds since 1970-01-01 00:00:00 UTC:
// the time of the lock or file where it has one, otherwise when it was first seen. 0 if the index
// is out of range.
int64_t sync_ingest_status_alarm_since_seconds(const sync_ingest_status *status, int64_t index);

// Returns how long an active alarm has lasted, in seconds; negative when its time lies in the
// future, 0 if the index is out of range.
int64_t sync_ingest_status_alarm_age_seconds(const sync_ingest_status *status, int64_t index);

// Returns how many files or locks an active alarm is about, or how often it happened, or 0 if the
// index is out of range.
int64_t sync_ingest_status_alarm_occurrences(const sync_ingest_status *status, int64_t index);

// Returns how many obstacles are known that would keep this user from collecting the files that
// others deliver, whatever waits now.
int64_t sync_ingest_status_obstacle_count(const sync_ingest_status *status);

// Returns what an obstacle is, or SYNC_INGEST_OBSTACLE_NONE if the index is out of range.
sync_ingest_obstacle sync_ingest_status_obstacle_kind(const sync_ingest_status *status, int64_t index);

// Returns the number that its sync_ingest_obstacle names, or -1 if it names none.
int64_t sync_ingest_status_obstacle_number(const sync_ingest_status *status, int64_t index);

// Returns what is wrong with permissions and the line that fixes it, in English, or NULL if the
// index is out of range.
const char *sync_ingest_status_obstacle_advice(const sync_ingest_status *status, int64_t index);

// Returns the name of the file system of the folder, as in "ext4"; "unknown (0x...)" with its
// magic number otherwise.
const char *sync_ingest_status_file_system_name(const sync_ingest_status *status);

// Returns 1 when other hosts may use the file system of the folder at the same time, otherwise 0.
int32_t sync_ingest_status_file_system_network(const sync_ingest_status *status);

// Returns 1 when the promises of this library were verified on the file system of the folder
// (ext4, xfs, btrfs, tmpfs, NFSv4), otherwise 0. Also 0 where the last collection could not make
// sure that a later change of what it had claimed would show in the change time.
int32_t sync_ingest_status_file_system_verified(const sync_ingest_status *status);

// Returns how many bytes this user can still write in the folder; -1 where the file system does
// not say.
int64_t sync_ingest_status_free_bytes(const sync_ingest_status *status);

// Returns how many files can still be made in the folder; -1 where there is no fixed number.
int64_t sync_ingest_status_free_inodes(const sync_ingest_status *status);

// Frees a status.
void sync_ingest_status_free(sync_ingest_status *status);

// sync_ingest_holder: who made a lock
// -----------------------------------

// Returns who made a lock, in English: software, version and host where the lock names them. NULL
// for NULL.
const char *sync_ingest_holder_text(const sync_ingest_holder *holder);

// Returns what kind of holder it is, or SYNC_INGEST_HOLDER_NONE for NULL.
sync_ingest_holder_kind sync_ingest_holder_kind_of(const sync_ingest_holder *holder);

// Returns the name that an agent has given itself, or NULL if the holder is no agent.
const char *sync_ingest_holder_name(const sync_ingest_holder *holder);

// Returns the host name of the holder, or NULL if the lock does not hold it.
const char *sync_ingest_holder_host(const sync_ingest_holder *holder);

// Returns the version of this library that wrote the lock, or NULL if other software did.
const char *sync_ingest_holder_version(const sync_ingest_holder *holder);

// Returns the id of the user who owns the lock, or -1 unless the holder is a
// SYNC_INGEST_HOLDER_USER.
int64_t sync_ingest_holder_user(const sync_ingest_holder *holder);

// Returns what has the name of the lock, or SYNC_INGEST_ODDITY_NONE unless the holder is a
// SYNC_INGEST_HOLDER_ODD.
sync_ingest_oddity sync_ingest_holder_oddity(const sync_ingest_holder *holder);

// sync_ingest_alarm: one alarm of a report or status
// --------------------------------------------------

// Returns which lock an alarm is about, or SYNC_INGEST_LOCK_NONE if it is about none. A stale
// lock, one with a wrong time, and that of a dead collector are.
sync_ingest_lock_kind sync_ingest_alarm_lock(const sync_ingest_alarm *alarm);

// Returns who made the lock that an alarm is about, lent as the alarm is, or NULL if it is about
// none.
const sync_ingest_holder *sync_ingest_alarm_lock_held_by(const sync_ingest_alarm *alarm);

// Returns from when the age of the lock of an alarm counts, in seconds since 1970-01-01 00:00:00
// UTC; 0 if it is about none.
int64_t sync_ingest_alarm_lock_since_seconds(const sync_ingest_alarm *alarm);

// Returns how old the lock of an alarm is, in seconds; negative if its time lies in the future, 0
// if the alarm is about none.
int64_t sync_ingest_alarm_lock_age_seconds(const sync_ingest_alarm *alarm);

// Returns the modification time of the lock of an alarm in seconds since 1970-01-01 00:00:00 UTC,
// if it disagrees with its change time and the age was to count from the later one; otherwise 0.
int64_t sync_ingest_alarm_lock_modified_seconds(const sync_ingest_alarm *alarm);

// Returns the change time of the lock of an alarm in seconds since 1970-01-01 00:00:00 UTC, if it
// disagrees with its modification time and the age was to count from the later one; otherwise 0.
int64_t sync_ingest_alarm_lock_changed_seconds(const sync_ingest_alarm *alarm);

// Returns how many of the files that an alarm is about are listed: the first 10; what was left
// alone begins with the oldest.
int64_t sync_ingest_alarm_file_count(const sync_ingest_alarm *alarm);

// Returns the name of a file that an alarm is about, byte for byte, or NULL if the index is out of
// range.
const char *sync_ingest_alarm_file_name(const sync_ingest_alarm *alarm, int64_t index);

// Returns why a file that an alarm is about was left alone, or SYNC_INGEST_SKIP_NONE if it was
// not: then it was answered.
sync_ingest_skip_reason sync_ingest_alarm_file_skip_reason(const sync_ingest_alarm *alarm, int64_t index);

// Returns why the checksum file of a file that an alarm is about cannot be understood, or
// SYNC_INGEST_CHECKSUM_FAULT_NONE if that is not the matter.
sync_ingest_checksum_fault sync_ingest_alarm_file_checksum_fault(const sync_ingest_alarm *alarm,
                                                                 int64_t index);

// Returns why the store has rejected a file that an alarm is about, or keeps putting it back, in
// words; NULL if the store has not answered it.
const char *sync_ingest_alarm_file_answer(const sync_ingest_alarm *alarm, int64_t index);

// Returns how many obstacles are known that keep the collector's user from the files of an alarm.
int64_t sync_ingest_alarm_obstacle_count(const sync_ingest_alarm *alarm);

// Returns what an obstacle is, or SYNC_INGEST_OBSTACLE_NONE if the index is out of range.
sync_ingest_obstacle sync_ingest_alarm_obstacle_kind(const sync_ingest_alarm *alarm, int64_t index);

// Returns the number that its sync_ingest_obstacle names, or -1 if it names none.
int64_t sync_ingest_alarm_obstacle_number(const sync_ingest_alarm *alarm, int64_t index);

// Returns what is wrong with permissions and the line that fixes it, in English; NULL for
// SYNC_INGEST_OBSTACLE_REFUSED, which is no matter of permissions.
const char *sync_ingest_alarm_obstacle_advice(const sync_ingest_alarm *alarm, int64_t index);

// Rejected files: what a person does with them
// --------------------------------------------

// Writes a list of the rejected files, yours to free.
//
// Errors: the folder or the work area cannot be read.
sync_ingest_code sync_ingest_folder_rejected_list(sync_ingest_folder *folder,
                                                  sync_ingest_rejected_list **list,
                                                  sync_ingest_error **error);

// Writes the next rejected file of a list, yours to free, or NULL at the end.
//
// Errors: the failure of the system on this file; the next call goes on with the next one.
sync_ingest_code sync_ingest_rejected_list_next(sync_ingest_rejected_list *list,
                                                sync_ingest_rejected_file **file,
                                                sync_ingest_error **error);

// Frees a list of rejected files.
void sync_ingest_rejected_list_free(sync_ingest_rejected_list *list);

// Writes the rejected file of this `id`, yours to free.
//
// Errors: SYNC_INGEST_NOT_FOUND if there is no such file (any more); SYNC_INGEST_INVALID_ARGUMENT
// for what cannot be an id: at most 64 ASCII letters, digits and dashes.
sync_ingest_code sync_ingest_folder_rejected_file(sync_ingest_folder *folder,
                                                  const char *id,
                                                  sync_ingest_rejected_file **file,
                                                  sync_ingest_error **error);

// Returns the id of its delivery, by which it is dealt with.
const char *sync_ingest_rejected_file_id(const sync_ingest_rejected_file *file);

// Returns its name in the drop folder, byte for byte.
const char *sync_ingest_rejected_file_name(const sync_ingest_rejected_file *file);

// Returns its path, to be read. Never write there; do not remove it.
const char *sync_ingest_rejected_file_path(const sync_ingest_rejected_file *file);

// Returns why it was rejected, in words.
const char *sync_ingest_rejected_file_reason(const sync_ingest_rejected_file *file);

// Returns why it was rejected, for programs.
sync_ingest_reject_reason sync_ingest_rejected_file_kind(const sync_ingest_rejected_file *file);

// Returns how often the process died while storing a file, for SYNC_INGEST_REJECT_STORE_DIED;
// otherwise 0.
int64_t sync_ingest_rejected_file_deaths(const sync_ingest_rejected_file *file);

// Returns its size in bytes; 0 unless it is a plain file.
int64_t sync_ingest_rejected_file_size(const sync_ingest_rejected_file *file);

// Returns when it was rejected, in seconds since 1970.
int64_t sync_ingest_rejected_file_rejected_at_seconds(const sync_ingest_rejected_file *file);

// Frees the description of a rejected file. The file itself stays.
void sync_ingest_rejected_file_free(sync_ingest_rejected_file *file);

// Moves a rejected file back into the drop folder, where it is new content that has to settle, and
// gets another id. Takes the collector lock meanwhile: writes SYNC_INGEST_ARBITRATION_COLLECTING
// when it is done; otherwise who goes first, and nothing has been done.
//
// Errors: SYNC_INGEST_ALREADY_EXISTS if a file of its name is in the drop folder or claimed, which
// is newer; SYNC_INGEST_CHANGED if it is not a plain file; and as
// sync_ingest_folder_rejected_file().
sync_ingest_code sync_ingest_folder_put_back_rejected(sync_ingest_folder *folder,
                                                      const char *id,
                                                      sync_ingest_arbitration *arbitration,
                                                      sync_ingest_error **error);

// Copies a rejected file into `directory` as `name`, synced unless SYNC_INGEST_DURABILITY_NONE is
// set, and then removes it from the rejected files. The name appears there with the whole content
// or not at all. `replace`: 1 to replace a file of that name, 0 to refuse. Needs no lock: a
// collection may go on meanwhile.
//
// Errors: SYNC_INGEST_ALREADY_EXISTS if the name is taken there; SYNC_INGEST_INVALID_ARGUMENT for
// a `name` that is a path, or a `directory` that is the drop folder or its work area;
// SYNC_INGEST_CHANGED if it is not a plain file, or was changed meanwhile; SYNC_INGEST_HELD if
// somebody else is storing it there at this moment; and as sync_ingest_folder_rejected_file().
sync_ingest_code sync_ingest_folder_store_rejected_as(sync_ingest_folder *folder,
                                                      const char *id,
                                                      const char *directory,
                                                      const char *name,
                                                      int32_t replace,
                                                      sync_ingest_error **error);

// Removes a rejected file for good.
//
// Errors: as sync_ingest_folder_rejected_file(); and SYNC_INGEST_IO if it is a folder with
// something in it, which stays.
sync_ingest_code sync_ingest_folder_delete_rejected(sync_ingest_folder *folder,
                                                    const char *id,
                                                    sync_ingest_error **error);

// sync_ingest_lock: the collector lock, held alone
// ------------------------------------------------

// Writes 1 when `lock.txt` is still ours, otherwise 0.
//
// Errors: it cannot be looked at; SYNC_INGEST_ALREADY_OVER after the release.
sync_ingest_code sync_ingest_lock_is_held(sync_ingest_lock *lock, int32_t *held, sync_ingest_error **error);

// Refreshes the timestamp of `lock.txt`: long work must do that now and then, so that the lock
// does not count as stale.
//
// Errors: SYNC_INGEST_LOCK_LOST when somebody has removed it; SYNC_INGEST_ALREADY_OVER after the
// release.
sync_ingest_code sync_ingest_lock_refresh(sync_ingest_lock *lock, sync_ingest_error **error);

// Removes `lock.txt`. Whatever it returns, the lock is released then, and the handle still yours
// to free.
//
// Errors: SYNC_INGEST_LOCK_LOST when somebody has removed it before; SYNC_INGEST_ALREADY_OVER the
// second time.
sync_ingest_code sync_ingest_lock_release(sync_ingest_lock *lock, sync_ingest_error **error);

// Frees a lock, and releases it if it is still held.
void sync_ingest_lock_free(sync_ingest_lock *lock);

// sync_ingest_agent: the agent's side, for programs on the same host
// ------------------------------------------------------------------

// Delivers a copy of the file `source` under `name` (NULL: its own file name): written under a
// hidden name, synced, then renamed. A file of that name that has not been collected yet is
// replaced. Where the options of the folder ask for checksums, `_NAME.sha256` comes before it.
//
// Errors: SYNC_INGEST_INVALID_ARGUMENT for a name that no collector takes;
// SYNC_INGEST_ALREADY_OVER after the end; otherwise any failure of the system, with nothing left
// behind.
sync_ingest_code sync_ingest_agent_deliver(sync_ingest_agent *agent,
                                           const char *source,
                                           const char *name,
                                           sync_ingest_error **error);

// Removes `alock.txt`. Whatever it returns, the session is over then, and still yours to free.
//
// Errors: SYNC_INGEST_LOCK_LOST when somebody has removed it meanwhile; SYNC_INGEST_ALREADY_OVER
// the second time.
sync_ingest_code sync_ingest_agent_finish(sync_ingest_agent *agent, sync_ingest_error **error);

// Frees a session, and removes `alock.txt` if it is not finished.
void sync_ingest_agent_free(sync_ingest_agent *agent);

// Tables: words for their constants
// ---------------------------------

// Returns the word for a sync_ingest_encoding_evidence, as in "guessed"; NULL for a number that is
// none. A static string.
const char *sync_ingest_encoding_evidence_word(int32_t number);

// Returns the word for a sync_ingest_change_kind, as in "gone"; NULL for a number that is none. A
// static string.
const char *sync_ingest_change_kind_word(int32_t number);

// Returns the word for a sync_ingest_key_rule, as in "folded"; NULL for a number that is none. A
// static string.
const char *sync_ingest_key_rule_word(int32_t number);

// Returns the word for a sync_ingest_refusal_reason, as in "encoding_differs"; NULL for a number
// that is none. A static string.
const char *sync_ingest_refusal_reason_word(int32_t number);

// Returns one English sentence for a person on a sync_ingest_refusal_reason: what it means and
// what to do. NULL for a number that is none. A static string.
const char *sync_ingest_refusal_reason_explanation(int32_t number);

// Returns the word for a sync_ingest_bad_reason, as in "ragged"; NULL for a number that is none. A
// static string.
const char *sync_ingest_bad_reason_word(int32_t number);

// Returns one English sentence for a person on a sync_ingest_bad_reason: what it means and what to
// do. NULL for a number that is none. A static string.
const char *sync_ingest_bad_reason_explanation(int32_t number);

// Returns the word for a sync_ingest_warning_kind, as in "repeated_row"; NULL for a number that is
// none. A static string.
const char *sync_ingest_warning_kind_word(int32_t number);

// sync_ingest_table_options: how a table is read
// ----------------------------------------------

// Returns options with their defaults, yours to free.
sync_ingest_table_options *sync_ingest_table_options_new(void);

// Sets the encoding: a label of the WHATWG encoding standard, as in "windows-1252" or "utf-16le",
// or "cp850" or "cp437". Default: it is found out. A label that is not known is refused when the
// table is opened.
sync_ingest_code sync_ingest_table_options_set_encoding(sync_ingest_table_options *options,
                                                        const char *label,
                                                        sync_ingest_error **error);

// Sets the delimiter: one ASCII character that is no letter, digit, quote or line end. Default: it
// is found out among `,` `;` tab and `|`.
sync_ingest_code sync_ingest_table_options_set_delimiter(sync_ingest_table_options *options,
                                                         const char *delimiter,
                                                         sync_ingest_error **error);

// Adds a name to the header that the table must have: exactly these, in this order. They are
// compared trimmed, in Unicode's form NFC, in lower case, without invisible characters. Default:
// any header.
sync_ingest_code sync_ingest_table_options_add_header(sync_ingest_table_options *options,
                                                      const char *name,
                                                      sync_ingest_error **error);

// Sets with 1 that the first row is no header; columns are then named 1, 2, … by their position. 0
// (the default): it is one.
sync_ingest_code sync_ingest_table_options_set_headerless(sync_ingest_table_options *options,
                                                          int32_t headerless,
                                                          sync_ingest_error **error);

// Sets how many lines at the top are no part of the table, as a title or a `#TYPE` line are.
// Default: 0.
sync_ingest_code sync_ingest_table_options_set_skip_lines(sync_ingest_table_options *options,
                                                          int64_t lines,
                                                          sync_ingest_error **error);

// Sets what lines behind the last row look like that are no part of the table, as in
// "(* rows affected)", where * is any text. Default: there are none.
sync_ingest_code sync_ingest_table_options_set_footer(sync_ingest_table_options *options,
                                                      const char *pattern,
                                                      sync_ingest_error **error);

// Adds a column to the key, by its name in the file or the one that it is mapped to. Default: no
// keys are judged, and nothing is compared.
sync_ingest_code sync_ingest_table_options_add_key(sync_ingest_table_options *options,
                                                   const char *column,
                                                   sync_ingest_error **error);

// Sets how keys are compared: a sync_ingest_key_rule. Default: SYNC_INGEST_KEY_EXACT.
sync_ingest_code sync_ingest_table_options_set_key_rule(sync_ingest_table_options *options,
                                                        int32_t rule,
                                                        sync_ingest_error **error);

// Adds a new name for a column: `from` in the file becomes `to`.
sync_ingest_code sync_ingest_table_options_add_mapping(sync_ingest_table_options *options,
                                                       const char *from,
                                                       const char *to,
                                                       sync_ingest_error **error);

// Sets with 1 that only columns with a new name are handed over and compared, in the order in
// which they were added. 0 (the default): all columns, in the order of the file.
sync_ingest_code sync_ingest_table_options_set_only_mapped(sync_ingest_table_options *options,
                                                           int32_t only,
                                                           sync_ingest_error **error);

// Sets how many bad rows are listed at most; all are counted. Default: 100.
sync_ingest_code sync_ingest_table_options_set_bad_listed(sync_ingest_table_options *options,
                                                          int64_t rows,
                                                          sync_ingest_error **error);

// Sets how many rows a table has at most, good and bad ones. Default, and the most:
// 5000000.
sync_ingest_code sync_ingest_table_options_set_max_rows(sync_ingest_table_options *options,
                                                        int64_t rows,
                                                        sync_ingest_error **error);

// Sets how many bytes in UTF-8 a cell has at most. Default, and the most: 1048576 (1 MiB).
sync_ingest_code sync_ingest_table_options_set_max_field(sync_ingest_table_options *options,
                                                         int64_t bytes,
                                                         sync_ingest_error **error);

// Sets how many bytes in UTF-8 a row has at most, delimiters and quotes included.
// Default, and the most: 4194304 (4 MiB).
sync_ingest_code sync_ingest_table_options_set_max_record(sync_ingest_table_options *options,
                                                          int64_t bytes,
                                                          sync_ingest_error **error);

// Sets how many columns a table has at most. Default, and the most: 1000.
sync_ingest_code sync_ingest_table_options_set_max_columns(sync_ingest_table_options *options,
                                                           int64_t columns,
                                                           sync_ingest_error **error);

// Sets the secret of the hashes that keys and rows are compared by, as hexadecimal digits, two for
// each byte: 32 digits are a good length. Default: one that everybody knows, with which the hashes
// of student numbers can be guessed.
sync_ingest_code sync_ingest_table_options_set_secret(sync_ingest_table_options *options,
                                                      const char *digits,
                                                      sync_ingest_error **error);

// Frees options.
void sync_ingest_table_options_free(sync_ingest_table_options *options);

// sync_ingest_table_jobs: what is done with a table beside checking it
// --------------------------------------------------------------------

// Returns no jobs yet, yours to free: a table is then only checked.
sync_ingest_table_jobs *sync_ingest_table_jobs_new(void);

// Adds normalising: good rows are written to the file `to`, in UTF-8, with `,` and `\n`, quoted
// only where needed, below the header with its new names; bad ones to the file `bad`, with their
// lines and reasons, as they were. Both appear whole, once everything has succeeded, and replace
// what is there.
sync_ingest_code sync_ingest_table_jobs_add_normalise(sync_ingest_table_jobs *jobs,
                                                      const char *to,
                                                      const char *bad,
                                                      sync_ingest_error **error);

// Adds comparing with the file of hashes `base`, which an earlier run has written. NULL: there is
// none, and every row is added. The stamp is what the file must have been written for: the feed,
// its generation (0 or more) and a fingerprint of what decides how rows are taken; NULL is "". A
// file with another stamp is refused.
sync_ingest_code sync_ingest_table_jobs_add_compare(sync_ingest_table_jobs *jobs,
                                                    const char *base,
                                                    const char *feed,
                                                    int64_t generation,
                                                    const char *fingerprint,
                                                    sync_ingest_error **error);

// Adds writing the file of hashes that a later run compares with, and its stamp. It may be the
// file that this run compares with.
sync_ingest_code sync_ingest_table_jobs_add_write(sync_ingest_table_jobs *jobs,
                                                  const char *file,
                                                  const char *feed,
                                                  int64_t generation,
                                                  const char *fingerprint,
                                                  sync_ingest_error **error);

// Frees jobs.
void sync_ingest_table_jobs_free(sync_ingest_table_jobs *jobs);

// sync_ingest_table: a file of rows
// ---------------------------------

// Writes the table at `path`, a regular file, with a copy of `options` (NULL: the defaults), yours
// to free. Nothing is read yet.
//
// Errors: SYNC_INGEST_INVALID_ARGUMENT for options that make no sense, and for what is no regular
// file; otherwise any failure of the system.
sync_ingest_code sync_ingest_table_open(const char *path,
                                        const sync_ingest_table_options *options,
                                        sync_ingest_table **table,
                                        sync_ingest_error **error);

// Writes what is found in the table, yours to free. It is read from its beginning to its end, and
// the jobs (NULL: none) are done on the way.
//
// Errors: SYNC_INGEST_TABLE_REFUSED when the file, or the file of hashes, is refused as a whole:
// sync_ingest_error_refusal() returns why; otherwise any failure of the system. Nothing half is
// left behind.
sync_ingest_code sync_ingest_table_run(sync_ingest_table *table,
                                       const sync_ingest_table_jobs *jobs,
                                       sync_ingest_table_findings **findings,
                                       sync_ingest_error **error);

// Frees a table.
void sync_ingest_table_free(sync_ingest_table *table);

// sync_ingest_table_findings: what was found in a table
// -----------------------------------------------------

// Returns the name of the encoding, as in "UTF-8", "windows-1252" or "CP850".
const char *sync_ingest_table_findings_encoding(const sync_ingest_table_findings *findings);

// Returns how the encoding is known; 0 for NULL.
sync_ingest_encoding_evidence sync_ingest_table_findings_encoding_evidence(const sync_ingest_table_findings *findings);

// Returns the delimiter, one character; "," where there is one column alone.
const char *sync_ingest_table_findings_delimiter(const sync_ingest_table_findings *findings);

// Returns how many columns the file has.
int64_t sync_ingest_table_findings_header_count(const sync_ingest_table_findings *findings);

// Returns the name of a column as it is in the file, or NULL if the index is out of range.
const char *sync_ingest_table_findings_header_name(const sync_ingest_table_findings *findings, int64_t index);

// Returns how many columns are handed over.
int64_t sync_ingest_table_findings_column_count(const sync_ingest_table_findings *findings);

// Returns the name of a column that is handed over: its new one, or that in the file. NULL if the
// index is out of range.
const char *sync_ingest_table_findings_column_name(const sync_ingest_table_findings *findings, int64_t index);

// Returns how many data rows there are, good and bad, without the header and what is skipped.
int64_t sync_ingest_table_findings_rows_total(const sync_ingest_table_findings *findings);

// Returns how many of the rows are bad.
int64_t sync_ingest_table_findings_bad_total(const sync_ingest_table_findings *findings);

// Returns how many of the bad rows are listed: the first of them, 100 unless the options ask for
// more or fewer.
int64_t sync_ingest_table_findings_bad_count(const sync_ingest_table_findings *findings);

// Returns the line, from 1, on which a bad row begins, or 0 if the index is out of range.
int64_t sync_ingest_table_findings_bad_line(const sync_ingest_table_findings *findings, int64_t index);

// Returns why a row is bad, or SYNC_INGEST_BAD_NONE if the index is out of range.
sync_ingest_bad_reason sync_ingest_table_findings_bad_reason(const sync_ingest_table_findings *findings,
                                                             int64_t index);

// Returns how many keys have rows that differ; -1 without key columns.
int64_t sync_ingest_table_findings_duplicate_keys(const sync_ingest_table_findings *findings);

// Returns how many rows have an empty key; -1 without key columns.
int64_t sync_ingest_table_findings_empty_keys(const sync_ingest_table_findings *findings);

// Returns how many warnings there are, each kind once.
int64_t sync_ingest_table_findings_warning_count(const sync_ingest_table_findings *findings);

// Returns what a warning is, or SYNC_INGEST_WARNING_NONE if the index is out of range.
sync_ingest_warning_kind sync_ingest_table_findings_warning_kind(const sync_ingest_table_findings *findings,
                                                                 int64_t index);

// Returns how many cells, rows, lines or columns a warning is about, 1 where it is about the file,
// or 0 if the index is out of range.
int64_t sync_ingest_table_findings_warning_occurrences(const sync_ingest_table_findings *findings,
                                                       int64_t index);

// Returns how many cells of a warning are listed: the first five that show it.
int64_t sync_ingest_table_findings_warning_cell_count(const sync_ingest_table_findings *findings,
                                                      int64_t warning);

// Returns the line, from 1, on which the row of such a cell begins, or 0 if an index is out of
// range.
int64_t sync_ingest_table_findings_warning_cell_line(const sync_ingest_table_findings *findings,
                                                     int64_t warning,
                                                     int64_t index);

// Returns the column of such a cell, from 1, or 0 if an index is out of range.
int64_t sync_ingest_table_findings_warning_cell_column(const sync_ingest_table_findings *findings,
                                                       int64_t warning,
                                                       int64_t index);

// Returns the text of such a cell in UTF-8, at most 100 characters of it, or NULL if an index is
// out of range.
const char *sync_ingest_table_findings_warning_cell_text(const sync_ingest_table_findings *findings,
                                                         int64_t warning,
                                                         int64_t index);

// Returns how many keys are new, or -1 where the jobs did not compare.
int64_t sync_ingest_table_findings_added(const sync_ingest_table_findings *findings);

// Returns how many keys have another row, or -1 where the jobs did not compare.
int64_t sync_ingest_table_findings_changed(const sync_ingest_table_findings *findings);

// Returns how many keys have the same row, or -1 where the jobs did not compare.
int64_t sync_ingest_table_findings_unchanged(const sync_ingest_table_findings *findings);

// Writes how many keys are gone: no row has them any more.
//
// Errors: SYNC_INGEST_GONE_UNKNOWN while that is not known, because the key of a row cannot be
// read and may be any of them: remove nothing then; SYNC_INGEST_INVALID_ARGUMENT where the jobs
// did not compare.
sync_ingest_code sync_ingest_table_findings_gone(const sync_ingest_table_findings *findings,
                                                 int64_t *gone,
                                                 sync_ingest_error **error);

// Returns the line, from 1, of the first row whose key cannot be read, so that what is gone is not
// known; 0 where it is known, or the jobs did not compare.
int64_t sync_ingest_table_findings_gone_unknown_since_line(const sync_ingest_table_findings *findings);

// Frees findings.
void sync_ingest_table_findings_free(sync_ingest_table_findings *findings);

// Rows and changes of a table, in batches
// ---------------------------------------

// Writes the good rows from the first on, yours to free: without those whose key has rows that
// differ, and each of those that are equal once. The file is read again meanwhile.
sync_ingest_code sync_ingest_table_findings_rows(const sync_ingest_table_findings *findings,
                                                 sync_ingest_table_rows **rows,
                                                 sync_ingest_error **error);

// Writes the next rows, yours to free; NULL after the last ones.
//
// Errors: SYNC_INGEST_TABLE_REFUSED when the file has changed since it was checked; otherwise any
// failure of the system.
sync_ingest_code sync_ingest_table_rows_next(sync_ingest_table_rows *rows,
                                             sync_ingest_table_batch **batch,
                                             sync_ingest_error **error);

// Frees rows.
void sync_ingest_table_rows_free(sync_ingest_table_rows *rows);

// Writes the changes from the first on, yours to free; none where the jobs did not compare. The
// file is read again meanwhile.
sync_ingest_code sync_ingest_table_findings_changes(const sync_ingest_table_findings *findings,
                                                    sync_ingest_table_changes **changes,
                                                    sync_ingest_error **error);

// Writes the next changes, yours to free; NULL after the last ones.
//
// Errors: as sync_ingest_table_rows_next().
sync_ingest_code sync_ingest_table_changes_next(sync_ingest_table_changes *changes,
                                                sync_ingest_table_batch **batch,
                                                sync_ingest_error **error);

// Frees changes.
void sync_ingest_table_changes_free(sync_ingest_table_changes *changes);

// Returns how many rows a batch has.
int64_t sync_ingest_table_batch_count(const sync_ingest_table_batch *batch);

// Returns the line of the file, from 1, on which a row begins; 0 for a key that is gone.
int64_t sync_ingest_table_batch_line(const sync_ingest_table_batch *batch, int64_t row);

// Returns a cell in UTF-8, or NULL outside of the batch. The columns are those of
// sync_ingest_table_findings_column(). A key that is gone has empty cells.
const char *sync_ingest_table_batch_cell(const sync_ingest_table_batch *batch, int64_t row, int64_t column);

// Returns what a change is, or SYNC_INGEST_CHANGE_NONE in a batch of rows.
sync_ingest_change_kind sync_ingest_table_batch_kind(const sync_ingest_table_batch *batch, int64_t row);

// Returns a cell of the key of a change, as it is in the file, or NULL in a batch of rows. `index`
// counts the columns of the key. Of a key that is gone only the hash is known.
const char *sync_ingest_table_batch_key(const sync_ingest_table_batch *batch, int64_t row, int64_t index);

// Returns the hash of the key of a change as 32 lower-case hexadecimal digits, or NULL in a batch
// of rows.
const char *sync_ingest_table_batch_key_hash(const sync_ingest_table_batch *batch, int64_t row);

// Returns the hash of the row of a change as 32 lower-case hexadecimal digits; "" for a key that
// is gone, or NULL in a batch of rows.
const char *sync_ingest_table_batch_row_hash(const sync_ingest_table_batch *batch, int64_t row);

// Returns all texts of a batch at once, for languages in which a call costs more than a copy: row
// by row, each text ended by a NUL. A row of a table has its cells; a change its two hashes, the
// cells of its key, and its cells. NULL for NULL.
const uint8_t *sync_ingest_table_batch_texts(const sync_ingest_table_batch *batch);

// Returns how many bytes sync_ingest_table_batch_texts() has.
int64_t sync_ingest_table_batch_size(const sync_ingest_table_batch *batch);

// Returns how many texts each row has in sync_ingest_table_batch_texts().
int64_t sync_ingest_table_batch_width(const sync_ingest_table_batch *batch);

// Returns the lines of all rows at once, as sync_ingest_table_batch_line(), or NULL for NULL.
const int64_t *sync_ingest_table_batch_lines(const sync_ingest_table_batch *batch);

// Returns what all changes are at once, as sync_ingest_table_batch_kind(), or NULL for NULL.
const sync_ingest_change_kind *sync_ingest_table_batch_kinds(const sync_ingest_table_batch *batch);

// Frees a batch.
void sync_ingest_table_batch_free(sync_ingest_table_batch *batch);

// Returns why a table is refused, or SYNC_INGEST_REFUSAL_NONE for any other error.
sync_ingest_refusal_reason sync_ingest_error_refusal(const sync_ingest_error *error);

// Returns the line of the table, from 1, on which the reason for its refusal begins; 0 where it is
// about no line, and for any other error.
int64_t sync_ingest_error_line(const sync_ingest_error *error);

// Returns the byte of the file, from 0, at which the reason for its refusal was found; -1 for any
// other error.
int64_t sync_ingest_error_byte(const sync_ingest_error *error);

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

#endif  /* SYNC_INGEST_H */
