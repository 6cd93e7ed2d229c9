// Tests of the error object.
#include "support.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>

static void an_error_shows_what_where_and_why(void)
{
    place where = new_place();
    const char *missing = in(where.root, "caf\xe9\x1b[2J");
    sync_ingest_error *error = NULL;
    sync_ingest_folder *folder = NULL;
    sync_ingest_status *status = NULL;
    WORKS(sync_ingest_folder_open(missing, NULL, &folder, &error));

    CHECK_NUMBER(sync_ingest_folder_status(folder, &status, &error), SYNC_INGEST_NOT_FOUND);
    CHECK_NUMBER(sync_ingest_error_code(error), SYNC_INGEST_NOT_FOUND);
    CHECK_NUMBER(sync_ingest_error_errno(error), ENOENT);
    CHECK_TEXT(sync_ingest_error_path(error), missing);
    CHECK(strstr(sync_ingest_error_message(error), "cannot ") == sync_ingest_error_message(error));
    CHECK(strchr(sync_ingest_error_message(error), '\x1b') == NULL);
    // It outlives the object that it came from.
    sync_ingest_folder_free(folder);
    CHECK_TEXT(sync_ingest_error_path(error), missing);
    sync_ingest_error_free(error);
}

static void a_refusal_of_our_own_has_no_path_and_no_errno(void)
{
    sync_ingest_error *error = NULL;
    sync_ingest_options *options = sync_ingest_options_new();
    CHECK_NUMBER(sync_ingest_options_set_sha1(options, 2, &error), SYNC_INGEST_INVALID_ARGUMENT);
    CHECK_TEXT(sync_ingest_error_message(error), "the argument `wanted` is neither 0 nor 1: 2");
    CHECK(sync_ingest_error_path(error) == NULL);
    CHECK_NUMBER(sync_ingest_error_errno(error), 0);
    sync_ingest_error_free(error);
    sync_ingest_options_free(options);
}

void errors_tests(void)
{
    RUN(an_error_shows_what_where_and_why);
    RUN(a_refusal_of_our_own_has_no_path_and_no_errno);
}
