typedef enum {
    SYNC_INGEST_OK = 0,
    SYNC_INGEST_INVALID_ARGUMENT = 1,
    SYNC_INGEST_NOT_FOUND = 2,
    SYNC_INGEST_NOT_A_DIRECTORY = 3,
    SYNC_INGEST_PERMISSION_DENIED = 4,
    SYNC_INGEST_READ_ONLY = 5,
    SYNC_INGEST_NO_SPACE = 6,
    SYNC_INGEST_IO = 7,
    SYNC_INGEST_WORK_AREA = 8,
    SYNC_INGEST_LOCK_LOST = 9,
    SYNC_INGEST_CHANGED = 10,
    SYNC_INGEST_ALREADY_OVER = 11,
    SYNC_INGEST_MOVE_REFUSED = 12,
    SYNC_INGEST_HELD = 13,
    SYNC_INGEST_ALREADY_EXISTS = 14,
    SYNC_INGEST_PANIC = 15,
    SYNC_INGEST_TABLE_REFUSED = 16,
    SYNC_INGEST_GONE_UNKNOWN = 17,
} sync_ingest_code;

typedef enum {
    SYNC_INGEST_SKIP_NONE = 0,
    SYNC_INGEST_SKIP_HIDDEN = 1,
    SYNC_INGEST_SKIP_OMITTED = 2,
    SYNC_INGEST_SKIP_LOCK_FILE = 3,
    SYNC_INGEST_SKIP_UNFINISHED_NAME = 4,
    SYNC_INGEST_SKIP_HOSTILE_NAME = 5,
    SYNC_INGEST_SKIP_DIRECTORY = 6,
    SYNC_INGEST_SKIP_SYMBOLIC_LINK = 7,
    SYNC_INGEST_SKIP_HARD_LINK = 8,
    SYNC_INGEST_SKIP_SPECIAL_FILE = 9,
    SYNC_INGEST_SKIP_TOO_LARGE = 10,
    SYNC_INGEST_SKIP_UNSETTLED = 11,
    SYNC_INGEST_SKIP_OPEN_FOR_WRITING = 12,
    SYNC_INGEST_SKIP_UNREADABLE = 13,
    SYNC_INGEST_SKIP_UNCHECKED = 14,
    SYNC_INGEST_SKIP_UNCLAIMABLE = 15,
    SYNC_INGEST_SKIP_CHANGED_MEANWHILE = 16,
    SYNC_INGEST_SKIP_BATCH_FULL = 17,
    SYNC_INGEST_SKIP_WAITS_FOR_OLDER = 18,
    SYNC_INGEST_SKIP_CHECKSUM_MISMATCH = 19,
    SYNC_INGEST_SKIP_UNREADABLE_CHECKSUM = 20,
} sync_ingest_skip_reason;

typedef enum {
    SYNC_INGEST_ARBITRATION_NOTHING = 0,
    SYNC_INGEST_ARBITRATION_COLLECTING = 1,
    SYNC_INGEST_ARBITRATION_AGENT_DELIVERING = 2,
    SYNC_INGEST_ARBITRATION_COLLECTOR_BUSY = 3,
} sync_ingest_arbitration;

typedef enum {
    SYNC_INGEST_EVIDENCE_NONE = 0,
    SYNC_INGEST_EVIDENCE_AGENT_LOCK = 1,
    SYNC_INGEST_EVIDENCE_SETTLED = 2,
    SYNC_INGEST_EVIDENCE_COMPLETE = 3,
} sync_ingest_evidence;

typedef enum {
    SYNC_INGEST_PUT_BACK_NONE = 0,
    SYNC_INGEST_PUT_BACK_STORE = 1,
    SYNC_INGEST_PUT_BACK_ERROR = 2,
    SYNC_INGEST_PUT_BACK_DROPPED = 3,
    SYNC_INGEST_PUT_BACK_NOT_ANSWERED = 4,
    SYNC_INGEST_PUT_BACK_NOT_OFFERED = 5,
} sync_ingest_put_back_reason;

typedef enum {
    SYNC_INGEST_REJECT_NONE = 0,
    SYNC_INGEST_REJECT_STORE = 1,
    SYNC_INGEST_REJECT_SUPERSEDED = 2,
    SYNC_INGEST_REJECT_STORE_DIED = 3,
    SYNC_INGEST_REJECT_NOT_A_FILE = 4,
} sync_ingest_reject_reason;

typedef enum {
    SYNC_INGEST_ALARM_NONE = 0,
    SYNC_INGEST_ALARM_STALE_COLLECTOR_LOCK = 1,
    SYNC_INGEST_ALARM_STALE_AGENT_LOCK = 2,
    SYNC_INGEST_ALARM_RECOVERED_LOCK = 3,
    SYNC_INGEST_ALARM_LOST_LOCK = 4,
    SYNC_INGEST_ALARM_REJECTED_FILE = 5,
    SYNC_INGEST_ALARM_UNFINISHED_FILE = 6,
    SYNC_INGEST_ALARM_UNREADABLE_FILE = 7,
    SYNC_INGEST_ALARM_OVERSIZED_FILE = 8,
    SYNC_INGEST_ALARM_CLOCK_SKEW = 9,
    SYNC_INGEST_ALARM_FAILING_STORE = 10,
    SYNC_INGEST_ALARM_CHECKSUM_MISMATCH = 11,
    SYNC_INGEST_ALARM_LEFT_BEHIND = 12,
    SYNC_INGEST_ALARM_UNREADABLE_CHECKSUM = 13,
} sync_ingest_alarm_kind;

typedef enum {
    SYNC_INGEST_OBSTACLE_NONE = 0,
    SYNC_INGEST_OBSTACLE_READ_ONLY_FILE_SYSTEM = 1,
    SYNC_INGEST_OBSTACLE_FOLDER_NOT_WRITABLE = 2,
    SYNC_INGEST_OBSTACLE_STICKY_FOLDER = 3,
    SYNC_INGEST_OBSTACLE_PRIVATE_FILE = 4,
    SYNC_INGEST_OBSTACLE_GROUP_NOT_INHERITED = 5,
    SYNC_INGEST_OBSTACLE_REFUSED = 6,
} sync_ingest_obstacle;

