// Bad arguments of the functions that read tables: NULL for everything, and what no option may be.
#include "support.h"

#include <stddef.h>

static void every_function_of_tables_that_can_fail_refuses_null_for_everything(void)
{
    const sync_ingest_code invalid = SYNC_INGEST_INVALID_ARGUMENT;
    sync_ingest_error *error = NULL;
    FAILS(invalid, sync_ingest_table_options_set_encoding(NULL, NULL, &error));
    FAILS(invalid, sync_ingest_table_options_set_delimiter(NULL, NULL, &error));
    FAILS(invalid, sync_ingest_table_options_add_header(NULL, NULL, &error));
    FAILS(invalid, sync_ingest_table_options_set_headerless(NULL, 0, &error));
    FAILS(invalid, sync_ingest_table_options_set_skip_lines(NULL, 0, &error));
    FAILS(invalid, sync_ingest_table_options_set_footer(NULL, NULL, &error));
    FAILS(invalid, sync_ingest_table_options_add_key(NULL, NULL, &error));
    FAILS(invalid, sync_ingest_table_options_set_key_rule(NULL, 0, &error));
    FAILS(invalid, sync_ingest_table_options_add_mapping(NULL, NULL, NULL, &error));
    FAILS(invalid, sync_ingest_table_options_set_only_mapped(NULL, 0, &error));
    FAILS(invalid, sync_ingest_table_options_set_bad_listed(NULL, 0, &error));
    FAILS(invalid, sync_ingest_table_options_set_max_rows(NULL, 0, &error));
    FAILS(invalid, sync_ingest_table_options_set_max_field(NULL, 0, &error));
    FAILS(invalid, sync_ingest_table_options_set_max_record(NULL, 0, &error));
    FAILS(invalid, sync_ingest_table_options_set_max_columns(NULL, 0, &error));
    FAILS(invalid, sync_ingest_table_options_set_secret(NULL, NULL, &error));
    FAILS(invalid, sync_ingest_table_jobs_add_normalise(NULL, NULL, NULL, &error));
    FAILS(invalid, sync_ingest_table_jobs_add_compare(NULL, NULL, NULL, 0, NULL, &error));
    FAILS(invalid, sync_ingest_table_jobs_add_write(NULL, NULL, NULL, 0, NULL, &error));
    FAILS(invalid, sync_ingest_table_open(NULL, NULL, NULL, &error));
    FAILS(invalid, sync_ingest_table_run(NULL, NULL, NULL, &error));
    FAILS(invalid, sync_ingest_table_findings_gone(NULL, NULL, &error));
    FAILS(invalid, sync_ingest_table_findings_rows(NULL, NULL, &error));
    FAILS(invalid, sync_ingest_table_rows_next(NULL, NULL, &error));
    FAILS(invalid, sync_ingest_table_findings_changes(NULL, NULL, &error));
    FAILS(invalid, sync_ingest_table_changes_next(NULL, NULL, &error));
}

