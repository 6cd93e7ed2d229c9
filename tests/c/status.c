// Tests of the status, which changes nothing.
#include "support.h"

#include <stddef.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static sync_ingest_status *status_of(sync_ingest_folder *folder)
{
    sync_ingest_error *error = NULL;
    sync_ingest_status *status = NULL;
    WORKS(sync_ingest_folder_status(folder, &status, &error));
    return status;
}

static void what_waits_and_what_is_left_alone_is_seen(void)
{
    place where = new_place();
    sync_ingest_folder *folder = open_folder(&where);
    write_file(where.folder, "caf\xe9.csv", "abc");
    write_file(where.folder, "_omitted", "");
    sync_ingest_status *status = status_of(folder);
    CHECK_NUMBER(sync_ingest_status_waiting_total(status), 1);
    CHECK_NUMBER(sync_ingest_status_waiting_count(status), 1);
    CHECK_TEXT(sync_ingest_status_waiting_name(status, 0), "caf\xe9.csv");
    CHECK_NUMBER(sync_ingest_status_waiting_size(status, 0), 3);
    CHECK(sync_ingest_status_waiting_name(status, 1) == NULL);
    CHECK(sync_ingest_status_waiting_name(status, -1) == NULL);
    CHECK_NUMBER(sync_ingest_status_waiting_size(status, 1), 0);
    CHECK_NUMBER(sync_ingest_status_skipped_total(status), 1);
    CHECK_NUMBER(sync_ingest_status_skipped_count(status, SYNC_INGEST_SKIP_OMITTED), 1);
    CHECK_NUMBER(sync_ingest_status_skipped_name_count(status, SYNC_INGEST_SKIP_OMITTED), 1);
    CHECK_TEXT(sync_ingest_status_skipped_name(status, SYNC_INGEST_SKIP_OMITTED, 0), "_omitted");
    CHECK_NUMBER(sync_ingest_status_skipped_count(status, 1000), 0);
    CHECK_NUMBER(sync_ingest_status_ready_in_seconds(status), -1);
    CHECK_NUMBER(sync_ingest_status_claimed(status), 0);
    CHECK_NUMBER(sync_ingest_status_unverified(status), 0);
    CHECK_NUMBER(sync_ingest_status_rejected_total(status), 0);
    CHECK_NUMBER(entries_in(where.folder), 2);
    sync_ingest_status_free(status);
    sync_ingest_folder_free(folder);
}

static void a_file_that_has_to_settle_is_reported_with_the_time_left(void)
{
    place where = new_place();
    sync_ingest_error *error = NULL;
    sync_ingest_folder *folder = NULL;
    WORKS(sync_ingest_folder_open(where.folder, NULL, &folder, &error));
    write_file(where.folder, "a.csv", "abc");
    sync_ingest_status *status = status_of(folder);
    CHECK(sync_ingest_status_ready_in_seconds(status) > 0);
    CHECK_NUMBER(sync_ingest_status_skipped_count(status, SYNC_INGEST_SKIP_UNSETTLED), 1);
    sync_ingest_status_free(status);
    sync_ingest_folder_free(folder);
}

