// The C driver of the scenarios: collects FOLDER into the existing directory STORE once, and
// reports in lines.
//
//     scenario FOLDER STORE [key=value]...

#include <sync_ingest.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum answer { STORE, FAIL, REJECT };

static const char *code_name(sync_ingest_code code)
{
    switch (code) {
    case SYNC_INGEST_OK: return "OK";
    case SYNC_INGEST_INVALID_ARGUMENT: return "INVALID_ARGUMENT";
    case SYNC_INGEST_NOT_FOUND: return "NOT_FOUND";
    case SYNC_INGEST_NOT_A_DIRECTORY: return "NOT_A_DIRECTORY";
    case SYNC_INGEST_PERMISSION_DENIED: return "PERMISSION_DENIED";
    case SYNC_INGEST_READ_ONLY: return "READ_ONLY";
    case SYNC_INGEST_NO_SPACE: return "NO_SPACE";
    case SYNC_INGEST_IO: return "IO";
    case SYNC_INGEST_WORK_AREA: return "WORK_AREA";
    case SYNC_INGEST_LOCK_LOST: return "LOCK_LOST";
    case SYNC_INGEST_CHANGED: return "CHANGED";
    case SYNC_INGEST_ALREADY_OVER: return "ALREADY_OVER";
    case SYNC_INGEST_MOVE_REFUSED: return "MOVE_REFUSED";
    case SYNC_INGEST_HELD: return "HELD";
    case SYNC_INGEST_ALREADY_EXISTS: return "ALREADY_EXISTS";
    case SYNC_INGEST_PANIC: return "PANIC";
    case SYNC_INGEST_TABLE_REFUSED: return "TABLE_REFUSED";
    case SYNC_INGEST_GONE_UNKNOWN: return "GONE_UNKNOWN";
    }
    return "UNKNOWN";
}

static void usage(const char *what)
{
    fprintf(stderr, "scenario: %s\nusage: scenario FOLDER STORE [key=value]...\n", what);
    exit(64);
}

// A name as the scenarios write it: bytes outside [A-Za-z0-9._-] as %XX.
static void print_name(const char *name)
{
    static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-";
    for (const unsigned char *byte = (const unsigned char *)name; *byte != '\0'; byte++)
        printf(strchr(plain, *byte) != NULL ? "%c" : "%%%02X", *byte);
}

static void print_fact(const char *fact, const char *name)
{
    printf("%s ", fact);
    print_name(name);
    putchar('\n');
}

static void print_report(const sync_ingest_report *report)
{
    printf("outcome %s\n", sync_ingest_arbitration_word(sync_ingest_report_arbitration(report)));
    for (int64_t i = 0; i < sync_ingest_report_delivered_count(report); i++) {
        printf("delivered ");
        print_name(sync_ingest_report_delivered_name(report, i));
        printf(" %lld %s %s %lld\n", (long long)sync_ingest_report_delivered_size(report, i),
               sync_ingest_report_delivered_sha256(report, i),
               sync_ingest_evidence_word(sync_ingest_report_delivered_evidence(report, i)),
               (long long)sync_ingest_report_delivered_attempt(report, i));
    }
    for (int64_t i = 0; i < sync_ingest_report_put_back_count(report); i++)
        print_fact("put_back", sync_ingest_report_put_back_name(report, i));
    for (int64_t i = 0; i < sync_ingest_report_rejected_count(report); i++)
        print_fact("rejected", sync_ingest_report_rejected_name(report, i));
    for (int32_t reason = 1; sync_ingest_skip_reason_word(reason) != NULL; reason++) {
        const char *word = sync_ingest_skip_reason_word(reason);
        if (sync_ingest_report_skipped_count(report, reason) > 0)
            printf("skipped %s %lld\n", word, (long long)sync_ingest_report_skipped_count(report, reason));
        for (int64_t i = 0; i < sync_ingest_report_skipped_name_count(report, reason); i++) {
            printf("skipped_name %s ", word);
            print_name(sync_ingest_report_skipped_name(report, reason, i));
            putchar('\n');
        }
    }
    for (int64_t i = 0; i < sync_ingest_report_alarm_count(report); i++)
        printf("alarm %s %lld\n", sync_ingest_alarm_kind_word(sync_ingest_report_alarm_kind(report, i)),
               (long long)sync_ingest_report_alarm_occurrences(report, i));
    for (int64_t i = 0; i < sync_ingest_report_ended_count(report); i++)
        printf("ended %s\n", sync_ingest_alarm_kind_word(sync_ingest_report_ended_kind(report, i)));
}

// How an age is compared: recent, none, or as it is if it cannot be.
static void print_age(const char *what, int64_t age)
{
    if (age == -1)
        printf("%s none\n", what);
    else if (age >= 0 && age <= 600)
        printf("%s recent\n", what);
    else
        printf("%s %lld\n", what, (long long)age);
}

static sync_ingest_code print_status(sync_ingest_folder *folder, sync_ingest_error **error)
{
    sync_ingest_status *status = NULL;
    sync_ingest_code code = sync_ingest_folder_status(folder, &status, error);
    if (code != SYNC_INGEST_OK)
        return code;
    printf("waiting %lld\n", (long long)sync_ingest_status_waiting_total(status));
    print_age("oldest_waiting", sync_ingest_status_oldest_waiting_age_seconds(status));
    print_age("good_collection", sync_ingest_status_last_good_collection_age_seconds(status));
    sync_ingest_status_free(status);
    return SYNC_INGEST_OK;
}

