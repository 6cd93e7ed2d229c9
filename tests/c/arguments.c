// Bad arguments: NULL for everything, NULL for one argument after the other, and what a refusal
// leaves untouched.
#include "support.h"

#include <stddef.h>

static void every_function_that_can_fail_refuses_null_for_everything(void)
{
    const sync_ingest_code invalid = SYNC_INGEST_INVALID_ARGUMENT;
    sync_ingest_error *error = NULL;
    FAILS(invalid, sync_ingest_name_check(NULL, NULL, &error));
    FAILS(invalid, sync_ingest_options_set_work_area(NULL, NULL, &error));
    FAILS(invalid, sync_ingest_options_set_settle_seconds(NULL, 0, &error));
    FAILS(invalid, sync_ingest_options_set_max_age_seconds(NULL, 0, &error));
    FAILS(invalid, sync_ingest_options_set_lock_age_from_ctime(NULL, 0, &error));
    FAILS(invalid, sync_ingest_options_add_unfinished_name(NULL, NULL, &error));
    FAILS(invalid, sync_ingest_options_set_max_files(NULL, 0, &error));
    FAILS(invalid, sync_ingest_options_set_max_size(NULL, 0, &error));
    FAILS(invalid, sync_ingest_options_set_max_attempts(NULL, 0, &error));
    FAILS(invalid, sync_ingest_options_set_durability(NULL, 0, &error));
    FAILS(invalid, sync_ingest_options_set_trust_agent(NULL, 0, &error));
    FAILS(invalid, sync_ingest_options_set_cluster_locked(NULL, 0, &error));
    FAILS(invalid, sync_ingest_options_set_sha256(NULL, 0, &error));
    FAILS(invalid, sync_ingest_options_set_sha1(NULL, 0, &error));
    FAILS(invalid, sync_ingest_options_set_checksums(NULL, 0, &error));
    FAILS(invalid, sync_ingest_options_set_now(NULL, 0, 0, 0, &error));
    FAILS(invalid, sync_ingest_folder_open(NULL, NULL, NULL, &error));
    FAILS(invalid, sync_ingest_folder_collect(NULL, NULL, NULL, &error));
    FAILS(invalid, sync_ingest_folder_collect_into(NULL, NULL, NULL, &error));
    FAILS(invalid, sync_ingest_folder_status(NULL, NULL, &error));
    FAILS(invalid, sync_ingest_folder_stale_locks(NULL, NULL, NULL, &error));
    FAILS(invalid, sync_ingest_folder_lock(NULL, NULL, NULL, &error));
    FAILS(invalid, sync_ingest_folder_unlock(NULL, 0, NULL, &error));
    FAILS(invalid, sync_ingest_folder_begin_agent_session(NULL, NULL, NULL, NULL, &error));
    FAILS(invalid, sync_ingest_folder_begin_delivery(NULL, NULL, NULL, NULL, &error));
    FAILS(invalid, sync_ingest_folder_rejected_list(NULL, NULL, &error));
    FAILS(invalid, sync_ingest_rejected_list_next(NULL, NULL, &error));
    FAILS(invalid, sync_ingest_folder_rejected_file(NULL, NULL, NULL, &error));
    FAILS(invalid, sync_ingest_folder_put_back_rejected(NULL, NULL, NULL, &error));
    FAILS(invalid, sync_ingest_folder_store_rejected_as(NULL, NULL, NULL, NULL, 0, &error));
    FAILS(invalid, sync_ingest_folder_delete_rejected(NULL, NULL, &error));
    FAILS(invalid, sync_ingest_collection_next(NULL, NULL, &error));
    FAILS(invalid, sync_ingest_collection_sync(NULL, &error));
    FAILS(invalid, sync_ingest_collection_report(NULL, NULL, &error));
    FAILS(invalid, sync_ingest_collection_finish(NULL, NULL, &error));
    FAILS(invalid, sync_ingest_delivery_digest(NULL, 0, 0, &error));
    FAILS(invalid, sync_ingest_delivery_copy_to(NULL, NULL, &error));
    FAILS(invalid, sync_ingest_delivery_move_to(NULL, NULL, &error));
    FAILS(invalid, sync_ingest_delivery_acknowledge(NULL, &error));
    FAILS(invalid, sync_ingest_delivery_put_back(NULL, NULL, &error));
    FAILS(invalid, sync_ingest_delivery_reject(NULL, NULL, &error));
    FAILS(invalid, sync_ingest_lock_is_held(NULL, NULL, &error));
    FAILS(invalid, sync_ingest_lock_refresh(NULL, &error));
    FAILS(invalid, sync_ingest_lock_release(NULL, &error));
    FAILS(invalid, sync_ingest_agent_deliver(NULL, NULL, NULL, &error));
    FAILS(invalid, sync_ingest_agent_finish(NULL, &error));
}

