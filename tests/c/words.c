// Versions, words and the name rules.
#include "support.h"

#include <stddef.h>
#include <string.h>

static void the_library_is_the_one_that_the_header_describes(void)
{
    CHECK_NUMBER(sync_ingest_abi_version(), SYNC_INGEST_ABI_VERSION);
    CHECK(sync_ingest_version() != NULL && strchr(sync_ingest_version(), '.') != NULL);
}

static void constants_have_their_words(void)
{
    CHECK_TEXT(sync_ingest_skip_reason_word(SYNC_INGEST_SKIP_HIDDEN), "hidden");
    CHECK_TEXT(sync_ingest_skip_reason_word(SYNC_INGEST_SKIP_WAITS_FOR_OLDER), "waits_for_older");
    CHECK_TEXT(sync_ingest_skip_reason_word(SYNC_INGEST_SKIP_CHECKSUM_MISMATCH), "checksum_mismatch");
    CHECK_TEXT(sync_ingest_skip_reason_word(SYNC_INGEST_SKIP_UNREADABLE_CHECKSUM), "unreadable_checksum");
    CHECK_TEXT(sync_ingest_skip_reason_explanation(SYNC_INGEST_SKIP_DIRECTORY), "directories are not collected");
    CHECK_TEXT(sync_ingest_alarm_kind_word(SYNC_INGEST_ALARM_STALE_COLLECTOR_LOCK), "stale_collector_lock");
    CHECK_TEXT(sync_ingest_alarm_kind_word(SYNC_INGEST_ALARM_FAILING_STORE), "failing_store");
    CHECK_TEXT(sync_ingest_alarm_kind_word(SYNC_INGEST_ALARM_CHECKSUM_MISMATCH), "checksum_mismatch");
    CHECK_TEXT(sync_ingest_alarm_kind_word(SYNC_INGEST_ALARM_UNREADABLE_CHECKSUM), "unreadable_checksum");
    CHECK_TEXT(sync_ingest_evidence_word(SYNC_INGEST_EVIDENCE_AGENT_LOCK), "agent_lock");
    CHECK_TEXT(sync_ingest_evidence_word(SYNC_INGEST_EVIDENCE_COMPLETE), "complete");
    CHECK_TEXT(sync_ingest_put_back_reason_word(SYNC_INGEST_PUT_BACK_STORE), "store");
    CHECK_TEXT(sync_ingest_put_back_reason_word(SYNC_INGEST_PUT_BACK_NOT_OFFERED), "not_offered");
    CHECK_TEXT(sync_ingest_reject_reason_word(SYNC_INGEST_REJECT_STORE), "store");
    CHECK_TEXT(sync_ingest_reject_reason_word(SYNC_INGEST_REJECT_NOT_A_FILE), "not_a_file");
    CHECK_TEXT(sync_ingest_refusal_reason_word(SYNC_INGEST_REFUSAL_EMPTY), "empty");
    CHECK_TEXT(sync_ingest_refusal_reason_explanation(SYNC_INGEST_REFUSAL_UTF32), "it is UTF-32; export it as UTF-8");
    CHECK_TEXT(sync_ingest_bad_reason_word(SYNC_INGEST_BAD_DUPLICATE_KEY), "duplicate_key");
    CHECK_TEXT(sync_ingest_bad_reason_explanation(SYNC_INGEST_BAD_EMPTY_KEY), "its key is empty");
    CHECK_TEXT(sync_ingest_warning_kind_word(SYNC_INGEST_WARNING_NO_DELIMITER), "no_delimiter");
    CHECK_TEXT(sync_ingest_encoding_evidence_word(SYNC_INGEST_ENCODING_PINNED), "pinned");
    CHECK_TEXT(sync_ingest_change_kind_word(SYNC_INGEST_CHANGE_GONE), "gone");
    CHECK_TEXT(sync_ingest_key_rule_word(SYNC_INGEST_KEY_FOLDED), "folded");
    CHECK_TEXT(sync_ingest_arbitration_word(SYNC_INGEST_ARBITRATION_NOTHING), "nothing");
    CHECK_TEXT(sync_ingest_arbitration_word(SYNC_INGEST_ARBITRATION_COLLECTOR_BUSY), "collector_busy");
}