typedef enum {
    SYNC_INGEST_HOLDER_NONE = 0,
    SYNC_INGEST_HOLDER_COLLECTOR = 1,
    SYNC_INGEST_HOLDER_AGENT = 2,
    SYNC_INGEST_HOLDER_REMOTE_AGENT = 3,
    SYNC_INGEST_HOLDER_USER = 4,
    SYNC_INGEST_HOLDER_ODD = 5,
} sync_ingest_holder_kind;

typedef enum {
    SYNC_INGEST_ODDITY_NONE = 0,
    SYNC_INGEST_ODDITY_UNREADABLE_FILE = 1,
    SYNC_INGEST_ODDITY_DIRECTORY = 2,
    SYNC_INGEST_ODDITY_SYMBOLIC_LINK = 3,
    SYNC_INGEST_ODDITY_SPECIAL_FILE = 4,
} sync_ingest_oddity;

typedef enum {
    SYNC_INGEST_LOCK_NONE = 0,
    SYNC_INGEST_LOCK_COLLECTOR = 1,
    SYNC_INGEST_LOCK_AGENT = 2,
} sync_ingest_lock_kind;

typedef enum {
    SYNC_INGEST_CHECKSUM_FAULT_NONE = 0,
    SYNC_INGEST_CHECKSUM_FAULT_NOT_A_FILE = 1,
    SYNC_INGEST_CHECKSUM_FAULT_TOO_LONG = 2,
    SYNC_INGEST_CHECKSUM_FAULT_EMPTY = 3,
    SYNC_INGEST_CHECKSUM_FAULT_NO_DIGEST = 4,
    SYNC_INGEST_CHECKSUM_FAULT_OTHER_ALGORITHM = 5,
    SYNC_INGEST_CHECKSUM_FAULT_OTHER_FILE = 6,
    SYNC_INGEST_CHECKSUM_FAULT_AMBIGUOUS = 7,
} sync_ingest_checksum_fault;

typedef enum {
    SYNC_INGEST_ENCODING_NONE = 0,
    SYNC_INGEST_ENCODING_PINNED = 1,
    SYNC_INGEST_ENCODING_BYTE_ORDER_MARK = 2,
    SYNC_INGEST_ENCODING_NUL_BYTES = 3,
    SYNC_INGEST_ENCODING_VALID_UTF8 = 4,
    SYNC_INGEST_ENCODING_GUESSED = 5,
} sync_ingest_encoding_evidence;

typedef enum {
    SYNC_INGEST_BAD_NONE = 0,
    SYNC_INGEST_BAD_UNDECODABLE = 1,
    SYNC_INGEST_BAD_HEADER_REPEATED = 2,
    SYNC_INGEST_BAD_BYTE_ORDER_MARK = 3,
    SYNC_INGEST_BAD_TEXT_AFTER_QUOTE = 4,
    SYNC_INGEST_BAD_RAGGED = 5,
    SYNC_INGEST_BAD_CONTROL_CHARACTER = 6,
    SYNC_INGEST_BAD_EMPTY_KEY = 7,
    SYNC_INGEST_BAD_DUPLICATE_KEY = 8,
} sync_ingest_bad_reason;

typedef enum {
    SYNC_INGEST_WARNING_NONE = 0,
    SYNC_INGEST_WARNING_ENCODING_GUESSED = 1,
    SYNC_INGEST_WARNING_NO_DELIMITER = 2,
    SYNC_INGEST_WARNING_TRAILING_CELL = 3,
    SYNC_INGEST_WARNING_SKIPPED_ROWS = 4,
    SYNC_INGEST_WARNING_REPEATED_COLUMN = 5,
    SYNC_INGEST_WARNING_UNNAMED_COLUMN = 6,
    SYNC_INGEST_WARNING_NO_FINAL_NEWLINE = 7,
    SYNC_INGEST_WARNING_REPLACEMENT_CHARACTER = 8,
    SYNC_INGEST_WARNING_C1_CHARACTER = 9,
    SYNC_INGEST_WARNING_DOUBLE_ENCODED = 10,
    SYNC_INGEST_WARNING_REPEATED_ROW = 11,
} sync_ingest_warning_kind;

typedef enum {
    SYNC_INGEST_CHANGE_NONE = 0,
    SYNC_INGEST_CHANGE_ADDED = 1,
    SYNC_INGEST_CHANGE_CHANGED = 2,
    SYNC_INGEST_CHANGE_GONE = 3,
} sync_ingest_change_kind;

typedef enum {
    SYNC_INGEST_REFUSAL_NONE = 0,
    SYNC_INGEST_REFUSAL_EMPTY = 1,
    SYNC_INGEST_REFUSAL_UTF32 = 2,
    SYNC_INGEST_REFUSAL_ZIP = 3,
    SYNC_INGEST_REFUSAL_HTML = 4,
    SYNC_INGEST_REFUSAL_XML = 5,
    SYNC_INGEST_REFUSAL_EXCEL97 = 6,
    SYNC_INGEST_REFUSAL_MIXED_ENCODINGS = 7,
    SYNC_INGEST_REFUSAL_UNCLOSED_QUOTE = 8,
    SYNC_INGEST_REFUSAL_QUOTE_ACROSS_LINES = 9,
    SYNC_INGEST_REFUSAL_FIELD_TOO_LARGE = 10,
    SYNC_INGEST_REFUSAL_RECORD_TOO_LARGE = 11,
    SYNC_INGEST_REFUSAL_TOO_MANY_ROWS = 12,
    SYNC_INGEST_REFUSAL_TOO_MANY_COLUMNS = 13,
    SYNC_INGEST_REFUSAL_SEPARATOR_LINE = 14,
    SYNC_INGEST_REFUSAL_HEADER_UNREADABLE = 15,
    SYNC_INGEST_REFUSAL_HEADER_DIFFERS = 16,
    SYNC_INGEST_REFUSAL_COLUMN_MISSING = 17,
    SYNC_INGEST_REFUSAL_COLUMN_REPEATED = 18,
    SYNC_INGEST_REFUSAL_CHANGED_WHILE_READ = 19,
    SYNC_INGEST_REFUSAL_BASE_TORN = 20,
    SYNC_INGEST_REFUSAL_BASE_FOREIGN = 21,
    SYNC_INGEST_REFUSAL_BASE_OUTDATED = 22,
    SYNC_INGEST_REFUSAL_BASE_OTHER_SECRET = 23,
    SYNC_INGEST_REFUSAL_ENCODING_DIFFERS = 24,
} sync_ingest_refusal_reason;