// The error object is optional.
static void every_function_that_can_fail_does_so_without_an_error_object(void)
{
    const sync_ingest_code invalid = SYNC_INGEST_INVALID_ARGUMENT;
    CHECK_NUMBER(sync_ingest_name_check(NULL, NULL, NULL), invalid);
    CHECK_NUMBER(sync_ingest_options_set_work_area(NULL, NULL, NULL), invalid);
    CHECK_NUMBER(sync_ingest_options_set_settle_seconds(NULL, 0, NULL), invalid);
    CHECK_NUMBER(sync_ingest_options_set_max_age_seconds(NULL, 0, NULL), invalid);
    CHECK_NUMBER(sync_ingest_options_set_lock_age_from_ctime(NULL, 0, NULL), invalid);
    CHECK_NUMBER(sync_ingest_options_add_unfinished_name(NULL, NULL, NULL), invalid);
    CHECK_NUMBER(sync_ingest_options_set_max_files(NULL, 0, NULL), invalid);
    CHECK_NUMBER(sync_ingest_options_set_max_size(NULL, 0, NULL), invalid);
    CHECK_NUMBER(sync_ingest_options_set_max_attempts(NULL, 0, NULL), invalid);
    CHECK_NUMBER(sync_ingest_options_set_durability(NULL, 0, NULL), invalid);
    CHECK_NUMBER(sync_ingest_options_set_trust_agent(NULL, 0, NULL), invalid);
    CHECK_NUMBER(sync_ingest_options_set_cluster_locked(NULL, 0, NULL), invalid);
    CHECK_NUMBER(sync_ingest_options_set_sha256(NULL, 0, NULL), invalid);
    CHECK_NUMBER(sync_ingest_options_set_sha1(NULL, 0, NULL), invalid);
    CHECK_NUMBER(sync_ingest_options_set_checksums(NULL, 0, NULL), invalid);
    CHECK_NUMBER(sync_ingest_options_set_now(NULL, 0, 0, 0, NULL), invalid);
    CHECK_NUMBER(sync_ingest_folder_open(NULL, NULL, NULL, NULL), invalid);
    CHECK_NUMBER(sync_ingest_folder_collect(NULL, NULL, NULL, NULL), invalid);
    CHECK_NUMBER(sync_ingest_folder_collect_into(NULL, NULL, NULL, NULL), invalid);
    CHECK_NUMBER(sync_ingest_folder_status(NULL, NULL, NULL), invalid);
    CHECK_NUMBER(sync_ingest_folder_stale_locks(NULL, NULL, NULL, NULL), invalid);
    CHECK_NUMBER(sync_ingest_folder_lock(NULL, NULL, NULL, NULL), invalid);
    CHECK_NUMBER(sync_ingest_folder_unlock(NULL, 0, NULL, NULL), invalid);
    CHECK_NUMBER(sync_ingest_folder_begin_agent_session(NULL, NULL, NULL, NULL, NULL), invalid);
    CHECK_NUMBER(sync_ingest_folder_begin_delivery(NULL, NULL, NULL, NULL, NULL), invalid);
    CHECK_NUMBER(sync_ingest_folder_rejected_list(NULL, NULL, NULL), invalid);
    CHECK_NUMBER(sync_ingest_rejected_list_next(NULL, NULL, NULL), invalid);
    CHECK_NUMBER(sync_ingest_folder_rejected_file(NULL, NULL, NULL, NULL), invalid);
    CHECK_NUMBER(sync_ingest_folder_put_back_rejected(NULL, NULL, NULL, NULL), invalid);
    CHECK_NUMBER(sync_ingest_folder_store_rejected_as(NULL, NULL, NULL, NULL, 0, NULL), invalid);
    CHECK_NUMBER(sync_ingest_folder_delete_rejected(NULL, NULL, NULL), invalid);
    CHECK_NUMBER(sync_ingest_collection_next(NULL, NULL, NULL), invalid);
    CHECK_NUMBER(sync_ingest_collection_sync(NULL, NULL), invalid);
    CHECK_NUMBER(sync_ingest_collection_report(NULL, NULL, NULL), invalid);
    CHECK_NUMBER(sync_ingest_collection_finish(NULL, NULL, NULL), invalid);
    CHECK_NUMBER(sync_ingest_delivery_digest(NULL, 0, 0, NULL), invalid);
    CHECK_NUMBER(sync_ingest_delivery_copy_to(NULL, NULL, NULL), invalid);
    CHECK_NUMBER(sync_ingest_delivery_move_to(NULL, NULL, NULL), invalid);
    CHECK_NUMBER(sync_ingest_delivery_acknowledge(NULL, NULL), invalid);
    CHECK_NUMBER(sync_ingest_delivery_put_back(NULL, NULL, NULL), invalid);
    CHECK_NUMBER(sync_ingest_delivery_reject(NULL, NULL, NULL), invalid);
    CHECK_NUMBER(sync_ingest_lock_is_held(NULL, NULL, NULL), invalid);
    CHECK_NUMBER(sync_ingest_lock_refresh(NULL, NULL), invalid);
    CHECK_NUMBER(sync_ingest_lock_release(NULL, NULL), invalid);
    CHECK_NUMBER(sync_ingest_agent_deliver(NULL, NULL, NULL, NULL), invalid);
    CHECK_NUMBER(sync_ingest_agent_finish(NULL, NULL), invalid);
}