// The error object is optional.
static void every_function_of_tables_that_can_fail_does_so_without_an_error_object(void)
{
    const sync_ingest_code invalid = SYNC_INGEST_INVALID_ARGUMENT;
    CHECK_NUMBER(sync_ingest_table_options_set_encoding(NULL, NULL, NULL), invalid);
    CHECK_NUMBER(sync_ingest_table_options_set_delimiter(NULL, NULL, NULL), invalid);
    CHECK_NUMBER(sync_ingest_table_options_add_header(NULL, NULL, NULL), invalid);
    CHECK_NUMBER(sync_ingest_table_options_set_headerless(NULL, 0, NULL), invalid);
    CHECK_NUMBER(sync_ingest_table_options_set_skip_lines(NULL, 0, NULL), invalid);
    CHECK_NUMBER(sync_ingest_table_options_set_footer(NULL, NULL, NULL), invalid);
    CHECK_NUMBER(sync_ingest_table_options_add_key(NULL, NULL, NULL), invalid);
    CHECK_NUMBER(sync_ingest_table_options_set_key_rule(NULL, 0, NULL), invalid);
    CHECK_NUMBER(sync_ingest_table_options_add_mapping(NULL, NULL, NULL, NULL), invalid);
    CHECK_NUMBER(sync_ingest_table_options_set_only_mapped(NULL, 0, NULL), invalid);
    CHECK_NUMBER(sync_ingest_table_options_set_bad_listed(NULL, 0, NULL), invalid);
    CHECK_NUMBER(sync_ingest_table_options_set_max_rows(NULL, 0, NULL), invalid);
    CHECK_NUMBER(sync_ingest_table_options_set_max_field(NULL, 0, NULL), invalid);
    CHECK_NUMBER(sync_ingest_table_options_set_max_record(NULL, 0, NULL), invalid);
    CHECK_NUMBER(sync_ingest_table_options_set_max_columns(NULL, 0, NULL), invalid);
    CHECK_NUMBER(sync_ingest_table_options_set_secret(NULL, NULL, NULL), invalid);
    CHECK_NUMBER(sync_ingest_table_jobs_add_normalise(NULL, NULL, NULL, NULL), invalid);
    CHECK_NUMBER(sync_ingest_table_jobs_add_compare(NULL, NULL, NULL, 0, NULL, NULL), invalid);
    CHECK_NUMBER(sync_ingest_table_jobs_add_write(NULL, NULL, NULL, 0, NULL, NULL), invalid);
    CHECK_NUMBER(sync_ingest_table_open(NULL, NULL, NULL, NULL), invalid);
    CHECK_NUMBER(sync_ingest_table_run(NULL, NULL, NULL, NULL), invalid);
    CHECK_NUMBER(sync_ingest_table_findings_gone(NULL, NULL, NULL), invalid);
    CHECK_NUMBER(sync_ingest_table_findings_rows(NULL, NULL, NULL), invalid);
    CHECK_NUMBER(sync_ingest_table_rows_next(NULL, NULL, NULL), invalid);
    CHECK_NUMBER(sync_ingest_table_findings_changes(NULL, NULL, NULL), invalid);
    CHECK_NUMBER(sync_ingest_table_changes_next(NULL, NULL, NULL), invalid);
}

static void there_is_nothing_to_see_in_no_table(void)
{
    CHECK(sync_ingest_table_findings_encoding(NULL) == NULL);
    CHECK_NUMBER(sync_ingest_table_findings_encoding_evidence(NULL), 0);
    CHECK(sync_ingest_table_findings_delimiter(NULL) == NULL);
    CHECK_NUMBER(sync_ingest_table_findings_header_count(NULL), 0);
    CHECK(sync_ingest_table_findings_header_name(NULL, 0) == NULL);
    CHECK_NUMBER(sync_ingest_table_findings_column_count(NULL), 0);
    CHECK(sync_ingest_table_findings_column_name(NULL, 0) == NULL);
    CHECK_NUMBER(sync_ingest_table_findings_rows_total(NULL), 0);
    CHECK_NUMBER(sync_ingest_table_findings_bad_total(NULL), 0);
    CHECK_NUMBER(sync_ingest_table_findings_bad_count(NULL), 0);
    CHECK_NUMBER(sync_ingest_table_findings_bad_line(NULL, 0), 0);
    CHECK_NUMBER(sync_ingest_table_findings_bad_reason(NULL, 0), 0);
    CHECK_NUMBER(sync_ingest_table_findings_duplicate_keys(NULL), -1);
    CHECK_NUMBER(sync_ingest_table_findings_empty_keys(NULL), -1);
    CHECK_NUMBER(sync_ingest_table_findings_warning_count(NULL), 0);
    CHECK_NUMBER(sync_ingest_table_findings_warning_kind(NULL, 0), 0);
    CHECK_NUMBER(sync_ingest_table_findings_warning_occurrences(NULL, 0), 0);
    CHECK_NUMBER(sync_ingest_table_findings_warning_cell_count(NULL, 0), 0);
    CHECK_NUMBER(sync_ingest_table_findings_warning_cell_line(NULL, 0, 0), 0);
    CHECK_NUMBER(sync_ingest_table_findings_warning_cell_column(NULL, 0, 0), 0);
    CHECK(sync_ingest_table_findings_warning_cell_text(NULL, 0, 0) == NULL);
    CHECK_NUMBER(sync_ingest_table_findings_added(NULL), -1);
    CHECK_NUMBER(sync_ingest_table_findings_changed(NULL), -1);
    CHECK_NUMBER(sync_ingest_table_findings_unchanged(NULL), -1);
    CHECK_NUMBER(sync_ingest_table_findings_gone_unknown_since_line(NULL), 0);
    CHECK_NUMBER(sync_ingest_table_batch_count(NULL), 0);
    CHECK_NUMBER(sync_ingest_table_batch_line(NULL, 0), 0);
    CHECK(sync_ingest_table_batch_cell(NULL, 0, 0) == NULL);
    CHECK_NUMBER(sync_ingest_table_batch_kind(NULL, 0), 0);
    CHECK(sync_ingest_table_batch_key(NULL, 0, 0) == NULL);
    CHECK(sync_ingest_table_batch_key_hash(NULL, 0) == NULL);
    CHECK(sync_ingest_table_batch_row_hash(NULL, 0) == NULL);
    CHECK(sync_ingest_table_batch_texts(NULL) == NULL);
    CHECK_NUMBER(sync_ingest_table_batch_size(NULL), 0);
    CHECK_NUMBER(sync_ingest_table_batch_width(NULL), 0);
    CHECK(sync_ingest_table_batch_lines(NULL) == NULL);
    CHECK(sync_ingest_table_batch_kinds(NULL) == NULL);
    CHECK_NUMBER(sync_ingest_error_refusal(NULL), 0);
    CHECK_NUMBER(sync_ingest_error_line(NULL), 0);
    CHECK_NUMBER(sync_ingest_error_byte(NULL), -1);
}

