// A delivery: its properties, what can be done with it, and its one answer.
#define _XOPEN_SOURCE 700
#include "support.h"

#include <fcntl.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char SHA256_OF_ABC[] = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
static const char SHA1_OF_ABC[] = "a9993e364706816aba3e25717850c26c9cd0d89d";

static void a_delivery_describes_its_file(void)
{
    place where = new_place();
    sync_ingest_folder *folder = open_folder(&where);
    write_file(where.folder, "caf\xe9.csv", "abc");
    set_mtime(where.folder, "caf\xe9.csv", 1700000000);
    sync_ingest_collection *collection = begin(folder);
    sync_ingest_delivery *delivery = next(collection);

    CHECK_TEXT(sync_ingest_delivery_name(delivery), "caf\xe9.csv");
    CHECK_NUMBER(sync_ingest_delivery_size(delivery), 3);
    CHECK_NUMBER(sync_ingest_delivery_modified_seconds(delivery), 1700000000);
    CHECK_NUMBER(sync_ingest_delivery_modified_nanoseconds(delivery), 0);
    CHECK_NUMBER(sync_ingest_delivery_attempt(delivery), 1);
    CHECK_NUMBER(sync_ingest_delivery_evidence(delivery), SYNC_INGEST_EVIDENCE_AGENT_LOCK);
    const char *id = sync_ingest_delivery_id(delivery);
    CHECK(id != NULL && strlen(id) > 0 && strlen(id) <= 64);
    CHECK(sync_ingest_delivery_sha256(delivery) == NULL);
    CHECK(sync_ingest_delivery_sha1(delivery) == NULL);
    CHECK(access(sync_ingest_delivery_path(delivery), R_OK) == 0);

    sync_ingest_delivery_free(delivery);
    sync_ingest_report_free(finish(collection));
    sync_ingest_folder_free(folder);
}

static void hashes_are_computed_where_they_are_asked_for(void)
{
    place where = new_place();
    sync_ingest_error *error = NULL;
    sync_ingest_folder *folder = open_folder(&where);
    write_file(where.folder, "a.csv", "abc");
    sync_ingest_collection *collection = begin(folder);
    sync_ingest_delivery *delivery = next(collection);

    FAILS(SYNC_INGEST_INVALID_ARGUMENT, sync_ingest_delivery_digest(delivery, 2, 0, &error));
    FAILS(SYNC_INGEST_INVALID_ARGUMENT, sync_ingest_delivery_digest(delivery, 0, -1, &error));
    WORKS(sync_ingest_delivery_digest(delivery, 1, 0, &error));
    const char *lent = sync_ingest_delivery_sha256(delivery);
    CHECK_TEXT(lent, SHA256_OF_ABC);
    CHECK(sync_ingest_delivery_sha1(delivery) == NULL);
    WORKS(sync_ingest_delivery_digest(delivery, 1, 1, &error));
    CHECK_TEXT(sync_ingest_delivery_sha1(delivery), SHA1_OF_ABC);
    WORKS(sync_ingest_delivery_acknowledge(delivery, &error));
    // Borrowed strings stay valid until the delivery is freed.
    CHECK(sync_ingest_delivery_sha256(delivery) == lent);
    CHECK_TEXT(lent, SHA256_OF_ABC);

    sync_ingest_delivery_free(delivery);
    sync_ingest_report_free(finish(collection));
    sync_ingest_folder_free(folder);
}

static void what_was_compared_with_its_checksum_file_is_known_from_the_start(void)
{
    static const char sha256[] = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    place where = new_place();
    sync_ingest_folder *folder = open_folder(&where);
    char line[100];
    snprintf(line, sizeof line, "%s  a.csv\n", sha256);
    write_file(where.folder, "a.csv", "abc");
    write_file(where.folder, "_a.csv.sha256", line);
    sync_ingest_collection *collection = begin(folder);
    sync_ingest_delivery *delivery = next(collection);
    CHECK(sync_ingest_delivery_evidence(delivery) == SYNC_INGEST_EVIDENCE_COMPLETE);
    CHECK_TEXT(sync_ingest_delivery_sha256(delivery), sha256);
    sync_ingest_delivery_free(delivery);
    sync_ingest_report_free(finish(collection));
    sync_ingest_folder_free(folder);
}

