<?php
// This file is part of Moodle - https://moodle.org/
//
// Moodle is free software: you can redistribute it and/or modify
// it under the terms of the GNU General Public License as published by
// the Free Software Foundation, either version 3 of the License, or
// (at your option) any later version.
//
// Moodle is distributed in the hope that it will be useful,
// but WITHOUT ANY WARRANTY; without even the implied warranty of
// MERCHANTABILITY or FITNESS FOR A PARTICULAR PURPOSE.  See the
// GNU General Public License for more details.
//
// You should have received a copy of the GNU General Public License
// along with Moodle.  If not, see <https://www.gnu.org/licenses/>.

/**
 * English strings.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

defined('MOODLE_INTERNAL') || die();

$string['action_create'] = 'created';
$string['action_enrol'] = 'enrolled';
$string['action_fail'] = 'fails';
$string['action_handed_over'] = 'handed over';
$string['action_join'] = 'added to the group';
$string['action_leave'] = 'taken out of the group';
$string['action_nothing'] = 'nothing to do';
$string['action_restore'] = 'brought back';
$string['action_suspend'] = 'suspended';
$string['action_unenrol'] = 'unenrolled';
$string['action_update'] = 'changed';
$string['addfiles'] = 'Add files';
$string['advice_sftp'] = 'Keys go into /etc/ssh/agents/registry, a file of root. The account is in no group of the web server: files get that group from the folder. A file must arrive with mode 0640 or more: sync-deliver sets it; in sftp, chmod 640 after put; in WinSCP, put -permissions=640.';
$string['alarm'] = 'Alarm';
$string['alarm_checksum_mismatch'] = 'Files that do not match their checksums';
$string['alarm_checksum_mismatch_advice'] = 'A file and its checksum file (_NAME.sha256) have not matched for too long: one of them was cut off, or replaced without the other. The file is not collected. Ask the sender to send both again, the checksum file first.';
$string['alarm_clock_skew'] = 'A clock is wrong';
$string['alarm_clock_skew_advice'] = 'A lock has a time in the future. Set the clocks of the hosts.';
$string['alarm_failing_store'] = 'Files cannot be stored';
$string['alarm_failing_store_advice'] = 'Moodle’s file store has refused delivered files several times; they are kept and tried again. The detail has the reason: a full disk, permissions, the database.';
$string['alarm_feed_blocked'] = 'A feed is blocked';
$string['alarm_feed_blocked_advice'] = 'A run that is held or has failed blocks the files that came after it. Approve it, refuse it, cancel it, or run it again.';
$string['alarm_feed_clone'] = 'This site is a copy: feeds are paused';
$string['alarm_feed_clone_advice'] = 'The identifier or the address of the site has changed, so all live feeds were paused. If their files are meant for this site, make them live again.';
$string['alarm_feed_errors'] = 'Some rows of a feed have failed';
$string['alarm_feed_errors_advice'] = 'Download the failed rows of the last run, have them corrected where they come from, and wait for the next file.';
$string['alarm_feed_failed'] = 'A run of a feed has failed';
$string['alarm_feed_failed_advice'] = 'The run shows why. Remove the cause and run it again, or cancel it.';
$string['alarm_feed_held'] = 'A run of a feed is held';
$string['alarm_feed_held_advice'] = 'It would do more than its limits allow. Look at its plan, then approve or refuse it.';
$string['alarm_feed_refused'] = 'A file of a feed was refused';
$string['alarm_feed_refused_advice'] = 'The run shows why. Have a good file sent.';
$string['alarm_feed_silent'] = 'A feed is silent';
$string['alarm_feed_silent_advice'] = 'Its file should have come by now. Ask the people who run the remote system whether the export still works.';
$string['alarm_feed_waiting'] = 'A feed waits for another one';
$string['alarm_feed_waiting_advice'] = 'A feed that comes before it has a run that is not finished. See what keeps that one.';
$string['alarm_folder'] = 'The drop folder cannot be used';
$string['alarm_folder_advice'] = 'Nothing is collected. See that the folder exists, and that the web server’s user may read and write it.';
$string['alarm_infected_file'] = 'Infected files';
$string['alarm_infected_file_advice'] = 'The antivirus has found something in delivered files. They were not stored but set aside. Inform the sender, and delete them in the list of rejected files.';
$string['alarm_left_behind'] = 'Files that are left behind';
$string['alarm_left_behind_advice'] = 'Something in the drop folder has not been collected for too long. The detail shows what it is, and why. Ask the sender, or remove it.';
$string['alarm_library'] = 'The library is missing';
$string['alarm_library_advice'] = 'Nothing is collected: cron cannot load libsync_ingest. Install it and name it in config.php as $CFG->tool_syncingest_library, or install the zip of the plugin that holds it; PHP needs its FFI extension.';
$string['alarm_lost_lock'] = 'Somebody removed lock.txt';
$string['alarm_lost_lock_advice'] = 'lock.txt disappeared while files were being collected; the collection has stopped and will go on. Another program works on the same folder: an unpatched tool_sync does that.';
$string['alarm_oversized_file'] = 'Files that are too large';
$string['alarm_oversized_file_advice'] = 'Files are larger than the limit in the settings, and are left where they are.';
$string['alarm_recovered_lock'] = 'A collection died';
$string['alarm_recovered_lock_advice'] = 'A collection was killed, and the next one has recovered its lock and its files. Nothing is lost. If this happens again, look for what kills it: memory, time limits, restarts.';
$string['alarm_rejected_file'] = 'Rejected files';
$string['alarm_rejected_file_advice'] = 'Files were set aside, each with a reason. Look at them in the list of rejected files: have them delivered again under another name, put them back, store them under Moodle’s name, or delete them.';
$string['alarm_stale_agent_lock'] = 'alock.txt is too old';
$string['alarm_stale_agent_lock_advice'] = 'The remote delivery process is at fault: it has died or hangs, and nothing is collected until its lock is gone. Ask the people who run it. If no delivery is going on, remove the lock on the status page.';
$string['alarm_stale_collector_lock'] = 'lock.txt is too old';
$string['alarm_stale_collector_lock_advice'] = 'Moodle, or another program that collects, keeps failing to finish and to remove its lock. As long as it is there nothing is delivered and nothing is collected. Look at the log of the scheduled task; if no collection is going on, remove the lock on the status page.';
$string['alarm_test'] = 'Test alarm';
$string['alarm_test_advice'] = 'Somebody has pressed the button that sends a test alarm. There is nothing to do.';
$string['alarm_unfinished_file'] = 'Uploads that do not finish';
$string['alarm_unfinished_file_advice'] = 'Files have been incomplete for too long: the delivery was interrupted. Ask the sender to send them again, or remove them from the drop folder.';
$string['alarm_unknown'] = 'Alarm about the drop folder';
$string['alarm_unknown_advice'] = 'The detail shows what happened.';
$string['alarm_unreadable_checksum'] = 'Checksum files that cannot be understood';
$string['alarm_unreadable_checksum_advice'] = 'A checksum file (_NAME.sha256) cannot be read as one, so its file is not collected. The detail shows what is wrong with it. Ask the sender to send it as sha256sum writes it, or to send none: files without one are collected once they have settled.';
$string['alarm_unreadable_file'] = 'Files that cannot be read';
$string['alarm_unreadable_file_advice'] = 'The web server’s user may not read or move delivered files. The status page shows how the delivering account and the folder are to be set up.';
$string['alarmnottold'] = 'Nobody has been notified of it yet; the next round of cron tries.';
$string['alarmsince'] = 'Since {$a}.';
$string['alarmsintro'] = 'Every alarm about the drop folder, the active ones and those that have ended, for as long as the history is kept.';
$string['alarmspage'] = 'Alarms';
$string['alarmtold'] = 'Last message: {$a}.';
$string['andmore'] = 'and {$a} more';
$string['applied'] = 'Applied';
$string['archivetime'] = 'Keep replaced versions';
$string['archivetime_desc'] = 'How long a stored file that was replaced is kept under /archives/. 0: forever.';
$string['arrived'] = 'Arrived';
$string['asproposed'] = 'as the file suggests';
$string['attempts'] = 'Attempts';
$string['bulkall'] = 'all files that match the filter';
$string['bulkchosen'] = 'the chosen files';
$string['bulkdone'] = 'Done with {$a} file(s).';
$string['bulkfilterchanged'] = 'The filter has changed meanwhile, so nothing more was done. Look at the list and choose again.';
$string['bulkgoeson'] = 'The rest follows by itself. Leave this page to stop; what has been done stays done.';
$string['bulkmatching'] = 'All files that match the filter now: {$a}. Files that arrive later are left alone.';
$string['bulknone'] = 'No file matches the filter.';
$string['bulkproblems'] = '{$a} file(s) were left unchanged:';
$string['bulkprogress'] = '{$a->done} of {$a->total} file(s)';
$string['bulkquestion'] = '{$a->action}: {$a->count} file(s)?';
$string['bulktoomany'] = '{$a->count} files match the filter; {$a->most} at most can be downloaded at once. Narrow the filter.';
$string['bulkwith'] = 'With';
$string['cannotputback'] = '“{$a}” could not be put back into the drop folder: a file of this name is there, or the folder cannot be written.';
$string['cannotunlock'] = 'The lock was not removed: {$a}';
$string['changed'] = '{$a->column}: {$a->old} → {$a->new}';
$string['changes'] = 'Old → new';
$string['check_collection'] = 'Drop folder: collections';
$string['check_collection_alarms'] = '{$a} alarm(s) are active.';
$string['check_collection_never'] = 'Cron has not collected yet.';
$string['check_collection_ok'] = 'The last collection was {$a} ago.';
$string['check_collection_old'] = 'The last collection was {$a} ago: is cron running?';
$string['check_feeds'] = 'Feeds';
$string['check_feeds_alarms'] = 'Feeds need a person: {$a}.';
$string['check_feeds_none'] = 'No feed is live.';
$string['check_feeds_ok'] = 'Live feeds: {$a}.';
$string['check_folder'] = 'Drop folder: permissions';
$string['check_folder_missing'] = 'The drop folder does not exist.';
$string['check_folder_ok'] = 'The drop folder can be used.';
$string['check_folder_open'] = 'Everybody on this host may write into the drop folder: give it to the SFTP account and the web server’s group, mode 2770.';
$string['check_folder_permissions'] = 'The web server’s user may not read and write the drop folder.';
$string['check_library'] = 'Drop folder: library';
$string['check_library_missing'] = 'The library cannot be used: nothing is collected.';
$string['check_library_nophp'] = 'Web pages may not use the library, and PHP’s command line was not found, so they can do nothing; cron collects as always. Set the path to PHP under Site administration > Server > System paths.';
$string['check_library_ok'] = 'sync_ingest {$a->version} is loaded from {$a->path}.';
$string['check_library_web'] = 'Web pages may not use the library; they collect through PHP’s command line ({$a}), and cron collects as always.';
$string['check_locks'] = 'Drop folder: locks';
$string['check_locks_held'] = 'A lock is there, and not too old.';
$string['check_locks_none'] = 'No lock is there.';
$string['check_locks_stale'] = 'A lock is too old.';
$string['check_recipients'] = 'Drop folder: recipients of alarms';
$string['check_recipients_disabled'] = 'All messages about alarms are turned off for this site. Turn “Alarms about the drop folder” on: Site administration > Messaging > Notification settings.';
$string['check_recipients_mailoff'] = 'The site sends no mails: $CFG->noemailever is set in config.php, or the output “Email” is off (Site administration > Messaging > Notification settings).';
$string['check_recipients_noaddress'] = 'No recipient has a valid mail address and takes mails. Look at their profiles and notification preferences, or choose other recipients in the settings.';
$string['check_recipients_nobody'] = 'There is no recipient: choose some in the settings, or see that the site has an administrator.';
$string['check_recipients_nomail'] = 'No alarm can be mailed: recipients get web notifications alone.';
$string['check_recipients_none'] = 'Alarms can reach nobody.';
$string['check_recipients_ok'] = 'Alarms are mailed to {$a} recipient(s).';
$string['check_toolsync'] = 'Drop folder: tool_sync';
$string['check_toolsync_advice'] = 'Make this the first line of tool_sync_capture_input_files() in admin/tool/sync/lib.php: <code>\\tool_syncingest\\api::before_action(); return;</code>';
$string['check_toolsync_conflict'] = 'tool_sync takes files out of the same folder, ignores lock.txt and removes it: files can be lost.';
$string['check_toolsync_none'] = 'The plugin tool_sync is not installed.';
$string['check_toolsync_ok'] = 'tool_sync leaves collecting to this plugin.';
$string['check_unknown'] = 'This cannot be checked from here; see the check of the library.';
$string['checksum_ambiguous'] = 'its checksum file has several digests, and it is not clear which one applies';
$string['checksum_empty'] = 'its checksum file is empty';
$string['checksum_no_digest'] = 'its checksum file has no SHA-256 digest, or an incomplete one';
$string['checksum_not_a_file'] = 'its checksum file is a link, a folder, or a file with a second name';
$string['checksum_other_algorithm'] = 'the digest in its checksum file is not SHA-256';
$string['checksum_other_file'] = 'its checksum file names another file';
$string['checksum_too_long'] = 'its checksum file is larger than 16 KiB';
$string['claimed'] = '{$a} file(s) are claimed: being stored now, or left over by a collection that did not finish.';
$string['cli_approve_help'] = 'Approves or refuses a held run.

php approve.php --run=ID --plan=HASH [--keep]
php approve.php --run=ID --refuse

--plan   the hash that runs.php --show prints: another plan is not approved
--keep   let additions and changes go, and leave removals out

Exit status: 0 done, 1 an error, 64 usage.';
$string['cli_collect_help'] = 'Collects what was delivered into the drop folder, and sends the alarms that are due. Cron does this every minute.

Options:
-h, --help          Print this help
-v, --verbose       Name each file that was collected
    --budget=N      Begin nothing new after N seconds
    --interactive   Leave the mails to cron
    --json          One JSON object instead of text

Exit status: 0 done, or nothing to do; 75 somebody else goes first; 3 a file was rejected or could not be stored; 1 failure; 64 usage.

Example:
$ sudo -u www-data /usr/bin/php admin/tool/syncingest/cli/collect.php --verbose';
$string['cli_feeds_help'] = 'Lists, shows, exports, imports and changes feeds.

php feeds.php list [--json]
php feeds.php show NAME
php feeds.php export [NAME…] > FILE
php feeds.php import FILE        (- is standard input)
php feeds.php set NAME stage=testing|live|paused [place=NUMBER] [OPTION=VALUE…]

An OPTION is a name that show prints; a VALUE is text or JSON. Feeds that are imported are in testing.

Exit status: 0 done, 1 an error, 64 usage.';
$string['cli_pins_help'] = 'Lists the pins of feeds, or removes some: keys whose objects a person has brought back. Files leave them alone.

php pins.php list [FEED] [--json]
php pins.php remove FEED KEY…      the next file decides again about these keys
php pins.php remove FEED --all

Exit status: 0 done, 1 an error, 64 usage.';
$string['cli_rejected_help'] = 'Lists the rejected files, or deals with one of them.

Options:
-h, --help          Print this help
    --list=N        The first N rejected files, as JSON; texts in base64
    --show=ID       One of them
    --putback=ID    Put it back into the drop folder, to be collected again
    --store=ID      Store it under the name that Moodle gives it
    --delete=ID     Delete it for good
    --json          One JSON array of names and problems instead of text
    --user=N        Log it as done by the user with this id

Instead of one ID there may be several, with commas between them.

Exit status: 0 done; 1 failure; 64 usage.

Example:
$ sudo -u www-data /usr/bin/php admin/tool/syncingest/cli/rejected.php --list=10';
$string['cli_run_help'] = 'Puts a file through a feed.

php run.php --feed=NAME --file=FILE [--dry] [--wait] [--json]
php run.php --feed=NAME --wait [--json]     collect, and put the newest file that the feed wants through it now
php run.php --run=ID [--json]

--run    carry on a run that waits: it does not wait for cron, nor for the end of quiet hours
--dry    plan only: nothing changes in Moodle
--wait   carry the run out here, and wait until it is finished or held; without it, cron does it

Exit status: 0 done, 1 failed or refused, 3 some rows failed, 64 usage, 75 held or waiting.';
$string['cli_runs_help'] = 'Lists runs, or shows one with its row results.

php runs.php [--feed=NAME] [--list=NUMBER] [--json]
php runs.php --show=ID [--json]
php runs.php --failed=ID          failed rows as CSV, for a new delivery
php runs.php --failed=ID --people  the same, for a spreadsheet: no cell is a formula
php runs.php --cancel=ID | --again=ID

Exit status: 0 done, 1 an error, 64 usage.';
$string['cli_status_help'] = 'Shows the state of the drop folder, and changes nothing.

Options:
-h, --help          Print this help

Exit status, as monitoring programs have it: 0 OK, 1 warning, 2 critical, 3 unknown.

Example:
$ sudo -u www-data /usr/bin/php admin/tool/syncingest/cli/status.php';
$string['cli_undo_help'] = 'Undoes a run: brings back what it has changed, where that is still as the run left it. Pauses the feed, and pins the rows.

php undo.php --run=ID [--dry] [--yes] [--json]

    --dry    Only show what would come back, and what cannot be undone
    --yes    Do not ask

Exit status: 0 all of it, 3 some of it (the rest is listed), 1 an error, 64 usage, 75 another process is at it.';
$string['cli_unlock_help'] = 'Removes a lock of the drop folder that is too old.

Options:
-h, --help          Print this help
    --collector     Remove lock.txt
    --agent         Remove alock.txt
    --force         Even if it is not too old: its owner is known to be dead
    --user=ID       Who asks for it, for the log

Example:
$ sudo -u www-data /usr/bin/php admin/tool/syncingest/cli/unlock.php --agent';
$string['collecting'] = 'Collecting: {$a->done} of {$a->total} files';
$string['collectnow'] = 'Collect now';
$string['columnoffile'] = 'Column of the file';
$string['confirmdelete'] = 'Delete {$a} rejected file(s) for good?';
$string['confirmdeletefeed'] = 'Delete this feed? What it has made in Moodle stays, and belongs to no feed.';
$string['confirmdeletestored'] = 'Delete {$a} stored file(s) for good?';
$string['confirmrun_cancel'] = 'Cancel the run of {$a}? Its file is not used.';
$string['confirmrun_live'] = 'Make the feed live? From now on its files change Moodle. A file with another encoding, delimiter or header than {$a} will be held.';
$string['confirmrun_refuse'] = 'Refuse {$a}? This file is never used.';
$string['confirmrun_stop'] = 'Stop the run of {$a}? It ends before its next rows; what it has done stays.';
$string['confirmunlock'] = 'Remove {$a}? Only do this when you are sure that its owner is no longer at work: a delivery that goes on could be collected incomplete.';
$string['confirmunlockfresh'] = '{$a} is not too old. Remove it anyway? Only do this when you know that its owner is dead: a delivery that goes on would be collected incomplete.';
$string['count'] = 'Count';
$string['counts'] = 'Counts';
$string['delimiter_tab'] = 'tab';
$string['deliveredas'] = 'delivered as “{$a}”';
$string['detail'] = 'Detail';
$string['done'] = 'Done.';
$string['downloadzip'] = 'Download as zip';
$string['draftgone'] = 'This page was open for too long, or was opened again elsewhere. Nothing was saved; start again.';
$string['effect'] = 'Effect';
$string['effect_addition'] = 'additions';
$string['effect_change'] = 'changes';
$string['effect_deletion'] = 'deletions';
$string['effect_handed_over'] = 'handed over';
$string['effect_member_removed'] = 'members removed';
$string['effect_none'] = 'nothing to do';
$string['effect_role_lost'] = 'roles lost';
$string['effect_suspension'] = 'suspensions';
$string['effect_unenrolment'] = 'unenrolments';
$string['empty_erase'] = 'erases what is there';
$string['empty_keep'] = 'keeps what is there';
$string['ended'] = 'Ended';
$string['environment'] = 'Environment';
$string['event_alarm_over'] = 'Alarm over';
$string['event_alarm_raised'] = 'Alarm raised';
$string['event_feed_deleted'] = 'Feed deleted';
$string['event_feed_saved'] = 'Feed saved';
$string['event_file_collected'] = 'File collected';
$string['event_file_deleted'] = 'Stored file deleted';
$string['event_file_downloaded'] = 'Stored file downloaded';
$string['event_file_expired'] = 'Stored file deleted because of its age';
$string['event_file_rejected'] = 'File rejected';
$string['event_file_uploaded'] = 'File uploaded';
$string['event_lock_removed'] = 'Lock removed';
$string['event_pins_removed'] = 'Pins of a feed removed';
$string['event_rejected_file_deleted'] = 'Rejected file deleted';
$string['event_rejected_file_downloaded'] = 'Rejected file downloaded';
$string['event_rejected_file_put_back'] = 'Rejected file put back';
$string['event_rejected_file_stored'] = 'Rejected file stored';
$string['event_results_downloaded'] = 'Failed rows of a feed downloaded';
$string['event_run_decided'] = 'Run of a feed decided';
$string['event_run_finished'] = 'Run of a feed finished';
$string['event_run_undone'] = 'Run of a feed undone';
$string['evidence'] = 'Evidence';
$string['evidence_agent_lock'] = 'not waited for: the settle time is 0';
$string['evidence_by_hand'] = 'put there by hand';
$string['evidence_complete'] = 'checksum';
$string['evidence_settled'] = 'unchanged for the settle time';
$string['evidence_unknown'] = 'known to the library';
$string['explain_feeds'] = 'Feeds: {$a}.';
$string['explain_files'] = 'Files: {$a}';
$string['explain_lock'] = '{$a->name} has been there since {$a->since}, for {$a->age}. It was made by {$a->holder}.';
$string['explain_lock_ahead'] = '{$a->name} has a time in the future: {$a->since}, {$a->age} from now. It was made by {$a->holder}.';
$string['explain_lock_disagreement'] = 'The times of {$a->name} contradict each other: it was modified on {$a->modified}, and changed on {$a->changed} according to the file system. It was made by {$a->holder}.';
$string['explain_lock_recovered'] = 'The collection that died was {$a->holder}; it had written {$a->name} on {$a->since}.';
$string['explain_words'] = 'Message of the library or the system: {$a}';
$string['exportfeeds'] = 'Export all';
$string['fact_area'] = 'File area';
$string['fact_arrived'] = 'Arrived';
$string['fact_delimiter'] = 'Delimiter';
$string['fact_encoding'] = 'Encoding';
$string['fact_feed'] = 'Feed';
$string['fact_ffi_cli'] = 'FFI for cron';
$string['fact_ffi_web'] = 'FFI for web pages';
$string['fact_filesystem'] = 'File system';
$string['fact_finished'] = 'Finished';
$string['fact_folder'] = 'Drop folder';
$string['fact_header'] = 'Header';
$string['fact_library'] = 'Library';
$string['fact_rows'] = 'Rows';
$string['fact_stage'] = 'Stage of the feed';
$string['fact_workarea'] = 'Work area';
$string['failedrows'] = 'Failed rows';
$string['failedrows_delivery'] = 'CSV for a new delivery';
$string['failedrows_delivery_help'] = 'the original header and values; delete the column _error before sending';
$string['failedrows_people'] = 'CSV to look at';
$string['failedrows_people_help'] = 'cells that a spreadsheet would take for a formula are made harmless';
$string['failures'] = 'Failed';
$string['feed'] = 'Feed';
$string['feed_adopting'] = 'Take over what is there already';
$string['feed_adopting_help'] = 'Accounts and other objects that were there before the feed belong to it from now on: it changes them, and removes them when they are gone from a full file.';
$string['feed_after'] = 'After these feeds';
$string['feed_after_help'] = 'A file waits while one of these feeds has a run that is queued, running or held. Only live feeds can be chosen.';
$string['feed_all_scopes'] = 'Also empty what the file does not name';
$string['feed_all_scopes_help'] = 'Cohorts, groups and courses that no row of the file names lose the members that the feed has brought.';
$string['feed_allowed'] = 'Guarded columns that it may write';
$string['feed_allowed_help'] = 'Whoever can write the drop folder can take over an account with these.';
$string['feed_deleted'] = 'The feed was deleted meanwhile.';
$string['feed_delimiter'] = 'Delimiter';
$string['feed_empty'] = 'An empty cell';
$string['feed_encoding'] = 'Encoding';
$string['feed_encoding_help'] = 'Empty: as the file suggests. Otherwise a name such as UTF-8, windows-1252 or cp850.';
$string['feed_every'] = 'A file should come every … hours';
$string['feed_every_help'] = 'If none does, an alarm is raised. 0: whenever it likes.';
$string['feed_footer'] = 'Last lines to leave out';
$string['feed_footer_help'] = 'A text with * for anything, such as (* rows affected).';
$string['feed_interrupted'] = 'Feeds were interrupted, and go on with the next run of cron: {$a}';
$string['feed_key'] = 'Key';
$string['feed_key_help'] = 'What leads from a row to an object in Moodle, from one file to the next. Best is what never changes.';
$string['feed_language'] = 'Language';
$string['feed_log'] = 'Run {$a->id}: {$a->state}, {$a->done} of {$a->total}';
$string['feed_mode'] = 'A file is';
$string['feed_mode_help'] = 'In a file that is the whole truth, who is missing is gone, and is removed within the limits.';
$string['feed_moved'] = 'Somebody else has saved the feed meanwhile. Open it again.';
$string['feed_name'] = 'Name';
$string['feed_nochild'] = 'The program {$a} cannot be started.';
$string['feed_noprocessor'] = 'There is no processor “{$a}”.';
$string['feed_notables'] = 'The library on this server cannot read tables. Install the library of this release.';
$string['feed_notfound'] = 'There is no feed “{$a}”.';
$string['feed_notjson'] = 'This is no export of feeds. {$a}';
$string['feed_oldpreview'] = 'The feed has changed since this preview, or the preview is not finished. Preview the file again.';
$string['feed_once'] = 'Written at creation only';
$string['feed_pattern'] = 'File names';
$string['feed_pattern_help'] = 'Literal text, and {date} for a day, {seq} for a number, {part} for what names a part of the whole (a school), {any} for anything.';
$string['feed_problem_after_cycle'] = 'It would come after itself.';
$string['feed_problem_after_paused'] = 'A feed before it is paused.';
$string['feed_problem_after_testing'] = 'A feed before it is in testing.';
$string['feed_problem_after_unknown'] = 'There is no such feed to come before it.';
$string['feed_problem_column'] = 'The processor has no column “{$a}”.';
$string['feed_problem_key'] = 'It has no key.';
$string['feed_problem_limit'] = 'The limit “{$a}” is no number that makes sense.';
$string['feed_problem_malformed'] = 'A value is of the wrong kind.';
$string['feed_problem_mapped_twice'] = 'Two columns of the file go into one.';
$string['feed_problem_mapping'] = 'A file that is handed over as a whole has no mapping.';
$string['feed_problem_name'] = 'A name has 1 to 100 characters.';
$string['feed_problem_name_taken'] = 'Another feed has this name.';
$string['feed_problem_pattern_empty'] = 'The pattern is empty.';
$string['feed_problem_pattern_encoding'] = 'The pattern is not UTF-8.';
$string['feed_problem_pattern_folder'] = 'A file name has no slash.';
$string['feed_problem_pattern_never_collected'] = 'Names that begin with . or _ are never collected.';
$string['feed_problem_pattern_repeated_wildcard'] = '{date}, {seq} and {part} may be there once.';
$string['feed_problem_pattern_unknown_wildcard'] = 'The wildcards are {date}, {seq}, {part} and {any}.';
$string['feed_problem_pattern_whole_without_part'] = 'With full files {any} needs {part}: two schools’ files would remove each other’s people.';
$string['feed_problem_processor'] = 'There is no such processor.';
$string['feed_problem_processor_enrolments_key'] = 'The key of an enrolment is two columns: one that leads to the person (username, idnumber or email) and one that leads to the course (course_shortname or course_idnumber).';
$string['feed_problem_processor_enrolments_role'] = 'There is no role with this short name.';
$string['feed_problem_processor_groups_key'] = 'The key of a group is group_idnumber and one column that leads to the course (course_shortname or course_idnumber); for members, one that leads to the person as well (username, idnumber or email).';
$string['feed_problem_processor_options'] = 'The processor has no such option.';
$string['feed_problem_processor_target'] = 'The plugin of the task has no such file area or setting.';
$string['feed_problem_processor_task'] = 'There is no such scheduled task of another plugin.';
$string['feed_problem_processor_timeout'] = 'The time-out is a number of seconds.';
$string['feed_problem_processor_users_auth'] = 'There is no such authentication method.';
$string['feed_problem_processor_users_key'] = 'The key of a user is one column: username, idnumber or email.';
$string['feed_problem_quiet'] = 'Quiet hours are written like 07:30-18:00 or 2026-07-01..2026-08-31.';
$string['feed_problems'] = 'The feed cannot be saved. {$a}';
$string['feed_quiet'] = 'Quiet hours';
$string['feed_quiet_help'] = 'Hours of each day, 07:30-18:00, and days, 2026-07-01..2026-08-31, between commas, in the time zone of the site.';
$string['feed_recipients'] = 'Recipients of the daily summary';
$string['feed_recipients_help'] = 'One mail a day about all feeds of which a person is a recipient. Anyone who may receive alarms can be chosen.';
$string['feed_rule'] = 'Keys are compared';
$string['feed_skip'] = 'Lines to leave out at the top';
$string['feed_summary'] = 'What the summary names';
$string['feed_summary_all'] = 'All runs';
$string['feed_summary_failures'] = 'Runs that need a person, or of which rows failed';
$string['feed_summary_never'] = 'Nothing: no mail';
$string['feed_timezone'] = 'Time zone';
$string['feedaction_delete'] = 'Delete';
$string['feedaction_down'] = 'Move down';
$string['feedaction_export'] = 'Export';
$string['feedaction_pause'] = 'Pause';
$string['feedaction_resume'] = 'Make live again';
$string['feedaction_test'] = 'Back to testing';
$string['feedaction_up'] = 'Move up';
$string['feedform_general'] = 'Feed';
$string['feedform_limits'] = 'Limits';
$string['feedform_mapping'] = 'Columns';
$string['feedform_options'] = 'Options';
$string['feedform_reading'] = 'How the file is read';
$string['feedform_rows'] = 'What rows may do';
$string['feedform_times'] = 'When it runs';
$string['feeds'] = 'Feeds';
$string['feedsimported'] = '{$a} feed(s) imported. New ones are in testing.';
$string['feedsintro'] = 'What becomes of the files that are delivered. The first feed of the list whose pattern matches takes a file.';
$string['ffi_refused'] = 'refused ({$a})';
$string['ffi_unusable'] = 'not usable ({$a})';
$string['ffi_without_library'] = 'works, but the library is missing ({$a})';
$string['ffi_works'] = 'works ({$a})';
$string['filemanager'] = 'File manager';
$string['filesintro'] = 'Everything that was collected, under its own name; replaced versions are under archives.';
$string['fileskept'] = '{$a} file(s) had changed meanwhile, and were left as they are.';
$string['filespage'] = 'Stored files';
$string['finished'] = 'Finished';
$string['firstvalues'] = 'First values';
$string['givenname'] = 'Name in Moodle';
$string['goon'] = 'Do not wait';
$string['hash'] = 'SHA-1';
$string['haswarnings'] = 'Has warnings';
$string['held'] = 'Held';
$string['historyintro'] = 'Every delivery that was stored, and every file that somebody has put there by hand.';
$string['historypage'] = 'History';
$string['historytime'] = 'Keep the history';
$string['historytime_desc'] = 'How long the history of collected files is kept. 0: forever.';
$string['holder_account'] = 'somebody else (account {$a->account})';
$string['holder_agent'] = 'agent “{$a->name}” on host {$a->host} (sync_ingest {$a->version})';
$string['holder_collector'] = 'sync_ingest {$a->version} on host {$a->host}';
$string['holder_odd_directory'] = 'somebody unknown: it is a directory';
$string['holder_odd_special_file'] = 'somebody unknown: it is a FIFO, socket or device';
$string['holder_odd_symbolic_link'] = 'somebody unknown: it is a symbolic link';
$string['holder_odd_unreadable_file'] = 'somebody unknown: it is a file that the web server’s user cannot read';
$string['holder_remote_agent'] = 'agent “{$a->name}” on host {$a->host} (sync-deliver)';
$string['holder_remote_agent_ftp'] = 'agent “{$a->name}” (sync-deliver over FTP)';
$string['holder_user'] = 'somebody else (user number {$a->user})';
$string['importfeeds'] = 'Import';
$string['importintro'] = 'A feed of the same name is changed; others are made, in testing. All of them, or none.';
$string['incident_has_ended'] = 'ended';
$string['incident_is_active'] = 'active';
$string['incident_subject'] = '{$a->alarm}: {$a->subject}';
$string['intransaction'] = 'files wait, but the caller has a database transaction open; call before it begins';
$string['isgone'] = 'Key is gone from the file';
$string['ispreview'] = 'Preview';
$string['key'] = 'Key';
$string['lastnotice'] = 'Last notice';
$string['lastround'] = 'Last round of cron: {$a}';
$string['lastrun'] = 'Last run';
$string['limit_additions'] = 'Additions';
$string['limit_additions_share'] = 'Additions, % of what is known';
$string['limit_changes'] = 'Changes';
$string['limit_changes_share'] = 'Changes, % of the rows';
$string['limit_failed'] = 'Failed rows';
$string['limit_failed_share'] = 'Failed rows, % of the rows';
$string['limit_median_share'] = 'Least rows of a full file, % of the median of the last five';
$string['limit_removals'] = 'Removals within 24 hours';
$string['limit_removals_share'] = 'Removals within 24 hours, % of what it owns';
$string['limit_weekly'] = 'Removals within seven days';
$string['limit_weekly_share'] = 'Removals within seven days, % of what it owns';
$string['limitsnote'] = 'A run that would do more than both the number and the share waits for a person. Empty: the number that is shown.';
$string['line'] = 'Line';
$string['lists'] = 'Lists';
$string['lock_agent'] = 'A delivery is going on; nothing is collected.';
$string['lock_collector'] = 'A collection is going on; agents wait.';
$string['lockgone'] = 'it is gone';
$string['lockheld'] = '{$a->name}, for {$a->age}: {$a->holder}';
$string['locklost'] = 'lock.txt was removed during the collection; what was not stored is offered again';
$string['locknotstale'] = 'it is gone, or it is not too old';
$string['locks'] = 'Locks';
$string['mail_news'] = '{$a->new} more since the last message. {$a->alarm}: {$a->count} in all, since {$a->since}.';
$string['mail_news_subject'] = '{$a->site} ({$a->folder}): {$a->new} more: {$a->alarm}';
$string['mail_over'] = 'All clear since {$a->over}. This alarm has ended: {$a->alarm}. It began: {$a->since}.';
$string['mail_over_subject'] = '{$a->site} ({$a->folder}): over: {$a->alarm}';
$string['mail_page'] = 'The status page: {$a}';
$string['mail_place'] = 'Site: {$a->site}, {$a->url}. Drop folder: {$a->folder} on host {$a->host}.';
$string['mail_raised'] = 'Alarm: {$a->alarm}. Since {$a->since}. Count: {$a->count}.';
$string['mail_raised_subject'] = '{$a->site} ({$a->folder}): {$a->alarm}';
$string['mail_reminder'] = 'This alarm is still active: {$a->alarm}. Since {$a->since}. Count: {$a->count}.';
$string['mail_reminder_subject'] = '{$a->site} ({$a->folder}): still: {$a->alarm}';
$string['managerintro'] = 'What you add, replace or delete takes effect when you save. Files that arrive meanwhile are kept.';
$string['maxage'] = 'Age of alarm';
$string['maxage_desc'] = 'A lock or an unfinished upload that is older than this raises an alarm.';
$string['maxsize'] = 'Size limit (MB)';
$string['maxsize_desc'] = 'Larger files are skipped. 0: 4096 MB.';
$string['messageprovider:alarm'] = 'Alarms about the drop folder';
$string['messageprovider:summary'] = 'Daily summaries of feeds';
$string['mode_full'] = 'the whole truth of its part: who is missing is gone';
$string['mode_rows'] = 'rows, each of which says what is to be done';
$string['nametaken'] = 'Another file is stored as “{$a}”: delete that one first, or have this one delivered under another name.';
$string['newfeed'] = 'New feed';
$string['newfeedintro'] = 'A feed begins in testing: its files are planned, and nothing changes in Moodle until you make it live.';
$string['noalarms'] = 'No alarm is active.';
$string['nofolder'] = 'The drop folder {$a} does not exist, and could not be made.';
$string['nopathtophp'] = 'this page may not use the library, and PHP’s command line was not found (Site administration > Server > System paths). {$a}';
$string['norejected'] = 'This rejected file does not exist any more.';
$string['nosample'] = 'No stored file matches the pattern yet: columns of the same name are used. Open the feed again when one has come.';
$string['nostored'] = 'This stored file does not exist any more.';
$string['notanswered'] = 'PHP’s command line has not answered: {$a}';
$string['note_approved'] = 'Approved by {$a->user}, {$a->time}.';
$string['note_edited'] = 'The feed was edited since this plan was made.';
$string['note_live'] = 'The feed is live; this is a preview, and changes nothing.';
$string['note_paused'] = 'The feed is paused: its runs wait.';
$string['notes'] = 'Why, and warnings';
$string['nothingchosen'] = 'Nothing was chosen.';
$string['notmatching'] = 'Names that do not match';
$string['notused'] = 'not used';
$string['now_after'] = 'it waits for the feed “{$a}”, which comes before it and has not finished';
$string['now_another'] = 'Another file';
$string['now_applied'] = 'Its rows are live in Moodle';
$string['now_approved'] = 'A person has approved it';
$string['now_blocked'] = 'run {$a->id} came before it and is {$a->state}: approve it, refuse it, cancel it, or run it again';
$string['now_collect'] = 'Collect once more';
$string['now_cron'] = 'Cron last ran {$a} ago.';
$string['now_dry'] = 'the feed “{$a}” is in testing: its files are planned and never applied; make it live, then process the file again';
$string['now_failed'] = 'Line {$a->line} of the file failed: {$a->why}';
$string['now_file'] = 'Which file?';
$string['now_is_done'] = 'done';
$string['now_is_going'] = 'under way';
$string['now_is_later'] = 'later';
$string['now_is_missing'] = 'missing';
$string['now_left'] = 'about {$a} left';
$string['now_login'] = 'New people can log in';
$string['now_nobody'] = 'Nobody is found by “{$a}”.';
$string['now_nocron'] = 'Cron has never run on this site.';
$string['now_nofeed'] = 'no feed wants it; choose one';
$string['now_nofile'] = 'Choose a file. It may have been deleted or replaced meanwhile.';
$string['now_nofiles'] = 'No file has been delivered yet.';
$string['now_passwords'] = '{$a} people wait for the mail with their password, which cron sends';
$string['now_paused'] = 'the feed “{$a}” is paused: make it live';
$string['now_person_auth'] = '{$a->name} ({$a->username}) cannot log in: the authentication “{$a->auth}” is not enabled.';
$string['now_person_password'] = '{$a->name} ({$a->username}) has an account and waits for the mail with the password.';
$string['now_person_ready'] = '{$a->name} ({$a->username}) can log in.';
$string['now_person_suspended'] = '{$a->name} ({$a->username}) cannot log in: the account is suspended.';
$string['now_person_unconfirmed'] = '{$a->name} ({$a->username}) cannot log in: the account is not confirmed.';
$string['now_planned'] = 'It is read, and what becomes of each row is known';
$string['now_run'] = 'All about this run';
$string['now_search'] = 'Can a person log in? Key, user name, e-mail address or name';
$string['now_start'] = 'Process now';
$string['now_stored'] = 'The file is in Moodle';
$string['now_stored_at'] = 'since {$a}';
$string['now_took'] = 'it took {$a}';
$string['now_wanting'] = 'the one that wants the file';
$string['now_what'] = '{$a->file}, by the feed “{$a->feed}”';
$string['nowintro'] = 'For the file that has just been sent: what was delivered is collected, a feed takes it at once, and this page shows what is missing until the pupil can log in.';
$string['nowpage'] = 'Process now';
$string['object'] = 'In Moodle';
$string['obstacle_folder_not_writable'] = 'The web server’s user ({$a->number}) may not move anything out of {$a->folder}. As root: chgrp {$a->group} {$a->folder} && chmod 2770 {$a->folder}';
$string['obstacle_group_not_inherited'] = 'Files keep the group of the delivering account ({$a->number}), because the drop folder does not give them its own. As root: chmod g+s {$a->folder}';
$string['obstacle_private_file'] = 'A file has mode {$a->number}, which nobody but its owner may read: let the delivering account set 0640 (in sftp: chmod 640 after put; in WinSCP: put -permissions=640; sync-deliver does it; for vsftpd: file_open_mode=0666 and local_umask=007).';
$string['obstacle_read_only_file_system'] = 'The file system of the drop folder is mounted read-only: remount it writable.';
$string['obstacle_refused'] = 'The system refuses to read or move a file (error number {$a->number}). 13: check owner and mode. 1: check attributes (lsattr), and whether the folder is sticky. 18: look for a project quota or a mount below the folder. Any other: see the kernel log (dmesg), and the disk.';
$string['obstacle_sticky_folder'] = 'The drop folder is sticky (+t), so that only owners may move their files: chmod -t {$a->folder}';
$string['ofthesite'] = 'of the site';
$string['option_enrolments_gone'] = 'Who is gone from a full file';
$string['option_enrolments_gone_help'] = 'An enrolment is deleted only in a run that a person has approved: grades and groups may be lost with it.';
$string['option_enrolments_gone_keep'] = 'is left alone';
$string['option_enrolments_gone_suspend'] = 'is suspended in the course';
$string['option_enrolments_gone_unenrol'] = 'is suspended, and unenrolled after the days of grace';
$string['option_enrolments_grace'] = 'Days of grace before somebody is unenrolled';
$string['option_enrolments_role'] = 'Role where the row names none';
$string['option_groups_create'] = 'Make groups that are missing';
$string['option_groups_gone'] = 'Members who are gone from a full file';
$string['option_groups_gone_keep'] = 'stay in the group';
$string['option_groups_gone_remove'] = 'leave the group';
$string['option_scheduled_task_filearea'] = 'File area where the plugin looks';
$string['option_scheduled_task_filename'] = 'File name that the plugin expects';
$string['option_scheduled_task_filename_help'] = 'Empty: the name under which it was delivered.';
$string['option_scheduled_task_setting'] = 'Or: the plugin’s setting that holds a path';
$string['option_scheduled_task_task'] = 'Scheduled task';
$string['option_scheduled_task_timeout'] = 'Seconds after which it is ended';
$string['option_users_auth'] = 'Authentication of new accounts';
$string['option_users_gone'] = 'Who is gone from a full file';
$string['option_users_gone_keep'] = 'is left alone';
$string['option_users_gone_suspend'] = 'is suspended';
$string['option_users_mail_passwords'] = 'Mail passwords to new accounts';
$string['option_users_update'] = 'Change accounts after they were made';
$string['otherfiles'] = 'Other files';
$string['outcome'] = 'Outcome';
$string['outcome_agent_delivering'] = 'A delivery is going on (alock.txt is there): nothing is collected until it is over.';
$string['outcome_collected'] = '{$a->count} file(s) collected.';
$string['outcome_collector_busy'] = 'Another collection is going on (lock.txt is there).';
$string['outcome_failed'] = 'Nothing could be collected: {$a->problem}';
$string['outcome_nothing'] = 'Nothing waits to be collected.';
$string['outcome_putback'] = '{$a} file(s) could not be stored, and will be tried again.';
$string['outcome_readyin'] = '{$a->count} file(s) are not ready yet; the first will be in {$a->seconds} s: {$a->names}.';
$string['outcome_rejected'] = '{$a} file(s) were rejected and set aside.';
$string['outcome_remaining'] = '{$a} file(s) are left for the next collection.';
$string['outcome_stalelock'] = '{$a} is too old: nothing is collected until it is gone. See the status page.';
$string['outcome_superseded'] = '{$a} older version(s) were not stored, because a newer one had already been delivered.';
$string['outcome_suspended'] = 'Nothing is collected: {$a->problem}';
$string['outcome_unready'] = '{$a->count} file(s) are not ready yet: {$a->names}.';
$string['outcome_viacommandline'] = '(Done through PHP’s command line, because this page may not use the library.)';
$string['pattern'] = 'File names';
$string['pin_feed'] = 'Feed';
$string['pin_key'] = 'Key';
$string['pin_missing'] = 'In the last file';
$string['pin_missing_since'] = 'no, since {$a}';
$string['pin_object'] = 'Object';
$string['pin_part'] = 'Part';
$string['pins_none'] = 'Nothing is pinned.';
$string['pins_removed'] = '{$a} pins removed.';
$string['pins_sure'] = 'Remove {$a} pins? The next file decides again about these keys: what was undone may be done again.';
$string['pinsintro'] = 'These keys are left alone by the files of their feeds, because a person has undone what a run had done. When the file is right again, remove the pin.';
$string['pinspage'] = 'Pinned rows';
$string['place'] = 'Order';
$string['planned'] = 'Planned';
$string['pluginname'] = 'Drop folder (sync_ingest)';
$string['preview'] = 'Preview';
$string['previewintro'] = 'Shows what would become of each row. Nothing changes in Moodle.';
$string['previewof'] = 'Preview: {$a}';
$string['privacy:metadata:core_files'] = 'Delivered files are stored in the file area of this plugin, at the level of the site. They belong to no user, though they may hold personal data of the remote system.';
$string['privacy:metadata:core_message'] = 'Alarms are sent as messages to the chosen recipients.';
$string['privacy:metadata:preference:summary'] = 'When the user was last sent a daily summary of feeds.';
$string['privacy:metadata:tool_syncingest_notices'] = 'Which alarms were sent to whom, so that none is sent twice.';
$string['privacy:metadata:tool_syncingest_notices:channel'] = 'The message output through which it was sent.';
$string['privacy:metadata:tool_syncingest_notices:timesent'] = 'When it was sent.';
$string['privacy:metadata:tool_syncingest_notices:userid'] = 'The recipient.';
$string['privacy:metadata:tool_syncingest_records'] = 'What feeds know of the users whom they have created, adopted or seen.';
$string['privacy:metadata:tool_syncingest_records:keytext'] = 'The key under which a file names the user.';
$string['privacy:metadata:tool_syncingest_records:objectid'] = 'The user.';
$string['privacy:metadata:tool_syncingest_records:owned'] = 'Whether a feed has created, adopted or only seen the account.';
$string['privacy:metadata:tool_syncingest_records:pinned'] = 'Whether a person has brought the account back, so that files leave it alone.';
$string['privacy:metadata:tool_syncingest_rows'] = 'What became of the rows of delivered files that are about a user.';
$string['privacy:metadata:tool_syncingest_rows:detail'] = 'Values before and after.';
$string['privacy:metadata:tool_syncingest_rows:keytext'] = 'The key of the row.';
$string['privacy:metadata:tool_syncingest_rows:objectid'] = 'The user.';
$string['privacy:metadata:tool_syncingest_rows:timemodified'] = 'When.';
$string['privacy:metadata:tool_syncingest_undos'] = 'Who has undone a run.';
$string['privacy:metadata:tool_syncingest_undos:runid'] = 'The run.';
$string['privacy:metadata:tool_syncingest_undos:timecreated'] = 'When.';
$string['privacy:metadata:tool_syncingest_undos:userid'] = 'The person.';
$string['privacy:path:feeds'] = 'Feeds';
$string['processor'] = 'Processor';
$string['processor_enrolments'] = 'Enrolments';
$string['processor_groups'] = 'Groups';
$string['processor_scheduled_task'] = 'Another plugin’s task';
$string['processor_users'] = 'Users';
$string['progress'] = 'Progress';
$string['progress_checking'] = 'Checking and planning: {$a->done} of {$a->total} rows';
$string['progress_queued'] = 'Waits for its turn; cron looks every minute.';
$string['progress_running'] = 'Applying: {$a->done} of {$a->total}';
$string['progress_stopping'] = 'Stopping before the next rows';
$string['putback'] = 'Put back';
$string['putback_dropped'] = 'The collection ended before this file was answered';
$string['putback_not_answered'] = 'The collection ended before this file was stored';
$string['putback_not_offered'] = 'The collection ended before it was this file’s turn';
$string['readas'] = '{$a->encoding}, delimiter {$a->delimiter}';
$string['readyin'] = 'The first of the files that are not ready yet will be in {$a} s.';
$string['reason'] = 'Reason';
$string['reason_additions'] = '{$a->count} additions; more than {$a->floor} and {$a->share} % of {$a->whole}';
$string['reason_by_hand'] = 'a person has refused it';
$string['reason_changes'] = '{$a->count} changes; more than {$a->share} % of {$a->whole} rows';
$string['reason_delimiter'] = 'the delimiter is “{$a->is}”, and was “{$a->was}”';
$string['reason_emptied'] = '{$a->scope} would lose all of its {$a->count} members';
$string['reason_encoding'] = 'the encoding is {$a->is}, and was {$a->was}';
$string['reason_exception'] = '{$a->message} {$a->detail}';
$string['reason_failed'] = '{$a->count} rows fail; more than {$a->share} % of {$a->whole}';
$string['reason_first_removals'] = '{$a->count} removals, the first since mode, key, pattern, scope or processor were changed';
$string['reason_gap'] = 'a number before it is missing';
$string['reason_handed_over'] = 'the task {$a->task} ended after {$a->seconds} s';
$string['reason_header'] = 'the header is another one; missing: {$a->missing}; new: {$a->new}';
$string['reason_header_alone'] = 'the file has a header and no row';
$string['reason_no_final_newline'] = 'the last line does not end; the file may be cut';
$string['reason_older'] = 'older than what is applied';
$string['reason_owner_capability'] = 'the owner of the feed, {$a->user}, lacks {$a->capability}';
$string['reason_owner_gone'] = 'the owner of the feed no longer exists; save the feed';
$string['reason_owner_suspended'] = 'the owner of the feed, {$a->user}, is suspended; save the feed';
$string['reason_ragged_last'] = 'the last row is too short and does not end; the file is cut';
$string['reason_removals'] = '{$a->count} removals within 24 hours; more than {$a->floor} and {$a->share} % of {$a->whole}';
$string['reason_removals_unknown'] = 'nobody was removed: the key on line {$a->line} cannot be read';
$string['reason_removals_withheld'] = '{$a->count} removals were left out';
$string['reason_short'] = '{$a->count} rows; less than {$a->share} % of {$a->median}, the median of the last files';
$string['reason_spoiled'] = 'more rows than before with wrongly encoded text: {$a->count}';
$string['reason_target'] = 'the file cannot be put at {$a->target}';
$string['reason_task_busy'] = 'another process was running the task {$a->task} all the time';
$string['reason_task_failed'] = 'the task {$a->task} failed, exit status {$a->status}: {$a->output}';
$string['reason_task_missing'] = 'there is no task {$a->task}';
$string['reason_task_timeout'] = 'the task {$a->task} was ended after {$a->seconds} s: {$a->output}';
$string['reason_three_starts'] = 'three starts without progress';
$string['reason_undo_busy'] = 'run {$a->id} of the same feed is under way; wait for its end, or stop it';
$string['reason_undo_dry'] = 'it was planned only: nothing was changed';
$string['reason_undo_forgotten'] = 'its row results were deleted after the time for which they are kept';
$string['reason_undo_handed_over'] = 'its file was handed over to another plugin, and it is not known what that has done';
$string['reason_undo_not_over'] = 'it is not over yet';
$string['reason_undo_nothing'] = 'it has changed nothing';
$string['reason_unenrolments'] = '{$a->count} enrolments would be deleted; grades and groups may be lost with them, and cannot be brought back';
$string['reason_unreadable'] = 'the file cannot be read as a table: {$a->reason} (line {$a->line}, byte {$a->byte})';
$string['reason_weekly'] = '{$a->count} removals within seven days; more than {$a->floor} and {$a->share} % of {$a->whole}';
$string['reasonwords'] = 'Reason as text';
$string['recipe'] = 'An account that delivers over SFTP';
$string['recipe_commands'] = 'As root, once, with another name than registry if you like. The account has a group of its own, sees nothing but the drop folder, and cannot reach Moodle’s files:';
$string['recipe_copy_commands'] = 'Copy the commands';
$string['recipe_copy_server'] = 'Copy the settings of sshd';
$string['recipe_mount'] = 'In /etc/fstab, so that the folder is there after a restart:';
$string['recipe_server'] = 'In /etc/ssh/sshd_config, then systemctl reload ssh:';
$string['recipients'] = 'Recipients of alarms';
$string['recipients_desc'] = 'Who gets alarms. If nobody is chosen, the administrators do.';
$string['rejectedfailed'] = 'The rejected file stays as it is: {$a}';
$string['rejectedfiles'] = 'Rejected files';
$string['rejectedincomplete'] = 'The list is still being read; cron completes it within minutes.';
$string['rejectedintro'] = 'Files that were set aside, each with its reason. They are kept until somebody deals with them.';
$string['rejectedtime'] = 'Keep rejected files';
$string['rejectedtime_desc'] = 'How long a rejected file is kept. 0: until a person deletes it.';
$string['rejection_infected'] = 'The antivirus reported: {$a}';
$string['rejection_name_forbidden'] = 'Moodle allows no file of this name';
$string['rejection_name_not_utf8'] = 'The name is not valid UTF-8, and Moodle cannot keep it';
$string['rejection_name_renamed'] = 'Moodle would rename it to “{$a}”';
$string['rejection_name_taken'] = 'Moodle would store it as “{$a}”, which is the name of another stored file';
$string['rejection_name_too_long'] = 'The name is too long for Moodle';
$string['rejection_not_a_file'] = 'It was replaced by something that is not a file while it was collected';
$string['rejection_other'] = 'Another reason';
$string['rejection_store_died'] = 'The collection died {$a} times while storing this file';
$string['rejection_superseded'] = 'A newer file of this name was delivered before this one could be stored';
$string['reminder'] = 'Reminder';
$string['reminder_desc'] = 'How long an alarm is active before it is mailed again. 0: never.';
$string['removefreshlock'] = 'Remove this lock, whose owner is dead';
$string['removelock'] = 'Remove this lock';
$string['replaced'] = 'Replaced an older version';
$string['replacedversions'] = 'Replaced versions';
$string['results'] = 'Row results';
$string['resulttime'] = 'Keep row results';
$string['resulttime_desc'] = 'For how long the row results of feeds are kept. They hold personal data. Empty or 0: forever.';
$string['retention'] = 'Keep stored files';
$string['retention_desc'] = 'How long stored files are kept: one rule per line, a pattern and a number of days, such as <code>attendance-*.csv 90</code>. The first rule that a name matches decides; a file that matches none is kept forever. Empty: all are.';
$string['retention_invalid'] = 'Line {$a} cannot be understood: write a pattern of names, a blank, and a number of days from 1 to 36500.';
$string['row_action'] = '“{$a->value}” is no action; write add, suspend or remove';
$string['row_ambiguous'] = 'several accounts have {$a->column} “{$a->value}”';
$string['row_auth'] = '“{$a->value}” is no authentication method';
$string['row_capability'] = 'the owner of the feed lacks {$a->capability} in {$a->where}';
$string['row_cohort_ambiguous'] = 'several cohorts have the number “{$a->value}”';
$string['row_cohort_foreign'] = 'the cohort “{$a->value}” belongs to another plugin';
$string['row_cohort_missing'] = 'there is no cohort with the number “{$a->value}”';
$string['row_country'] = '“{$a->value}” is no country code of two letters';
$string['row_course_ambiguous'] = 'several courses have {$a->column} “{$a->value}”';
$string['row_course_gone'] = 'the course or its manual enrolment has been deleted meanwhile';
$string['row_course_missing'] = 'there is no course with {$a->column} “{$a->value}”';
$string['row_date'] = '{$a->column}: “{$a->value}” is not understood as a date; write 2026-09-01';
$string['row_email'] = '“{$a->value}” is no e-mail address';
$string['row_end_before_start'] = 'it would end ({$a->end}) before it starts ({$a->start})';
$string['row_enrol_disabled'] = 'manual enrolment is switched off in “{$a->value}”';
$string['row_enrol_missing'] = 'the course “{$a->value}” has no manual enrolment';
$string['row_enrolled_meanwhile'] = 'the person has been enrolled by somebody else meanwhile';
$string['row_enrolment_gone'] = 'the enrolment has been deleted meanwhile';
$string['row_exception'] = 'Moodle: {$a->message} {$a->detail}';
$string['row_flag'] = '{$a->column}: “{$a->value}” is neither yes nor no; write 1 or 0';
$string['row_group_ambiguous'] = 'several groups of the course have the number “{$a->value}”';
$string['row_group_gone'] = 'the group has been deleted meanwhile';
$string['row_group_kept'] = 'groups are never deleted; only members can be removed';
$string['row_group_missing'] = 'the course has no group with the number “{$a->value}”';
$string['row_grouping_ambiguous'] = 'several groupings of the course have the number “{$a->value}”';
$string['row_key_of_another'] = 'another account has {$a->column} “{$a->value}” by now';
$string['row_lang'] = 'the language “{$a->value}” is not installed';
$string['row_menu'] = '{$a->column}: “{$a->value}” is not among the choices';
$string['row_missing'] = '{$a->column} is needed for a new account';
$string['row_needed'] = '{$a->column} is empty';
$string['row_not_enrolled'] = 'the person is not enrolled in the course';
$string['row_not_storable'] = '{$a->column}: Moodle would change “{$a->value}” in silence';
$string['row_object_gone'] = 'the account has been deleted meanwhile';
$string['row_only_planned'] = 'a feed before this one has only planned what the row needs';
$string['row_password'] = 'the password is refused: {$a->reason}';
$string['row_protected'] = 'the account must not be touched ({$a->reason})';
$string['row_role_missing'] = 'there is no role “{$a->value}”; write its short name';
$string['row_role_not_assignable'] = 'the owner of the feed may not assign the role “{$a->value}” in this course';
$string['row_table_ragged'] = 'more or fewer cells than the header';
$string['row_taken'] = 'another account has {$a->column} “{$a->value}”';
$string['row_timezone'] = '“{$a->value}” is no time zone';
$string['row_too_long'] = '{$a->column} is longer than {$a->longest} characters';
$string['row_user_gone'] = 'the account has been deleted meanwhile';
$string['row_user_missing'] = 'there is no account with {$a->column} “{$a->value}”';
$string['row_username'] = '“{$a->value}” is no user name: letters without accents, digits and . _ - @ only';
$string['rows'] = 'Rows';
$string['rowstate_done'] = 'done';
$string['rowstate_failed'] = 'failed';
$string['rowstate_handed_over'] = 'handed over';
$string['rowstate_planned'] = 'planned';
$string['rowstate_withheld'] = 'left out by a person';
$string['rule_exact'] = 'as they are';
$string['rule_folded'] = 'without regard to case and surrounding spaces';
$string['run_gone'] = 'The run no longer exists: its feed was deleted, or it was kept long enough.';
$string['run_moved'] = 'Run {$a} has changed meanwhile. Look at it again.';
$string['run_nocells'] = 'The row on line {$a} is not in the working file.';
$string['run_nocontent'] = 'The content of the file is no longer in the file store. Have it sent again.';
$string['run_nofolder'] = 'The folder {$a} cannot be made or written to. See who owns it.';
$string['run_nospace'] = 'The working file cannot be written: is the disk full?';
$string['run_notfound'] = 'There is no run {$a}.';
$string['run_notheld'] = 'Run {$a} is not held.';
$string['run_otherplan'] = 'The plan of run {$a} is another one by now. Look at it again.';
$string['runaction_again'] = 'Run again';
$string['runaction_approve'] = 'Approve';
$string['runaction_cancel'] = 'Cancel the run';
$string['runaction_keep'] = 'Approve without removals';
$string['runaction_live'] = 'Make live';
$string['runaction_refuse'] = 'Refuse';
$string['runaction_stop'] = 'Stop';
$string['rundone_again'] = 'It is run again.';
$string['rundone_approve'] = 'Approved. It is planned once more, and goes ahead if it takes away nothing else.';
$string['rundone_cancel'] = 'Cancelled.';
$string['rundone_keep'] = 'Approved without the removals.';
$string['rundone_live'] = 'The feed is live.';
$string['rundone_refuse'] = 'Refused.';
$string['rundone_stop'] = 'It stops before the next rows.';
$string['runs'] = 'Runs';
$string['runsintro'] = 'What became of each file that a feed has taken. Open a run to see its rows.';
$string['runsof'] = 'Runs: {$a}';
$string['samplefile'] = 'File to begin with';
$string['samplefile_help'] = 'A stored file of the kind that the feed will get. Its name becomes the pattern, its header the columns.';
$string['samplerefused'] = 'The file cannot be read as a table.';
$string['saveandpreview'] = 'Save and preview';
$string['sendtest'] = 'Send a test alarm';
$string['settings'] = 'Settings';
$string['settings_places'] = 'The drop folder is {$a}. It can be changed in config.php alone: <code>$CFG->tool_syncingest_folder</code>; the library by <code>$CFG->tool_syncingest_library</code>.';
$string['settle'] = 'Settle time (seconds)';
$string['settle_desc'] = 'How long a file must be unchanged before it is collected. Empty: 30 s on local file systems, 90 s on network file systems. 0: do not wait, because all agents use alock.txt.';
$string['showperpage'] = 'Show {$a} per page';
$string['since'] = 'Since';
$string['skip_batch_full'] = 'The batch was full: the next collection takes it';
$string['skip_changed_meanwhile'] = 'It changed while it was being claimed';
$string['skip_checksum_mismatch'] = 'It does not match its checksum file';
$string['skip_directory'] = 'Directories';
$string['skip_hard_link'] = 'The file has a second name through which it could be changed';
$string['skip_hidden'] = 'Hidden: the name begins with a dot, or is reserved by a system';
$string['skip_hostile_name'] = 'The name holds control characters';
$string['skip_lock_file'] = 'Lock files';
$string['skip_omitted'] = 'Omitted: the name begins with an underscore';
$string['skip_open_for_writing'] = 'A process has it open for writing';
$string['skip_special_file'] = 'FIFOs, sockets, devices';
$string['skip_symbolic_link'] = 'Symbolic links are never followed';
$string['skip_too_large'] = 'Larger than the size limit';
$string['skip_unchecked'] = 'It could not be examined';
$string['skip_unclaimable'] = 'It could not be moved into the work area';
$string['skip_unfinished_name'] = 'The name is that of an unfinished, temporary or backup file';
$string['skip_unreadable'] = 'The web server’s user may not read it';
$string['skip_unreadable_checksum'] = 'Its checksum file cannot be understood';
$string['skip_unsettled'] = 'Changed a moment ago: the upload may still be going on';
$string['skip_waits_for_older'] = 'An older delivery of the same name comes first';
$string['skipped'] = 'Skipped';
$string['skippednone'] = 'Nothing is skipped.';
$string['stage'] = 'Stage';
$string['stage_live'] = 'live';
$string['stage_paused'] = 'paused';
$string['stage_testing'] = 'testing';
$string['stale'] = 'too old';
$string['state'] = 'State';
$string['state_cancelled'] = 'cancelled';
$string['state_checking'] = 'checking';
$string['state_done'] = 'done';
$string['state_done_with_errors'] = 'done, with errors';
$string['state_failed'] = 'failed';
$string['state_held'] = 'held';
$string['state_preview'] = 'preview: {$a}';
$string['state_queued'] = 'queued';
$string['state_refused'] = 'refused';
$string['state_running'] = 'running';
$string['state_superseded'] = 'superseded';
$string['statuspage'] = 'Status';
$string['step_collected'] = 'files have already been collected';
$string['step_cron'] = 'Cron';
$string['step_cron_done'] = 'It collected {$a} ago.';
$string['step_cron_late'] = 'It collected {$a} ago, and should do so every minute. In the host’s /etc/crontab or a file in /etc/cron.d:';
$string['step_cron_never'] = 'It has not collected yet. It should run every minute; in the host’s /etc/crontab or a file in /etc/cron.d:';
$string['step_delivery'] = 'Test delivery';
$string['step_delivery_button'] = 'Deliver a test file';
$string['step_delivery_done'] = 'A delivery has arrived: {$a}.';
$string['step_delivery_never'] = 'Nothing has been collected yet. The button puts a small file into the drop folder, collects it, and deletes what was stored. From the agent’s host: sync-deliver --check.';
$string['step_done'] = 'done';
$string['step_ffi'] = 'PHP in web pages';
$string['step_ffi_commandline'] = 'Web pages may not use the library and let PHP’s command line do it: {$a}. This works; FFI in web pages would be faster.';
$string['step_ffi_done'] = 'Web pages use the library themselves.';
$string['step_ffi_refused'] = 'Web pages may not use the library, and PHP’s command line was not found. Set its path under Site administration > Server > System paths. Cron collects all the same.';
$string['step_folder'] = 'Drop folder';
$string['step_folder_done'] = '{$a->path} belongs to {$a->owner}:{$a->group}, mode {$a->mode}.';
$string['step_folder_missing'] = '{$a->path} does not exist. The commands below make it.';
$string['step_folder_notinherited'] = '{$a->path} belongs to {$a->owner}:{$a->group}, mode {$a->mode}: files do not get its group. The commands below set the mode to 2770.';
$string['step_folder_obstructed'] = '{$a->path} belongs to {$a->owner}:{$a->group}, mode {$a->mode}, and files cannot be moved out of it: see the check of its permissions.';
$string['step_folder_open'] = '{$a->path} has mode {$a->mode}: everybody on this host may write into it. The commands below give it to an account of its own.';
$string['step_folder_own'] = '{$a->path} belongs to the web server’s own account ({$a->owner}:{$a->group}, mode {$a->mode}), so nobody else can deliver. The commands below give it to an account that may, with mode 2770.';
$string['step_library'] = 'Library';
$string['step_library_done'] = 'sync_ingest {$a} is loaded.';
$string['step_library_missing'] = 'It cannot be loaded. Install the zip of the plugin that holds it, or name it in config.php: $CFG->tool_syncingest_library; PHP needs its FFI extension.';
$string['step_mail'] = 'Test mail';
$string['step_mail_button'] = 'Send a test alarm';
$string['step_mail_done'] = 'The mail server accepted an alarm: {$a}.';
$string['step_mail_never'] = 'No alarm has been mailed yet, so it is not known whether one would arrive.';
$string['step_todo'] = 'to do';
$string['steps'] = 'First steps';
$string['steps_complete'] = 'all done';
$string['storedas'] = 'stored as “{$a}”';
$string['storedfile'] = 'Stored file';
$string['storegiven'] = 'Store under Moodle’s name';
$string['storerenamed'] = 'Store under Moodle’s name';
$string['storerenamed_desc'] = 'Moodle changes some names: it takes apostrophes and &amp; out of them, for example. Off, a file of such a name is rejected; on, it is stored under the name that Moodle gives it (“d’accord.csv” with a straight apostrophe as “daccord.csv”), and the history shows both. Two files that would get the same name are never mixed: the second one is rejected.';
$string['summaries_sent'] = 'Summaries sent: {$a}';
$string['summary_counts'] = '{$a->additions} added, {$a->changes} changed, {$a->removals} removed, {$a->failed} failed';
$string['summary_intro'] = 'What the feeds of {$a} have done since the last summary:';
$string['summary_page'] = 'All of it is on this page: {$a}';
$string['summary_run'] = '{$a->time}, run {$a->id}, {$a->file}: {$a->state} ({$a->counts})';
$string['summary_silent'] = 'silent: the last file came on {$a->since}, and one should come every {$a->hours} hours';
$string['summary_subject'] = '[{$a->site}] Feeds: {$a->count} runs';
$string['summary_subject_failures'] = '[{$a->site}] Feeds: {$a->failures} need attention';
$string['suspended_maintenance'] = 'the site is in maintenance mode.';
$string['suspended_upgrade'] = 'an upgrade of Moodle or of a plugin is pending.';
$string['syncingest:approve'] = 'Approve, refuse, stop and repeat runs of feeds';
$string['syncingest:editfeeds'] = 'Edit feeds and run files through them';
$string['syncingest:manage'] = 'Manage the drop folder';
$string['syncingest:readreports'] = 'Read the results of feeds: personal data';
$string['syncingest:receivealarms'] = 'Receive alarms about the drop folder';
$string['takenby'] = 'taken by the feed “{$a}”, which comes first';
$string['task_collect'] = 'Collect what was delivered';
$string['task_run_feeds'] = 'Run feeds';
$string['task_send_summaries'] = 'Send summaries of feeds';
$string['task_tidy'] = 'Delete what was kept long enough';
$string['template_enrolments_full'] = 'the file lists everybody in the courses that it names; who is missing is suspended';
$string['template_enrolments_rows'] = 'additions and changes';
$string['template_groups_full'] = 'the file lists all members of the groups that it names; who is missing leaves';
$string['template_groups_groups'] = 'groups and groupings without members';
$string['template_groups_rows'] = 'members who join and leave';
$string['template_scheduled_task_task'] = 'hand each file over';
$string['template_users_full'] = 'the file lists everybody; who is missing is suspended';
$string['template_users_once'] = 'new accounts only';
$string['template_users_rows'] = 'additions and changes';
$string['testdelivered'] = 'The test file was delivered, collected, found in Moodle’s files, and deleted there.';
$string['testdeliveryfailed'] = 'The test file was delivered, but not collected. {$a}';
$string['testdeliveryrefused'] = 'The test file could not be written into {$a}.';
$string['testnotsent'] = 'The test alarm could not be sent. Look at Site administration > Server > Email.';
$string['testsent'] = 'The test alarm is on its way to the recipients.';
$string['testsentbyweb'] = 'The test alarm could not be sent. There is a web notification, but no mail: see the check of the recipients, and Site administration > Server > Email.';
$string['tidied_archives'] = '{$a} replaced version(s) deleted';
$string['tidied_rejected'] = '{$a} rejected file(s) deleted';
$string['tidied_runs'] = 'Runs of feeds deleted: {$a}';
$string['tidied_stored'] = '{$a} stored file(s) deleted because of their age';
$string['timerejected'] = 'Rejected on';
$string['tools'] = 'Tools';
$string['tools_pages'] = 'Pages of other tools';
$string['tools_pages_desc'] = 'Path prefixes below Moodle’s folder, one per line, such as local/example/. Everything is collected before each of these pages and scripts.';
$string['tools_presets'] = 'Known tools';
$string['tools_presets_desc'] = 'Everything is collected before every page and every task of these tools; they need no change. A tool can be selected here before it is installed.';
$string['tools_tasks'] = 'Tasks of other tools';
$string['tools_tasks_desc'] = 'Classes of scheduled or ad hoc tasks, one per line, such as local_example\\task\\import. A line that ends with \\ covers all classes of that namespace.';
$string['toomanytomanage'] = 'The file manager is for {$a} files at most: here is the list.';
$string['trial'] = '{$a->count} of {$a->all} stored files match.';
$string['trypattern'] = 'Try the pattern';
$string['undo_action'] = 'What the run did';
$string['undo_begin'] = 'Bring {$a} back';
$string['undo_changed_since'] = 'changed since the run: {$a->columns}';
$string['undo_consequences'] = 'This pauses the feed “{$a}” and pins the rows that come back: the next file leaves them alone until the pin is removed. What is no longer as the run left it is not touched.';
$string['undo_created'] = 'what a run has made is not deleted';
$string['undo_download'] = 'Download the whole list';
$string['undo_line'] = 'Line';
$string['undo_log'] = 'Undoing run {$a->id}: {$a->state}, {$a->done} of {$a->total}';
$string['undo_look'] = 'Look again';
$string['undo_looked'] = 'As it was on {$a}';
$string['undo_moved'] = 'Somebody else has changed this meanwhile, or it is not known yet what of run {$a} can be undone. Look again.';
$string['undo_no_transaction'] = 'deletions and files cannot be undone';
$string['undo_no_undo'] = 'this kind of change cannot be undone';
$string['undo_none'] = 'Nothing of run {$a} can be undone.';
$string['undo_noscript'] = 'Load this page again to see how far it has come.';
$string['undo_object_gone'] = 'it no longer exists';
$string['undo_over'] = 'Whatever can be undone has been. The feed is paused: make it live again when its file is right.';
$string['undo_pins'] = 'Pinned rows ({$a})';
$string['undo_progress'] = '{$a->state}: {$a->done} of {$a->total}';
$string['undo_protected'] = 'it must not be touched ({$a->reason})';
$string['undo_refused'] = 'This run cannot be undone: {$a}';
$string['undo_rest'] = 'What does not come back';
$string['undo_run'] = 'Undo this run';
$string['undo_state_changed'] = 'no longer as the run left it';
$string['undo_state_failed'] = 'failed';
$string['undo_state_impossible'] = 'cannot be undone';
$string['undo_state_needless'] = 'already as before';
$string['undo_state_pinned'] = 'was already as before';
$string['undo_state_possible'] = 'comes back';
$string['undo_state_undone'] = 'brought back';
$string['undo_step_checking'] = 'looking';
$string['undo_step_done'] = 'undone';
$string['undo_step_failed'] = 'failed';
$string['undo_step_ready'] = 'ready to be undone';
$string['undo_step_running'] = 'being undone';
$string['undo_sure'] = 'Bring {$a->count} back, pause the feed “{$a->feed}” and pin these rows?';
$string['undo_taken'] = 'another one has {$a->column} “{$a->value}” by now';
$string['undo_unenrolled'] = 'what was lost with a deleted enrolment does not come back';
$string['undo_what'] = 'Run {$a->id} of the feed “{$a->feed}”: {$a->file}, {$a->time}';
$string['undo_why'] = 'Why';
$string['unfinishednames'] = 'Names of unfinished files';
$string['unfinishednames_desc'] = 'Files with such names are skipped until they are renamed, in addition to the built-in names: endings such as <code>&#42;.busy</code> and beginnings such as <code>tmp-&#42;</code>, separated by spaces.';
$string['uninstall_kept'] = 'Left on this host, because a person must decide: {$a->path} ({$a->count} file(s)). It may hold personal data.';
$string['unpin'] = 'Remove pin';
$string['unverified'] = 'not a tested file system';
$string['uploaded'] = '{$a} file(s) stored.';
$string['uploadintro'] = 'What you upload is stored as if it had been delivered: a file of the same name becomes a replaced version, and the plugins that listen for deliveries are notified.';
$string['usedas'] = 'Used as';
$string['usetoolsync'] = 'Store for tool_sync';
$string['usetoolsync_desc'] = 'Collect into the file area of the plugin tool_sync (tool_sync / syncfiles), if that is installed.';
$string['usualcase'] = 'What is it about?';
$string['wait'] = 'Wait and collect';
$string['waiting'] = 'Waiting';
$string['waiting_page'] = 'This page looks again by itself when the next file is ready.';
$string['wantedfiles'] = 'Files that match the pattern';
$string['warning_administrator'] = 'the account is an administrator’s: left alone';
$string['warning_enrolment_not_owned'] = 'the enrolment was there before, and the feed may not take it over: left alone';
$string['warning_feed_owner'] = 'the account is that of the feed’s owner: left alone';
$string['warning_foreign_component'] = 'another plugin owns it: left alone';
$string['warning_group_not_owned'] = 'the group was there before, and the feed may not take it over: left alone';
$string['warning_guest'] = 'the guest account: left alone';
$string['warning_kept'] = '{$a->column} stays as it is: the feed may not change it';
$string['warning_member_not_owned'] = 'the person was in the group before, and the feed may not take that over: left alone';
$string['warning_not_owned'] = 'the account was there before, and the feed may not take it over: left alone';
$string['warning_pinned'] = 'a person has brought it back: left alone';
$string['warning_system_role'] = 'the account has a role in the whole site: left alone';
$string['warning_username_changed'] = 'the user name is stored as “{$a->to}”';
$string['why'] = 'Why';
$string['why_held'] = 'Held because';
$string['why_preview'] = 'Live, it would be held because';
$string['withchosen'] = 'With the chosen ones:';
