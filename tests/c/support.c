// What the tests share: checks, places to work in, and files.
#define _XOPEN_SOURCE 700
#include "support.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int failures_of_test;
static int failed_tests;

static void complain(const char *what, const char *file, int line)
{
    failures_of_test++;
    printf("    %s:%d: %s", file, line, what);
}

void check(int holds, const char *what, const char *file, int line)
{
    if (!holds) {
        complain(what, file, line);
        putchar('\n');
    }
}

void check_text(const char *actual, const char *expected, const char *what, const char *file, int line)
{
    if (actual == NULL || expected == NULL || strcmp(actual, expected) != 0) {
        complain(what, file, line);
        printf(" is \"%s\", not \"%s\"\n", actual == NULL ? "(NULL)" : actual, expected == NULL ? "(NULL)" : expected);
    }
}

void check_number(long long actual, long long expected, const char *what, const char *file, int line)
{
    if (actual != expected) {
        complain(what, file, line);
        printf(" is %lld, not %lld\n", actual, expected);
    }
}

void check_works(sync_ingest_code code, sync_ingest_error **error, const char *what, const char *file, int line)
{
    if (code != SYNC_INGEST_OK) {
        const char *message = sync_ingest_error_message(*error);
        complain(what, file, line);
        printf(" fails: %d, %s\n", (int)code, message == NULL ? "(no message)" : message);
    } else if (*error != NULL) {
        complain(what, file, line);
        printf(" works and writes an error\n");
    }
    sync_ingest_error_free(*error);
    *error = NULL;
}

void check_fails(sync_ingest_code expected, sync_ingest_code code, sync_ingest_error **error, const char *what,
                 const char *file, int line)
{
    const char *message = sync_ingest_error_message(*error);
    if (code != expected) {
        complain(what, file, line);
        printf(" is %d (%s), not %d\n", (int)code, message == NULL ? "no message" : message, (int)expected);
    } else if (message == NULL || *message == '\0' || sync_ingest_error_code(*error) != expected) {
        complain(what, file, line);
        printf(" fails without telling so in its error\n");
    }
    sync_ingest_error_free(*error);
    *error = NULL;
}

void run(void (*test)(void), const char *name)
{
    failures_of_test = 0;
    test();
    printf("%s %s\n", failures_of_test == 0 ? "ok" : "FAILED", name);
    fflush(stdout);
    failed_tests += failures_of_test != 0;
}

int main(void)
{
    words_tests();
    errors_tests();
    arguments_tests();
    options_tests();
    collection_tests();
    delivery_tests();
    report_tests();
    status_tests();
    rejected_tests();
    locks_tests();
    agent_tests();
    table_arguments_tests();
    table_reading_tests();
    return failed_tests == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

// Ends the program if the surroundings of a test cannot be set up.
static void need(int holds, const char *what)
{
    if (!holds) {
        perror(what);
        exit(2);
    }
}

place new_place(void)
{
    place made;
    const char *scratch = getenv("SCRATCH");
    need(scratch != NULL && strlen(scratch) < 480, "SCRATCH, the directory for the tests");
    snprintf(made.root, sizeof made.root, "%s/place-XXXXXX", scratch);
    need(mkdtemp(made.root) != NULL, made.root);
    snprintf(made.folder, sizeof made.folder, "%s/sync", made.root);
    snprintf(made.store, sizeof made.store, "%s/store", made.root);
    need(mkdir(made.folder, 0770) == 0, made.folder);
    need(mkdir(made.store, 0770) == 0, made.store);
    return made;
}

const char *in(const char *directory, const char *name)
{
    static char paths[4][1024];
    static int turn;
    char *path = paths[turn++ % 4];
    need(snprintf(path, sizeof paths[0], "%s/%s", directory, name) < (int)sizeof paths[0], name);
    return path;
}

void write_file(const char *directory, const char *name, const char *content)
{
    FILE *file = fopen(in(directory, name), "w");
    need(file != NULL, name);
    need(fputs(content, file) >= 0 && fclose(file) == 0, name);
}

int file_exists(const char *directory, const char *name)
{
    struct stat found;
    return lstat(in(directory, name), &found) == 0;
}

const char *content_of(const char *directory, const char *name)
{
    static char content[4096];
    FILE *file = fopen(in(directory, name), "r");
    if (file == NULL)
        return NULL;
    content[fread(content, 1, sizeof content - 1, file)] = '\0';
    fclose(file);
    return content;
}

void set_mtime(const char *directory, const char *name, long long seconds)
{
    struct timespec times[2];
    times[0].tv_sec = times[1].tv_sec = (time_t)seconds;
    times[0].tv_nsec = times[1].tv_nsec = 0;
    need(utimensat(AT_FDCWD, in(directory, name), times, 0) == 0, name);
}

int entries_in(const char *directory)
{
    int count = 0;
    DIR *opened = opendir(directory);
    need(opened != NULL, directory);
    while (readdir(opened) != NULL)
        count++;
    closedir(opened);
    return count - 2;
}

sync_ingest_folder *open_folder(const place *where)
{
    sync_ingest_error *error = NULL;
    sync_ingest_folder *folder = NULL;
    sync_ingest_options *options = sync_ingest_options_new();
    WORKS(sync_ingest_options_set_settle_seconds(options, 0, &error));
    WORKS(sync_ingest_folder_open(where->folder, options, &folder, &error));
    sync_ingest_options_free(options);
    return folder;
}

sync_ingest_collection *begin(sync_ingest_folder *folder)
{
    sync_ingest_error *error = NULL;
    sync_ingest_collection *collection = NULL;
    sync_ingest_report *report = NULL;
    WORKS(sync_ingest_folder_collect(folder, &collection, &report, &error));
    CHECK(collection != NULL);
    CHECK(report == NULL);
    sync_ingest_report_free(report);
    return collection;
}

sync_ingest_delivery *next(sync_ingest_collection *collection)
{
    sync_ingest_error *error = NULL;
    sync_ingest_delivery *delivery = NULL;
    WORKS(sync_ingest_collection_next(collection, &delivery, &error));
    CHECK(delivery != NULL);
    return delivery;
}

sync_ingest_report *finish(sync_ingest_collection *collection)
{
    sync_ingest_error *error = NULL;
    sync_ingest_report *report = NULL;
    WORKS(sync_ingest_collection_finish(collection, &report, &error));
    CHECK(report != NULL);
    sync_ingest_collection_free(collection);
    return report;
}

sync_ingest_report *refused(sync_ingest_folder *folder)
{
    sync_ingest_error *error = NULL;
    sync_ingest_collection *collection = NULL;
    sync_ingest_report *report = NULL;
    WORKS(sync_ingest_folder_collect(folder, &collection, &report, &error));
    CHECK(collection == NULL);
    CHECK(report != NULL);
    sync_ingest_collection_free(collection);
    return report;
}
