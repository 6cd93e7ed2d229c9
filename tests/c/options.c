// Options: which values they accept and refuse, and that they are copied.
#include "support.h"

#include <stddef.h>

static void everything_in_its_range_is_taken(void)
{
    sync_ingest_error *error = NULL;
    sync_ingest_options *options = sync_ingest_options_new();
    CHECK(options != NULL);
    WORKS(sync_ingest_options_set_work_area(options, "/somewhere", &error));
    WORKS(sync_ingest_options_set_work_area(options, NULL, &error));
    WORKS(sync_ingest_options_set_settle_seconds(options, 0, &error));
    WORKS(sync_ingest_options_set_settle_seconds(options, -1, &error));
    WORKS(sync_ingest_options_set_max_age_seconds(options, 60, &error));
    WORKS(sync_ingest_options_set_lock_age_from_ctime(options, 1, &error));
    WORKS(sync_ingest_options_add_unfinished_name(options, "*.busy", &error));
    WORKS(sync_ingest_options_add_unfinished_name(options, "tmp-*", &error));
    WORKS(sync_ingest_options_set_max_files(options, 100, &error));
    WORKS(sync_ingest_options_set_max_size(options, INT64_MAX, &error));
    WORKS(sync_ingest_options_set_max_attempts(options, 3, &error));
    WORKS(sync_ingest_options_set_durability(options, SYNC_INGEST_DURABILITY_NONE, &error));
    WORKS(sync_ingest_options_set_durability(options, SYNC_INGEST_DURABILITY_PER_FILE, &error));
    WORKS(sync_ingest_options_set_durability(options, SYNC_INGEST_DURABILITY_AUTOMATIC, &error));
    WORKS(sync_ingest_options_set_durability(options, SYNC_INGEST_DURABILITY_DEFERRED, &error));
    WORKS(sync_ingest_options_set_trust_agent(options, 1, &error));
    WORKS(sync_ingest_options_set_cluster_locked(options, 1, &error));
    WORKS(sync_ingest_options_set_sha256(options, 1, &error));
    WORKS(sync_ingest_options_set_sha1(options, 0, &error));
    WORKS(sync_ingest_options_set_checksums(options, 1, &error));
    WORKS(sync_ingest_options_set_now(options, -1, 999999999, 0, &error));
    sync_ingest_options_free(options);
}

static void what_is_out_of_range_is_refused(void)
{
    const sync_ingest_code invalid = SYNC_INGEST_INVALID_ARGUMENT;
    sync_ingest_error *error = NULL;
    sync_ingest_options *options = sync_ingest_options_new();
    FAILS(invalid, sync_ingest_options_set_settle_seconds(options, -2, &error));
    FAILS(invalid, sync_ingest_options_set_settle_seconds(options, INT64_MIN, &error));
    FAILS(invalid, sync_ingest_options_set_max_age_seconds(options, -1, &error));
    FAILS(invalid, sync_ingest_options_set_lock_age_from_ctime(options, 2, &error));
    FAILS(invalid, sync_ingest_options_add_unfinished_name(options, NULL, &error));
    FAILS(invalid, sync_ingest_options_set_max_files(options, -1, &error));
    FAILS(invalid, sync_ingest_options_set_max_size(options, INT64_MIN, &error));
    FAILS(invalid, sync_ingest_options_set_max_attempts(options, -1, &error));
    FAILS(invalid, sync_ingest_options_set_max_attempts(options, INT64_MAX, &error));
    FAILS(invalid, sync_ingest_options_set_durability(options, 4, &error));
    FAILS(invalid, sync_ingest_options_set_durability(options, -1, &error));
    FAILS(invalid, sync_ingest_options_set_trust_agent(options, -1, &error));
    FAILS(invalid, sync_ingest_options_set_cluster_locked(options, INT32_MAX, &error));
    FAILS(invalid, sync_ingest_options_set_sha256(options, 2, &error));
    FAILS(invalid, sync_ingest_options_set_sha1(options, INT32_MIN, &error));
    FAILS(invalid, sync_ingest_options_set_checksums(options, 2, &error));
    FAILS(invalid, sync_ingest_options_set_now(options, 0, 1000000000, 0, &error));
    FAILS(invalid, sync_ingest_options_set_now(options, 0, -1, 0, &error));
    FAILS(invalid, sync_ingest_options_set_now(options, 0, 0, -1, &error));
    sync_ingest_options_free(options);
}