static void there_is_nothing_to_see_in_null(void)
{
    CHECK_NUMBER(sync_ingest_error_code(NULL), 0);
    CHECK(sync_ingest_error_message(NULL) == NULL);
    CHECK(sync_ingest_error_path(NULL) == NULL);
    CHECK_NUMBER(sync_ingest_error_errno(NULL), 0);
    CHECK(sync_ingest_delivery_id(NULL) == NULL);
    CHECK(sync_ingest_delivery_name(NULL) == NULL);
    CHECK(sync_ingest_delivery_path(NULL) == NULL);
    CHECK_NUMBER(sync_ingest_delivery_size(NULL), 0);
    CHECK_NUMBER(sync_ingest_delivery_modified_seconds(NULL), 0);
    CHECK_NUMBER(sync_ingest_delivery_modified_nanoseconds(NULL), 0);
    CHECK_NUMBER(sync_ingest_delivery_attempt(NULL), 0);
    CHECK_NUMBER(sync_ingest_delivery_evidence(NULL), 0);
    CHECK(sync_ingest_delivery_sha256(NULL) == NULL);
    CHECK(sync_ingest_delivery_sha1(NULL) == NULL);
    CHECK_NUMBER(sync_ingest_report_uneventful(NULL), 0);
    CHECK_NUMBER(sync_ingest_report_arbitration(NULL), 0);
    CHECK_NUMBER(sync_ingest_report_delivered_count(NULL), 0);
    CHECK(sync_ingest_report_delivered_id(NULL, 0) == NULL);
    CHECK(sync_ingest_report_delivered_name(NULL, 0) == NULL);
    CHECK_NUMBER(sync_ingest_report_delivered_size(NULL, 0), 0);
    CHECK_NUMBER(sync_ingest_report_delivered_attempt(NULL, 0), 0);
    CHECK_NUMBER(sync_ingest_report_delivered_evidence(NULL, 0), 0);
    CHECK(sync_ingest_report_delivered_sha256(NULL, 0) == NULL);
    CHECK(sync_ingest_report_delivered_sha1(NULL, 0) == NULL);
    CHECK_NUMBER(sync_ingest_report_put_back_count(NULL), 0);
    CHECK(sync_ingest_report_put_back_id(NULL, 0) == NULL);
    CHECK(sync_ingest_report_put_back_name(NULL, 0) == NULL);
    CHECK(sync_ingest_report_put_back_reason(NULL, 0) == NULL);
    CHECK_NUMBER(sync_ingest_report_put_back_kind(NULL, 0), 0);
    CHECK_NUMBER(sync_ingest_report_put_back_code(NULL, 0), 0);
    CHECK_NUMBER(sync_ingest_report_rejected_count(NULL), 0);
    CHECK(sync_ingest_report_rejected_id(NULL, 0) == NULL);
    CHECK(sync_ingest_report_rejected_name(NULL, 0) == NULL);
    CHECK(sync_ingest_report_rejected_reason(NULL, 0) == NULL);
    CHECK_NUMBER(sync_ingest_report_rejected_kind(NULL, 0), 0);
    CHECK_NUMBER(sync_ingest_report_rejected_deaths(NULL, 0), 0);
    CHECK_NUMBER(sync_ingest_report_superseded_count(NULL), 0);
    CHECK(sync_ingest_report_superseded_id(NULL, 0) == NULL);
    CHECK(sync_ingest_report_superseded_name(NULL, 0) == NULL);
    CHECK(sync_ingest_report_superseded_reason(NULL, 0) == NULL);
    CHECK_NUMBER(sync_ingest_report_skipped_total(NULL), 0);
    CHECK_NUMBER(sync_ingest_report_skipped_count(NULL, 0), 0);
    CHECK_NUMBER(sync_ingest_report_skipped_name_count(NULL, 0), 0);
    CHECK(sync_ingest_report_skipped_name(NULL, 0, 0) == NULL);
    CHECK_NUMBER(sync_ingest_report_alarm_count(NULL), 0);
    CHECK_NUMBER(sync_ingest_report_alarm_kind(NULL, 0), 0);
    CHECK(sync_ingest_report_alarm_diagnosis(NULL, 0) == NULL);
    CHECK_NUMBER(sync_ingest_report_alarm_since_seconds(NULL, 0), 0);
    CHECK_NUMBER(sync_ingest_report_alarm_age_seconds(NULL, 0), 0);
    CHECK_NUMBER(sync_ingest_report_alarm_occurrences(NULL, 0), 0);
    CHECK_NUMBER(sync_ingest_report_ended_count(NULL), 0);
    CHECK_NUMBER(sync_ingest_report_ended_kind(NULL, 0), 0);
    CHECK(sync_ingest_report_ended_diagnosis(NULL, 0) == NULL);
    CHECK_NUMBER(sync_ingest_report_ended_since_seconds(NULL, 0), 0);
    CHECK_NUMBER(sync_ingest_report_ended_age_seconds(NULL, 0), 0);
    CHECK_NUMBER(sync_ingest_report_ended_occurrences(NULL, 0), 0);
    CHECK_NUMBER(sync_ingest_report_ready_in_seconds(NULL), -1);
    CHECK_NUMBER(sync_ingest_status_lock_present(NULL, 0), 0);
    CHECK(sync_ingest_status_lock_holder(NULL, 0) == NULL);
    CHECK(sync_ingest_status_lock_held_by(NULL, 0) == NULL);
    CHECK_NUMBER(sync_ingest_status_obstacle_count(NULL), 0);
    CHECK_NUMBER(sync_ingest_status_obstacle_kind(NULL, 0), 0);
    CHECK_NUMBER(sync_ingest_status_obstacle_number(NULL, 0), -1);
    CHECK(sync_ingest_status_obstacle_advice(NULL, 0) == NULL);
    CHECK(sync_ingest_report_alarm(NULL, 0) == NULL);
    CHECK(sync_ingest_report_ended(NULL, 0) == NULL);
    CHECK(sync_ingest_status_alarm(NULL, 0) == NULL);
    CHECK_NUMBER(sync_ingest_alarm_lock(NULL), 0);
    CHECK(sync_ingest_alarm_lock_held_by(NULL) == NULL);
    CHECK(sync_ingest_holder_text(NULL) == NULL);
    CHECK_NUMBER(sync_ingest_holder_kind_of(NULL), 0);
    CHECK(sync_ingest_holder_name(NULL) == NULL);
    CHECK(sync_ingest_holder_host(NULL) == NULL);
    CHECK(sync_ingest_holder_version(NULL) == NULL);
    CHECK_NUMBER(sync_ingest_holder_user(NULL), -1);
    CHECK_NUMBER(sync_ingest_holder_oddity(NULL), 0);
    CHECK_NUMBER(sync_ingest_alarm_lock_since_seconds(NULL), 0);
    CHECK_NUMBER(sync_ingest_alarm_lock_age_seconds(NULL), 0);
    CHECK_NUMBER(sync_ingest_alarm_lock_modified_seconds(NULL), 0);
    CHECK_NUMBER(sync_ingest_alarm_lock_changed_seconds(NULL), 0);
    CHECK_NUMBER(sync_ingest_alarm_file_count(NULL), 0);
    CHECK(sync_ingest_alarm_file_name(NULL, 0) == NULL);
    CHECK_NUMBER(sync_ingest_alarm_file_skip_reason(NULL, 0), 0);
    CHECK_NUMBER(sync_ingest_alarm_file_checksum_fault(NULL, 0), 0);
    CHECK(sync_ingest_alarm_file_answer(NULL, 0) == NULL);
    CHECK_NUMBER(sync_ingest_alarm_obstacle_count(NULL), 0);
    CHECK_NUMBER(sync_ingest_alarm_obstacle_kind(NULL, 0), 0);
    CHECK_NUMBER(sync_ingest_alarm_obstacle_number(NULL, 0), -1);
    CHECK(sync_ingest_alarm_obstacle_advice(NULL, 0) == NULL);
    CHECK_NUMBER(sync_ingest_status_lock_ours(NULL, 0), 0);
    CHECK_NUMBER(sync_ingest_status_lock_since_seconds(NULL, 0), 0);
    CHECK_NUMBER(sync_ingest_status_lock_age_seconds(NULL, 0), 0);
    CHECK_NUMBER(sync_ingest_status_lock_stale(NULL, 0), 0);
    CHECK_NUMBER(sync_ingest_status_waiting_total(NULL), 0);
    CHECK_NUMBER(sync_ingest_status_waiting_count(NULL), 0);
    CHECK(sync_ingest_status_waiting_name(NULL, 0) == NULL);
    CHECK_NUMBER(sync_ingest_status_waiting_size(NULL, 0), 0);
    CHECK_NUMBER(sync_ingest_status_skipped_total(NULL), 0);
    CHECK_NUMBER(sync_ingest_status_skipped_count(NULL, 0), 0);
    CHECK_NUMBER(sync_ingest_status_skipped_name_count(NULL, 0), 0);
    CHECK(sync_ingest_status_skipped_name(NULL, 0, 0) == NULL);
    CHECK_NUMBER(sync_ingest_status_ready_in_seconds(NULL), -1);
    CHECK_NUMBER(sync_ingest_status_claimed(NULL), 0);
    CHECK_NUMBER(sync_ingest_status_unverified(NULL), 0);
    CHECK_NUMBER(sync_ingest_status_rejected_total(NULL), 0);
    CHECK_NUMBER(sync_ingest_status_rejected_count(NULL), 0);
    CHECK(sync_ingest_status_rejected_id(NULL, 0) == NULL);
    CHECK(sync_ingest_status_rejected_name(NULL, 0) == NULL);
    CHECK(sync_ingest_status_rejected_reason(NULL, 0) == NULL);
    CHECK_NUMBER(sync_ingest_status_rejected_kind(NULL, 0), 0);
    CHECK_NUMBER(sync_ingest_status_rejected_deaths(NULL, 0), 0);
    CHECK_NUMBER(sync_ingest_status_alarm_count(NULL), 0);
    CHECK_NUMBER(sync_ingest_status_alarm_kind(NULL, 0), 0);
    CHECK(sync_ingest_status_alarm_diagnosis(NULL, 0) == NULL);
    CHECK_NUMBER(sync_ingest_status_alarm_since_seconds(NULL, 0), 0);
    CHECK_NUMBER(sync_ingest_status_alarm_age_seconds(NULL, 0), 0);
    CHECK_NUMBER(sync_ingest_status_alarm_occurrences(NULL, 0), 0);
    CHECK(sync_ingest_status_file_system_name(NULL) == NULL);
    CHECK_NUMBER(sync_ingest_status_file_system_network(NULL), 0);
    CHECK_NUMBER(sync_ingest_status_file_system_verified(NULL), 0);
    CHECK_NUMBER(sync_ingest_status_oldest_waiting_age_seconds(NULL), -1);
    CHECK_NUMBER(sync_ingest_status_last_good_collection_seconds(NULL), -1);
    CHECK_NUMBER(sync_ingest_status_last_good_collection_age_seconds(NULL), -1);
    CHECK_NUMBER(sync_ingest_status_free_bytes(NULL), -1);
    CHECK_NUMBER(sync_ingest_status_free_inodes(NULL), -1);
    CHECK(sync_ingest_rejected_file_id(NULL) == NULL);
    CHECK(sync_ingest_rejected_file_name(NULL) == NULL);
    CHECK(sync_ingest_rejected_file_path(NULL) == NULL);
    CHECK(sync_ingest_rejected_file_reason(NULL) == NULL);
    CHECK_NUMBER(sync_ingest_rejected_file_kind(NULL), 0);
    CHECK_NUMBER(sync_ingest_rejected_file_deaths(NULL), 0);
    CHECK_NUMBER(sync_ingest_rejected_file_size(NULL), 0);
    CHECK_NUMBER(sync_ingest_rejected_file_rejected_at_seconds(NULL), 0);
    CHECK_NUMBER(sync_ingest_status_mistaken_lock_count(NULL), 0);
    CHECK(sync_ingest_status_mistaken_lock_name(NULL, 0) == NULL);
    CHECK_NUMBER(sync_ingest_error_code(NULL), SYNC_INGEST_OK);
}