typedef enum {
    SYNC_INGEST_DURABILITY_NONE = 0,
    SYNC_INGEST_DURABILITY_PER_FILE = 1,
    SYNC_INGEST_DURABILITY_AUTOMATIC = 2,
    SYNC_INGEST_DURABILITY_DEFERRED = 3,
} sync_ingest_durability;

typedef enum {
    SYNC_INGEST_KEY_EXACT = 1,
    SYNC_INGEST_KEY_FOLDED = 2,
} sync_ingest_key_rule;

typedef struct sync_ingest_agent sync_ingest_agent;

typedef struct sync_ingest_alarm sync_ingest_alarm;

typedef struct sync_ingest_collection sync_ingest_collection;

typedef struct sync_ingest_delivery sync_ingest_delivery;

typedef struct sync_ingest_error sync_ingest_error;

typedef struct sync_ingest_folder sync_ingest_folder;

typedef struct sync_ingest_holder sync_ingest_holder;

typedef struct sync_ingest_lock sync_ingest_lock;

typedef struct sync_ingest_options sync_ingest_options;

typedef struct sync_ingest_rejected_file sync_ingest_rejected_file;

typedef struct sync_ingest_rejected_list sync_ingest_rejected_list;

typedef struct sync_ingest_report sync_ingest_report;

typedef struct sync_ingest_status sync_ingest_status;

typedef struct sync_ingest_table sync_ingest_table;

typedef struct sync_ingest_table_batch sync_ingest_table_batch;

typedef struct sync_ingest_table_changes sync_ingest_table_changes;

typedef struct sync_ingest_table_findings sync_ingest_table_findings;

typedef struct sync_ingest_table_jobs sync_ingest_table_jobs;

typedef struct sync_ingest_table_options sync_ingest_table_options;

typedef struct sync_ingest_table_rows sync_ingest_table_rows;

const char *sync_ingest_version(void);

int32_t sync_ingest_abi_version(void);

sync_ingest_code sync_ingest_error_code(const sync_ingest_error *error);

const char *sync_ingest_error_message(const sync_ingest_error *error);

const char *sync_ingest_error_path(const sync_ingest_error *error);

int32_t sync_ingest_error_errno(const sync_ingest_error *error);

void sync_ingest_error_free(sync_ingest_error *error);

const char *sync_ingest_skip_reason_word(int32_t reason);

const char *sync_ingest_skip_reason_explanation(int32_t reason);

const char *sync_ingest_alarm_kind_word(int32_t kind);

const char *sync_ingest_evidence_word(int32_t evidence);

const char *sync_ingest_arbitration_word(int32_t arbitration);

const char *sync_ingest_put_back_reason_word(int32_t reason);

const char *sync_ingest_reject_reason_word(int32_t reason);

sync_ingest_code sync_ingest_name_check(const char *name,
                                        sync_ingest_skip_reason *reason,
                                        sync_ingest_error **error);

sync_ingest_options *sync_ingest_options_new(void);

sync_ingest_code sync_ingest_options_set_work_area(sync_ingest_options *options,
                                                   const char *path,
                                                   sync_ingest_error **error);

sync_ingest_code sync_ingest_options_set_settle_seconds(sync_ingest_options *options,
                                                        int64_t seconds,
                                                        sync_ingest_error **error);

sync_ingest_code sync_ingest_options_set_max_age_seconds(sync_ingest_options *options,
                                                         int64_t seconds,
                                                         sync_ingest_error **error);

sync_ingest_code sync_ingest_options_set_lock_age_from_ctime(sync_ingest_options *options,
                                                             int32_t wanted,
                                                             sync_ingest_error **error);

sync_ingest_code sync_ingest_options_add_unfinished_name(sync_ingest_options *options,
                                                         const char *pattern,
                                                         sync_ingest_error **error);

sync_ingest_code sync_ingest_options_set_max_files(sync_ingest_options *options,
                                                   int64_t files,
                                                   sync_ingest_error **error);

sync_ingest_code sync_ingest_options_set_max_size(sync_ingest_options *options,
                                                  int64_t bytes,
                                                  sync_ingest_error **error);

sync_ingest_code sync_ingest_options_set_max_attempts(sync_ingest_options *options,
                                                      int64_t attempts,
                                                      sync_ingest_error **error);

sync_ingest_code sync_ingest_options_set_durability(sync_ingest_options *options,
                                                    int32_t durability,
                                                    sync_ingest_error **error);

sync_ingest_code sync_ingest_options_set_trust_agent(sync_ingest_options *options,
                                                     int32_t trusted,
                                                     sync_ingest_error **error);

sync_ingest_code sync_ingest_options_set_cluster_locked(sync_ingest_options *options,
                                                        int32_t locked,
                                                        sync_ingest_error **error);

sync_ingest_code sync_ingest_options_set_sha256(sync_ingest_options *options,
                                                int32_t wanted,
                                                sync_ingest_error **error);