static void locks_are_seen_with_their_holder_and_age(void)
{
    place where = new_place();
    long long long_ago = (long long)time(NULL) - 4 * 3600;
    sync_ingest_folder *folder = open_folder(&where);
    write_file(where.folder, "alock.txt", "");
    set_mtime(where.folder, "alock.txt", long_ago);
    sync_ingest_status *status = status_of(folder);

    CHECK_NUMBER(sync_ingest_status_lock_present(status, SYNC_INGEST_LOCK_AGENT), 1);
    CHECK(sync_ingest_status_lock_holder(status, SYNC_INGEST_LOCK_AGENT) != NULL);
    const sync_ingest_holder *holder = sync_ingest_status_lock_held_by(status, SYNC_INGEST_LOCK_AGENT);
    CHECK_TEXT(sync_ingest_holder_text(holder), sync_ingest_status_lock_holder(status, SYNC_INGEST_LOCK_AGENT));
    CHECK_NUMBER(sync_ingest_holder_kind_of(holder), SYNC_INGEST_HOLDER_USER);
    CHECK_NUMBER(sync_ingest_holder_user(holder), (long long)getuid());
    CHECK(sync_ingest_holder_name(holder) == NULL);
    CHECK(sync_ingest_holder_host(holder) == NULL);
    CHECK(sync_ingest_holder_version(holder) == NULL);
    CHECK_NUMBER(sync_ingest_holder_oddity(holder), SYNC_INGEST_ODDITY_NONE);
    CHECK_NUMBER(sync_ingest_status_lock_ours(status, SYNC_INGEST_LOCK_AGENT), 0);
    CHECK_NUMBER(sync_ingest_status_lock_since_seconds(status, SYNC_INGEST_LOCK_AGENT), long_ago);
    CHECK(sync_ingest_status_lock_age_seconds(status, SYNC_INGEST_LOCK_AGENT) >= 4 * 3600);
    CHECK_NUMBER(sync_ingest_status_lock_stale(status, SYNC_INGEST_LOCK_AGENT), 1);
    CHECK_NUMBER(sync_ingest_status_alarm_count(status), 1);
    CHECK_NUMBER(sync_ingest_status_alarm_kind(status, 0), SYNC_INGEST_ALARM_STALE_AGENT_LOCK);
    CHECK(sync_ingest_status_alarm_diagnosis(status, 0) != NULL);
    CHECK_NUMBER(sync_ingest_status_alarm_since_seconds(status, 0), long_ago);
    CHECK(sync_ingest_status_alarm_age_seconds(status, 0) >= 4 * 3600);
    CHECK_NUMBER(sync_ingest_status_alarm_occurrences(status, 0), 1);
    CHECK_NUMBER(sync_ingest_status_alarm_kind(status, 1), SYNC_INGEST_ALARM_NONE);

    CHECK_NUMBER(sync_ingest_status_lock_present(status, SYNC_INGEST_LOCK_COLLECTOR), 0);
    CHECK(sync_ingest_status_lock_holder(status, SYNC_INGEST_LOCK_COLLECTOR) == NULL);
    CHECK(sync_ingest_status_lock_held_by(status, SYNC_INGEST_LOCK_COLLECTOR) == NULL);
    CHECK_NUMBER(sync_ingest_status_lock_stale(status, SYNC_INGEST_LOCK_COLLECTOR), 0);
    // Numbers that denote no lock.
    CHECK_NUMBER(sync_ingest_status_lock_present(status, 0), 0);
    CHECK_NUMBER(sync_ingest_status_lock_present(status, 3), 0);
    CHECK(sync_ingest_status_lock_holder(status, -1) == NULL);
    CHECK(sync_ingest_status_lock_held_by(status, 3) == NULL);

    const sync_ingest_alarm *alarm = sync_ingest_status_alarm(status, 0);
    CHECK(alarm != NULL && sync_ingest_status_alarm(status, 1) == NULL && sync_ingest_status_alarm(status, -1) == NULL);
    CHECK_NUMBER(sync_ingest_alarm_lock(alarm), SYNC_INGEST_LOCK_AGENT);
    CHECK_TEXT(sync_ingest_holder_text(sync_ingest_alarm_lock_held_by(alarm)), sync_ingest_holder_text(holder));
    CHECK_NUMBER(sync_ingest_alarm_lock_since_seconds(alarm), long_ago);
    CHECK(sync_ingest_alarm_lock_age_seconds(alarm) >= 4 * 3600);
    CHECK_NUMBER(sync_ingest_alarm_lock_modified_seconds(alarm), 0);
    CHECK_NUMBER(sync_ingest_alarm_lock_changed_seconds(alarm), 0);
    CHECK_NUMBER(sync_ingest_alarm_file_count(alarm), 0);
    CHECK_NUMBER(sync_ingest_alarm_obstacle_count(alarm), 0);
    CHECK_NUMBER(sync_ingest_status_obstacle_count(status), 0);
    CHECK_NUMBER(sync_ingest_status_obstacle_kind(status, 0), SYNC_INGEST_OBSTACLE_NONE);
    CHECK_NUMBER(sync_ingest_status_obstacle_number(status, 0), -1);
    CHECK(sync_ingest_status_obstacle_advice(status, 0) == NULL);
    CHECK_NUMBER(sync_ingest_alarm_obstacle_kind(alarm, 0), SYNC_INGEST_OBSTACLE_NONE);
    CHECK_NUMBER(sync_ingest_alarm_obstacle_number(alarm, 0), -1);
    CHECK(sync_ingest_alarm_obstacle_advice(alarm, 0) == NULL);
    sync_ingest_status_free(status);
    sync_ingest_folder_free(folder);
}