static void freeing_null_does_nothing(void)
{
    sync_ingest_error_free(NULL);
    sync_ingest_options_free(NULL);
    sync_ingest_folder_free(NULL);
    sync_ingest_collection_free(NULL);
    sync_ingest_delivery_free(NULL);
    sync_ingest_report_free(NULL);
    sync_ingest_status_free(NULL);
    sync_ingest_rejected_list_free(NULL);
    sync_ingest_rejected_file_free(NULL);
    sync_ingest_lock_free(NULL);
    sync_ingest_agent_free(NULL);
}

static void text_that_is_missing_is_refused_before_anything_is_done(void)
{
    const sync_ingest_code invalid = SYNC_INGEST_INVALID_ARGUMENT;
    place where = new_place();
    sync_ingest_error *error = NULL;
    sync_ingest_report *report = NULL;
    sync_ingest_agent *agent = NULL;
    sync_ingest_arbitration arbitration = SYNC_INGEST_ARBITRATION_NOTHING;
    sync_ingest_folder *folder = open_folder(&where);
    write_file(where.folder, "a.csv", "a");
    sync_ingest_collection *collection = begin(folder);
    sync_ingest_delivery *delivery = next(collection);

    FAILS(invalid, sync_ingest_folder_collect_into(folder, NULL, &report, &error));
    FAILS(invalid, sync_ingest_folder_begin_agent_session(folder, NULL, &agent, &arbitration, &error));
    FAILS(invalid, sync_ingest_folder_begin_delivery(folder, NULL, &agent, &arbitration, &error));
    FAILS(invalid, sync_ingest_folder_begin_agent_session(folder, "caf\xe9", &agent, &arbitration, &error));
    FAILS(invalid, sync_ingest_delivery_copy_to(delivery, NULL, &error));
    FAILS(invalid, sync_ingest_delivery_move_to(delivery, NULL, &error));
    FAILS(invalid, sync_ingest_delivery_put_back(delivery, NULL, &error));
    FAILS(invalid, sync_ingest_delivery_reject(delivery, NULL, &error));
    // None of them has answered it.
    WORKS(sync_ingest_delivery_put_back(delivery, "", &error));

    sync_ingest_delivery_free(delivery);
    sync_ingest_report_free(finish(collection));
    sync_ingest_folder_free(folder);
}