static void a_copy_is_hashed_as_the_options_ask(void)
{
    place where = new_place();
    sync_ingest_error *error = NULL;
    sync_ingest_folder *folder = NULL;
    sync_ingest_options *options = sync_ingest_options_new();
    WORKS(sync_ingest_options_set_settle_seconds(options, 0, &error));
    WORKS(sync_ingest_options_set_sha256(options, 1, &error));
    WORKS(sync_ingest_options_set_sha1(options, 1, &error));
    WORKS(sync_ingest_folder_open(where.folder, options, &folder, &error));
    sync_ingest_options_free(options);
    write_file(where.folder, "a.csv", "abc");
    sync_ingest_collection *collection = begin(folder);
    sync_ingest_delivery *delivery = next(collection);

    WORKS(sync_ingest_delivery_copy_to(delivery, in(where.store, "a.csv"), &error));
    CHECK_TEXT(sync_ingest_delivery_sha256(delivery), SHA256_OF_ABC);
    CHECK_TEXT(sync_ingest_delivery_sha1(delivery), SHA1_OF_ABC);
    WORKS(sync_ingest_delivery_acknowledge(delivery, &error));
    sync_ingest_delivery_free(delivery);
    sync_ingest_report *report = finish(collection);
    CHECK_TEXT(sync_ingest_report_delivered_sha256(report, 0), SHA256_OF_ABC);
    CHECK_TEXT(sync_ingest_report_delivered_sha1(report, 0), SHA1_OF_ABC);
    sync_ingest_report_free(report);
    sync_ingest_folder_free(folder);
}

static void a_file_of_our_own_can_be_moved(void)
{
    place where = new_place();
    sync_ingest_error *error = NULL;
    sync_ingest_folder *folder = open_folder(&where);
    write_file(where.folder, "a.csv", "abc");
    sync_ingest_collection *collection = begin(folder);
    sync_ingest_delivery *delivery = next(collection);
    WORKS(sync_ingest_delivery_move_to(delivery, in(where.store, "a.csv"), &error));
    WORKS(sync_ingest_delivery_acknowledge(delivery, &error));
    sync_ingest_delivery_free(delivery);
    sync_ingest_report_free(finish(collection));
    CHECK_TEXT(content_of(where.store, "a.csv"), "abc");
    sync_ingest_folder_free(folder);
}

static void a_file_that_somebody_has_open_is_not_moved_but_copied(void)
{
    place where = new_place();
    sync_ingest_error *error = NULL;
    sync_ingest_folder *folder = open_folder(&where);
    write_file(where.folder, "a.csv", "abc");
    sync_ingest_collection *collection = begin(folder);
    sync_ingest_delivery *delivery = next(collection);
    int writer = open(sync_ingest_delivery_path(delivery), O_WRONLY);
    CHECK(writer >= 0);
    FAILS(SYNC_INGEST_MOVE_REFUSED, sync_ingest_delivery_move_to(delivery, in(where.store, "a.csv"), &error));
    WORKS(sync_ingest_delivery_copy_to(delivery, in(where.store, "a.csv"), &error));
    close(writer);
    WORKS(sync_ingest_delivery_acknowledge(delivery, &error));
    sync_ingest_delivery_free(delivery);
    sync_ingest_report_free(finish(collection));
    sync_ingest_folder_free(folder);
}

static void what_a_writer_has_changed_is_not_acknowledged(void)
{
    place where = new_place();
    sync_ingest_error *error = NULL;
    sync_ingest_folder *folder = open_folder(&where);
    write_file(where.folder, "a.csv", "abc");
    sync_ingest_collection *collection = begin(folder);
    sync_ingest_delivery *delivery = next(collection);
    WORKS(sync_ingest_delivery_copy_to(delivery, in(where.store, "a.csv"), &error));
    FILE *writer = fopen(sync_ingest_delivery_path(delivery), "a");
    CHECK(writer != NULL && fputs("def", writer) >= 0 && fclose(writer) == 0);
    FAILS(SYNC_INGEST_CHANGED, sync_ingest_delivery_acknowledge(delivery, &error));
    sync_ingest_delivery_free(delivery);
    sync_ingest_report *report = finish(collection);
    CHECK_NUMBER(sync_ingest_report_delivered_count(report), 0);
    sync_ingest_report_free(report);
    sync_ingest_folder_free(folder);
}

