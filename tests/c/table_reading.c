// Tests of tables: checking, rows, normalising, changes, and what is refused.
#include "support.h"

#include <stddef.h>
#include <string.h>

static sync_ingest_table *table_of(const place *where, const char *content, const sync_ingest_table_options *options)
{
    sync_ingest_error *error = NULL;
    sync_ingest_table *table = NULL;
    write_file(where->folder, "students.csv", content);
    WORKS(sync_ingest_table_open(in(where->folder, "students.csv"), options, &table, &error));
    return table;
}

// Reads a table and does the jobs, if any; frees both.
static sync_ingest_table_findings *findings_of(sync_ingest_table *table, sync_ingest_table_jobs *jobs)
{
    sync_ingest_error *error = NULL;
    sync_ingest_table_findings *findings = NULL;
    WORKS(sync_ingest_table_run(table, jobs, &findings, &error));
    sync_ingest_table_jobs_free(jobs);
    sync_ingest_table_free(table);
    return findings;
}

static long long length_of(const char *text) { return text == NULL ? -1 : (long long)strlen(text); }

static sync_ingest_table_options *with_key(const char *column)
{
    sync_ingest_error *error = NULL;
    sync_ingest_table_options *options = sync_ingest_table_options_new();
    WORKS(sync_ingest_table_options_add_key(options, column, &error));
    return options;
}

// Frees the options, too.
static sync_ingest_table_findings *check_of(const place *where, const char *content, sync_ingest_table_options *options)
{
    sync_ingest_table *table = table_of(where, content, options);
    sync_ingest_table_options_free(options);
    return findings_of(table, NULL);
}

static void what_is_in_a_table_is_found(void)
{
    place where = new_place();
    sync_ingest_table_findings *findings =
        check_of(&where, "id;name\n1;Ada\n2\n\n3;Grace\n;Joan\n3;Mary\n", with_key("id"));
    CHECK_TEXT(sync_ingest_table_findings_encoding(findings), "UTF-8");
    CHECK_NUMBER(sync_ingest_table_findings_encoding_evidence(findings), SYNC_INGEST_ENCODING_VALID_UTF8);
    CHECK_TEXT(sync_ingest_table_findings_delimiter(findings), ";");
    CHECK_NUMBER(sync_ingest_table_findings_header_count(findings), 2);
    CHECK_TEXT(sync_ingest_table_findings_header_name(findings, 1), "name");
    CHECK(sync_ingest_table_findings_header_name(findings, 2) == NULL);
    CHECK_NUMBER(sync_ingest_table_findings_column_count(findings), 2);
    CHECK_TEXT(sync_ingest_table_findings_column_name(findings, 0), "id");
    CHECK(sync_ingest_table_findings_column_name(findings, -1) == NULL);
    CHECK_NUMBER(sync_ingest_table_findings_rows_total(findings), 5);
    CHECK_NUMBER(sync_ingest_table_findings_bad_total(findings), 4);
    CHECK_NUMBER(sync_ingest_table_findings_bad_count(findings), 4);
    CHECK_NUMBER(sync_ingest_table_findings_bad_line(findings, 0), 3);
    CHECK_NUMBER(sync_ingest_table_findings_bad_reason(findings, 0), SYNC_INGEST_BAD_RAGGED);
    CHECK_NUMBER(sync_ingest_table_findings_bad_line(findings, 4), 0);
    CHECK_NUMBER(sync_ingest_table_findings_bad_reason(findings, -1), SYNC_INGEST_BAD_NONE);
    CHECK_NUMBER(sync_ingest_table_findings_duplicate_keys(findings), 1);
    CHECK_NUMBER(sync_ingest_table_findings_empty_keys(findings), 1);
    CHECK_NUMBER(sync_ingest_table_findings_warning_count(findings), 1);
    CHECK_NUMBER(sync_ingest_table_findings_warning_kind(findings, 0), SYNC_INGEST_WARNING_SKIPPED_ROWS);
    CHECK_NUMBER(sync_ingest_table_findings_warning_occurrences(findings, 0), 1);
    CHECK_NUMBER(sync_ingest_table_findings_warning_kind(findings, 1), SYNC_INGEST_WARNING_NONE);
    // Nothing was compared.
    CHECK_NUMBER(sync_ingest_table_findings_added(findings), -1);
    sync_ingest_table_findings_free(findings);
}

