// The rejected files: listing them, and dealing with each by its id.
#include "support.h"

#include <stddef.h>
#include <string.h>
#include <time.h>

// Rejects the one file that waits. Its id is left in a buffer that the next call overwrites.
static const char *reject_one(sync_ingest_folder *folder, const char *reason)
{
    static char id[65];
    sync_ingest_error *error = NULL;
    sync_ingest_collection *collection = begin(folder);
    sync_ingest_delivery *delivery = next(collection);
    strncpy(id, sync_ingest_delivery_id(delivery), sizeof id - 1);
    WORKS(sync_ingest_delivery_reject(delivery, reason, &error));
    sync_ingest_delivery_free(delivery);
    sync_ingest_report_free(finish(collection));
    return id;
}

static int rejected_files(sync_ingest_folder *folder)
{
    sync_ingest_error *error = NULL;
    sync_ingest_rejected_list *list = NULL;
    int count = -1;
    WORKS(sync_ingest_folder_rejected_list(folder, &list, &error));
    for (sync_ingest_rejected_file *file = NULL; count < 0 || file != NULL; count++) {
        sync_ingest_rejected_file_free(file);
        WORKS(sync_ingest_rejected_list_next(list, &file, &error));
    }
    sync_ingest_rejected_list_free(list);
    return count;
}

static void each_is_listed_with_all_that_is_known_of_it(void)
{
    place where = new_place();
    sync_ingest_error *error = NULL;
    sync_ingest_rejected_list *list = NULL;
    sync_ingest_rejected_file *file = NULL;
    sync_ingest_folder *folder = open_folder(&where);
    CHECK_NUMBER(rejected_files(folder), 0);
    write_file(where.folder, "caf\xe9.csv", "abc");
    const char *id = reject_one(folder, "no such course");
    CHECK_NUMBER(rejected_files(folder), 1);
    WORKS(sync_ingest_folder_rejected_list(folder, &list, &error));
    WORKS(sync_ingest_rejected_list_next(list, &file, &error));
    sync_ingest_rejected_list_free(list);
    CHECK_TEXT(sync_ingest_rejected_file_id(file), id);
    CHECK_TEXT(sync_ingest_rejected_file_name(file), "caf\xe9.csv");
    CHECK_TEXT(sync_ingest_rejected_file_reason(file), "no such course");
    CHECK_NUMBER(sync_ingest_rejected_file_kind(file), SYNC_INGEST_REJECT_STORE);
    CHECK_NUMBER(sync_ingest_rejected_file_deaths(file), 0);
    CHECK_NUMBER(sync_ingest_rejected_file_size(file), 3);
    CHECK(sync_ingest_rejected_file_rejected_at_seconds(file) >= (int64_t)time(NULL) - 60);
    CHECK(strstr(sync_ingest_rejected_file_path(file), where.folder) != NULL);
    sync_ingest_rejected_file_free(file);
    WORKS(sync_ingest_folder_rejected_file(folder, id, &file, &error));
    CHECK_TEXT(sync_ingest_rejected_file_name(file), "caf\xe9.csv");
    sync_ingest_rejected_file_free(file);
    sync_ingest_folder_free(folder);
}

static void what_is_put_back_is_in_the_folder_again_unless_its_name_is_taken(void)
{
    place where = new_place();
    sync_ingest_error *error = NULL;
    sync_ingest_lock *lock = NULL;
    sync_ingest_arbitration arbitration = SYNC_INGEST_ARBITRATION_NOTHING;
    sync_ingest_folder *folder = open_folder(&where);
    write_file(where.folder, "a.csv", "older");
    const char *id = reject_one(folder, "no");
    write_file(where.folder, "a.csv", "newer");
    FAILS(SYNC_INGEST_ALREADY_EXISTS, sync_ingest_folder_put_back_rejected(folder, id, &arbitration, &error));
    CHECK_TEXT(content_of(where.folder, "a.csv"), "newer");
    sync_ingest_report *report = NULL;
    WORKS(sync_ingest_folder_collect_into(folder, where.store, &report, &error));
    sync_ingest_report_free(report);
    WORKS(sync_ingest_folder_lock(folder, &lock, &arbitration, &error));
    WORKS(sync_ingest_folder_put_back_rejected(folder, id, &arbitration, &error));
    CHECK_NUMBER(arbitration, SYNC_INGEST_ARBITRATION_COLLECTOR_BUSY);
    CHECK(!file_exists(where.folder, "a.csv"));
    sync_ingest_lock_free(lock);
    WORKS(sync_ingest_folder_put_back_rejected(folder, id, &arbitration, &error));
    CHECK_NUMBER(arbitration, SYNC_INGEST_ARBITRATION_COLLECTING);
    CHECK_TEXT(content_of(where.folder, "a.csv"), "older");
    CHECK_NUMBER(rejected_files(folder), 0);
    FAILS(SYNC_INGEST_NOT_FOUND, sync_ingest_folder_put_back_rejected(folder, id, &arbitration, &error));
    sync_ingest_folder_free(folder);
}

