// Tests of the collector lock on its own, of stale locks, and of locks that a person breaks.
#include "support.h"

#include <stddef.h>
#include <time.h>
#include <unistd.h>

static sync_ingest_lock *take(sync_ingest_folder *folder)
{
    sync_ingest_error *error = NULL;
    sync_ingest_lock *lock = NULL;
    sync_ingest_arbitration arbitration = SYNC_INGEST_ARBITRATION_NOTHING;
    WORKS(sync_ingest_folder_lock(folder, &lock, &arbitration, &error));
    CHECK(lock != NULL);
    CHECK_NUMBER(arbitration, SYNC_INGEST_ARBITRATION_COLLECTING);
    return lock;
}

static void a_lock_is_held_until_it_is_released(void)
{
    place where = new_place();
    sync_ingest_error *error = NULL;
    int32_t held = 7;
    sync_ingest_folder *folder = open_folder(&where);
    sync_ingest_lock *lock = take(folder);
    CHECK(file_exists(where.folder, "lock.txt"));
    FAILS(SYNC_INGEST_INVALID_ARGUMENT, sync_ingest_lock_is_held(lock, NULL, &error));
    WORKS(sync_ingest_lock_is_held(lock, &held, &error));
    CHECK_NUMBER(held, 1);
    WORKS(sync_ingest_lock_refresh(lock, &error));
    WORKS(sync_ingest_lock_release(lock, &error));
    CHECK(!file_exists(where.folder, "lock.txt"));

    FAILS(SYNC_INGEST_ALREADY_OVER, sync_ingest_lock_release(lock, &error));
    FAILS(SYNC_INGEST_ALREADY_OVER, sync_ingest_lock_refresh(lock, &error));
    FAILS(SYNC_INGEST_ALREADY_OVER, sync_ingest_lock_is_held(lock, &held, &error));
    sync_ingest_lock_free(lock);
    sync_ingest_folder_free(folder);
}

static void a_lock_that_is_freed_is_released(void)
{
    place where = new_place();
    sync_ingest_folder *folder = open_folder(&where);
    sync_ingest_lock_free(take(folder));
    CHECK(!file_exists(where.folder, "lock.txt"));
    sync_ingest_folder_free(folder);
}

static void a_lock_is_refused_with_who_goes_first(void)
{
    place where = new_place();
    sync_ingest_error *error = NULL;
    sync_ingest_arbitration arbitration = SYNC_INGEST_ARBITRATION_NOTHING;
    sync_ingest_folder *folder = open_folder(&where);
    sync_ingest_lock *lock = take(folder);
    sync_ingest_lock *second = lock;
    WORKS(sync_ingest_folder_lock(folder, &second, &arbitration, &error));
    CHECK(second == NULL);
    CHECK_NUMBER(arbitration, SYNC_INGEST_ARBITRATION_COLLECTOR_BUSY);
    sync_ingest_lock_free(lock);

    write_file(where.folder, "alock.txt", "");
    WORKS(sync_ingest_folder_lock(folder, &second, &arbitration, &error));
    CHECK(second == NULL);
    CHECK_NUMBER(arbitration, SYNC_INGEST_ARBITRATION_AGENT_DELIVERING);
    CHECK(!file_exists(where.folder, "lock.txt"));
    sync_ingest_folder_free(folder);
}

static void a_lock_that_somebody_removed_is_lost(void)
{
    place where = new_place();
    sync_ingest_error *error = NULL;
    int32_t held = 7;
    sync_ingest_folder *folder = open_folder(&where);
    sync_ingest_lock *lock = take(folder);
    CHECK(unlink(in(where.folder, "lock.txt")) == 0);
    WORKS(sync_ingest_lock_is_held(lock, &held, &error));
    CHECK_NUMBER(held, 0);
    FAILS(SYNC_INGEST_LOCK_LOST, sync_ingest_lock_refresh(lock, &error));
    FAILS(SYNC_INGEST_LOCK_LOST, sync_ingest_lock_release(lock, &error));
    sync_ingest_lock_free(lock);
    sync_ingest_folder_free(folder);
}

static void stale_locks_are_distinguished(void)
{
    place where = new_place();
    sync_ingest_error *error = NULL;
    int32_t collector = 7;
    int32_t agent = 7;
    sync_ingest_folder *folder = open_folder(&where);
    WORKS(sync_ingest_folder_stale_locks(folder, &collector, &agent, &error));
    CHECK_NUMBER(collector, 0);
    CHECK_NUMBER(agent, 0);

    write_file(where.folder, "lock.txt", "1\n");
    write_file(where.folder, "alock.txt", "");
    set_mtime(where.folder, "lock.txt", (long long)time(NULL) - 4 * 3600);
    WORKS(sync_ingest_folder_stale_locks(folder, &collector, &agent, &error));
    CHECK_NUMBER(collector, 1);
    CHECK_NUMBER(agent, 0);

    set_mtime(where.folder, "lock.txt", (long long)time(NULL));
    set_mtime(where.folder, "alock.txt", (long long)time(NULL) - 4 * 3600);
    WORKS(sync_ingest_folder_stale_locks(folder, &collector, &agent, &error));
    CHECK_NUMBER(collector, 0);
    CHECK_NUMBER(agent, 1);
    sync_ingest_folder_free(folder);
}

static void a_person_breaks_a_foreign_lock(void)
{
    place where = new_place();
    sync_ingest_error *error = NULL;
    int32_t removed = 7;
    sync_ingest_folder *folder = open_folder(&where);
    write_file(where.folder, "lock.txt", "1\n");
    write_file(where.folder, "alock.txt", "");
    WORKS(sync_ingest_folder_unlock(folder, SYNC_INGEST_LOCK_COLLECTOR, &removed, &error));
    CHECK_NUMBER(removed, 1);
    CHECK(!file_exists(where.folder, "lock.txt"));
    CHECK(file_exists(where.folder, "alock.txt"));
    WORKS(sync_ingest_folder_unlock(folder, SYNC_INGEST_LOCK_AGENT, &removed, &error));
    CHECK_NUMBER(removed, 1);
    CHECK(!file_exists(where.folder, "alock.txt"));
    WORKS(sync_ingest_folder_unlock(folder, SYNC_INGEST_LOCK_AGENT, &removed, &error));
    CHECK_NUMBER(removed, 0);
    sync_ingest_folder_free(folder);
}

static void the_lock_of_a_live_collector_is_not_broken(void)
{
    place where = new_place();
    sync_ingest_error *error = NULL;
    int32_t removed = 7;
    sync_ingest_folder *folder = open_folder(&where);
    sync_ingest_lock *lock = take(folder);
    FAILS(SYNC_INGEST_HELD, sync_ingest_folder_unlock(folder, SYNC_INGEST_LOCK_COLLECTOR, &removed, &error));
    CHECK_NUMBER(removed, 7);
    CHECK(file_exists(where.folder, "lock.txt"));
    sync_ingest_lock_free(lock);
    sync_ingest_folder_free(folder);
}

void locks_tests(void)
{
    RUN(a_lock_is_held_until_it_is_released);
    RUN(a_lock_that_is_freed_is_released);
    RUN(a_lock_is_refused_with_who_goes_first);
    RUN(a_lock_that_somebody_removed_is_lost);
    RUN(stale_locks_are_distinguished);
    RUN(a_person_breaks_a_foreign_lock);
    RUN(the_lock_of_a_live_collector_is_not_broken);
}