static void cells_that_a_warning_is_about_are_shown(void)
{
    place where = new_place();
    sync_ingest_table_findings *findings = check_of(&where, "id,name\n1,Ada\n2,\xef\xbf\xbdlodie\n", NULL);
    CHECK_NUMBER(sync_ingest_table_findings_warning_kind(findings, 0), SYNC_INGEST_WARNING_REPLACEMENT_CHARACTER);
    CHECK_NUMBER(sync_ingest_table_findings_warning_cell_count(findings, 0), 1);
    CHECK_NUMBER(sync_ingest_table_findings_warning_cell_line(findings, 0, 0), 3);
    CHECK_NUMBER(sync_ingest_table_findings_warning_cell_column(findings, 0, 0), 2);
    CHECK_TEXT(sync_ingest_table_findings_warning_cell_text(findings, 0, 0), "\xef\xbf\xbdlodie");
    CHECK(sync_ingest_table_findings_warning_cell_text(findings, 0, 1) == NULL);
    CHECK(sync_ingest_table_findings_warning_cell_text(findings, 1, 0) == NULL);
    sync_ingest_table_findings_free(findings);
}

static void good_rows_are_pulled_in_batches(void)
{
    place where = new_place();
    sync_ingest_error *error = NULL;
    sync_ingest_table_rows *rows = NULL;
    sync_ingest_table_batch *batch = NULL;
    sync_ingest_table_findings *findings = check_of(&where, "id,name\n1,Ada\n2\n3,\"Gr\n\"\"ace\"\"\"\n", NULL);
    WORKS(sync_ingest_table_findings_rows(findings, &rows, &error));
    // They live on without what they came from.
    sync_ingest_table_findings_free(findings);
    WORKS(sync_ingest_table_rows_next(rows, &batch, &error));
    CHECK_NUMBER(sync_ingest_table_batch_count(batch), 2);
    CHECK_NUMBER(sync_ingest_table_batch_line(batch, 0), 2);
    CHECK_NUMBER(sync_ingest_table_batch_line(batch, 1), 4);
    CHECK_NUMBER(sync_ingest_table_batch_line(batch, 2), 0);
    CHECK_TEXT(sync_ingest_table_batch_cell(batch, 0, 0), "1");
    CHECK_TEXT(sync_ingest_table_batch_cell(batch, 1, 1), "Gr\n\"ace\"");
    CHECK(sync_ingest_table_batch_cell(batch, 1, 2) == NULL);
    CHECK_NUMBER(sync_ingest_table_batch_kind(batch, 0), SYNC_INGEST_CHANGE_NONE);
    CHECK(sync_ingest_table_batch_key(batch, 0, 0) == NULL);
    CHECK(sync_ingest_table_batch_key_hash(batch, 0) == NULL);
    CHECK(sync_ingest_table_batch_row_hash(batch, 0) == NULL);
    CHECK_NUMBER(sync_ingest_table_batch_width(batch), 2);
    CHECK_NUMBER(sync_ingest_table_batch_size(batch), 2 + 4 + 2 + 9);
    CHECK(batch != NULL && memcmp(sync_ingest_table_batch_texts(batch), "1\0Ada\0003\0Gr\n\"ace\"", 17) == 0);
    CHECK(batch != NULL && sync_ingest_table_batch_lines(batch)[1] == 4);
    CHECK(batch != NULL && sync_ingest_table_batch_kinds(batch)[1] == SYNC_INGEST_CHANGE_NONE);
    sync_ingest_table_batch_free(batch);
    WORKS(sync_ingest_table_rows_next(rows, &batch, &error));
    CHECK(batch == NULL);
    sync_ingest_table_rows_free(rows);
}

static void a_table_is_normalised_with_its_new_names(void)
{
    place where = new_place();
    sync_ingest_error *error = NULL;
    sync_ingest_table_options *options = sync_ingest_table_options_new();
    sync_ingest_table_jobs *jobs = sync_ingest_table_jobs_new();
    WORKS(sync_ingest_table_options_set_encoding(options, "windows-1252", &error));
    WORKS(sync_ingest_table_options_set_delimiter(options, "|", &error));
    WORKS(sync_ingest_table_options_add_header(options, "Nom", &error));
    WORKS(sync_ingest_table_options_add_header(options, "Num", &error));
    WORKS(sync_ingest_table_options_set_skip_lines(options, 1, &error));
    WORKS(sync_ingest_table_options_add_mapping(options, "num", "idnumber", &error));
    WORKS(sync_ingest_table_options_add_mapping(options, "nom", "lastname", &error));
    WORKS(sync_ingest_table_options_set_only_mapped(options, 1, &error));
    WORKS(sync_ingest_table_options_set_bad_listed(options, 0, &error));
    sync_ingest_table *table = table_of(&where, "a title\nNom|Num\nAnn\xe9, X|1\nBob\n", options);
    sync_ingest_table_options_free(options);
    WORKS(sync_ingest_table_jobs_add_normalise(jobs, in(where.store, "good"), in(where.store, "bad"), &error));
    sync_ingest_table_findings *findings = findings_of(table, jobs);
    CHECK_TEXT(sync_ingest_table_findings_column_name(findings, 0), "idnumber");
    CHECK_NUMBER(sync_ingest_table_findings_bad_total(findings), 1);
    CHECK_NUMBER(sync_ingest_table_findings_bad_count(findings), 0);
    CHECK_TEXT(content_of(where.store, "good"), "idnumber,lastname\n1,\"Ann\xc3\xa9, X\"\n");
    CHECK(file_exists(where.store, "bad"));
    sync_ingest_table_findings_free(findings);
}