static void what_was_put_back_comes_again_with_its_id(void)
{
    place where = new_place();
    sync_ingest_error *error = NULL;
    char id[100] = "";
    sync_ingest_folder *folder = open_folder(&where);
    write_file(where.folder, "a.csv", "abc");

    sync_ingest_collection *collection = begin(folder);
    sync_ingest_delivery *delivery = next(collection);
    const char *lent = sync_ingest_delivery_id(delivery);
    snprintf(id, sizeof id, "%s", lent == NULL ? "" : lent);
    WORKS(sync_ingest_delivery_put_back(delivery, "caf\xe9 is closed", &error));
    sync_ingest_delivery_free(delivery);
    sync_ingest_report *report = finish(collection);
    CHECK_NUMBER(sync_ingest_report_put_back_count(report), 1);
    CHECK_TEXT(sync_ingest_report_put_back_id(report, 0), id);
    CHECK_TEXT(sync_ingest_report_put_back_name(report, 0), "a.csv");
    // A byte that is not UTF-8 becomes U+FFFD.
    CHECK_TEXT(sync_ingest_report_put_back_reason(report, 0), "caf\xef\xbf\xbd is closed");
    sync_ingest_report_free(report);

    collection = begin(folder);
    delivery = next(collection);
    CHECK_TEXT(sync_ingest_delivery_id(delivery), id);
    CHECK_NUMBER(sync_ingest_delivery_attempt(delivery), 2);
    sync_ingest_delivery_free(delivery);
    sync_ingest_report_free(finish(collection));
    sync_ingest_folder_free(folder);
}

static void a_delivery_that_is_freed_without_an_answer_is_put_back(void)
{
    place where = new_place();
    sync_ingest_folder *folder = open_folder(&where);
    write_file(where.folder, "a.csv", "abc");
    sync_ingest_collection *collection = begin(folder);
    sync_ingest_delivery_free(next(collection));
    sync_ingest_report *report = finish(collection);
    CHECK_NUMBER(sync_ingest_report_put_back_count(report), 1);
    CHECK_NUMBER(sync_ingest_report_delivered_count(report), 0);
    sync_ingest_report_free(report);
    sync_ingest_folder_free(folder);
}

static void what_was_rejected_is_set_aside_with_its_reason(void)
{
    place where = new_place();
    sync_ingest_error *error = NULL;
    sync_ingest_status *status = NULL;
    sync_ingest_folder *folder = open_folder(&where);
    write_file(where.folder, "a.csv", "abc");
    sync_ingest_collection *collection = begin(folder);
    sync_ingest_delivery *delivery = next(collection);
    WORKS(sync_ingest_delivery_reject(delivery, "no such course", &error));
    sync_ingest_delivery_free(delivery);
    sync_ingest_report *report = finish(collection);
    CHECK_NUMBER(sync_ingest_report_rejected_count(report), 1);
    CHECK_TEXT(sync_ingest_report_rejected_name(report, 0), "a.csv");
    CHECK_TEXT(sync_ingest_report_rejected_reason(report, 0), "no such course");
    CHECK(sync_ingest_report_rejected_id(report, 0) != NULL);

    WORKS(sync_ingest_folder_status(folder, &status, &error));
    CHECK_NUMBER(sync_ingest_status_rejected_total(status), 1);
    CHECK_NUMBER(sync_ingest_status_rejected_count(status), 1);
    CHECK_TEXT(sync_ingest_status_rejected_name(status, 0), "a.csv");
    CHECK_TEXT(sync_ingest_status_rejected_reason(status, 0), "no such course");
    CHECK_TEXT(sync_ingest_status_rejected_id(status, 0), sync_ingest_report_rejected_id(report, 0));
    sync_ingest_status_free(status);
    sync_ingest_report_free(report);
    sync_ingest_folder_free(folder);
}