static void a_folder_copies_the_options_that_it_is_opened_with(void)
{
    place where = new_place();
    sync_ingest_error *error = NULL;
    sync_ingest_folder *folder = NULL;
    sync_ingest_options *options = sync_ingest_options_new();
    WORKS(sync_ingest_options_set_settle_seconds(options, 0, &error));
    WORKS(sync_ingest_folder_open(where.folder, options, &folder, &error));
    WORKS(sync_ingest_options_set_settle_seconds(options, 3600, &error));
    sync_ingest_options_free(options);

    write_file(where.folder, "a.csv", "a");
    sync_ingest_report_free(finish(begin(folder)));
    sync_ingest_folder_free(folder);
}

static void a_folder_refuses_a_name_that_would_leave_everything_alone(void)
{
    place where = new_place();
    sync_ingest_error *error = NULL;
    sync_ingest_folder *folder = NULL;
    sync_ingest_options *options = sync_ingest_options_new();
    WORKS(sync_ingest_options_add_unfinished_name(options, "*", &error));
    FAILS(SYNC_INGEST_INVALID_ARGUMENT, sync_ingest_folder_open(where.folder, options, &folder, &error));
    sync_ingest_options_free(options);
}

static void without_options_a_fresh_file_has_to_settle(void)
{
    place where = new_place();
    sync_ingest_error *error = NULL;
    sync_ingest_folder *folder = NULL;
    WORKS(sync_ingest_folder_open(where.folder, NULL, &folder, &error));
    write_file(where.folder, "a.csv", "a");

    sync_ingest_report *report = refused(folder);
    CHECK_NUMBER(sync_ingest_report_arbitration(report), SYNC_INGEST_ARBITRATION_NOTHING);
    CHECK_NUMBER(sync_ingest_report_uneventful(report), 0);
    CHECK_NUMBER(sync_ingest_report_skipped_count(report, SYNC_INGEST_SKIP_UNSETTLED), 1);
    CHECK(sync_ingest_report_ready_in_seconds(report) > 0);
    CHECK(sync_ingest_report_ready_in_seconds(report) <= 91);
    sync_ingest_report_free(report);
    sync_ingest_folder_free(folder);
}

static void the_time_to_decide_by_can_be_given(void)
{
    place where = new_place();
    sync_ingest_error *error = NULL;
    sync_ingest_folder *folder = NULL;
    sync_ingest_options *options = sync_ingest_options_new();
    // Far in the future, when every file has settled.
    WORKS(sync_ingest_options_set_now(options, 10000000000, 0, 1000000, &error));
    WORKS(sync_ingest_folder_open(where.folder, options, &folder, &error));
    sync_ingest_options_free(options);
    write_file(where.folder, "a.csv", "a");

    sync_ingest_collection *collection = begin(folder);
    sync_ingest_delivery *delivery = next(collection);
    CHECK_NUMBER(sync_ingest_delivery_evidence(delivery), SYNC_INGEST_EVIDENCE_SETTLED);
    sync_ingest_delivery_free(delivery);
    sync_ingest_report_free(finish(collection));
    sync_ingest_folder_free(folder);
}

static void a_work_area_of_its_own_is_used(void)
{
    place where = new_place();
    sync_ingest_error *error = NULL;
    sync_ingest_folder *folder = NULL;
    sync_ingest_options *options = sync_ingest_options_new();
    WORKS(sync_ingest_options_set_settle_seconds(options, 0, &error));
    WORKS(sync_ingest_options_set_work_area(options, in(where.root, "area"), &error));
    WORKS(sync_ingest_folder_open(where.folder, options, &folder, &error));
    sync_ingest_options_free(options);
    write_file(where.folder, "a.csv", "a");

    sync_ingest_collection *collection = begin(folder);
    CHECK(file_exists(where.root, "area"));
    CHECK(!file_exists(where.folder, ".sync_ingest"));
    sync_ingest_collection_free(collection);
    sync_ingest_folder_free(folder);
}

void options_tests(void)
{
    RUN(everything_in_its_range_is_taken);
    RUN(what_is_out_of_range_is_refused);
    RUN(a_folder_copies_the_options_that_it_is_opened_with);
    RUN(a_folder_refuses_a_name_that_would_leave_everything_alone);
    RUN(without_options_a_fresh_file_has_to_settle);
    RUN(the_time_to_decide_by_can_be_given);
    RUN(a_work_area_of_its_own_is_used);
}