static sync_ingest_code set_option(sync_ingest_options *options, enum answer *answer, const char *argument,
                                   sync_ingest_error **error)
{
    const char *value = strchr(argument, '=');
    if (value == NULL)
        usage("an option is key=value");
    size_t length = (size_t)(value - argument);
    value++;
#define IS(name) (length == strlen(name) && strncmp(argument, name, length) == 0)
    if (IS("work_area"))
        return sync_ingest_options_set_work_area(options, value, error);
    if (IS("unfinished"))
        return sync_ingest_options_add_unfinished_name(options, value, error);
    if (IS("store")) {
        if (strcmp(value, "ok") == 0)
            *answer = STORE;
        else if (strcmp(value, "fail") == 0)
            *answer = FAIL;
        else if (strcmp(value, "reject") == 0)
            *answer = REJECT;
        else
            usage("store is ok, fail or reject");
        return SYNC_INGEST_OK;
    }
    char *end = NULL;
    long long number = strtoll(value, &end, 10);
    if (*value == '\0' || *end != '\0')
        usage("this value is a number");
    // Asked for after the collection.
    if (IS("status"))
        return SYNC_INGEST_OK;
    if (IS("settle"))
        return sync_ingest_options_set_settle_seconds(options, number, error);
    if (IS("max_files"))
        return sync_ingest_options_set_max_files(options, number, error);
    if (IS("max_size"))
        return sync_ingest_options_set_max_size(options, number, error);
    if (IS("max_age"))
        return sync_ingest_options_set_max_age_seconds(options, number, error);
    if (IS("max_attempts"))
        return sync_ingest_options_set_max_attempts(options, number, error);
#undef IS
    usage("unknown option");
    return SYNC_INGEST_INVALID_ARGUMENT;
}

static sync_ingest_code store(sync_ingest_delivery *delivery, const char *directory, sync_ingest_error **error)
{
    size_t size = strlen(directory) + strlen(sync_ingest_delivery_name(delivery)) + 2;
    char *path = (char *)malloc(size);
    if (path == NULL)
        abort();
    snprintf(path, size, "%s/%s", directory, sync_ingest_delivery_name(delivery));

    sync_ingest_error *failure = NULL;
    sync_ingest_code code;
    if (sync_ingest_delivery_copy_to(delivery, path, &failure) == SYNC_INGEST_OK)
        code = sync_ingest_delivery_acknowledge(delivery, error);
    else
        code = sync_ingest_delivery_put_back(delivery, sync_ingest_error_message(failure), error);
    sync_ingest_error_free(failure);
    free(path);
    return code;
}

static sync_ingest_code collect(sync_ingest_folder *folder, const char *directory, enum answer answer,
                                sync_ingest_report **report, sync_ingest_error **error)
{
    sync_ingest_collection *collection = NULL;
    sync_ingest_code code = sync_ingest_folder_collect(folder, &collection, report, error);
    while (collection != NULL && code == SYNC_INGEST_OK) {
        sync_ingest_delivery *delivery = NULL;
        code = sync_ingest_collection_next(collection, &delivery, error);
        if (code != SYNC_INGEST_OK || delivery == NULL)
            break;
        switch (answer) {
        case STORE: code = store(delivery, directory, error); break;
        case FAIL: code = sync_ingest_delivery_put_back(delivery, "the store failed", error); break;
        case REJECT: code = sync_ingest_delivery_reject(delivery, "the store refused", error); break;
        }
        sync_ingest_delivery_free(delivery);
    }
    if (collection != NULL && code == SYNC_INGEST_OK)
        code = sync_ingest_collection_finish(collection, report, error);
    sync_ingest_collection_free(collection);
    return code;
}

int main(int argc, char **argv)
{
    if (argc < 3)
        usage("FOLDER and STORE are missing");
    enum answer answer = STORE;
    sync_ingest_error *error = NULL;
    sync_ingest_folder *folder = NULL;
    sync_ingest_report *report = NULL;
    sync_ingest_options *options = sync_ingest_options_new();
    sync_ingest_code code = sync_ingest_options_set_sha256(options, 1, &error);

    for (int i = 3; i < argc && code == SYNC_INGEST_OK; i++)
        code = set_option(options, &answer, argv[i], &error);
    if (code == SYNC_INGEST_OK)
        code = sync_ingest_folder_open(argv[1], options, &folder, &error);
    if (code == SYNC_INGEST_OK)
        code = collect(folder, argv[2], answer, &report, &error);

    if (code == SYNC_INGEST_OK) {
        print_report(report);
        for (int i = 3; i < argc; i++)
            if (strncmp(argv[i], "status=", 7) == 0)
                code = print_status(folder, &error);
    }
    if (code != SYNC_INGEST_OK) {
        printf("error %s\n", code_name(code));
        fprintf(stderr, "scenario: %s\n", sync_ingest_error_message(error));
    }
    sync_ingest_error_free(error);
    sync_ingest_report_free(report);
    sync_ingest_folder_free(folder);
    sync_ingest_options_free(options);
    return code == SYNC_INGEST_OK ? 0 : 1;
}
