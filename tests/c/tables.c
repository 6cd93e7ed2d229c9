// The C driver of the tables in tests/tables: does one task with one table, and reports in lines.
//
//     tables check FILE [key=value]...
//     tables normalise FILE TO BAD [key=value]...
//     tables changes FILE BASE WRITE [key=value]...          BASE is - for none

#include <sync_ingest.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void usage(const char *what)
{
    fprintf(stderr, "tables: %s\nusage: tables check|normalise|changes FILE [PATH]... [key=value]...\n", what);
    exit(64);
}

// A text as the corpus writes it: bytes outside [A-Za-z0-9._-] as %XX.
static void print_text(const char *text)
{
    static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-";
    for (const unsigned char *byte = (const unsigned char *)text; *byte != '\0'; byte++)
        printf(strchr(plain, *byte) != NULL ? "%c" : "%%%02X", *byte);
}

// `absent` is what is not known.
static void print_number(const char *fact, int64_t number, int64_t absent)
{
    if (number == absent)
        printf("%s -\n", fact);
    else
        printf("%s %lld\n", fact, (long long)number);
}

// Undoes the escapes, in place.
static char *decoded(char *value)
{
    char *to = value;
    for (const char *from = value; *from != '\0'; from++) {
        char digits[3] = {0};
        if (*from == '%' && strlen(from) >= 3) {
            memcpy(digits, from + 1, 2);
            *to++ = (char)strtol(digits, NULL, 16);
            from += 2;
        } else {
            *to++ = *from;
        }
    }
    *to = '\0';
    return value;
}

static sync_ingest_code set_option(sync_ingest_table_options *options, char *argument, sync_ingest_error **error)
{
    char *value = strchr(argument, '=');
    if (value == NULL)
        usage("an option is key=value");
    *value++ = '\0';
#define IS(name) (strcmp(argument, name) == 0)
    if (IS("map")) {
        char *to = strchr(value, '=');
        if (to == NULL)
            usage("a mapping is map=FROM=TO");
        *to++ = '\0';
        return sync_ingest_table_options_add_mapping(options, decoded(value), decoded(to), error);
    }
    decoded(value);
    if (IS("key"))
        return sync_ingest_table_options_add_key(options, value, error);
    if (IS("rule"))
        return sync_ingest_table_options_set_key_rule(
            options, strcmp(value, "folded") == 0 ? SYNC_INGEST_KEY_FOLDED : SYNC_INGEST_KEY_EXACT, error);
    if (IS("encoding"))
        return sync_ingest_table_options_set_encoding(options, value, error);
    if (IS("delimiter"))
        return sync_ingest_table_options_set_delimiter(options, value, error);
    if (IS("header"))
        return sync_ingest_table_options_add_header(options, value, error);
    if (IS("footer"))
        return sync_ingest_table_options_set_footer(options, value, error);
    const int64_t number = strtoll(value, NULL, 10);
    if (IS("skip_lines"))
        return sync_ingest_table_options_set_skip_lines(options, number, error);
    if (IS("max_rows"))
        return sync_ingest_table_options_set_max_rows(options, number, error);
    if (IS("max_field"))
        return sync_ingest_table_options_set_max_field(options, number, error);
    if (IS("max_record"))
        return sync_ingest_table_options_set_max_record(options, number, error);
    if (IS("max_columns"))
        return sync_ingest_table_options_set_max_columns(options, number, error);
#undef IS
    usage("there is no such option");
    return SYNC_INGEST_INVALID_ARGUMENT;
}

static void print_check(const sync_ingest_table_findings *findings)
{
    printf("encoding ");
    print_text(sync_ingest_table_findings_encoding(findings));
    printf("\ndelimiter ");
    print_text(sync_ingest_table_findings_delimiter(findings));
    putchar('\n');
    for (int64_t i = 0; i < sync_ingest_table_findings_header_count(findings); i++) {
        printf("header ");
        print_text(sync_ingest_table_findings_header_name(findings, i));
        putchar('\n');
    }
    print_number("rows", sync_ingest_table_findings_rows_total(findings), -1);
    print_number("bad_count", sync_ingest_table_findings_bad_total(findings), -1);
    for (int64_t i = 0; i < sync_ingest_table_findings_bad_count(findings); i++)
        printf("bad %lld %s\n", (long long)sync_ingest_table_findings_bad_line(findings, i),
               sync_ingest_bad_reason_word(sync_ingest_table_findings_bad_reason(findings, i)));
    print_number("duplicate_keys", sync_ingest_table_findings_duplicate_keys(findings), -1);
    print_number("empty_keys", sync_ingest_table_findings_empty_keys(findings), -1);
    for (int64_t i = 0; i < sync_ingest_table_findings_warning_count(findings); i++)
        printf("warning %s\n", sync_ingest_warning_kind_word(sync_ingest_table_findings_warning_kind(findings, i)));
}

