// What the tests share: checks, places to work in, and files.
#ifndef SUPPORT_H
#define SUPPORT_H

#include <sync_ingest.h>

// A failed check is reported and counted; the test continues.
#define CHECK(condition) check((condition) != 0, #condition, __FILE__, __LINE__)
#define CHECK_TEXT(actual, expected) check_text(actual, expected, #actual, __FILE__, __LINE__)
#define CHECK_NUMBER(actual, expected) check_number(actual, expected, #actual, __FILE__, __LINE__)
// The call succeeds; otherwise its error is reported. Needs an `error` in scope, which is NULL
// again afterwards.
#define WORKS(call) check_works(call, &error, #call, __FILE__, __LINE__)
// The call fails with this code and a message; path and errno are not checked.
#define FAILS(expected, call) check_fails(expected, call, &error, #call, __FILE__, __LINE__)

void check(int holds, const char *what, const char *file, int line);
void check_text(const char *actual, const char *expected, const char *what, const char *file, int line);
void check_number(long long actual, long long expected, const char *what, const char *file, int line);
void check_works(sync_ingest_code code, sync_ingest_error **error, const char *what, const char *file, int line);
void check_fails(sync_ingest_code expected, sync_ingest_code code, sync_ingest_error **error, const char *what,
                 const char *file, int line);

// Runs one test and prints its outcome under its name.
#define RUN(test) run(test, #test)
void run(void (*test)(void), const char *name);

// The groups, one per file.
void words_tests(void);
void errors_tests(void);
void arguments_tests(void);
void options_tests(void);
void collection_tests(void);
void delivery_tests(void);
void report_tests(void);
void status_tests(void);
void rejected_tests(void);
void locks_tests(void);
void agent_tests(void);
void table_arguments_tests(void);
void table_reading_tests(void);

// A separate drop folder and store for one test, in the directory that the runner passes.
typedef struct {
    char root[512];
    char folder[600];
    char store[600];
} place;

place new_place(void);
// The path of a file there, in one of a few buffers used in turn.
const char *in(const char *directory, const char *name);

void write_file(const char *directory, const char *name, const char *content);
int file_exists(const char *directory, const char *name);
// The content of a small file, or NULL, in a buffer that the next call overwrites.
const char *content_of(const char *directory, const char *name);
// Sets the mtime of a file.
void set_mtime(const char *directory, const char *name, long long seconds);
int entries_in(const char *directory);

// Opens the folder of a place with settle time 0, so that there is no need to wait.
sync_ingest_folder *open_folder(const place *where);
// Begins a collection of it, which must succeed.
sync_ingest_collection *begin(sync_ingest_folder *folder);
// Returns the next delivery, which must exist.
sync_ingest_delivery *next(sync_ingest_collection *collection);
// Ends and frees a collection.
sync_ingest_report *finish(sync_ingest_collection *collection);
// Returns the arbitration of a collection that must not begin.
sync_ingest_report *refused(sync_ingest_folder *folder);

#endif
