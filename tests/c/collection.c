// A collection from its beginning to its end, in order and out of order.
#include "support.h"

#include <pthread.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void an_empty_folder_has_nothing_to_collect_and_stays_empty(void)
{
    place where = new_place();
    sync_ingest_folder *folder = open_folder(&where);
    sync_ingest_report *report = refused(folder);
    CHECK_NUMBER(sync_ingest_report_arbitration(report), SYNC_INGEST_ARBITRATION_NOTHING);
    CHECK_NUMBER(sync_ingest_report_ready_in_seconds(report), -1);
    CHECK_NUMBER(sync_ingest_report_uneventful(report), 1);
    CHECK_NUMBER(entries_in(where.folder), 0);
    sync_ingest_report_free(report);
    sync_ingest_folder_free(folder);
}

static void what_is_stored_and_acknowledged_is_gone_from_the_folder(void)
{
    place where = new_place();
    sync_ingest_error *error = NULL;
    sync_ingest_folder *folder = open_folder(&where);
    write_file(where.folder, "students.csv", "id;name\n");

    sync_ingest_collection *collection = begin(folder);
    sync_ingest_delivery *delivery = next(collection);
    CHECK_TEXT(sync_ingest_delivery_name(delivery), "students.csv");
    WORKS(sync_ingest_delivery_copy_to(delivery, in(where.store, "students.csv"), &error));
    WORKS(sync_ingest_delivery_acknowledge(delivery, &error));
    sync_ingest_delivery_free(delivery);

    sync_ingest_delivery *none = NULL;
    WORKS(sync_ingest_collection_next(collection, &none, &error));
    CHECK(none == NULL);
    sync_ingest_report *report = finish(collection);
    CHECK_NUMBER(sync_ingest_report_arbitration(report), SYNC_INGEST_ARBITRATION_COLLECTING);
    CHECK_NUMBER(sync_ingest_report_uneventful(report), 0);
    CHECK_NUMBER(sync_ingest_report_delivered_count(report), 1);
    CHECK_TEXT(content_of(where.store, "students.csv"), "id;name\n");
    CHECK(!file_exists(where.folder, "students.csv"));
    CHECK(!file_exists(where.folder, "lock.txt"));
    sync_ingest_report_free(report);

    report = refused(folder);
    CHECK_NUMBER(sync_ingest_report_arbitration(report), SYNC_INGEST_ARBITRATION_NOTHING);
    sync_ingest_report_free(report);
    sync_ingest_folder_free(folder);
}

static void a_whole_collection_into_a_directory_is_one_call(void)
{
    place where = new_place();
    sync_ingest_error *error = NULL;
    sync_ingest_report *report = NULL;
    sync_ingest_folder *folder = open_folder(&where);
    write_file(where.folder, "a.csv", "new");
    write_file(where.folder, "b.csv", "b");
    write_file(where.store, "a.csv", "old");

    WORKS(sync_ingest_folder_collect_into(folder, where.store, &report, &error));
    CHECK_NUMBER(sync_ingest_report_arbitration(report), SYNC_INGEST_ARBITRATION_COLLECTING);
    CHECK_NUMBER(sync_ingest_report_delivered_count(report), 2);
    CHECK_TEXT(content_of(where.store, "a.csv"), "new");
    CHECK_TEXT(content_of(where.store, "b.csv"), "b");
    CHECK_NUMBER(entries_in(where.store), 2);
    sync_ingest_report_free(report);
    sync_ingest_folder_free(folder);
}

static void while_an_agent_delivers_nothing_is_collected(void)
{
    place where = new_place();
    sync_ingest_folder *folder = open_folder(&where);
    write_file(where.folder, "a.csv", "a");
    write_file(where.folder, "alock.txt", "");
    sync_ingest_report *report = refused(folder);
    CHECK_NUMBER(sync_ingest_report_arbitration(report), SYNC_INGEST_ARBITRATION_AGENT_DELIVERING);
    CHECK(file_exists(where.folder, "a.csv"));
    sync_ingest_report_free(report);
    sync_ingest_folder_free(folder);
}