sync_ingest_code sync_ingest_options_set_sha1(sync_ingest_options *options,
                                              int32_t wanted,
                                              sync_ingest_error **error);

sync_ingest_code sync_ingest_options_set_checksums(sync_ingest_options *options,
                                                   int32_t wanted,
                                                   sync_ingest_error **error);

sync_ingest_code sync_ingest_options_set_now(sync_ingest_options *options,
                                             int64_t wall_seconds,
                                             int64_t wall_nanoseconds,
                                             int64_t monotonic_seconds,
                                             sync_ingest_error **error);

void sync_ingest_options_free(sync_ingest_options *options);

sync_ingest_code sync_ingest_folder_open(const char *path,
                                         const sync_ingest_options *options,
                                         sync_ingest_folder **folder,
                                         sync_ingest_error **error);

sync_ingest_code sync_ingest_folder_collect(sync_ingest_folder *folder,
                                            sync_ingest_collection **collection,
                                            sync_ingest_report **report,
                                            sync_ingest_error **error);

sync_ingest_code sync_ingest_folder_collect_into(sync_ingest_folder *folder,
                                                 const char *directory,
                                                 sync_ingest_report **report,
                                                 sync_ingest_error **error);

sync_ingest_code sync_ingest_folder_status(sync_ingest_folder *folder,
                                           sync_ingest_status **status,
                                           sync_ingest_error **error);

sync_ingest_code sync_ingest_folder_stale_locks(sync_ingest_folder *folder,
                                                int32_t *collector_is_stale,
                                                int32_t *agent_is_stale,
                                                sync_ingest_error **error);

sync_ingest_code sync_ingest_folder_lock(sync_ingest_folder *folder,
                                         sync_ingest_lock **lock,
                                         sync_ingest_arbitration *arbitration,
                                         sync_ingest_error **error);

sync_ingest_code sync_ingest_folder_unlock(sync_ingest_folder *folder,
                                           int32_t kind,
                                           int32_t *removed,
                                           sync_ingest_error **error);

sync_ingest_code sync_ingest_folder_begin_agent_session(sync_ingest_folder *folder,
                                                        const char *agent,
                                                        sync_ingest_agent **session,
                                                        sync_ingest_arbitration *arbitration,
                                                        sync_ingest_error **error);

sync_ingest_code sync_ingest_folder_begin_delivery(sync_ingest_folder *folder,
                                                   const char *agent,
                                                   sync_ingest_agent **session,
                                                   sync_ingest_arbitration *arbitration,
                                                   sync_ingest_error **error);

void sync_ingest_folder_free(sync_ingest_folder *folder);

sync_ingest_code sync_ingest_collection_next(sync_ingest_collection *collection,
                                             sync_ingest_delivery **delivery,
                                             sync_ingest_error **error);

sync_ingest_code sync_ingest_collection_sync(sync_ingest_collection *collection, sync_ingest_error **error);

sync_ingest_code sync_ingest_collection_report(sync_ingest_collection *collection,
                                               sync_ingest_report **report,
                                               sync_ingest_error **error);

sync_ingest_code sync_ingest_collection_finish(sync_ingest_collection *collection,
                                               sync_ingest_report **report,
                                               sync_ingest_error **error);

void sync_ingest_collection_free(sync_ingest_collection *collection);

const char *sync_ingest_delivery_id(const sync_ingest_delivery *delivery);

const char *sync_ingest_delivery_name(const sync_ingest_delivery *delivery);

const char *sync_ingest_delivery_path(const sync_ingest_delivery *delivery);

int64_t sync_ingest_delivery_size(const sync_ingest_delivery *delivery);

int64_t sync_ingest_delivery_modified_seconds(const sync_ingest_delivery *delivery);

int64_t sync_ingest_delivery_modified_nanoseconds(const sync_ingest_delivery *delivery);

int64_t sync_ingest_delivery_attempt(const sync_ingest_delivery *delivery);

sync_ingest_evidence sync_ingest_delivery_evidence(const sync_ingest_delivery *delivery);

const char *sync_ingest_delivery_sha256(const sync_ingest_delivery *delivery);

const char *sync_ingest_delivery_sha1(const sync_ingest_delivery *delivery);

sync_ingest_code sync_ingest_delivery_digest(sync_ingest_delivery *delivery,
                                             int32_t sha256,
                                             int32_t sha1,
                                             sync_ingest_error **error);

sync_ingest_code sync_ingest_delivery_copy_to(sync_ingest_delivery *delivery,
                                              const char *destination,
                                              sync_ingest_error **error);

sync_ingest_code sync_ingest_delivery_move_to(sync_ingest_delivery *delivery,
                                              const char *destination,
                                              sync_ingest_error **error);

sync_ingest_code sync_ingest_delivery_acknowledge(sync_ingest_delivery *delivery, sync_ingest_error **error);

sync_ingest_code sync_ingest_delivery_put_back(sync_ingest_delivery *delivery,
                                               const char *reason,
                                               sync_ingest_error **error);

sync_ingest_code sync_ingest_delivery_reject(sync_ingest_delivery *delivery,
                                             const char *reason,
                                             sync_ingest_error **error);

void sync_ingest_delivery_free(sync_ingest_delivery *delivery);

int32_t sync_ingest_report_uneventful(const sync_ingest_report *report);

sync_ingest_arbitration sync_ingest_report_arbitration(const sync_ingest_report *report);

int64_t sync_ingest_report_delivered_count(const sync_ingest_report *report);

const char *sync_ingest_report_delivered_id(const sync_ingest_report *report, int64_t index);

const char *sync_ingest_report_delivered_name(const sync_ingest_report *report, int64_t index);

int64_t sync_ingest_report_delivered_size(const sync_ingest_report *report, int64_t index);

int64_t sync_ingest_report_delivered_attempt(const sync_ingest_report *report, int64_t index);

sync_ingest_evidence sync_ingest_report_delivered_evidence(const sync_ingest_report *report, int64_t index);

