// Tests of the agent's side.
#include "support.h"

#include <stddef.h>
#include <unistd.h>

static sync_ingest_agent *begin_session(sync_ingest_folder *folder)
{
    sync_ingest_error *error = NULL;
    sync_ingest_agent *agent = NULL;
    sync_ingest_arbitration arbitration = SYNC_INGEST_ARBITRATION_NOTHING;
    WORKS(sync_ingest_folder_begin_agent_session(folder, "registry", &agent, &arbitration, &error));
    CHECK(agent != NULL);
    CHECK_NUMBER(arbitration, SYNC_INGEST_ARBITRATION_AGENT_DELIVERING);
    return agent;
}

static void an_agent_delivers_under_its_lock(void)
{
    place where = new_place();
    sync_ingest_error *error = NULL;
    sync_ingest_folder *folder = open_folder(&where);
    write_file(where.root, "source.csv", "abc");
    sync_ingest_agent *agent = begin_session(folder);
    CHECK(file_exists(where.folder, "alock.txt"));
    WORKS(sync_ingest_agent_deliver(agent, in(where.root, "source.csv"), NULL, &error));
    WORKS(sync_ingest_agent_deliver(agent, in(where.root, "source.csv"), "caf\xe9.csv", &error));
    WORKS(sync_ingest_agent_finish(agent, &error));
    CHECK(!file_exists(where.folder, "alock.txt"));
    CHECK_TEXT(content_of(where.folder, "source.csv"), "abc");
    CHECK_TEXT(content_of(where.folder, "caf\xe9.csv"), "abc");
    CHECK_TEXT(content_of(where.root, "source.csv"), "abc");

    FAILS(SYNC_INGEST_ALREADY_OVER, sync_ingest_agent_finish(agent, &error));
    FAILS(SYNC_INGEST_ALREADY_OVER, sync_ingest_agent_deliver(agent, in(where.root, "source.csv"), NULL, &error));
    sync_ingest_agent_free(agent);
    sync_ingest_folder_free(folder);
}

static void a_session_that_is_freed_removes_its_lock(void)
{
    place where = new_place();
    sync_ingest_folder *folder = open_folder(&where);
    sync_ingest_agent_free(begin_session(folder));
    CHECK_NUMBER(entries_in(where.folder), 0);
    sync_ingest_folder_free(folder);
}

static void what_cannot_be_delivered_leaves_nothing_behind(void)
{
    place where = new_place();
    sync_ingest_error *error = NULL;
    sync_ingest_folder *folder = open_folder(&where);
    write_file(where.root, "source.csv", "abc");
    sync_ingest_agent *agent = begin_session(folder);
    const char *source = in(where.root, "source.csv");
    FAILS(SYNC_INGEST_INVALID_ARGUMENT, sync_ingest_agent_deliver(agent, source, "_omitted", &error));
    FAILS(SYNC_INGEST_INVALID_ARGUMENT, sync_ingest_agent_deliver(agent, source, "", &error));
    FAILS(SYNC_INGEST_INVALID_ARGUMENT, sync_ingest_agent_deliver(agent, source, "../a.csv", &error));
    FAILS(SYNC_INGEST_INVALID_ARGUMENT, sync_ingest_agent_deliver(agent, NULL, "a.csv", &error));
    FAILS(SYNC_INGEST_NOT_FOUND, sync_ingest_agent_deliver(agent, in(where.root, "missing"), "a.csv", &error));
    WORKS(sync_ingest_agent_finish(agent, &error));
    CHECK_NUMBER(entries_in(where.folder), 0);
    sync_ingest_agent_free(agent);
    sync_ingest_folder_free(folder);
}

static void an_agent_has_to_wait_for_a_lock_that_is_there(void)
{
    place where = new_place();
    sync_ingest_error *error = NULL;
    sync_ingest_arbitration arbitration = SYNC_INGEST_ARBITRATION_NOTHING;
    sync_ingest_folder *folder = open_folder(&where);
    sync_ingest_agent *agent = begin_session(folder);
    sync_ingest_agent *second = agent;
    WORKS(sync_ingest_folder_begin_agent_session(folder, "payroll", &second, &arbitration, &error));
    CHECK(second == NULL);
    CHECK_NUMBER(arbitration, SYNC_INGEST_ARBITRATION_AGENT_DELIVERING);
    sync_ingest_agent_free(agent);

    write_file(where.folder, "lock.txt", "1\n");
    WORKS(sync_ingest_folder_begin_agent_session(folder, "registry", &second, &arbitration, &error));
    CHECK(second == NULL);
    CHECK_NUMBER(arbitration, SYNC_INGEST_ARBITRATION_COLLECTOR_BUSY);
    CHECK(!file_exists(where.folder, "alock.txt"));
    sync_ingest_folder_free(folder);
}

static void an_agent_whose_lock_was_removed_gets_an_error(void)
{
    place where = new_place();
    sync_ingest_error *error = NULL;
    sync_ingest_folder *folder = open_folder(&where);
    sync_ingest_agent *agent = begin_session(folder);
    CHECK(unlink(in(where.folder, "alock.txt")) == 0);
    FAILS(SYNC_INGEST_LOCK_LOST, sync_ingest_agent_finish(agent, &error));
    sync_ingest_agent_free(agent);
    sync_ingest_folder_free(folder);
}

static void an_agent_needs_a_name_of_one_word(void)
{
    place where = new_place();
    sync_ingest_error *error = NULL;
    sync_ingest_agent *agent = NULL;
    sync_ingest_arbitration arbitration = SYNC_INGEST_ARBITRATION_NOTHING;
    sync_ingest_folder *folder = open_folder(&where);
    const char *const names[] = {"", "two words", "line\nfeed",
                                 "a-name-of-sixty-four-characters-which-is-one-more-than-there-may"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        FAILS(SYNC_INGEST_INVALID_ARGUMENT,
              sync_ingest_folder_begin_agent_session(folder, names[i], &agent, &arbitration, &error));
    CHECK_NUMBER(entries_in(where.folder), 0);
    sync_ingest_folder_free(folder);
}

static void the_name_of_release_0_1_begins_the_same_session(void)
{
    place where = new_place();
    sync_ingest_error *error = NULL;
    sync_ingest_agent *agent = NULL;
    sync_ingest_arbitration arbitration = SYNC_INGEST_ARBITRATION_NOTHING;
    sync_ingest_folder *folder = open_folder(&where);
    WORKS(sync_ingest_folder_begin_delivery(folder, "registry", &agent, &arbitration, &error));
    CHECK_NUMBER(arbitration, SYNC_INGEST_ARBITRATION_AGENT_DELIVERING);
    CHECK(file_exists(where.folder, "alock.txt"));
    WORKS(sync_ingest_agent_finish(agent, &error));
    sync_ingest_agent_free(agent);
    sync_ingest_folder_free(folder);
}

void agent_tests(void)
{
    RUN(an_agent_delivers_under_its_lock);
    RUN(a_session_that_is_freed_removes_its_lock);
    RUN(what_cannot_be_delivered_leaves_nothing_behind);
    RUN(an_agent_has_to_wait_for_a_lock_that_is_there);
    RUN(an_agent_whose_lock_was_removed_gets_an_error);
    RUN(an_agent_needs_a_name_of_one_word);
    RUN(the_name_of_release_0_1_begins_the_same_session);
}