static void a_second_collection_has_to_wait_for_the_first(void)
{
    place where = new_place();
    sync_ingest_folder *folder = open_folder(&where);
    sync_ingest_folder *other = open_folder(&where);
    write_file(where.folder, "a.csv", "a");
    sync_ingest_collection *collection = begin(folder);
    write_file(where.folder, "b.csv", "b");

    sync_ingest_report *report = refused(other);
    CHECK_NUMBER(sync_ingest_report_arbitration(report), SYNC_INGEST_ARBITRATION_COLLECTOR_BUSY);
    sync_ingest_report_free(report);

    sync_ingest_report_free(finish(collection));
    sync_ingest_report_free(finish(begin(other)));
    sync_ingest_folder_free(other);
    sync_ingest_folder_free(folder);
}

static void a_collection_that_is_freed_releases_the_lock(void)
{
    place where = new_place();
    sync_ingest_folder *folder = open_folder(&where);
    write_file(where.folder, "a.csv", "a");
    sync_ingest_collection *collection = begin(folder);
    CHECK(file_exists(where.folder, "lock.txt"));
    sync_ingest_collection_free(collection);
    CHECK(!file_exists(where.folder, "lock.txt"));
    sync_ingest_folder_free(folder);
}

static void after_the_end_every_call_is_too_late(void)
{
    const sync_ingest_code over = SYNC_INGEST_ALREADY_OVER;
    place where = new_place();
    sync_ingest_error *error = NULL;
    sync_ingest_delivery *none = NULL;
    sync_ingest_report *report = NULL;
    sync_ingest_report *again = NULL;
    sync_ingest_folder *folder = open_folder(&where);
    write_file(where.folder, "a.csv", "a");
    sync_ingest_collection *collection = begin(folder);

    WORKS(sync_ingest_collection_finish(collection, &report, &error));
    FAILS(over, sync_ingest_collection_finish(collection, &again, &error));
    FAILS(over, sync_ingest_collection_next(collection, &none, &error));
    FAILS(over, sync_ingest_collection_sync(collection, &error));
    FAILS(over, sync_ingest_collection_report(collection, &again, &error));
    CHECK(none == NULL);
    CHECK(again == NULL);

    sync_ingest_collection_free(collection);
    sync_ingest_report_free(report);
    sync_ingest_folder_free(folder);
}

static void the_report_so_far_grows_with_the_answers(void)
{
    place where = new_place();
    sync_ingest_error *error = NULL;
    sync_ingest_report *report = NULL;
    sync_ingest_folder *folder = open_folder(&where);
    write_file(where.folder, "a.csv", "a");
    sync_ingest_collection *collection = begin(folder);

    WORKS(sync_ingest_collection_report(collection, &report, &error));
    CHECK_NUMBER(sync_ingest_report_delivered_count(report), 0);
    sync_ingest_report_free(report);

    sync_ingest_delivery *delivery = next(collection);
    WORKS(sync_ingest_delivery_copy_to(delivery, in(where.store, "a.csv"), &error));
    WORKS(sync_ingest_delivery_acknowledge(delivery, &error));
    WORKS(sync_ingest_collection_report(collection, &report, &error));
    CHECK_NUMBER(sync_ingest_report_delivered_count(report), 1);
    CHECK_NUMBER(sync_ingest_report_arbitration(report), SYNC_INGEST_ARBITRATION_COLLECTING);
    sync_ingest_report_free(report);

    sync_ingest_delivery_free(delivery);
    sync_ingest_report_free(finish(collection));
    sync_ingest_folder_free(folder);
}