static void numbers_that_are_no_constant_have_no_word(void)
{
    const int32_t numbers[] = {INT32_MIN, -1, 1000, INT32_MAX};
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        CHECK(sync_ingest_skip_reason_word(numbers[i]) == NULL);
        CHECK(sync_ingest_skip_reason_explanation(numbers[i]) == NULL);
        CHECK(sync_ingest_alarm_kind_word(numbers[i]) == NULL);
        CHECK(sync_ingest_evidence_word(numbers[i]) == NULL);
        CHECK(sync_ingest_put_back_reason_word(numbers[i]) == NULL);
        CHECK(sync_ingest_reject_reason_word(numbers[i]) == NULL);
        CHECK(sync_ingest_refusal_reason_word(numbers[i]) == NULL);
        CHECK(sync_ingest_refusal_reason_explanation(numbers[i]) == NULL);
        CHECK(sync_ingest_bad_reason_explanation(numbers[i]) == NULL);
        CHECK(sync_ingest_bad_reason_word(numbers[i]) == NULL);
        CHECK(sync_ingest_warning_kind_word(numbers[i]) == NULL);
        CHECK(sync_ingest_encoding_evidence_word(numbers[i]) == NULL);
        CHECK(sync_ingest_change_kind_word(numbers[i]) == NULL);
        CHECK(sync_ingest_key_rule_word(numbers[i]) == NULL);
        CHECK(sync_ingest_arbitration_word(numbers[i]) == NULL);
    }
    CHECK(sync_ingest_skip_reason_word(SYNC_INGEST_SKIP_NONE) == NULL);
    CHECK(sync_ingest_alarm_kind_word(SYNC_INGEST_ALARM_NONE) == NULL);
    CHECK(sync_ingest_evidence_word(SYNC_INGEST_EVIDENCE_NONE) == NULL);
    CHECK(sync_ingest_put_back_reason_word(SYNC_INGEST_PUT_BACK_NONE) == NULL);
    CHECK(sync_ingest_reject_reason_word(SYNC_INGEST_REJECT_NONE) == NULL);
}

static sync_ingest_skip_reason reason_for(const char *name)
{
    sync_ingest_error *error = NULL;
    sync_ingest_skip_reason reason = SYNC_INGEST_SKIP_UNCHECKED;
    WORKS(sync_ingest_name_check(name, &reason, &error));
    return reason;
}

static void names_are_judged_by_their_bytes(void)
{
    CHECK_NUMBER(reason_for("students.csv"), SYNC_INGEST_SKIP_NONE);
    CHECK_NUMBER(reason_for("caf\xe9.csv"), SYNC_INGEST_SKIP_NONE);
    CHECK_NUMBER(reason_for(".hidden"), SYNC_INGEST_SKIP_HIDDEN);
    CHECK_NUMBER(reason_for("_omitted"), SYNC_INGEST_SKIP_OMITTED);
    CHECK_NUMBER(reason_for("lock.txt"), SYNC_INGEST_SKIP_LOCK_FILE);
    CHECK_NUMBER(reason_for("a.filepart"), SYNC_INGEST_SKIP_UNFINISHED_NAME);
    CHECK_NUMBER(reason_for("a\nb"), SYNC_INGEST_SKIP_HOSTILE_NAME);
    CHECK_NUMBER(reason_for(""), SYNC_INGEST_SKIP_HOSTILE_NAME);
}

void words_tests(void)
{
    RUN(the_library_is_the_one_that_the_header_describes);
    RUN(constants_have_their_words);
    RUN(numbers_that_are_no_constant_have_no_word);
    RUN(names_are_judged_by_their_bytes);
}