static void every_kind_of_holder_is_reported_with_what_its_lock_holds(void)
{
    place where = new_place();
    const int agent = SYNC_INGEST_LOCK_AGENT, collector = SYNC_INGEST_LOCK_COLLECTOR;
    sync_ingest_error *error = NULL;
    sync_ingest_arbitration arbitration = SYNC_INGEST_ARBITRATION_NOTHING;
    sync_ingest_folder *folder = open_folder(&where);
    sync_ingest_lock *lock = NULL;
    WORKS(sync_ingest_folder_lock(folder, &lock, &arbitration, &error));
    sync_ingest_status *status = status_of(folder);
    const sync_ingest_holder *holder = sync_ingest_status_lock_held_by(status, collector);
    CHECK_NUMBER(sync_ingest_holder_kind_of(holder), SYNC_INGEST_HOLDER_COLLECTOR);
    CHECK_TEXT(sync_ingest_holder_version(holder), sync_ingest_version());
    CHECK(sync_ingest_holder_host(holder) != NULL);
    CHECK(sync_ingest_holder_name(holder) == NULL);
    sync_ingest_status_free(status);
    sync_ingest_lock_free(lock);

    sync_ingest_agent *session = NULL;
    WORKS(sync_ingest_folder_begin_agent_session(folder, "registry", &session, &arbitration, &error));
    status = status_of(folder);
    holder = sync_ingest_status_lock_held_by(status, agent);
    CHECK_NUMBER(sync_ingest_holder_kind_of(holder), SYNC_INGEST_HOLDER_AGENT);
    CHECK_TEXT(sync_ingest_holder_name(holder), "registry");
    CHECK_TEXT(sync_ingest_holder_version(holder), sync_ingest_version());
    sync_ingest_status_free(status);
    sync_ingest_agent_free(session);

    write_file(where.folder, "alock.txt",
               "1\nsync-deliver registry\nhost erp-1\ntoken 0123456789abcdef0123456789abcdef\n");
    status = status_of(folder);
    holder = sync_ingest_status_lock_held_by(status, agent);
    CHECK_NUMBER(sync_ingest_holder_kind_of(holder), SYNC_INGEST_HOLDER_REMOTE_AGENT);
    CHECK_TEXT(sync_ingest_holder_name(holder), "registry");
    CHECK_TEXT(sync_ingest_holder_host(holder), "erp-1");
    CHECK(sync_ingest_holder_version(holder) == NULL);
    sync_ingest_status_free(status);

    CHECK(unlink(in(where.folder, "alock.txt")) == 0 && mkdir(in(where.folder, "alock.txt"), 0755) == 0);
    status = status_of(folder);
    holder = sync_ingest_status_lock_held_by(status, agent);
    CHECK_NUMBER(sync_ingest_holder_kind_of(holder), SYNC_INGEST_HOLDER_ODD);
    CHECK_NUMBER(sync_ingest_holder_oddity(holder), SYNC_INGEST_ODDITY_DIRECTORY);
    CHECK_NUMBER(sync_ingest_holder_user(holder), -1);
    sync_ingest_status_free(status);
    sync_ingest_folder_free(folder);
}

static void a_collection_that_goes_on_is_seen(void)
{
    place where = new_place();
    sync_ingest_folder *folder = open_folder(&where);
    write_file(where.folder, "a.csv", "abc");
    sync_ingest_collection *collection = begin(folder);
    sync_ingest_status *status = status_of(folder);
    CHECK_NUMBER(sync_ingest_status_lock_present(status, SYNC_INGEST_LOCK_COLLECTOR), 1);
    CHECK_NUMBER(sync_ingest_status_lock_ours(status, SYNC_INGEST_LOCK_COLLECTOR), 1);
    CHECK_NUMBER(sync_ingest_status_lock_stale(status, SYNC_INGEST_LOCK_COLLECTOR), 0);
    CHECK_NUMBER(sync_ingest_status_claimed(status), 1);
    sync_ingest_status_free(status);
    sync_ingest_report_free(finish(collection));
    sync_ingest_folder_free(folder);
}