const char *sync_ingest_report_delivered_sha256(const sync_ingest_report *report, int64_t index);

const char *sync_ingest_report_delivered_sha1(const sync_ingest_report *report, int64_t index);

int64_t sync_ingest_report_put_back_count(const sync_ingest_report *report);

const char *sync_ingest_report_put_back_id(const sync_ingest_report *report, int64_t index);

const char *sync_ingest_report_put_back_name(const sync_ingest_report *report, int64_t index);

const char *sync_ingest_report_put_back_reason(const sync_ingest_report *report, int64_t index);

sync_ingest_put_back_reason sync_ingest_report_put_back_kind(const sync_ingest_report *report, int64_t index);

sync_ingest_code sync_ingest_report_put_back_code(const sync_ingest_report *report, int64_t index);

int64_t sync_ingest_report_rejected_count(const sync_ingest_report *report);

const char *sync_ingest_report_rejected_id(const sync_ingest_report *report, int64_t index);

const char *sync_ingest_report_rejected_name(const sync_ingest_report *report, int64_t index);

const char *sync_ingest_report_rejected_reason(const sync_ingest_report *report, int64_t index);

sync_ingest_reject_reason sync_ingest_report_rejected_kind(const sync_ingest_report *report, int64_t index);

int64_t sync_ingest_report_rejected_deaths(const sync_ingest_report *report, int64_t index);

int64_t sync_ingest_report_superseded_count(const sync_ingest_report *report);

const char *sync_ingest_report_superseded_id(const sync_ingest_report *report, int64_t index);

const char *sync_ingest_report_superseded_name(const sync_ingest_report *report, int64_t index);

const char *sync_ingest_report_superseded_reason(const sync_ingest_report *report, int64_t index);

int64_t sync_ingest_report_skipped_total(const sync_ingest_report *report);

int64_t sync_ingest_report_skipped_count(const sync_ingest_report *report, int32_t reason);

int64_t sync_ingest_report_skipped_name_count(const sync_ingest_report *report, int32_t reason);

const char *sync_ingest_report_skipped_name(const sync_ingest_report *report, int32_t reason, int64_t index);

int64_t sync_ingest_report_alarm_count(const sync_ingest_report *report);

const sync_ingest_alarm *sync_ingest_report_alarm(const sync_ingest_report *report, int64_t index);

sync_ingest_alarm_kind sync_ingest_report_alarm_kind(const sync_ingest_report *report, int64_t index);

const char *sync_ingest_report_alarm_diagnosis(const sync_ingest_report *report, int64_t index);

int64_t sync_ingest_report_alarm_since_seconds(const sync_ingest_report *report, int64_t index);

int64_t sync_ingest_report_alarm_age_seconds(const sync_ingest_report *report, int64_t index);

int64_t sync_ingest_report_alarm_occurrences(const sync_ingest_report *report, int64_t index);

int64_t sync_ingest_report_ended_count(const sync_ingest_report *report);

const sync_ingest_alarm *sync_ingest_report_ended(const sync_ingest_report *report, int64_t index);

sync_ingest_alarm_kind sync_ingest_report_ended_kind(const sync_ingest_report *report, int64_t index);

const char *sync_ingest_report_ended_diagnosis(const sync_ingest_report *report, int64_t index);

int64_t sync_ingest_report_ended_since_seconds(const sync_ingest_report *report, int64_t index);

int64_t sync_ingest_report_ended_age_seconds(const sync_ingest_report *report, int64_t index);

int64_t sync_ingest_report_ended_occurrences(const sync_ingest_report *report, int64_t index);

int64_t sync_ingest_report_ready_in_seconds(const sync_ingest_report *report);

void sync_ingest_report_free(sync_ingest_report *report);

int32_t sync_ingest_status_lock_present(const sync_ingest_status *status, int32_t kind);

const char *sync_ingest_status_lock_holder(const sync_ingest_status *status, int32_t kind);

const sync_ingest_holder *sync_ingest_status_lock_held_by(const sync_ingest_status *status, int32_t kind);

int32_t sync_ingest_status_lock_ours(const sync_ingest_status *status, int32_t kind);

int64_t sync_ingest_status_lock_since_seconds(const sync_ingest_status *status, int32_t kind);

int64_t sync_ingest_status_lock_age_seconds(const sync_ingest_status *status, int32_t kind);

int32_t sync_ingest_status_lock_stale(const sync_ingest_status *status, int32_t kind);

int64_t sync_ingest_status_mistaken_lock_count(const sync_ingest_status *status);

const char *sync_ingest_status_mistaken_lock_name(const sync_ingest_status *status, int64_t index);

int64_t sync_ingest_status_waiting_total(const sync_ingest_status *status);

int64_t sync_ingest_status_waiting_count(const sync_ingest_status *status);

const char *sync_ingest_status_waiting_name(const sync_ingest_status *status, int64_t index);

int64_t sync_ingest_status_waiting_size(const sync_ingest_status *status, int64_t index);

int64_t sync_ingest_status_oldest_waiting_age_seconds(const sync_ingest_status *status);

int64_t sync_ingest_status_last_good_collection_seconds(const sync_ingest_status *status);

int64_t sync_ingest_status_last_good_collection_age_seconds(const sync_ingest_status *status);

int64_t sync_ingest_status_skipped_total(const sync_ingest_status *status);

int64_t sync_ingest_status_skipped_count(const sync_ingest_status *status, int32_t reason);

int64_t sync_ingest_status_skipped_name_count(const sync_ingest_status *status, int32_t reason);

const char *sync_ingest_status_skipped_name(const sync_ingest_status *status, int32_t reason, int64_t index);

int64_t sync_ingest_status_ready_in_seconds(const sync_ingest_status *status);

int64_t sync_ingest_status_claimed(const sync_ingest_status *status);

int64_t sync_ingest_status_unverified(const sync_ingest_status *status);