static void copies_can_be_brought_to_the_disk_together(void)
{
    place where = new_place();
    sync_ingest_error *error = NULL;
    sync_ingest_options *options = sync_ingest_options_new();
    sync_ingest_folder *folder = NULL;
    WORKS(sync_ingest_options_set_settle_seconds(options, 0, &error));
    WORKS(sync_ingest_options_set_durability(options, SYNC_INGEST_DURABILITY_DEFERRED, &error));
    WORKS(sync_ingest_folder_open(where.folder, options, &folder, &error));
    sync_ingest_options_free(options);
    write_file(where.folder, "a.csv", "a");
    write_file(where.folder, "b.csv", "b");
    sync_ingest_collection *collection = begin(folder);
    WORKS(sync_ingest_collection_sync(collection, &error));

    sync_ingest_delivery *both[2] = {next(collection), next(collection)};
    for (int i = 0; i < 2; i++)
        WORKS(sync_ingest_delivery_copy_to(both[i], in(where.store, sync_ingest_delivery_name(both[i])), &error));
    WORKS(sync_ingest_collection_sync(collection, &error));
    for (int i = 0; i < 2; i++) {
        WORKS(sync_ingest_delivery_acknowledge(both[i], &error));
        sync_ingest_delivery_free(both[i]);
    }

    sync_ingest_report *report = finish(collection);
    CHECK_NUMBER(sync_ingest_report_delivered_count(report), 2);
    CHECK_TEXT(content_of(where.store, "a.csv"), "a");
    CHECK_TEXT(content_of(where.store, "b.csv"), "b");
    sync_ingest_report_free(report);
    sync_ingest_folder_free(folder);
}

static void objects_may_be_freed_in_any_order(void)
{
    place where = new_place();
    sync_ingest_error *error = NULL;
    sync_ingest_folder *folder = open_folder(&where);
    write_file(where.folder, "a.csv", "a");
    write_file(where.folder, "b.csv", "b");
    sync_ingest_collection *collection = begin(folder);
    sync_ingest_folder_free(folder);
    sync_ingest_delivery *first = next(collection);
    sync_ingest_delivery *second = next(collection);
    sync_ingest_collection_free(collection);
    CHECK(!file_exists(where.folder, "lock.txt"));

    CHECK_NUMBER(sync_ingest_delivery_size(first), 1);
    CHECK(sync_ingest_delivery_name(first) != NULL);
    FAILS(SYNC_INGEST_ALREADY_OVER, sync_ingest_delivery_acknowledge(first, &error));
    FAILS(SYNC_INGEST_ALREADY_OVER, sync_ingest_delivery_put_back(second, "too late", &error));
    sync_ingest_delivery_free(second);
    sync_ingest_delivery_free(first);
}

static void a_collector_whose_lock_was_removed_stops(void)
{
    place where = new_place();
    sync_ingest_error *error = NULL;
    sync_ingest_delivery *none = NULL;
    sync_ingest_folder *folder = open_folder(&where);
    write_file(where.folder, "a.csv", "a");
    write_file(where.folder, "b.csv", "b");
    sync_ingest_collection *collection = begin(folder);
    sync_ingest_delivery *delivery = next(collection);

    CHECK(unlink(in(where.folder, "lock.txt")) == 0);
    FAILS(SYNC_INGEST_LOCK_LOST, sync_ingest_delivery_acknowledge(delivery, &error));
    FAILS(SYNC_INGEST_LOCK_LOST, sync_ingest_collection_next(collection, &none, &error));
    CHECK(none == NULL);

    sync_ingest_delivery_free(delivery);
    sync_ingest_collection_free(collection);
    // Nothing was lost: both are offered to the next one.
    collection = begin(folder);
    sync_ingest_delivery_free(next(collection));
    sync_ingest_delivery_free(next(collection));
    sync_ingest_report_free(finish(collection));
    sync_ingest_folder_free(folder);
}

static void a_batch_holds_as_many_files_as_the_options_allow(void)
{
    place where = new_place();
    sync_ingest_error *error = NULL;
    sync_ingest_folder *folder = NULL;
    sync_ingest_report *report = NULL;
    sync_ingest_options *options = sync_ingest_options_new();
    WORKS(sync_ingest_options_set_settle_seconds(options, 0, &error));
    WORKS(sync_ingest_options_set_max_files(options, 2, &error));
    WORKS(sync_ingest_folder_open(where.folder, options, &folder, &error));
    sync_ingest_options_free(options);
    write_file(where.folder, "a.csv", "a");
    write_file(where.folder, "b.csv", "b");
    write_file(where.folder, "c.csv", "c");

    WORKS(sync_ingest_folder_collect_into(folder, where.store, &report, &error));
    CHECK_NUMBER(sync_ingest_report_delivered_count(report), 2);
    CHECK_NUMBER(sync_ingest_report_skipped_count(report, SYNC_INGEST_SKIP_BATCH_FULL), 1);
    sync_ingest_report_free(report);
    WORKS(sync_ingest_folder_collect_into(folder, where.store, &report, &error));
    CHECK_NUMBER(sync_ingest_report_delivered_count(report), 1);
    sync_ingest_report_free(report);
    CHECK_NUMBER(entries_in(where.store), 3);
    sync_ingest_folder_free(folder);
}