static void freeing_no_table_does_nothing(void)
{
    sync_ingest_table_options_free(NULL);
    sync_ingest_table_jobs_free(NULL);
    sync_ingest_table_free(NULL);
    sync_ingest_table_findings_free(NULL);
    sync_ingest_table_rows_free(NULL);
    sync_ingest_table_changes_free(NULL);
    sync_ingest_table_batch_free(NULL);
}

static void options_that_make_no_sense_are_refused(void)
{
    const sync_ingest_code invalid = SYNC_INGEST_INVALID_ARGUMENT;
    sync_ingest_error *error = NULL;
    sync_ingest_table_options *options = sync_ingest_table_options_new();
    FAILS(invalid, sync_ingest_table_options_set_delimiter(options, "", &error));
    FAILS(invalid, sync_ingest_table_options_set_delimiter(options, "||", &error));
    FAILS(invalid, sync_ingest_table_options_set_delimiter(options, "\xc2\xa7", &error));
    FAILS(invalid, sync_ingest_table_options_set_headerless(options, 2, &error));
    FAILS(invalid, sync_ingest_table_options_set_only_mapped(options, -1, &error));
    FAILS(invalid, sync_ingest_table_options_set_key_rule(options, 0, &error));
    FAILS(invalid, sync_ingest_table_options_set_key_rule(options, 3, &error));
    FAILS(invalid, sync_ingest_table_options_set_skip_lines(options, -1, &error));
    FAILS(invalid, sync_ingest_table_options_set_bad_listed(options, -1, &error));
    FAILS(invalid, sync_ingest_table_options_set_max_rows(options, -1, &error));
    FAILS(invalid, sync_ingest_table_options_set_max_field(options, -1, &error));
    FAILS(invalid, sync_ingest_table_options_set_max_record(options, -1, &error));
    FAILS(invalid, sync_ingest_table_options_set_max_columns(options, -1, &error));
    FAILS(invalid, sync_ingest_table_options_set_secret(options, "0", &error));
    FAILS(invalid, sync_ingest_table_options_set_secret(options, "0g", &error));
    FAILS(invalid, sync_ingest_table_options_set_secret(options, "+1", &error));
    FAILS(invalid, sync_ingest_table_options_add_key(options, "caf\xe9", &error));
    FAILS(invalid, sync_ingest_table_options_add_mapping(options, "a", NULL, &error));
    sync_ingest_table_options_free(options);

    sync_ingest_table_jobs *jobs = sync_ingest_table_jobs_new();
    FAILS(invalid, sync_ingest_table_jobs_add_normalise(jobs, "to", NULL, &error));
    FAILS(invalid, sync_ingest_table_jobs_add_compare(jobs, NULL, NULL, -1, NULL, &error));
    FAILS(invalid, sync_ingest_table_jobs_add_write(jobs, "file", "caf\xe9", 0, NULL, &error));
    sync_ingest_table_jobs_free(jobs);
}

void table_arguments_tests(void)
{
    RUN(every_function_of_tables_that_can_fail_refuses_null_for_everything);
    RUN(every_function_of_tables_that_can_fail_does_so_without_an_error_object);
    RUN(there_is_nothing_to_see_in_no_table);
    RUN(freeing_no_table_does_nothing);
    RUN(options_that_make_no_sense_are_refused);
}