int64_t sync_ingest_status_rejected_total(const sync_ingest_status *status);

int64_t sync_ingest_status_rejected_count(const sync_ingest_status *status);

const char *sync_ingest_status_rejected_id(const sync_ingest_status *status, int64_t index);

const char *sync_ingest_status_rejected_name(const sync_ingest_status *status, int64_t index);

const char *sync_ingest_status_rejected_reason(const sync_ingest_status *status, int64_t index);

sync_ingest_reject_reason sync_ingest_status_rejected_kind(const sync_ingest_status *status, int64_t index);

int64_t sync_ingest_status_rejected_deaths(const sync_ingest_status *status, int64_t index);

int64_t sync_ingest_status_alarm_count(const sync_ingest_status *status);

const sync_ingest_alarm *sync_ingest_status_alarm(const sync_ingest_status *status, int64_t index);

sync_ingest_alarm_kind sync_ingest_status_alarm_kind(const sync_ingest_status *status, int64_t index);

const char *sync_ingest_status_alarm_diagnosis(const sync_ingest_status *status, int64_t index);

int64_t sync_ingest_status_alarm_since_seconds(const sync_ingest_status *status, int64_t index);

int64_t sync_ingest_status_alarm_age_seconds(const sync_ingest_status *status, int64_t index);

int64_t sync_ingest_status_alarm_occurrences(const sync_ingest_status *status, int64_t index);

int64_t sync_ingest_status_obstacle_count(const sync_ingest_status *status);

sync_ingest_obstacle sync_ingest_status_obstacle_kind(const sync_ingest_status *status, int64_t index);

int64_t sync_ingest_status_obstacle_number(const sync_ingest_status *status, int64_t index);

const char *sync_ingest_status_obstacle_advice(const sync_ingest_status *status, int64_t index);

const char *sync_ingest_status_file_system_name(const sync_ingest_status *status);

int32_t sync_ingest_status_file_system_network(const sync_ingest_status *status);

int32_t sync_ingest_status_file_system_verified(const sync_ingest_status *status);

int64_t sync_ingest_status_free_bytes(const sync_ingest_status *status);

int64_t sync_ingest_status_free_inodes(const sync_ingest_status *status);

void sync_ingest_status_free(sync_ingest_status *status);

const char *sync_ingest_holder_text(const sync_ingest_holder *holder);

sync_ingest_holder_kind sync_ingest_holder_kind_of(const sync_ingest_holder *holder);

const char *sync_ingest_holder_name(const sync_ingest_holder *holder);

const char *sync_ingest_holder_host(const sync_ingest_holder *holder);

const char *sync_ingest_holder_version(const sync_ingest_holder *holder);

int64_t sync_ingest_holder_user(const sync_ingest_holder *holder);

sync_ingest_oddity sync_ingest_holder_oddity(const sync_ingest_holder *holder);

sync_ingest_lock_kind sync_ingest_alarm_lock(const sync_ingest_alarm *alarm);

const sync_ingest_holder *sync_ingest_alarm_lock_held_by(const sync_ingest_alarm *alarm);

int64_t sync_ingest_alarm_lock_since_seconds(const sync_ingest_alarm *alarm);

int64_t sync_ingest_alarm_lock_age_seconds(const sync_ingest_alarm *alarm);

int64_t sync_ingest_alarm_lock_modified_seconds(const sync_ingest_alarm *alarm);

int64_t sync_ingest_alarm_lock_changed_seconds(const sync_ingest_alarm *alarm);

int64_t sync_ingest_alarm_file_count(const sync_ingest_alarm *alarm);

const char *sync_ingest_alarm_file_name(const sync_ingest_alarm *alarm, int64_t index);

sync_ingest_skip_reason sync_ingest_alarm_file_skip_reason(const sync_ingest_alarm *alarm, int64_t index);

sync_ingest_checksum_fault sync_ingest_alarm_file_checksum_fault(const sync_ingest_alarm *alarm,
                                                                 int64_t index);

const char *sync_ingest_alarm_file_answer(const sync_ingest_alarm *alarm, int64_t index);

int64_t sync_ingest_alarm_obstacle_count(const sync_ingest_alarm *alarm);

sync_ingest_obstacle sync_ingest_alarm_obstacle_kind(const sync_ingest_alarm *alarm, int64_t index);

int64_t sync_ingest_alarm_obstacle_number(const sync_ingest_alarm *alarm, int64_t index);

const char *sync_ingest_alarm_obstacle_advice(const sync_ingest_alarm *alarm, int64_t index);

sync_ingest_code sync_ingest_folder_rejected_list(sync_ingest_folder *folder,
                                                  sync_ingest_rejected_list **list,
                                                  sync_ingest_error **error);

sync_ingest_code sync_ingest_rejected_list_next(sync_ingest_rejected_list *list,
                                                sync_ingest_rejected_file **file,
                                                sync_ingest_error **error);

void sync_ingest_rejected_list_free(sync_ingest_rejected_list *list);

sync_ingest_code sync_ingest_folder_rejected_file(sync_ingest_folder *folder,
                                                  const char *id,
                                                  sync_ingest_rejected_file **file,
                                                  sync_ingest_error **error);

const char *sync_ingest_rejected_file_id(const sync_ingest_rejected_file *file);

const char *sync_ingest_rejected_file_name(const sync_ingest_rejected_file *file);

const char *sync_ingest_rejected_file_path(const sync_ingest_rejected_file *file);

const char *sync_ingest_rejected_file_reason(const sync_ingest_rejected_file *file);

sync_ingest_reject_reason sync_ingest_rejected_file_kind(const sync_ingest_rejected_file *file);

int64_t sync_ingest_rejected_file_deaths(const sync_ingest_rejected_file *file);

int64_t sync_ingest_rejected_file_size(const sync_ingest_rejected_file *file);

int64_t sync_ingest_rejected_file_rejected_at_seconds(const sync_ingest_rejected_file *file);