static void *end_it(void *collection)
{
    sync_ingest_error *error = NULL;
    sync_ingest_delivery *delivery = next((sync_ingest_collection *)collection);
    WORKS(sync_ingest_delivery_put_back(delivery, "another thread", &error));
    sync_ingest_delivery_free(delivery);
    return finish((sync_ingest_collection *)collection);
}

static void an_object_may_move_to_another_thread(void)
{
    place where = new_place();
    pthread_t thread;
    void *report = NULL;
    sync_ingest_folder *folder = open_folder(&where);
    write_file(where.folder, "a.csv", "a");
    CHECK(pthread_create(&thread, NULL, end_it, begin(folder)) == 0);
    CHECK(pthread_join(thread, &report) == 0);
    CHECK_NUMBER(sync_ingest_report_put_back_count((sync_ingest_report *)report), 1);
    sync_ingest_report_free((sync_ingest_report *)report);
    sync_ingest_folder_free(folder);
}

typedef struct {
    sync_ingest_delivery *delivery;
    char path[700];
    sync_ingest_code code;
} stored;

static void *store_it(void *argument)
{
    stored *one = (stored *)argument;
    one->code = sync_ingest_delivery_copy_to(one->delivery, one->path, NULL);
    if (one->code == SYNC_INGEST_OK)
        one->code = sync_ingest_delivery_acknowledge(one->delivery, NULL);
    sync_ingest_delivery_free(one->delivery);
    return NULL;
}

static void deliveries_may_be_stored_by_several_threads_at_once(void)
{
    enum { FILES = 8 };
    place where = new_place();
    pthread_t threads[FILES];
    stored all[FILES];
    sync_ingest_folder *folder = open_folder(&where);
    for (int i = 0; i < FILES; i++) {
        char name[16];
        snprintf(name, sizeof name, "%d.csv", i);
        write_file(where.folder, name, name);
    }
    sync_ingest_collection *collection = begin(folder);
    // The next delivery is asked for while those before it are being stored.
    for (int i = 0; i < FILES; i++) {
        all[i].delivery = next(collection);
        snprintf(all[i].path, sizeof all[i].path, "%s/%d", where.store, i);
        CHECK(pthread_create(&threads[i], NULL, store_it, &all[i]) == 0);
    }
    for (int i = 0; i < FILES; i++) {
        CHECK(pthread_join(threads[i], NULL) == 0);
        CHECK_NUMBER(all[i].code, SYNC_INGEST_OK);
    }
    sync_ingest_report_free(finish(collection));
    CHECK_NUMBER(entries_in(where.store), FILES);
    sync_ingest_folder_free(folder);
}

void collection_tests(void)
{
    RUN(an_empty_folder_has_nothing_to_collect_and_stays_empty);
    RUN(what_is_stored_and_acknowledged_is_gone_from_the_folder);
    RUN(a_whole_collection_into_a_directory_is_one_call);
    RUN(while_an_agent_delivers_nothing_is_collected);
    RUN(a_second_collection_has_to_wait_for_the_first);
    RUN(a_collection_that_is_freed_releases_the_lock);
    RUN(after_the_end_every_call_is_too_late);
    RUN(the_report_so_far_grows_with_the_answers);
    RUN(copies_can_be_brought_to_the_disk_together);
    RUN(objects_may_be_freed_in_any_order);
    RUN(a_collector_whose_lock_was_removed_stops);
    RUN(a_batch_holds_as_many_files_as_the_options_allow);
    RUN(an_object_may_move_to_another_thread);
    RUN(deliveries_may_be_stored_by_several_threads_at_once);
}