// Compares with the file of hashes `base` in the store, and writes it again.
static sync_ingest_table_findings *compared(const place *where, const char *content, int first)
{
    sync_ingest_error *error = NULL;
    sync_ingest_table_options *options = with_key("id");
    sync_ingest_table_jobs *jobs = sync_ingest_table_jobs_new();
    const char *base = in(where->store, "base");
    WORKS(sync_ingest_table_options_set_key_rule(options, SYNC_INGEST_KEY_FOLDED, &error));
    WORKS(sync_ingest_table_options_set_secret(options, "00112233445566778899aabbccddeeff", &error));
    sync_ingest_table *table = table_of(where, content, options);
    sync_ingest_table_options_free(options);
    WORKS(sync_ingest_table_jobs_add_compare(jobs, first ? NULL : base, "students", 1, "v1", &error));
    WORKS(sync_ingest_table_jobs_add_write(jobs, base, "students", 1, "v1", &error));
    return findings_of(table, jobs);
}

static void changes_are_pulled_with_their_keys_and_hashes(void)
{
    place where = new_place();
    sync_ingest_error *error = NULL;
    sync_ingest_table_changes *changes = NULL;
    sync_ingest_table_batch *batch = NULL;
    int64_t gone = 7;
    sync_ingest_table_findings *findings = compared(&where, "id,name\na,Ada\nb,Grace\nc,Joan\n", 1);
    CHECK_NUMBER(sync_ingest_table_findings_added(findings), 3);
    sync_ingest_table_findings_free(findings);

    findings = compared(&where, "name;id\nMary;d\nGrace;B\nAda;a \n", 0);
    CHECK_NUMBER(sync_ingest_table_findings_added(findings), 1);
    CHECK_NUMBER(sync_ingest_table_findings_changed(findings) + sync_ingest_table_findings_unchanged(findings), 2);
    CHECK_NUMBER(sync_ingest_table_findings_gone_unknown_since_line(findings), 0);
    WORKS(sync_ingest_table_findings_gone(findings, &gone, &error));
    CHECK_NUMBER(gone, 1);
    WORKS(sync_ingest_table_findings_changes(findings, &changes, &error));
    sync_ingest_table_findings_free(findings);
    WORKS(sync_ingest_table_changes_next(changes, &batch, &error));
    CHECK_NUMBER(sync_ingest_table_batch_kind(batch, 0), SYNC_INGEST_CHANGE_ADDED);
    CHECK_NUMBER(sync_ingest_table_batch_line(batch, 0), 2);
    CHECK_TEXT(sync_ingest_table_batch_key(batch, 0, 0), "d");
    CHECK(sync_ingest_table_batch_key(batch, 0, 1) == NULL);
    CHECK_TEXT(sync_ingest_table_batch_cell(batch, 0, 0), "Mary");
    CHECK_NUMBER(length_of(sync_ingest_table_batch_key_hash(batch, 0)), 32);
    CHECK_NUMBER(length_of(sync_ingest_table_batch_row_hash(batch, 0)), 32);
    const int64_t last = sync_ingest_table_batch_count(batch) - 1;
    CHECK_NUMBER(sync_ingest_table_batch_kind(batch, last), SYNC_INGEST_CHANGE_GONE);
    CHECK_NUMBER(sync_ingest_table_batch_line(batch, last), 0);
    CHECK_NUMBER(length_of(sync_ingest_table_batch_key_hash(batch, last)), 32);
    CHECK_TEXT(sync_ingest_table_batch_row_hash(batch, last), "");
    CHECK_TEXT(sync_ingest_table_batch_key(batch, last, 0), "");
    sync_ingest_table_batch_free(batch);
    WORKS(sync_ingest_table_changes_next(changes, &batch, &error));
    CHECK(batch == NULL);
    sync_ingest_table_changes_free(changes);
}

static void what_is_gone_is_not_known_while_a_key_cannot_be_read(void)
{
    place where = new_place();
    sync_ingest_error *error = NULL;
    int64_t gone = 7;
    sync_ingest_table_findings_free(compared(&where, "id,name\na,Ada\nb,Grace\n", 1));
    sync_ingest_table_findings *findings = compared(&where, "id,name\na,Ada\nGrace\n", 0);
    FAILS(SYNC_INGEST_GONE_UNKNOWN, sync_ingest_table_findings_gone(findings, &gone, &error));
    CHECK_NUMBER(gone, 7);
    CHECK_NUMBER(sync_ingest_table_findings_gone_unknown_since_line(findings), 3);
    sync_ingest_table_findings_free(findings);

    findings = check_of(&where, "id\n1\n", NULL);
    FAILS(SYNC_INGEST_INVALID_ARGUMENT, sync_ingest_table_findings_gone(findings, &gone, &error));
    sync_ingest_table_findings_free(findings);
}