static void a_delivery_is_answered_once(void)
{
    const sync_ingest_code over = SYNC_INGEST_ALREADY_OVER;
    place where = new_place();
    sync_ingest_error *error = NULL;
    sync_ingest_folder *folder = open_folder(&where);
    write_file(where.folder, "a.csv", "abc");
    sync_ingest_collection *collection = begin(folder);
    sync_ingest_delivery *delivery = next(collection);
    WORKS(sync_ingest_delivery_acknowledge(delivery, &error));

    FAILS(over, sync_ingest_delivery_acknowledge(delivery, &error));
    FAILS(over, sync_ingest_delivery_put_back(delivery, "again", &error));
    FAILS(over, sync_ingest_delivery_reject(delivery, "again", &error));
    FAILS(over, sync_ingest_delivery_copy_to(delivery, in(where.store, "a.csv"), &error));
    FAILS(over, sync_ingest_delivery_move_to(delivery, in(where.store, "a.csv"), &error));
    FAILS(over, sync_ingest_delivery_digest(delivery, 1, 1, &error));
    CHECK_TEXT(sync_ingest_delivery_name(delivery), "a.csv");
    sync_ingest_delivery_free(delivery);

    sync_ingest_report *report = finish(collection);
    CHECK_NUMBER(sync_ingest_report_delivered_count(report), 1);
    CHECK_NUMBER(sync_ingest_report_put_back_count(report), 0);
    CHECK_NUMBER(sync_ingest_report_rejected_count(report), 0);
    sync_ingest_report_free(report);
    sync_ingest_folder_free(folder);
}

static void after_the_end_of_the_collection_no_answer_is_taken(void)
{
    const sync_ingest_code over = SYNC_INGEST_ALREADY_OVER;
    place where = new_place();
    sync_ingest_error *error = NULL;
    sync_ingest_folder *folder = open_folder(&where);
    write_file(where.folder, "a.csv", "a");
    write_file(where.folder, "b.csv", "b");
    write_file(where.folder, "c.csv", "c");
    sync_ingest_collection *collection = begin(folder);
    sync_ingest_delivery *first = next(collection);
    sync_ingest_delivery *second = next(collection);
    sync_ingest_delivery *third = next(collection);
    sync_ingest_report *report = finish(collection);
    CHECK_NUMBER(sync_ingest_report_put_back_count(report), 3);

    FAILS(over, sync_ingest_delivery_acknowledge(first, &error));
    FAILS(over, sync_ingest_delivery_put_back(second, "late", &error));
    FAILS(over, sync_ingest_delivery_reject(third, "late", &error));
    sync_ingest_delivery_free(first);
    sync_ingest_delivery_free(second);
    sync_ingest_delivery_free(third);
    sync_ingest_report_free(report);

    collection = begin(folder);
    for (int i = 0; i < 3; i++)
        sync_ingest_delivery_free(next(collection));
    sync_ingest_report_free(finish(collection));
    sync_ingest_folder_free(folder);
}

static void a_copy_that_fails_leaves_the_delivery_to_be_answered(void)
{
    place where = new_place();
    sync_ingest_error *error = NULL;
    sync_ingest_folder *folder = open_folder(&where);
    write_file(where.folder, "a.csv", "abc");
    sync_ingest_collection *collection = begin(folder);
    sync_ingest_delivery *delivery = next(collection);
    FAILS(SYNC_INGEST_NOT_FOUND, sync_ingest_delivery_copy_to(delivery, in(where.store, "no/a.csv"), &error));
    WORKS(sync_ingest_delivery_put_back(delivery, "the store is gone", &error));
    sync_ingest_delivery_free(delivery);
    sync_ingest_report_free(finish(collection));
    sync_ingest_folder_free(folder);
}

void delivery_tests(void)
{
    RUN(a_delivery_describes_its_file);
    RUN(hashes_are_computed_where_they_are_asked_for);
    RUN(what_was_compared_with_its_checksum_file_is_known_from_the_start);
    RUN(a_copy_is_hashed_as_the_options_ask);
    RUN(a_file_of_our_own_can_be_moved);
    RUN(a_file_that_somebody_has_open_is_not_moved_but_copied);
    RUN(what_a_writer_has_changed_is_not_acknowledged);
    RUN(what_was_put_back_comes_again_with_its_id);
    RUN(a_delivery_that_is_freed_without_an_answer_is_put_back);
    RUN(what_was_rejected_is_set_aside_with_its_reason);
    RUN(a_delivery_is_answered_once);
    RUN(after_the_end_of_the_collection_no_answer_is_taken);
    RUN(a_copy_that_fails_leaves_the_delivery_to_be_answered);
}