static void a_name_that_only_looks_like_a_lock_is_reported(void)
{
    place where = new_place();
    sync_ingest_folder *folder = open_folder(&where);
    write_file(where.folder, "ALOCK.TXT", "");
    sync_ingest_status *status = status_of(folder);
    CHECK_NUMBER(sync_ingest_status_mistaken_lock_count(status), 1);
    CHECK_TEXT(sync_ingest_status_mistaken_lock_name(status, 0), "ALOCK.TXT");
    CHECK(sync_ingest_status_mistaken_lock_name(status, 1) == NULL);
    CHECK_NUMBER(sync_ingest_status_lock_present(status, SYNC_INGEST_LOCK_AGENT), 0);
    sync_ingest_status_free(status);
    sync_ingest_folder_free(folder);
}

static void the_file_system_is_named(void)
{
    place where = new_place();
    sync_ingest_folder *folder = open_folder(&where);
    sync_ingest_status *status = status_of(folder);
    CHECK(sync_ingest_status_free_bytes(status) > 0 || sync_ingest_status_free_bytes(status) == -1);
    CHECK(sync_ingest_status_free_inodes(status) > 0 || sync_ingest_status_free_inodes(status) == -1);
    CHECK(sync_ingest_status_file_system_name(status) != NULL);
    CHECK_NUMBER(sync_ingest_status_file_system_network(status), 0);
    CHECK(sync_ingest_status_file_system_verified(status) == 0 || sync_ingest_status_file_system_verified(status) == 1);
    sync_ingest_status_free(status);
    sync_ingest_folder_free(folder);
}

static void ages_are_seen_and_when_a_collection_last_went_well(void)
{
    place where = new_place();
    sync_ingest_error *error = NULL;
    sync_ingest_folder *folder = open_folder(&where);
    sync_ingest_status *status = status_of(folder);
    CHECK_NUMBER(sync_ingest_status_oldest_waiting_age_seconds(status), -1);
    CHECK_NUMBER(sync_ingest_status_last_good_collection_seconds(status), -1);
    CHECK_NUMBER(sync_ingest_status_last_good_collection_age_seconds(status), -1);
    sync_ingest_status_free(status);

    write_file(where.folder, "a.csv", "x");
    status = status_of(folder);
    int64_t age = sync_ingest_status_oldest_waiting_age_seconds(status);
    CHECK(age >= 0 && age < 600);
    sync_ingest_status_free(status);

    sync_ingest_collection *collection = begin(folder);
    sync_ingest_delivery *delivery = next(collection);
    WORKS(sync_ingest_delivery_acknowledge(delivery, &error));
    sync_ingest_delivery_free(delivery);
    sync_ingest_report_free(finish(collection));
    status = status_of(folder);
    int64_t now = (int64_t)time(NULL);
    CHECK_NUMBER(sync_ingest_status_oldest_waiting_age_seconds(status), -1);
    CHECK(sync_ingest_status_last_good_collection_seconds(status) <= now);
    CHECK(sync_ingest_status_last_good_collection_seconds(status) > now - 600);
    CHECK(sync_ingest_status_last_good_collection_age_seconds(status) < 600);
    sync_ingest_status_free(status);
    sync_ingest_folder_free(folder);
}

void status_tests(void)
{
    RUN(what_waits_and_what_is_left_alone_is_seen);
    RUN(a_file_that_has_to_settle_is_reported_with_the_time_left);
    RUN(locks_are_seen_with_their_holder_and_age);
    RUN(every_kind_of_holder_is_reported_with_what_its_lock_holds);
    RUN(a_collection_that_goes_on_is_seen);
    RUN(a_name_that_only_looks_like_a_lock_is_reported);
    RUN(the_file_system_is_named);
    RUN(ages_are_seen_and_when_a_collection_last_went_well);
}
