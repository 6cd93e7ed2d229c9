//! The command line program as scripts, cron and monitoring use it: exit statuses, messages, JSON.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros, reason = "tests set the stage by themselves")]

// Without the program there is nothing to test here, and that must be seen.
#[cfg(not(feature = "cli"))]
#[test]
#[ignore = "the program is not built: add --features cli"]
fn the_program() {}

#[cfg(feature = "cli")]
#[path = "cli/collect.rs"]
mod collect;
#[cfg(feature = "cli")]
#[path = "cli/collect_json.rs"]
mod collect_json;
#[cfg(feature = "cli")]
#[path = "cli/deliver.rs"]
mod deliver;
#[cfg(feature = "cli")]
#[path = "cli/exec.rs"]
mod exec;
#[cfg(feature = "cli")]
#[path = "cli/exec_crashes.rs"]
mod exec_crashes;
#[cfg(feature = "cli")]
#[path = "cli/exec_example.rs"]
mod exec_example;
#[cfg(feature = "cli")]
#[path = "cli/exec_signals.rs"]
mod exec_signals;
#[cfg(feature = "cli")]
#[path = "cli/hostile.rs"]
mod hostile;
#[cfg(feature = "cli")]
#[path = "cli/hosting.rs"]
mod hosting;
#[cfg(feature = "cli")]
#[path = "cli/monitoring.rs"]
mod monitoring;
#[cfg(feature = "cli")]
#[path = "cli/place.rs"]
mod place;
#[cfg(feature = "cli")]
#[path = "cli/recorded.rs"]
mod recorded;
#[cfg(feature = "cli")]
#[path = "cli/recorded_cases.rs"]
mod recorded_cases;
#[cfg(feature = "cli")]
#[path = "cli/rejected.rs"]
mod rejected;
#[cfg(feature = "cli")]
#[path = "cli/status.rs"]
mod status;
#[cfg(feature = "cli")]
#[path = "cli/table.rs"]
mod table;
#[cfg(feature = "cli")]
#[path = "cli/table_example.rs"]
mod table_example;
#[cfg(feature = "cli")]
#[path = "cli/unlock.rs"]
mod unlock;
#[cfg(feature = "cli")]
#[path = "cli/usage.rs"]
mod usage;