void sync_ingest_rejected_file_free(sync_ingest_rejected_file *file);

sync_ingest_code sync_ingest_folder_put_back_rejected(sync_ingest_folder *folder,
                                                      const char *id,
                                                      sync_ingest_arbitration *arbitration,
                                                      sync_ingest_error **error);

sync_ingest_code sync_ingest_folder_store_rejected_as(sync_ingest_folder *folder,
                                                      const char *id,
                                                      const char *directory,
                                                      const char *name,
                                                      int32_t replace,
                                                      sync_ingest_error **error);

sync_ingest_code sync_ingest_folder_delete_rejected(sync_ingest_folder *folder,
                                                    const char *id,
                                                    sync_ingest_error **error);

sync_ingest_code sync_ingest_lock_is_held(sync_ingest_lock *lock, int32_t *held, sync_ingest_error **error);

sync_ingest_code sync_ingest_lock_refresh(sync_ingest_lock *lock, sync_ingest_error **error);

sync_ingest_code sync_ingest_lock_release(sync_ingest_lock *lock, sync_ingest_error **error);

void sync_ingest_lock_free(sync_ingest_lock *lock);

sync_ingest_code sync_ingest_agent_deliver(sync_ingest_agent *agent,
                                           const char *source,
                                           const char *name,
                                           sync_ingest_error **error);

sync_ingest_code sync_ingest_agent_finish(sync_ingest_agent *agent, sync_ingest_error **error);

void sync_ingest_agent_free(sync_ingest_agent *agent);

const char *sync_ingest_encoding_evidence_word(int32_t number);

const char *sync_ingest_change_kind_word(int32_t number);

const char *sync_ingest_key_rule_word(int32_t number);

const char *sync_ingest_refusal_reason_word(int32_t number);

const char *sync_ingest_refusal_reason_explanation(int32_t number);

const char *sync_ingest_bad_reason_word(int32_t number);

const char *sync_ingest_bad_reason_explanation(int32_t number);

const char *sync_ingest_warning_kind_word(int32_t number);

sync_ingest_table_options *sync_ingest_table_options_new(void);

sync_ingest_code sync_ingest_table_options_set_encoding(sync_ingest_table_options *options,
                                                        const char *label,
                                                        sync_ingest_error **error);

sync_ingest_code sync_ingest_table_options_set_delimiter(sync_ingest_table_options *options,
                                                         const char *delimiter,
                                                         sync_ingest_error **error);

sync_ingest_code sync_ingest_table_options_add_header(sync_ingest_table_options *options,
                                                      const char *name,
                                                      sync_ingest_error **error);

sync_ingest_code sync_ingest_table_options_set_headerless(sync_ingest_table_options *options,
                                                          int32_t headerless,
                                                          sync_ingest_error **error);

sync_ingest_code sync_ingest_table_options_set_skip_lines(sync_ingest_table_options *options,
                                                          int64_t lines,
                                                          sync_ingest_error **error);

sync_ingest_code sync_ingest_table_options_set_footer(sync_ingest_table_options *options,
                                                      const char *pattern,
                                                      sync_ingest_error **error);

sync_ingest_code sync_ingest_table_options_add_key(sync_ingest_table_options *options,
                                                   const char *column,
                                                   sync_ingest_error **error);

sync_ingest_code sync_ingest_table_options_set_key_rule(sync_ingest_table_options *options,
                                                        int32_t rule,
                                                        sync_ingest_error **error);

sync_ingest_code sync_ingest_table_options_add_mapping(sync_ingest_table_options *options,
                                                       const char *from,
                                                       const char *to,
                                                       sync_ingest_error **error);

sync_ingest_code sync_ingest_table_options_set_only_mapped(sync_ingest_table_options *options,
                                                           int32_t only,
                                                           sync_ingest_error **error);

sync_ingest_code sync_ingest_table_options_set_bad_listed(sync_ingest_table_options *options,
                                                          int64_t rows,
                                                          sync_ingest_error **error);

sync_ingest_code sync_ingest_table_options_set_max_rows(sync_ingest_table_options *options,
                                                        int64_t rows,
                                                        sync_ingest_error **error);

sync_ingest_code sync_ingest_table_options_set_max_field(sync_ingest_table_options *options,
                                                         int64_t bytes,
                                                         sync_ingest_error **error);

sync_ingest_code sync_ingest_table_options_set_max_record(sync_ingest_table_options *options,
                                                          int64_t bytes,
                                                          sync_ingest_error **error);

sync_ingest_code sync_ingest_table_options_set_max_columns(sync_ingest_table_options *options,
                                                           int64_t columns,
                                                           sync_ingest_error **error);

sync_ingest_code sync_ingest_table_options_set_secret(sync_ingest_table_options *options,
                                                      const char *digits,
                                                      sync_ingest_error **error);

void sync_ingest_table_options_free(sync_ingest_table_options *options);

sync_ingest_table_jobs *sync_ingest_table_jobs_new(void);

sync_ingest_code sync_ingest_table_jobs_add_normalise(sync_ingest_table_jobs *jobs,
                                                      const char *to,
                                                      const char *bad,
                                                      sync_ingest_error **error);

sync_ingest_code sync_ingest_table_jobs_add_compare(sync_ingest_table_jobs *jobs,
                                                    const char *base,
                                                    const char *feed,
                                                    int64_t generation,
                                                    const char *fingerprint,
                                                    sync_ingest_error **error);

sync_ingest_code sync_ingest_table_jobs_add_write(sync_ingest_table_jobs *jobs,
                                                  const char *file,
                                                  const char *feed,
                                                  int64_t generation,
                                                  const char *fingerprint,
                                                  sync_ingest_error **error);

void sync_ingest_table_jobs_free(sync_ingest_table_jobs *jobs);