static void it_is_stored_under_another_name_and_replaces_only_what_it_may(void)
{
    place where = new_place();
    sync_ingest_error *error = NULL;
    sync_ingest_folder *folder = open_folder(&where);
    write_file(where.folder, "a.csv", "content");
    write_file(where.store, "kept.csv", "kept");
    const char *id = reject_one(folder, "no");
    FAILS(SYNC_INGEST_ALREADY_EXISTS,
          sync_ingest_folder_store_rejected_as(folder, id, where.store, "kept.csv", 0, &error));
    CHECK_TEXT(content_of(where.store, "kept.csv"), "kept");
    FAILS(SYNC_INGEST_INVALID_ARGUMENT,
          sync_ingest_folder_store_rejected_as(folder, id, where.store, "../b.csv", 0, &error));
    FAILS(SYNC_INGEST_INVALID_ARGUMENT,
          sync_ingest_folder_store_rejected_as(folder, id, where.store, "kept.csv", 2, &error));
    WORKS(sync_ingest_folder_store_rejected_as(folder, id, where.store, "kept.csv", 1, &error));
    CHECK_TEXT(content_of(where.store, "kept.csv"), "content");
    CHECK_NUMBER(entries_in(where.store), 1);
    CHECK_NUMBER(rejected_files(folder), 0);
    sync_ingest_folder_free(folder);
}

static void what_is_deleted_is_gone_and_a_hostile_id_reaches_nothing(void)
{
    place where = new_place();
    sync_ingest_error *error = NULL;
    sync_ingest_rejected_file *file = NULL;
    sync_ingest_folder *folder = open_folder(&where);
    write_file(where.folder, "a.csv", "content");
    const char *id = reject_one(folder, "no");
    const char *hostile[] = {"", "..", "../..", "a/b", "a.txt", "caf\xe9"};
    for (size_t i = 0; i < sizeof hostile / sizeof hostile[0]; i++) {
        FAILS(SYNC_INGEST_INVALID_ARGUMENT, sync_ingest_folder_delete_rejected(folder, hostile[i], &error));
        FAILS(SYNC_INGEST_INVALID_ARGUMENT, sync_ingest_folder_rejected_file(folder, hostile[i], &file, &error));
    }
    WORKS(sync_ingest_folder_delete_rejected(folder, id, &error));
    CHECK_NUMBER(rejected_files(folder), 0);
    FAILS(SYNC_INGEST_NOT_FOUND, sync_ingest_folder_delete_rejected(folder, id, &error));
    FAILS(SYNC_INGEST_NOT_FOUND, sync_ingest_folder_rejected_file(folder, id, &file, &error));
    sync_ingest_folder_free(folder);
}

// Reasons are for programs too.
static void a_report_and_a_status_name_the_kind_of_each_reason(void)
{
    place where = new_place();
    sync_ingest_error *error = NULL;
    sync_ingest_status *status = NULL;
    sync_ingest_folder *folder = open_folder(&where);
    const char *names[] = {"a.csv", "b.csv", "c.csv"};
    for (size_t i = 0; i < 3; i++)
        write_file(where.folder, names[i], "abc");
    sync_ingest_collection *collection = begin(folder);
    sync_ingest_delivery *delivery = next(collection);
    WORKS(sync_ingest_delivery_reject(delivery, "no", &error));
    sync_ingest_delivery_free(delivery);
    delivery = next(collection);
    WORKS(sync_ingest_delivery_put_back(delivery, "later", &error));
    sync_ingest_delivery_free(delivery);
    sync_ingest_delivery_free(next(collection));
    sync_ingest_report *report = finish(collection);
    CHECK_NUMBER(sync_ingest_report_rejected_kind(report, 0), SYNC_INGEST_REJECT_STORE);
    CHECK_NUMBER(sync_ingest_report_rejected_kind(report, 1), SYNC_INGEST_REJECT_NONE);
    CHECK_NUMBER(sync_ingest_report_rejected_deaths(report, 0), 0);
    CHECK_NUMBER(sync_ingest_report_put_back_count(report), 2);
    CHECK_NUMBER(sync_ingest_report_put_back_kind(report, 0), SYNC_INGEST_PUT_BACK_STORE);
    CHECK_NUMBER(sync_ingest_report_put_back_kind(report, 1), SYNC_INGEST_PUT_BACK_DROPPED);
    CHECK_NUMBER(sync_ingest_report_put_back_kind(report, 2), SYNC_INGEST_PUT_BACK_NONE);
    CHECK_NUMBER(sync_ingest_report_put_back_code(report, 0), SYNC_INGEST_OK);
    sync_ingest_report_free(report);
    WORKS(sync_ingest_folder_status(folder, &status, &error));
    CHECK_NUMBER(sync_ingest_status_rejected_kind(status, 0), SYNC_INGEST_REJECT_STORE);
    CHECK_NUMBER(sync_ingest_status_rejected_kind(status, 1), SYNC_INGEST_REJECT_NONE);
    CHECK_NUMBER(sync_ingest_status_rejected_deaths(status, 0), 0);
    sync_ingest_status_free(status);
    sync_ingest_folder_free(folder);
}

void rejected_tests(void)
{
    RUN(each_is_listed_with_all_that_is_known_of_it);
    RUN(what_is_put_back_is_in_the_folder_again_unless_its_name_is_taken);
    RUN(it_is_stored_under_another_name_and_replaces_only_what_it_may);
    RUN(what_is_deleted_is_gone_and_a_hostile_id_reaches_nothing);
    RUN(a_report_and_a_status_name_the_kind_of_each_reason);
}