static void check_refusal(const place *where, const char *content, const sync_ingest_table_options *options,
                          sync_ingest_refusal_reason reason, long long line)
{
    sync_ingest_error *error = NULL;
    sync_ingest_table_findings *findings = NULL;
    sync_ingest_table *table = table_of(where, content, options);
    CHECK_NUMBER(sync_ingest_table_run(table, NULL, &findings, &error), SYNC_INGEST_TABLE_REFUSED);
    CHECK(findings == NULL);
    CHECK_NUMBER(sync_ingest_error_refusal(error), reason);
    CHECK_NUMBER(sync_ingest_error_line(error), line);
    CHECK(sync_ingest_error_byte(error) >= 0 && strstr(sync_ingest_error_message(error), "students.csv\": line ") != NULL);
    CHECK_TEXT(sync_ingest_error_path(error), in(where->folder, "students.csv"));
    sync_ingest_error_free(error);
    sync_ingest_table_free(table);
}

static void a_file_that_is_no_table_is_refused_with_line_and_byte(void)
{
    place where = new_place();
    sync_ingest_error *error = NULL;
    check_refusal(&where, "id,name\n1,Ada\n2,\"Grace\n3,Joan\n", NULL, SYNC_INGEST_REFUSAL_UNCLOSED_QUOTE, 3);

    sync_ingest_table_options *options = sync_ingest_table_options_new();
    WORKS(sync_ingest_table_options_set_max_rows(options, 1, &error));
    check_refusal(&where, "id\n1\n2\n", options, SYNC_INGEST_REFUSAL_TOO_MANY_ROWS, 3);
    sync_ingest_table_options_free(options);

    options = sync_ingest_table_options_new();
    WORKS(sync_ingest_table_options_set_max_field(options, 3, &error));
    WORKS(sync_ingest_table_options_set_max_record(options, 100, &error));
    WORKS(sync_ingest_table_options_set_max_columns(options, 2, &error));
    check_refusal(&where, "id\n12345\n", options, SYNC_INGEST_REFUSAL_FIELD_TOO_LARGE, 2);
    sync_ingest_table_options_free(options);
}

static void a_file_that_is_not_there_is_an_error_of_the_system(void)
{
    place where = new_place();
    sync_ingest_error *error = NULL;
    sync_ingest_table *table = NULL;
    CHECK_NUMBER(sync_ingest_table_open(in(where.folder, "missing.csv"), NULL, &table, &error), SYNC_INGEST_NOT_FOUND);
    CHECK(table == NULL);
    CHECK_TEXT(sync_ingest_error_path(error), in(where.folder, "missing.csv"));
    CHECK_NUMBER(sync_ingest_error_refusal(error), SYNC_INGEST_REFUSAL_NONE);
    CHECK_NUMBER(sync_ingest_error_line(error), 0);
    CHECK_NUMBER(sync_ingest_error_byte(error), -1);
    sync_ingest_error_free(error);
}

static void a_table_without_a_header_and_with_a_footer_is_read(void)
{
    place where = new_place();
    sync_ingest_error *error = NULL;
    sync_ingest_table_options *options = sync_ingest_table_options_new();
    WORKS(sync_ingest_table_options_set_headerless(options, 1, &error));
    WORKS(sync_ingest_table_options_set_footer(options, "(* rows affected)", &error));
    sync_ingest_table_findings *findings = check_of(&where, "1,Ada\n2,Grace\n(2 rows affected)\n", options);
    CHECK_NUMBER(sync_ingest_table_findings_rows_total(findings), 2);
    CHECK_TEXT(sync_ingest_table_findings_header_name(findings, 1), "2");
    sync_ingest_table_findings_free(findings);
}

void table_reading_tests(void)
{
    RUN(what_is_in_a_table_is_found);
    RUN(cells_that_a_warning_is_about_are_shown);
    RUN(good_rows_are_pulled_in_batches);
    RUN(a_table_is_normalised_with_its_new_names);
    RUN(changes_are_pulled_with_their_keys_and_hashes);
    RUN(what_is_gone_is_not_known_while_a_key_cannot_be_read);
    RUN(a_file_that_is_no_table_is_refused_with_line_and_byte);
    RUN(a_file_that_is_not_there_is_an_error_of_the_system);
    RUN(a_table_without_a_header_and_with_a_footer_is_read);
}