static void print_change(const sync_ingest_table_batch *batch, int64_t row)
{
    const sync_ingest_change_kind kind = sync_ingest_table_batch_kind(batch, row);
    printf("change %s ", sync_ingest_change_kind_word(kind));
    if (kind == SYNC_INGEST_CHANGE_GONE) {
        printf("- -\n");
        return;
    }
    printf("%lld", (long long)sync_ingest_table_batch_line(batch, row));
    for (int64_t i = 0; sync_ingest_table_batch_key(batch, row, i) != NULL; i++) {
        putchar(' ');
        print_text(sync_ingest_table_batch_key(batch, row, i));
    }
    putchar('\n');
}

static sync_ingest_code print_changes(const sync_ingest_table_findings *findings, sync_ingest_error **error)
{
    int64_t gone = -1;
    sync_ingest_table_changes *changes = NULL;
    print_number("added", sync_ingest_table_findings_added(findings), -1);
    print_number("changed", sync_ingest_table_findings_changed(findings), -1);
    print_number("unchanged", sync_ingest_table_findings_unchanged(findings), -1);
    sync_ingest_code code = sync_ingest_table_findings_gone(findings, &gone, error);
    if (code == SYNC_INGEST_GONE_UNKNOWN) {
        sync_ingest_error_free(*error);
        *error = NULL;
    } else if (code != SYNC_INGEST_OK) {
        return code;
    }
    print_number("gone", gone, -1);
    print_number("gone_unknown_since_line", sync_ingest_table_findings_gone_unknown_since_line(findings), 0);
    code = sync_ingest_table_findings_changes(findings, &changes, error);
    while (code == SYNC_INGEST_OK) {
        sync_ingest_table_batch *batch = NULL;
        code = sync_ingest_table_changes_next(changes, &batch, error);
        if (batch == NULL)
            break;
        for (int64_t row = 0; row < sync_ingest_table_batch_count(batch); row++)
            print_change(batch, row);
        sync_ingest_table_batch_free(batch);
    }
    sync_ingest_table_changes_free(changes);
    return code;
}

// Adds what the task does beside checking. Returns how many words of the command line it has taken.
static int add_jobs(sync_ingest_table_jobs *jobs, char **words, int count, sync_ingest_code *code,
                    sync_ingest_error **error)
{
    if (strcmp(words[1], "check") == 0)
        return 3;
    if (count < 5)
        usage("paths are missing");
    if (strcmp(words[1], "normalise") == 0) {
        *code = sync_ingest_table_jobs_add_normalise(jobs, words[3], words[4], error);
    } else if (strcmp(words[1], "changes") == 0) {
        const char *base = strcmp(words[3], "-") == 0 ? NULL : words[3];
        *code = sync_ingest_table_jobs_add_compare(jobs, base, NULL, 0, NULL, error);
        if (*code == SYNC_INGEST_OK)
            *code = sync_ingest_table_jobs_add_write(jobs, words[4], NULL, 0, NULL, error);
    } else {
        usage("there is no such task");
    }
    return 5;
}

int main(int argc, char **argv)
{
    if (argc < 3)
        usage("a task and a file are missing");
    sync_ingest_error *error = NULL;
    sync_ingest_table *table = NULL;
    sync_ingest_table_findings *findings = NULL;
    sync_ingest_table_jobs *jobs = sync_ingest_table_jobs_new();
    sync_ingest_table_options *options = sync_ingest_table_options_new();
    sync_ingest_code code = sync_ingest_table_options_set_secret(options, "00000000000000000000000000000000", &error);

    int word = add_jobs(jobs, argv, argc, &code, &error);
    for (; word < argc && code == SYNC_INGEST_OK; word++)
        code = set_option(options, argv[word], &error);
    if (code == SYNC_INGEST_OK)
        code = sync_ingest_table_open(argv[2], options, &table, &error);
    if (code == SYNC_INGEST_OK)
        code = sync_ingest_table_run(table, jobs, &findings, &error);
    if (code == SYNC_INGEST_OK && strcmp(argv[1], "check") == 0)
        print_check(findings);
    if (code == SYNC_INGEST_OK && strcmp(argv[1], "normalise") == 0) {
        print_number("rows", sync_ingest_table_findings_rows_total(findings), -1);
        print_number("bad_count", sync_ingest_table_findings_bad_total(findings), -1);
    }
    if (code == SYNC_INGEST_OK && strcmp(argv[1], "changes") == 0)
        code = print_changes(findings, &error);

    if (code == SYNC_INGEST_TABLE_REFUSED) {
        printf("refused %s ", sync_ingest_refusal_reason_word(sync_ingest_error_refusal(error)));
        if (sync_ingest_error_line(error) == 0)
            printf("- ");
        else
            printf("%lld ", (long long)sync_ingest_error_line(error));
        printf("%lld\n", (long long)sync_ingest_error_byte(error));
    } else if (code != SYNC_INGEST_OK) {
        fprintf(stderr, "tables: %s\n", sync_ingest_error_message(error));
    }
    sync_ingest_error_free(error);
    sync_ingest_table_findings_free(findings);
    sync_ingest_table_free(table);
    sync_ingest_table_jobs_free(jobs);
    sync_ingest_table_options_free(options);
    return code == SYNC_INGEST_OK ? 0 : code == SYNC_INGEST_TABLE_REFUSED ? 1 : 2;
}
