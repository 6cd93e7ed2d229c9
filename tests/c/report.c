// Tests of the report, entry by entry.
#define _XOPEN_SOURCE 700
#include "support.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static void what_was_delivered_is_listed_with_everything_known(void)
{
    place where = new_place();
    sync_ingest_error *error = NULL;
    sync_ingest_report *report = NULL;
    sync_ingest_folder *folder = open_folder(&where);
    write_file(where.folder, "caf\xe9.csv", "abcd");
    WORKS(sync_ingest_folder_collect_into(folder, where.store, &report, &error));
    CHECK_NUMBER(sync_ingest_report_delivered_count(report), 1);
    CHECK_TEXT(sync_ingest_report_delivered_name(report, 0), "caf\xe9.csv");
    CHECK_NUMBER(sync_ingest_report_delivered_size(report, 0), 4);
    CHECK_NUMBER(sync_ingest_report_delivered_attempt(report, 0), 1);
    CHECK_NUMBER(sync_ingest_report_delivered_evidence(report, 0), SYNC_INGEST_EVIDENCE_AGENT_LOCK);
    CHECK(sync_ingest_report_delivered_id(report, 0) != NULL);
    CHECK(sync_ingest_report_delivered_sha256(report, 0) == NULL);
    CHECK(sync_ingest_report_delivered_sha1(report, 0) == NULL);
    sync_ingest_report_free(report);
    sync_ingest_folder_free(folder);
}

static void outside_a_list_there_is_nothing(void)
{
    place where = new_place();
    sync_ingest_folder *folder = open_folder(&where);
    sync_ingest_report *report = refused(folder);
    const int64_t outside[] = {INT64_MIN, -1, 0, 1, INT64_MAX};
    for (size_t i = 0; i < sizeof outside / sizeof outside[0]; i++) {
        int64_t index = outside[i];
        CHECK(sync_ingest_report_delivered_id(report, index) == NULL);
        CHECK(sync_ingest_report_delivered_name(report, index) == NULL);
        CHECK_NUMBER(sync_ingest_report_delivered_size(report, index), 0);
        CHECK_NUMBER(sync_ingest_report_delivered_attempt(report, index), 0);
        CHECK_NUMBER(sync_ingest_report_delivered_evidence(report, index), SYNC_INGEST_EVIDENCE_NONE);
        CHECK(sync_ingest_report_delivered_sha256(report, index) == NULL);
        CHECK(sync_ingest_report_delivered_sha1(report, index) == NULL);
        CHECK(sync_ingest_report_put_back_id(report, index) == NULL);
        CHECK(sync_ingest_report_put_back_name(report, index) == NULL);
        CHECK(sync_ingest_report_put_back_reason(report, index) == NULL);
        CHECK(sync_ingest_report_rejected_id(report, index) == NULL);
        CHECK(sync_ingest_report_rejected_name(report, index) == NULL);
        CHECK(sync_ingest_report_rejected_reason(report, index) == NULL);
        CHECK(sync_ingest_report_superseded_id(report, index) == NULL);
        CHECK(sync_ingest_report_superseded_name(report, index) == NULL);
        CHECK(sync_ingest_report_superseded_reason(report, index) == NULL);
        CHECK(sync_ingest_report_skipped_name(report, SYNC_INGEST_SKIP_HIDDEN, index) == NULL);
        CHECK_NUMBER(sync_ingest_report_alarm_kind(report, index), SYNC_INGEST_ALARM_NONE);
        CHECK(sync_ingest_report_alarm_diagnosis(report, index) == NULL);
        CHECK_NUMBER(sync_ingest_report_alarm_since_seconds(report, index), 0);
        CHECK_NUMBER(sync_ingest_report_alarm_age_seconds(report, index), 0);
        CHECK_NUMBER(sync_ingest_report_alarm_occurrences(report, index), 0);
        CHECK_NUMBER(sync_ingest_report_ended_kind(report, index), SYNC_INGEST_ALARM_NONE);
        CHECK(sync_ingest_report_ended_diagnosis(report, index) == NULL);
        CHECK_NUMBER(sync_ingest_report_ended_since_seconds(report, index), 0);
        CHECK_NUMBER(sync_ingest_report_ended_age_seconds(report, index), 0);
        CHECK_NUMBER(sync_ingest_report_ended_occurrences(report, index), 0);
    }
    const int32_t no_reasons[] = {INT32_MIN, -1, 0, 1000, INT32_MAX};
    for (size_t i = 0; i < sizeof no_reasons / sizeof no_reasons[0]; i++) {
        CHECK_NUMBER(sync_ingest_report_skipped_count(report, no_reasons[i]), 0);
        CHECK_NUMBER(sync_ingest_report_skipped_name_count(report, no_reasons[i]), 0);
        CHECK(sync_ingest_report_skipped_name(report, no_reasons[i], 0) == NULL);
    }
    sync_ingest_report_free(report);
    sync_ingest_folder_free(folder);
}