// There is no place for the result, so the call must do nothing: it must not leave a lock without
// an owner.
static void outputs_that_are_missing_are_refused_before_anything_is_done(void)
{
    const sync_ingest_code invalid = SYNC_INGEST_INVALID_ARGUMENT;
    place where = new_place();
    sync_ingest_error *error = NULL;
    sync_ingest_collection *collection = NULL;
    sync_ingest_report *report = NULL;
    sync_ingest_lock *lock = NULL;
    sync_ingest_agent *agent = NULL;
    sync_ingest_arbitration arbitration = SYNC_INGEST_ARBITRATION_NOTHING;
    int32_t flag = 7;
    sync_ingest_folder *folder = open_folder(&where);
    write_file(where.folder, "a.csv", "a");

    FAILS(invalid, sync_ingest_folder_open(where.folder, NULL, NULL, &error));
    FAILS(invalid, sync_ingest_folder_collect(folder, NULL, &report, &error));
    FAILS(invalid, sync_ingest_folder_collect(folder, &collection, NULL, &error));
    FAILS(invalid, sync_ingest_folder_collect_into(folder, where.store, NULL, &error));
    FAILS(invalid, sync_ingest_folder_status(folder, NULL, &error));
    FAILS(invalid, sync_ingest_folder_stale_locks(folder, NULL, &flag, &error));
    FAILS(invalid, sync_ingest_folder_stale_locks(folder, &flag, NULL, &error));
    FAILS(invalid, sync_ingest_folder_lock(folder, NULL, &arbitration, &error));
    FAILS(invalid, sync_ingest_folder_lock(folder, &lock, NULL, &error));
    FAILS(invalid, sync_ingest_folder_begin_agent_session(folder, "agent", NULL, &arbitration, &error));
    FAILS(invalid, sync_ingest_folder_begin_agent_session(folder, "agent", &agent, NULL, &error));
    FAILS(invalid, sync_ingest_name_check("a.csv", NULL, &error));
    CHECK_NUMBER(entries_in(where.folder), 1);
    CHECK_NUMBER(entries_in(where.store), 0);

    collection = begin(folder);
    FAILS(invalid, sync_ingest_collection_next(collection, NULL, &error));
    FAILS(invalid, sync_ingest_collection_report(collection, NULL, &error));
    FAILS(invalid, sync_ingest_collection_finish(collection, NULL, &error));
    CHECK(file_exists(where.folder, "lock.txt"));
    sync_ingest_report_free(finish(collection));
    FAILS(invalid, sync_ingest_folder_unlock(folder, SYNC_INGEST_LOCK_AGENT, NULL, &error));
    sync_ingest_folder_free(folder);
}

