// Collects the files that agents have delivered into a folder, and stores them in a directory.
//
//     cc -std=c99 -o example example.c -lsync_ingest
//     ./example FOLDER DIRECTORY [SETTLE-SECONDS]
//
// Copy it and replace store() with your own store. There are no callbacks: you pull.

#include <sync_ingest.h>

#include <stdio.h>
#include <stdlib.h>

// The store: returns whether it has the content, durably. This one is a directory.
static int store(sync_ingest_delivery *delivery, const char *directory)
{
    char path[4096];
    int length = snprintf(path, sizeof path, "%s/%s", directory, sync_ingest_delivery_name(delivery));
    return length > 0 && (size_t)length < sizeof path
        && sync_ingest_delivery_copy_to(delivery, path, NULL) == SYNC_INGEST_OK;
}

// One collection. Writes a report, or an error.
static sync_ingest_code collect(sync_ingest_folder *folder, const char *directory, sync_ingest_report **report,
                                sync_ingest_error **error)
{
    sync_ingest_collection *collection = NULL;
    sync_ingest_code code = sync_ingest_folder_collect(folder, &collection, report, error);

    // NULL: nothing to collect, or not now; the report shows which.
    while (collection != NULL) {
        sync_ingest_delivery *delivery = NULL;
        code = sync_ingest_collection_next(collection, &delivery, error);
        if (code != SYNC_INGEST_OK || delivery == NULL)
            break;
        // A delivery that is not acknowledged is offered again by a later collection.
        if (store(delivery, directory))
            sync_ingest_delivery_acknowledge(delivery, NULL);
        else
            sync_ingest_delivery_put_back(delivery, "it could not be stored", NULL);
        sync_ingest_delivery_free(delivery);
    }
    if (collection != NULL && code == SYNC_INGEST_OK)
        code = sync_ingest_collection_finish(collection, report, error);
    sync_ingest_collection_free(collection);
    return code;
}

static void print(const sync_ingest_report *report)
{
    printf("outcome: %s\n", sync_ingest_arbitration_word(sync_ingest_report_arbitration(report)));
    for (int64_t i = 0; i < sync_ingest_report_delivered_count(report); i++)
        printf("stored: %s\n", sync_ingest_report_delivered_name(report, i));
    for (int64_t i = 0; i < sync_ingest_report_put_back_count(report); i++)
        printf("put back: %s\n", sync_ingest_report_put_back_name(report, i));
    // Counts, not names: some names are left alone because they deceive terminals.
    for (int32_t reason = 1; sync_ingest_skip_reason_word(reason) != NULL; reason++) {
        if (sync_ingest_report_skipped_count(report, reason) > 0)
            printf("left alone: %lld (%s)\n", (long long)sync_ingest_report_skipped_count(report, reason),
                   sync_ingest_skip_reason_explanation(reason));
    }
    for (int64_t i = 0; i < sync_ingest_report_alarm_count(report); i++)
        printf("alarm: %s\n", sync_ingest_report_alarm_diagnosis(report, i));
}

int main(int argc, char **argv)
{
    if (argc < 3) {
        fprintf(stderr, "usage: %s FOLDER DIRECTORY [SETTLE-SECONDS]\n", argv[0]);
        return 64;
    }
    sync_ingest_error *error = NULL;
    sync_ingest_folder *folder = NULL;
    sync_ingest_report *report = NULL;
    sync_ingest_options *options = sync_ingest_options_new();
    sync_ingest_code code = SYNC_INGEST_OK;

    if (argc > 3)
        code = sync_ingest_options_set_settle_seconds(options, strtol(argv[3], NULL, 10), &error);
    if (code == SYNC_INGEST_OK)
        code = sync_ingest_folder_open(argv[1], options, &folder, &error);
    if (code == SYNC_INGEST_OK)
        code = collect(folder, argv[2], &report, &error);

    if (code == SYNC_INGEST_OK)
        print(report);
    else
        fprintf(stderr, "%s: %s\n", argv[0], sync_ingest_error_message(error));

    // Freeing NULL does nothing.
    sync_ingest_error_free(error);
    sync_ingest_report_free(report);
    sync_ingest_folder_free(folder);
    sync_ingest_options_free(options);
    return code == SYNC_INGEST_OK ? EXIT_SUCCESS : EXIT_FAILURE;
}