static void what_was_left_alone_is_counted_and_named_for_each_reason(void)
{
    place where = new_place();
    sync_ingest_folder *folder = open_folder(&where);
    write_file(where.folder, ".hidden", "");
    write_file(where.folder, "_omitted", "");
    write_file(where.folder, "_caf\xe9", "");
    CHECK(mkdir(in(where.folder, "directory"), 0700) == 0);
    CHECK(symlink("/etc/passwd", in(where.folder, "link")) == 0);

    sync_ingest_report *report = refused(folder);
    CHECK_NUMBER(sync_ingest_report_skipped_total(report), 5);
    CHECK_NUMBER(sync_ingest_report_skipped_count(report, SYNC_INGEST_SKIP_HIDDEN), 1);
    CHECK_TEXT(sync_ingest_report_skipped_name(report, SYNC_INGEST_SKIP_HIDDEN, 0), ".hidden");
    CHECK_NUMBER(sync_ingest_report_skipped_count(report, SYNC_INGEST_SKIP_OMITTED), 2);
    CHECK_NUMBER(sync_ingest_report_skipped_name_count(report, SYNC_INGEST_SKIP_OMITTED), 2);
    const char *first = sync_ingest_report_skipped_name(report, SYNC_INGEST_SKIP_OMITTED, 0);
    const char *second = sync_ingest_report_skipped_name(report, SYNC_INGEST_SKIP_OMITTED, 1);
    CHECK(first != NULL && second != NULL && (strcmp(first, "_caf\xe9") == 0) != (strcmp(second, "_caf\xe9") == 0));
    CHECK_TEXT(sync_ingest_report_skipped_name(report, SYNC_INGEST_SKIP_DIRECTORY, 0), "directory");
    CHECK_TEXT(sync_ingest_report_skipped_name(report, SYNC_INGEST_SKIP_SYMBOLIC_LINK, 0), "link");
    CHECK_NUMBER(sync_ingest_report_skipped_count(report, SYNC_INGEST_SKIP_HARD_LINK), 0);
    sync_ingest_report_free(report);
    sync_ingest_folder_free(folder);
}

static void of_many_names_the_first_hundred_are_kept(void)
{
    place where = new_place();
    char name[16];
    sync_ingest_folder *folder = open_folder(&where);
    for (int i = 0; i < 101; i++) {
        snprintf(name, sizeof name, "_%d", i);
        write_file(where.folder, name, "");
    }
    sync_ingest_report *report = refused(folder);
    CHECK_NUMBER(sync_ingest_report_skipped_count(report, SYNC_INGEST_SKIP_OMITTED), 101);
    CHECK_NUMBER(sync_ingest_report_skipped_name_count(report, SYNC_INGEST_SKIP_OMITTED), 100);
    CHECK(sync_ingest_report_skipped_name(report, SYNC_INGEST_SKIP_OMITTED, 99) != NULL);
    CHECK(sync_ingest_report_skipped_name(report, SYNC_INGEST_SKIP_OMITTED, 100) == NULL);
    sync_ingest_report_free(report);
    sync_ingest_folder_free(folder);
}

