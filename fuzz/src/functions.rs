//! The C functions that `calls.rs` calls, declared as in the header except for the handle types.

use super::{Handle, Out, Text};

macro_rules! functions {
    ($($name:ident($($argument:ty),*) $(-> $result:ty)?;)*) => {
        unsafe extern "C" {
            $(pub(crate) fn $name($(_: $argument),*) $(-> $result)?;)*
        }
    };
}

functions! {
    sync_ingest_error_code(Handle) -> i32;
    sync_ingest_error_message(Handle) -> Text;
    sync_ingest_error_path(Handle) -> Text;
    sync_ingest_error_free(Handle);
    sync_ingest_name_check(Text, *mut i32, Out) -> i32;
    sync_ingest_options_new() -> Handle;
    sync_ingest_options_set_work_area(Handle, Text, Out) -> i32;
    sync_ingest_options_set_settle_seconds(Handle, i64, Out) -> i32;
    sync_ingest_options_set_max_age_seconds(Handle, i64, Out) -> i32;
    sync_ingest_options_add_unfinished_name(Handle, Text, Out) -> i32;
    sync_ingest_options_set_max_files(Handle, i64, Out) -> i32;
    sync_ingest_options_set_max_size(Handle, i64, Out) -> i32;
    sync_ingest_options_set_max_attempts(Handle, i64, Out) -> i32;
    sync_ingest_options_set_durability(Handle, i32, Out) -> i32;
    sync_ingest_options_set_trust_agent(Handle, i32, Out) -> i32;
    sync_ingest_options_set_sha256(Handle, i32, Out) -> i32;
    sync_ingest_options_set_now(Handle, i64, i64, i64, Out) -> i32;
    sync_ingest_options_free(Handle);
    sync_ingest_folder_open(Text, Handle, Out, Out) -> i32;
    sync_ingest_folder_collect(Handle, Out, Out, Out) -> i32;
    sync_ingest_folder_collect_into(Handle, Text, Out, Out) -> i32;
    sync_ingest_folder_status(Handle, Out, Out) -> i32;
    sync_ingest_folder_stale_locks(Handle, *mut i32, *mut i32, Out) -> i32;
    sync_ingest_folder_lock(Handle, Out, *mut i32, Out) -> i32;
    sync_ingest_folder_unlock(Handle, i32, *mut i32, Out) -> i32;
    sync_ingest_folder_begin_agent_session(Handle, Text, Out, *mut i32, Out) -> i32;
    sync_ingest_folder_free(Handle);
    sync_ingest_collection_next(Handle, Out, Out) -> i32;
    sync_ingest_collection_sync(Handle, Out) -> i32;
    sync_ingest_collection_report(Handle, Out, Out) -> i32;
    sync_ingest_collection_finish(Handle, Out, Out) -> i32;
    sync_ingest_collection_free(Handle);
    sync_ingest_delivery_id(Handle) -> Text;
    sync_ingest_delivery_name(Handle) -> Text;
    sync_ingest_delivery_size(Handle) -> i64;
    sync_ingest_delivery_digest(Handle, i32, i32, Out) -> i32;
    sync_ingest_delivery_copy_to(Handle, Text, Out) -> i32;
    sync_ingest_delivery_move_to(Handle, Text, Out) -> i32;
    sync_ingest_delivery_acknowledge(Handle, Out) -> i32;
    sync_ingest_delivery_put_back(Handle, Text, Out) -> i32;
    sync_ingest_delivery_reject(Handle, Text, Out) -> i32;
    sync_ingest_delivery_free(Handle);
    sync_ingest_report_uneventful(Handle) -> i32;
    sync_ingest_report_arbitration(Handle) -> i32;
    sync_ingest_report_delivered_name(Handle, i64) -> Text;
    sync_ingest_report_put_back_reason(Handle, i64) -> Text;
    sync_ingest_report_rejected_id(Handle, i64) -> Text;
    sync_ingest_report_skipped_count(Handle, i32) -> i64;
    sync_ingest_report_skipped_name(Handle, i32, i64) -> Text;
    sync_ingest_report_alarm_diagnosis(Handle, i64) -> Text;
    sync_ingest_report_free(Handle);
    sync_ingest_status_lock_holder(Handle, i32) -> Text;
    sync_ingest_status_lock_held_by(Handle, i32) -> Handle;
    sync_ingest_status_alarm(Handle, i64) -> Handle;
    sync_ingest_alarm_file_name(Handle, i64) -> Text;
    sync_ingest_alarm_file_answer(Handle, i64) -> Text;
    sync_ingest_alarm_obstacle_advice(Handle, i64) -> Text;
    sync_ingest_alarm_lock_held_by(Handle) -> Handle;
    sync_ingest_holder_name(Handle) -> Text;
    sync_ingest_holder_host(Handle) -> Text;
    sync_ingest_status_waiting_name(Handle, i64) -> Text;
    sync_ingest_status_rejected_reason(Handle, i64) -> Text;
    sync_ingest_status_alarm_diagnosis(Handle, i64) -> Text;
    sync_ingest_status_free(Handle);
    sync_ingest_lock_is_held(Handle, *mut i32, Out) -> i32;
    sync_ingest_lock_refresh(Handle, Out) -> i32;
    sync_ingest_lock_release(Handle, Out) -> i32;
    sync_ingest_lock_free(Handle);
    sync_ingest_agent_deliver(Handle, Text, Text, Out) -> i32;
    sync_ingest_agent_finish(Handle, Out) -> i32;
    sync_ingest_agent_free(Handle);
}