sync_ingest_code sync_ingest_table_open(const char *path,
                                        const sync_ingest_table_options *options,
                                        sync_ingest_table **table,
                                        sync_ingest_error **error);

sync_ingest_code sync_ingest_table_run(sync_ingest_table *table,
                                       const sync_ingest_table_jobs *jobs,
                                       sync_ingest_table_findings **findings,
                                       sync_ingest_error **error);

void sync_ingest_table_free(sync_ingest_table *table);

const char *sync_ingest_table_findings_encoding(const sync_ingest_table_findings *findings);

sync_ingest_encoding_evidence sync_ingest_table_findings_encoding_evidence(const sync_ingest_table_findings *findings);

const char *sync_ingest_table_findings_delimiter(const sync_ingest_table_findings *findings);

int64_t sync_ingest_table_findings_header_count(const sync_ingest_table_findings *findings);

const char *sync_ingest_table_findings_header_name(const sync_ingest_table_findings *findings, int64_t index);

int64_t sync_ingest_table_findings_column_count(const sync_ingest_table_findings *findings);

const char *sync_ingest_table_findings_column_name(const sync_ingest_table_findings *findings, int64_t index);

int64_t sync_ingest_table_findings_rows_total(const sync_ingest_table_findings *findings);

int64_t sync_ingest_table_findings_bad_total(const sync_ingest_table_findings *findings);

int64_t sync_ingest_table_findings_bad_count(const sync_ingest_table_findings *findings);

int64_t sync_ingest_table_findings_bad_line(const sync_ingest_table_findings *findings, int64_t index);

sync_ingest_bad_reason sync_ingest_table_findings_bad_reason(const sync_ingest_table_findings *findings,
                                                             int64_t index);

int64_t sync_ingest_table_findings_duplicate_keys(const sync_ingest_table_findings *findings);

int64_t sync_ingest_table_findings_empty_keys(const sync_ingest_table_findings *findings);

int64_t sync_ingest_table_findings_warning_count(const sync_ingest_table_findings *findings);

sync_ingest_warning_kind sync_ingest_table_findings_warning_kind(const sync_ingest_table_findings *findings,
                                                                 int64_t index);

int64_t sync_ingest_table_findings_warning_occurrences(const sync_ingest_table_findings *findings,
                                                       int64_t index);

int64_t sync_ingest_table_findings_warning_cell_count(const sync_ingest_table_findings *findings,
                                                      int64_t warning);

int64_t sync_ingest_table_findings_warning_cell_line(const sync_ingest_table_findings *findings,
                                                     int64_t warning,
                                                     int64_t index);

int64_t sync_ingest_table_findings_warning_cell_column(const sync_ingest_table_findings *findings,
                                                       int64_t warning,
                                                       int64_t index);

const char *sync_ingest_table_findings_warning_cell_text(const sync_ingest_table_findings *findings,
                                                         int64_t warning,
                                                         int64_t index);

int64_t sync_ingest_table_findings_added(const sync_ingest_table_findings *findings);

int64_t sync_ingest_table_findings_changed(const sync_ingest_table_findings *findings);

int64_t sync_ingest_table_findings_unchanged(const sync_ingest_table_findings *findings);

sync_ingest_code sync_ingest_table_findings_gone(const sync_ingest_table_findings *findings,
                                                 int64_t *gone,
                                                 sync_ingest_error **error);

int64_t sync_ingest_table_findings_gone_unknown_since_line(const sync_ingest_table_findings *findings);

void sync_ingest_table_findings_free(sync_ingest_table_findings *findings);

sync_ingest_code sync_ingest_table_findings_rows(const sync_ingest_table_findings *findings,
                                                 sync_ingest_table_rows **rows,
                                                 sync_ingest_error **error);

sync_ingest_code sync_ingest_table_rows_next(sync_ingest_table_rows *rows,
                                             sync_ingest_table_batch **batch,
                                             sync_ingest_error **error);

void sync_ingest_table_rows_free(sync_ingest_table_rows *rows);

sync_ingest_code sync_ingest_table_findings_changes(const sync_ingest_table_findings *findings,
                                                    sync_ingest_table_changes **changes,
                                                    sync_ingest_error **error);

sync_ingest_code sync_ingest_table_changes_next(sync_ingest_table_changes *changes,
                                                sync_ingest_table_batch **batch,
                                                sync_ingest_error **error);

void sync_ingest_table_changes_free(sync_ingest_table_changes *changes);

int64_t sync_ingest_table_batch_count(const sync_ingest_table_batch *batch);

int64_t sync_ingest_table_batch_line(const sync_ingest_table_batch *batch, int64_t row);

const char *sync_ingest_table_batch_cell(const sync_ingest_table_batch *batch, int64_t row, int64_t column);

sync_ingest_change_kind sync_ingest_table_batch_kind(const sync_ingest_table_batch *batch, int64_t row);

const char *sync_ingest_table_batch_key(const sync_ingest_table_batch *batch, int64_t row, int64_t index);

const char *sync_ingest_table_batch_key_hash(const sync_ingest_table_batch *batch, int64_t row);

const char *sync_ingest_table_batch_row_hash(const sync_ingest_table_batch *batch, int64_t row);

const uint8_t *sync_ingest_table_batch_texts(const sync_ingest_table_batch *batch);

int64_t sync_ingest_table_batch_size(const sync_ingest_table_batch *batch);

int64_t sync_ingest_table_batch_width(const sync_ingest_table_batch *batch);

const int64_t *sync_ingest_table_batch_lines(const sync_ingest_table_batch *batch);

const sync_ingest_change_kind *sync_ingest_table_batch_kinds(const sync_ingest_table_batch *batch);

void sync_ingest_table_batch_free(sync_ingest_table_batch *batch);

sync_ingest_refusal_reason sync_ingest_error_refusal(const sync_ingest_error *error);

int64_t sync_ingest_error_line(const sync_ingest_error *error);

int64_t sync_ingest_error_byte(const sync_ingest_error *error);