static void an_alarm_is_active_until_it_ends(void)
{
    place where = new_place();
    long long long_ago = (long long)time(NULL) - 4 * 3600;
    sync_ingest_folder *folder = open_folder(&where);
    write_file(where.folder, "a.csv", "a");
    write_file(where.folder, "alock.txt",
               "1\nsync-deliver registry\nhost erp-1\ntoken 0123456789abcdef0123456789abcdef\n");
    set_mtime(where.folder, "alock.txt", long_ago);

    sync_ingest_report *report = refused(folder);
    const sync_ingest_alarm *alarm = sync_ingest_report_alarm(report, 0);
    CHECK_NUMBER(sync_ingest_alarm_lock(alarm), SYNC_INGEST_LOCK_AGENT);
    const sync_ingest_holder *holder = sync_ingest_alarm_lock_held_by(alarm);
    CHECK_NUMBER(sync_ingest_holder_kind_of(holder), SYNC_INGEST_HOLDER_REMOTE_AGENT);
    CHECK_TEXT(sync_ingest_holder_name(holder), "registry");
    CHECK_TEXT(sync_ingest_holder_host(holder), "erp-1");
    CHECK(sync_ingest_holder_version(holder) == NULL);
    CHECK_NUMBER(sync_ingest_holder_user(holder), -1);
    CHECK_NUMBER(sync_ingest_holder_oddity(holder), SYNC_INGEST_ODDITY_NONE);
    CHECK_NUMBER(sync_ingest_report_alarm_count(report), 1);
    CHECK_NUMBER(sync_ingest_report_alarm_kind(report, 0), SYNC_INGEST_ALARM_STALE_AGENT_LOCK);
    CHECK_NUMBER(sync_ingest_report_alarm_since_seconds(report, 0), long_ago);
    CHECK(sync_ingest_report_alarm_age_seconds(report, 0) >= 4 * 3600);
    CHECK_NUMBER(sync_ingest_report_alarm_occurrences(report, 0), 1);
    CHECK(sync_ingest_report_alarm_diagnosis(report, 0) != NULL);
    CHECK_NUMBER(sync_ingest_report_ended_count(report), 0);
    sync_ingest_report_free(report);

    CHECK(unlink(in(where.folder, "alock.txt")) == 0);
    report = finish(begin(folder));
    CHECK_NUMBER(sync_ingest_report_alarm_count(report), 0);
    CHECK_NUMBER(sync_ingest_report_ended_count(report), 1);
    CHECK_NUMBER(sync_ingest_report_ended_kind(report, 0), SYNC_INGEST_ALARM_STALE_AGENT_LOCK);
    alarm = sync_ingest_report_ended(report, 0);
    CHECK_TEXT(sync_ingest_holder_name(sync_ingest_alarm_lock_held_by(alarm)), "registry");
    CHECK(sync_ingest_report_ended_diagnosis(report, 0) != NULL);
    CHECK_NUMBER(sync_ingest_report_ended_since_seconds(report, 0), long_ago);
    CHECK(sync_ingest_report_ended_age_seconds(report, 0) >= 4 * 3600);
    CHECK_NUMBER(sync_ingest_report_ended_occurrences(report, 0), 1);
    sync_ingest_report_free(report);
    sync_ingest_folder_free(folder);
}