static void a_failure_leaves_the_outputs_untouched(void)
{
    place where = new_place();
    sync_ingest_error *error = NULL;
    sync_ingest_folder *folder = NULL;
    WORKS(sync_ingest_folder_open(in(where.root, "missing"), NULL, &folder, &error));

    sync_ingest_folder *const untouched = folder;
    sync_ingest_collection *collection = (sync_ingest_collection *)untouched;
    sync_ingest_report *report = (sync_ingest_report *)untouched;
    sync_ingest_status *status = (sync_ingest_status *)untouched;
    sync_ingest_lock *lock = (sync_ingest_lock *)untouched;
    sync_ingest_arbitration arbitration = SYNC_INGEST_ARBITRATION_COLLECTOR_BUSY;
    int32_t flag = 7;
    FAILS(SYNC_INGEST_NOT_FOUND, sync_ingest_folder_collect(folder, &collection, &report, &error));
    FAILS(SYNC_INGEST_NOT_FOUND, sync_ingest_folder_collect_into(folder, where.store, &report, &error));
    FAILS(SYNC_INGEST_NOT_FOUND, sync_ingest_folder_status(folder, &status, &error));
    FAILS(SYNC_INGEST_NOT_FOUND, sync_ingest_folder_lock(folder, &lock, &arbitration, &error));
    FAILS(SYNC_INGEST_NOT_FOUND, sync_ingest_folder_stale_locks(folder, &flag, &flag, &error));
    FAILS(SYNC_INGEST_INVALID_ARGUMENT, sync_ingest_folder_open("", NULL, &folder, &error));
    FAILS(SYNC_INGEST_INVALID_ARGUMENT, sync_ingest_folder_unlock(folder, 0, &flag, &error));
    FAILS(SYNC_INGEST_INVALID_ARGUMENT, sync_ingest_folder_unlock(folder, 3, &flag, &error));
    CHECK((void *)collection == (void *)untouched);
    CHECK((void *)report == (void *)untouched);
    CHECK((void *)status == (void *)untouched);
    CHECK((void *)lock == (void *)untouched);
    CHECK(folder == untouched);
    CHECK_NUMBER(arbitration, SYNC_INGEST_ARBITRATION_COLLECTOR_BUSY);
    CHECK_NUMBER(flag, 7);
    sync_ingest_folder_free(folder);
}

void arguments_tests(void)
{
    RUN(every_function_that_can_fail_refuses_null_for_everything);
    RUN(every_function_that_can_fail_does_so_without_an_error_object);
    RUN(there_is_nothing_to_see_in_null);
    RUN(freeing_null_does_nothing);
    RUN(text_that_is_missing_is_refused_before_anything_is_done);
    RUN(outputs_that_are_missing_are_refused_before_anything_is_done);
    RUN(a_failure_leaves_the_outputs_untouched);
}