// What a collector that dies before its last look leaves, and its agent sends again.
static void a_file_sent_again_before_it_was_stored_is_superseded_and_no_alarm(void)
{
    place where = new_place();
    char area[700], batch[800];
    sync_ingest_error *error = NULL;
    sync_ingest_report *report = NULL;
    sync_ingest_folder *folder = open_folder(&where);
    snprintf(area, sizeof area, "%s/.sync_ingest", where.folder);
    snprintf(batch, sizeof batch, "%s/unverified-0000000001-0123456789abcdef01234567", area);
    CHECK(mkdir(area, 0700) == 0 && mkdir(batch, 0700) == 0);
    write_file(batch, "a.csv", "older");
    write_file(where.folder, "a.csv", "newer");
    WORKS(sync_ingest_folder_collect_into(folder, where.store, &report, &error));
    CHECK_NUMBER(sync_ingest_report_superseded_count(report), 1);
    CHECK_TEXT(sync_ingest_report_superseded_name(report, 0), "a.csv");
    CHECK(sync_ingest_report_superseded_id(report, 0) != NULL);
    CHECK(strstr(sync_ingest_report_superseded_reason(report, 0), "newer") != NULL);
    CHECK_NUMBER(sync_ingest_report_rejected_count(report), 0);
    CHECK_NUMBER(sync_ingest_report_alarm_count(report), 0);
    CHECK_TEXT(content_of(where.store, "a.csv"), "newer");
    sync_ingest_report_free(report);
    sync_ingest_folder_free(folder);
}

static void the_files_of_an_alarm_are_listed_with_their_reasons(void)
{
    place where = new_place();
    sync_ingest_folder *folder = open_folder(&where);
    write_file(where.folder, "odd.csv", "a");
    write_file(where.folder, "_odd.csv.sha256", "# nothing\n");
    write_file(where.folder, "refused.csv", "a");
    sync_ingest_collection *collection = begin(folder);
    sync_ingest_delivery *delivery = NULL;
    sync_ingest_error *error = NULL;
    WORKS(sync_ingest_collection_next(collection, &delivery, &error));
    WORKS(sync_ingest_delivery_reject(delivery, "no column id", &error));
    sync_ingest_delivery_free(delivery);
    sync_ingest_report *report = finish(collection);

    CHECK_NUMBER(sync_ingest_report_alarm_count(report), 2);
    const sync_ingest_alarm *rejected = sync_ingest_report_alarm(report, 0);
    CHECK_NUMBER(sync_ingest_report_alarm_kind(report, 0), SYNC_INGEST_ALARM_REJECTED_FILE);
    CHECK_NUMBER(sync_ingest_alarm_lock(rejected), SYNC_INGEST_LOCK_NONE);
    CHECK_NUMBER(sync_ingest_alarm_file_count(rejected), 1);
    CHECK_TEXT(sync_ingest_alarm_file_name(rejected, 0), "refused.csv");
    CHECK_TEXT(sync_ingest_alarm_file_answer(rejected, 0), "no column id");
    CHECK_NUMBER(sync_ingest_alarm_file_skip_reason(rejected, 0), SYNC_INGEST_SKIP_NONE);
    CHECK(sync_ingest_alarm_file_name(rejected, 1) == NULL && sync_ingest_alarm_file_answer(rejected, -1) == NULL);

    const sync_ingest_alarm *odd = sync_ingest_report_alarm(report, 1);
    CHECK_NUMBER(sync_ingest_report_alarm_kind(report, 1), SYNC_INGEST_ALARM_UNREADABLE_CHECKSUM);
    CHECK_TEXT(sync_ingest_alarm_file_name(odd, 0), "odd.csv");
    CHECK_NUMBER(sync_ingest_alarm_file_skip_reason(odd, 0), SYNC_INGEST_SKIP_UNREADABLE_CHECKSUM);
    CHECK_NUMBER(sync_ingest_alarm_file_checksum_fault(odd, 0), SYNC_INGEST_CHECKSUM_FAULT_EMPTY);
    CHECK(sync_ingest_alarm_file_answer(odd, 0) == NULL);
    CHECK(sync_ingest_report_alarm(report, 2) == NULL);
    sync_ingest_report_free(report);
    sync_ingest_folder_free(folder);
}

void report_tests(void)
{
    RUN(the_files_of_an_alarm_are_listed_with_their_reasons);
    RUN(a_file_sent_again_before_it_was_stored_is_superseded_and_no_alarm);
    RUN(what_was_delivered_is_listed_with_everything_known);
    RUN(outside_a_list_there_is_nothing);
    RUN(what_was_left_alone_is_counted_and_named_for_each_reason);
    RUN(of_many_names_the_first_hundred_are_kept);
    RUN(an_alarm_is_active_until_it_ends);
}
