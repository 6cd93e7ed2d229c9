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

$string['action_add_member'] = 'added to the cohort';
$string['action_create'] = 'created';
$string['action_delete'] = 'deleted';
$string['action_fail'] = 'fails';
$string['action_handed_over'] = 'handed over';
$string['action_hide'] = 'hidden';
$string['action_move'] = 'moved';
$string['action_nothing'] = 'nothing to do';
$string['action_remove_member'] = 'removed from the cohort';
$string['action_rename'] = 'renamed';
$string['action_restore'] = 'brought back';
$string['action_show'] = 'shown';
$string['action_suspend'] = 'suspended';
$string['action_update'] = 'changed';
$string['addfiles'] = 'Add files';
$string['advice_sftp'] = 'Keys go into /etc/ssh/agents/registry, a file of root. The account is in no group of the web server: files get that group from the folder. A file must arrive with mode 0640 or more: sync-deliver sets it; in sftp, chmod 640 after put; in WinSCP, put -permissions=640.';
$string['alarm'] = 'Alarm';
$string['alarm_checksum_mismatch'] = 'Files that do not match their checksums';
$string['alarm_checksum_mismatch_advice'] = 'A file and its checksum file (_NAME.sha256) have not matched for too long: one of them was cut off, or replaced without the other. The file is not collected. Ask whoever delivers to send both again, the checksum file first.';
$string['alarm_clock_skew'] = 'A clock is wrong';
$string['alarm_clock_skew_advice'] = 'A lock bears a time in the future. Set the clocks of the hosts.';
$string['alarm_failing_store'] = 'Files cannot be stored';
$string['alarm_failing_store_advice'] = 'Moodle’s file store has refused delivered files several times; they are kept and tried again. The detail says why: a full disk, permissions, the database.';
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
$string['alarm_feed_silent_advice'] = 'Its file should have come by now. Ask whoever runs the remote system whether the export still works.';
$string['alarm_feed_waiting'] = 'A feed waits for another one';
$string['alarm_feed_waiting_advice'] = 'A feed that comes before it has a run that is not finished. See what keeps that one.';
$string['alarm_folder'] = 'The drop folder cannot be used';
$string['alarm_folder_advice'] = 'Nothing is collected. See that the folder exists, and that the web server’s user may read and write it.';
$string['alarm_infected_file'] = 'Infected files';
$string['alarm_infected_file_advice'] = 'The antivirus has found something in delivered files. They are not stored; they were set aside. Tell whoever delivers them, and delete them on the status page.';
$string['alarm_left_behind'] = 'Files that are left behind';
$string['alarm_left_behind_advice'] = 'Something in the drop folder has not been collected for too long. The detail says what, and why. Ask whoever delivers, or remove it.';
$string['alarm_library'] = 'The library is missing';
$string['alarm_library_advice'] = 'Nothing is collected: cron cannot load libsync_ingest. Install it and name it in config.php as $CFG->tool_syncingest_library, or install the zip of the plugin that holds it; PHP needs its FFI extension.';
$string['alarm_lost_lock'] = 'Somebody removed lock.txt';
$string['alarm_lost_lock_advice'] = 'lock.txt disappeared while files were being collected; the collection has stopped and will go on. Another program works on the same folder: an unpatched tool_sync does that.';
$string['alarm_oversized_file'] = 'Files that are too large';
$string['alarm_oversized_file_advice'] = 'Files are larger than the limit in the settings, and are left where they are.';
$string['alarm_recovered_lock'] = 'A collection died';
$string['alarm_recovered_lock_advice'] = 'A collection was killed, and the next one has recovered its lock and its files. Nothing is lost. If this happens again, look for what kills it: memory, time limits, restarts.';
$string['alarm_rejected_file'] = 'Rejected files';
$string['alarm_rejected_file_advice'] = 'Files were set aside, each with a reason. Look at them on the status page, then deliver them again under another name, put them back, or delete them.';
$string['alarm_stale_agent_lock'] = 'alock.txt is too old';
$string['alarm_stale_agent_lock_advice'] = 'The remote delivery process is at fault: it has died or hangs, and nothing is collected until its lock is gone. Ask whoever runs it. If no delivery is going on, remove the lock on the status page.';
$string['alarm_stale_collector_lock'] = 'lock.txt is too old';
$string['alarm_stale_collector_lock_advice'] = 'Moodle, or another program that collects, keeps failing to finish and to remove its lock. As long as it is there nothing is delivered and nothing is collected. Look at the log of the scheduled task; if no collection is going on, remove the lock on the status page.';
$string['alarm_test'] = 'Test alarm';
$string['alarm_test_advice'] = 'Somebody has pressed the button that sends a test alarm. There is nothing to do.';
$string['alarm_unfinished_file'] = 'Uploads that do not finish';
$string['alarm_unfinished_file_advice'] = 'Files have been incomplete for too long: the delivery has broken off. Ask whoever delivers to send them again, or remove them from the drop folder.';
$string['alarm_unknown'] = 'Alarm about the drop folder';
$string['alarm_unknown_advice'] = 'The detail says what happened.';
$string['alarm_unreadable_checksum'] = 'Checksum files that cannot be understood';
$string['alarm_unreadable_checksum_advice'] = 'A checksum file (_NAME.sha256) cannot be read as one, so its file is not collected. The detail says what is wrong with it. Ask whoever delivers to send it as sha256sum writes it, or to send none: files without one are collected once they have settled.';
$string['alarm_unreadable_file'] = 'Files that cannot be read';
$string['alarm_unreadable_file_advice'] = 'The web server’s user may not read or move delivered files. The status page shows how the delivering account and the folder are to be set up.';
$string['alarmnottold'] = 'Nobody has been notified of it yet; the next round of cron tries.';
$string['alarmsince'] = 'Since {$a}.';
$string['alarmsintro'] = 'Every alarm about the drop folder, the active ones and those that have ended, for as long as the history is kept.';
$string['alarmspage'] = 'Alarms';
$string['alarmtold'] = 'Last message: {$a}.';
$string['andmore'] = 'and {$a} more';
$string['archivetime'] = 'Keep replaced versions';
$string['archivetime_desc'] = 'How long a stored file that was replaced is kept under /archives/. 0: for ever.';
$string['attempts'] = 'Attempts';
$string['bulkdone'] = 'Done with {$a} file(s).';
$string['bulkproblems'] = '{$a} file(s) stay as they are:';
$string['cannotputback'] = '“{$a}” could not be put back into the drop folder: a file of this name is there, or the folder cannot be written.';
$string['cannotunlock'] = 'The lock was not removed: {$a}';
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
$string['check_unknown'] = 'It cannot be looked at from here; see the check of the library.';
$string['checksum_ambiguous'] = 'its checksum file gives several digests, each of which could be meant';
$string['checksum_empty'] = 'its checksum file is empty';
$string['checksum_no_digest'] = 'its checksum file holds no SHA-256, or only the beginning of one';
$string['checksum_not_a_file'] = 'its checksum file is a link, a folder, or a file with a second name';
$string['checksum_other_algorithm'] = 'the digest in its checksum file is no SHA-256';
$string['checksum_other_file'] = 'what its checksum file names is not this file';
$string['checksum_too_long'] = 'its checksum file is larger than 16 KiB';
$string['claimed'] = '{$a} file(s) are claimed: being stored now, or left over by a collection that did not finish.';
$string['cli_approve_help'] = 'Approves or refuses a held run.

php approve.php --run=ID --plan=HASH [--keep]
php approve.php --run=ID --refuse

--plan   the hash that runs.php --show prints: another plan is not approved
--keep   let additions and changes go, and leave removals out

Exit status: 0 done, 1 an error, 64 usage.';
$string['cli_collect_help'] = 'Collects what was delivered into the drop folder, and tells about alarms. Cron does this every minute by itself.

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

--dry    plan only: nothing changes in Moodle
--wait   carry the run out here, and wait until it is finished or held; without it, cron does it

Exit status: 0 done, 1 failed or refused, 3 some rows failed, 64 usage, 75 held or waiting.';
$string['cli_runs_help'] = 'Lists runs, or shows one with its row results.

php runs.php [--feed=NAME] [--list=NUMBER] [--json]
php runs.php --show=ID [--json]
php runs.php --failed=ID          failed rows as CSV, for a new delivery
php runs.php --cancel=ID | --again=ID

Exit status: 0 done, 1 an error, 64 usage.';
$string['cli_status_help'] = 'Shows the state of the drop folder, and changes nothing.

Options:
-h, --help          Print this help

Exit status, as monitoring programs have it: 0 OK, 1 warning, 2 critical, 3 unknown.

Example:
$ sudo -u www-data /usr/bin/php admin/tool/syncingest/cli/status.php';
$string['cli_unlock_help'] = 'Removes a lock of the drop folder that is too old.

Options:
-h, --help          Print this help
    --collector     Remove lock.txt
    --agent         Remove alock.txt
    --force         Even if it is not too old: whoever made it is known to be dead
    --user=ID       Who asks for it, for the log

Example:
$ sudo -u www-data /usr/bin/php admin/tool/syncingest/cli/unlock.php --agent';
$string['collecting'] = 'Collecting: {$a->done} of {$a->total} files';
$string['collectnow'] = 'Collect now';
$string['confirmdelete'] = 'Delete {$a} rejected file(s) for good?';
$string['confirmdeletestored'] = 'Delete {$a} stored file(s) for good?';
$string['confirmunlock'] = 'Remove {$a}? Only do this when you are sure that whoever made it is no longer at work: a delivery that goes on could be taken half.';
$string['confirmunlockfresh'] = '{$a} is not too old. Remove it all the same? Only do this when you know that whoever made it is dead: a delivery that goes on would be taken half.';
$string['count'] = 'Count';
$string['deliveredas'] = 'delivered as “{$a}”';
$string['detail'] = 'Detail';
$string['done'] = 'Done.';
$string['downloadzip'] = 'Download as zip';
$string['draftgone'] = 'This page had been open for too long, or was opened once more elsewhere, and nothing was saved. Begin again.';
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
$string['event_rejected_file_deleted'] = 'Rejected file deleted';
$string['event_rejected_file_downloaded'] = 'Rejected file downloaded';
$string['event_rejected_file_put_back'] = 'Rejected file put back';
$string['event_rejected_file_stored'] = 'Rejected file stored';
$string['event_run_decided'] = 'Run of a feed decided';
$string['event_run_finished'] = 'Run of a feed finished';
$string['evidence'] = 'Evidence';
$string['evidence_agent_lock'] = 'agents always lock';
$string['evidence_by_hand'] = 'put there by hand';
$string['evidence_complete'] = 'checksum';
$string['evidence_settled'] = 'left alone long enough';
$string['evidence_unknown'] = 'known to the library';
$string['explain_feeds'] = 'Feeds: {$a}.';
$string['explain_files'] = 'Files: {$a}';
$string['explain_lock'] = '{$a->name} has been there since {$a->since}, so for {$a->age}. It was made by {$a->holder}.';
$string['explain_lock_ahead'] = '{$a->name} says that it was made on {$a->since}, {$a->age} from now, by {$a->holder}.';
$string['explain_lock_disagreement'] = '{$a->name} was modified on {$a->modified} by its own account, and changed on {$a->changed} by that of the file system. It was made by {$a->holder}.';
$string['explain_lock_recovered'] = 'The collection that died was {$a->holder}; it had written {$a->name} on {$a->since}.';
$string['explain_words'] = 'In the words of the library or of the system: {$a}';
$string['fact_area'] = 'File area';
$string['fact_ffi_cli'] = 'FFI for cron';
$string['fact_ffi_web'] = 'FFI for web pages';
$string['fact_filesystem'] = 'File system';
$string['fact_folder'] = 'Drop folder';
$string['fact_library'] = 'Library';
$string['fact_workarea'] = 'Work area';
$string['feed_interrupted'] = 'Feeds were interrupted, and go on with the next run of cron: {$a}';
$string['feed_log'] = 'Run {$a->id}: {$a->state}, {$a->done} of {$a->total}';
$string['feed_nochild'] = 'The program {$a} cannot be started.';
$string['feed_noprocessor'] = 'There is no processor “{$a}”.';
$string['feed_notables'] = 'The library on this server cannot read tables. Install the library of this release.';
$string['feed_notfound'] = 'There is no feed “{$a}”.';
$string['feed_notjson'] = 'This is no export of feeds. {$a}';
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
$string['feed_problem_processor_category'] = 'There is no course category with this number, or there are several.';
$string['feed_problem_processor_cohorts_key'] = 'The key is the column cohort, or for members the two columns cohort and user.';
$string['feed_problem_processor_courses_key'] = 'The key of a course is one column: idnumber or shortname.';
$string['feed_problem_processor_options'] = 'The processor has no such option.';
$string['feed_problem_processor_target'] = 'The plugin of the task has no such file area or setting.';
$string['feed_problem_processor_task'] = 'There is no such scheduled task of another plugin.';
$string['feed_problem_processor_timeout'] = 'The time-out is a number of seconds.';
$string['feed_problem_processor_users_auth'] = 'There is no such authentication method.';
$string['feed_problem_processor_users_delete_after'] = 'delete_after is a number of days, and needs “gone”: “suspend”.';
$string['feed_problem_processor_users_key'] = 'The key of a user is one column: username, idnumber or email.';
$string['feed_problem_quiet'] = 'Quiet hours are written like 07:30-18:00 or 2026-07-01..2026-08-31.';
$string['feed_problems'] = 'The feed cannot be saved. {$a}';
$string['ffi_refused'] = 'refused ({$a})';
$string['ffi_unusable'] = 'not usable ({$a})';
$string['ffi_without_library'] = 'works, but the library is missing ({$a})';
$string['ffi_works'] = 'works ({$a})';
$string['filemanager'] = 'File manager';
$string['filesintro'] = 'Everything that was collected, under its own name; replaced versions are under archives.';
$string['fileskept'] = '{$a} file(s) had changed meanwhile, and were left as they are.';
$string['filespage'] = 'Stored files';
$string['givenname'] = 'Name in Moodle';
$string['goon'] = 'Do not wait';
$string['hash'] = 'SHA-1';
$string['historyintro'] = 'Every delivery that was stored, and every file that somebody has put there by hand.';
$string['historypage'] = 'History';
$string['historytime'] = 'Keep the history';
$string['historytime_desc'] = 'How long the list of collected files is kept. 0: for ever.';
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
$string['incident_has_ended'] = 'ended';
$string['incident_is_active'] = 'active';
$string['incident_subject'] = '{$a->alarm}: {$a->subject}';
$string['intransaction'] = 'files wait, but the caller has a database transaction open; call before it begins';
$string['lastnotice'] = 'Last notice';
$string['lastround'] = 'Last round of cron: {$a}';
$string['lists'] = 'Lists';
$string['lock_agent'] = 'A delivery is going on; nothing is collected.';
$string['lock_collector'] = 'A collection is going on; agents wait.';
$string['lockgone'] = 'it is gone';
$string['lockheld'] = '{$a->name}, for {$a->age}: {$a->holder}';
$string['locklost'] = 'somebody removed lock.txt during the collection; what was not stored is offered again';
$string['locknotstale'] = 'it is gone, or it is not too old';
$string['locks'] = 'Locks';
$string['mail_news'] = '{$a->new} more since the last message. {$a->alarm}: {$a->count} in all, since {$a->since}.';
$string['mail_news_subject'] = '{$a->site} ({$a->folder}): {$a->new} more: {$a->alarm}';
$string['mail_over'] = 'All clear since {$a->over}. This alarm has ended: {$a->alarm}. It had begun: {$a->since}.';
$string['mail_over_subject'] = '{$a->site} ({$a->folder}): over: {$a->alarm}';
$string['mail_page'] = 'The status page: {$a}';
$string['mail_place'] = 'Site: {$a->site}, {$a->url}. Drop folder: {$a->folder} on host {$a->host}.';
$string['mail_raised'] = 'Alarm: {$a->alarm}. Since {$a->since}. Count: {$a->count}.';
$string['mail_raised_subject'] = '{$a->site} ({$a->folder}): {$a->alarm}';
$string['mail_reminder'] = 'This alarm is still active: {$a->alarm}. Since {$a->since}. Count: {$a->count}.';
$string['mail_reminder_subject'] = '{$a->site} ({$a->folder}): still: {$a->alarm}';
$string['managerintro'] = 'What you add, replace or delete takes effect when you save. Files that arrive meanwhile are kept.';
$string['maxage'] = 'Age of alarm';
$string['maxage_desc'] = 'A lock, or an upload that does not finish, is an alarm when it is older than this.';
$string['maxsize'] = 'Size limit (MB)';
$string['maxsize_desc'] = 'Larger files are left alone. 0: 4096 MB.';
$string['messageprovider:alarm'] = 'Alarms about the drop folder';
$string['nametaken'] = 'Another file is stored as “{$a}”: delete that one first, or have this one delivered under another name.';
$string['noalarms'] = 'No alarm is active.';
$string['nofolder'] = 'The drop folder {$a} does not exist, and could not be made.';
$string['nopathtophp'] = 'this page may not use the library, and PHP’s command line was not found (Site administration > Server > System paths). {$a}';
$string['norejected'] = 'There is no such rejected file (any more).';
$string['nostored'] = 'There is no such stored file (any more).';
$string['notanswered'] = 'PHP’s command line has not answered: {$a}';
$string['nothingchosen'] = 'No file was chosen.';
$string['obstacle_folder_not_writable'] = 'The web server’s user ({$a->number}) may not move anything out of {$a->folder}. As root: chgrp {$a->group} {$a->folder} && chmod 2770 {$a->folder}';
$string['obstacle_group_not_inherited'] = 'Files keep the group of the delivering account ({$a->number}), because the drop folder does not give them its own. As root: chmod g+s {$a->folder}';
$string['obstacle_private_file'] = 'A file has mode {$a->number}, which nobody but its owner may read: let the delivering account set 0640 (in sftp: chmod 640 after put; in WinSCP: put -permissions=640; sync-deliver does it; for vsftpd: file_open_mode=0666 and local_umask=007).';
$string['obstacle_read_only_file_system'] = 'The file system of the drop folder is mounted read-only: remount it writable.';
$string['obstacle_refused'] = 'The system refuses to read or move a file (error number {$a->number}): 13 is a matter of owner and mode, 1 of attributes (lsattr) or a sticky folder, 18 of a project or a mount below the folder; for others see the log of the kernel (dmesg), and the disk.';
$string['obstacle_sticky_folder'] = 'The drop folder is sticky (+t), so that only owners may move their files: chmod -t {$a->folder}';
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
$string['pluginname'] = 'Drop folder (sync_ingest)';
$string['privacy:metadata:core_files'] = 'Delivered files are stored in the file area of this plugin, at the level of the site. They belong to no user, though they may hold personal data of the remote system.';
$string['privacy:metadata:core_message'] = 'Alarms are sent as messages to the chosen recipients.';
$string['privacy:metadata:tool_syncingest_notices'] = 'Which alarms were sent to whom, so that none is sent twice.';
$string['privacy:metadata:tool_syncingest_notices:channel'] = 'The message output through which it was sent.';
$string['privacy:metadata:tool_syncingest_notices:timesent'] = 'When it was sent.';
$string['privacy:metadata:tool_syncingest_notices:userid'] = 'The recipient.';
$string['privacy:metadata:tool_syncingest_records'] = 'What feeds know of the users whom they have created, adopted or seen.';
$string['privacy:metadata:tool_syncingest_records:objectid'] = 'The user.';
$string['privacy:metadata:tool_syncingest_records:owned'] = 'Whether a feed has created, adopted or only seen the account.';
$string['privacy:metadata:tool_syncingest_rows'] = 'What became of the rows of delivered files that are about a user.';
$string['privacy:metadata:tool_syncingest_rows:detail'] = 'Values before and after.';
$string['privacy:metadata:tool_syncingest_rows:keytext'] = 'The key of the row.';
$string['privacy:metadata:tool_syncingest_rows:objectid'] = 'The user.';
$string['privacy:metadata:tool_syncingest_rows:timemodified'] = 'When.';
$string['privacy:path:feeds'] = 'Feeds';
$string['putback'] = 'Put back';
$string['putback_dropped'] = 'The collection has ended before it was answered';
$string['putback_not_answered'] = 'The collection has ended before it was stored';
$string['putback_not_offered'] = 'The collection has ended before its turn had come';
$string['readyin'] = 'The first of the files that are not ready yet will be in {$a} s.';
$string['reason'] = 'Reason';
$string['reason_additions'] = '{$a->count} additions; more than {$a->floor} and {$a->share} % of {$a->whole}';
$string['reason_by_hand'] = 'a person has refused it';
$string['reason_changes'] = '{$a->count} changes; more than {$a->share} % of {$a->whole} rows';
$string['reason_deletions'] = '{$a->count} accounts would be deleted, which cannot be undone';
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
$string['reason_unreadable'] = 'the file cannot be read as a table: {$a->reason} (line {$a->line}, byte {$a->byte})';
$string['reason_weekly'] = '{$a->count} removals within seven days; more than {$a->floor} and {$a->share} % of {$a->whole}';
$string['reasonwords'] = 'Words of the reason';
$string['recipe'] = 'An account that delivers over SFTP';
$string['recipe_commands'] = 'As root, once, with another name than registry if you like. The account has a group of its own, sees nothing but the drop folder, and cannot reach Moodle’s files:';
$string['recipe_copy_commands'] = 'Copy the commands';
$string['recipe_copy_server'] = 'Copy the settings of sshd';
$string['recipe_mount'] = 'In /etc/fstab, so that the folder is there after a restart:';
$string['recipe_server'] = 'In /etc/ssh/sshd_config, then systemctl reload ssh:';
$string['recipients'] = 'Recipients of alarms';
$string['recipients_desc'] = 'Who gets a mail. As long as nobody is chosen, the administrators do.';
$string['rejectedfailed'] = 'The rejected file stays as it is: {$a}';
$string['rejectedfiles'] = 'Rejected files';
$string['rejectedincomplete'] = 'The list is still being read; cron completes it within minutes.';
$string['rejectedintro'] = 'Files that were set aside, each with its reason. They are kept until somebody deals with them.';
$string['rejectedtime'] = 'Keep rejected files';
$string['rejectedtime_desc'] = 'How long a rejected file is kept. 0: until a person deletes it.';
$string['rejection_infected'] = 'The antivirus has found something: {$a}';
$string['rejection_name_forbidden'] = 'Moodle allows no file of this name';
$string['rejection_name_not_utf8'] = 'The name is not valid UTF-8, and Moodle cannot keep it';
$string['rejection_name_renamed'] = 'Moodle would rename it to “{$a}”';
$string['rejection_name_taken'] = 'Moodle would store it as “{$a}”, which is the name of another stored file';
$string['rejection_name_too_long'] = 'The name is too long for Moodle';
$string['rejection_not_a_file'] = 'It was replaced by something that is not a file while it was collected';
$string['rejection_other'] = 'Another reason';
$string['rejection_store_died'] = 'The collection has died {$a} times while it stored this file';
$string['rejection_superseded'] = 'A newer file of this name was delivered before this one could be stored';
$string['reminder'] = 'Reminder';
$string['reminder_desc'] = 'A mail is sent again when an alarm has been active for so long. 0: never.';
$string['removefreshlock'] = 'Remove this lock, whose owner is dead';
$string['removelock'] = 'Remove this lock';
$string['replaced'] = 'replaced an older version';
$string['replacedversions'] = 'Replaced versions';
$string['resulttime'] = 'Keep row results';
$string['resulttime_desc'] = 'For how long the row results of feeds are kept. They hold personal data. Empty or 0: for ever.';
$string['retention'] = 'Keep stored files';
$string['retention_desc'] = 'How long stored files are kept: one rule a line, a pattern and a number of days, as in <code>attendance-*.csv 90</code>. The first rule that a name matches decides; a file that none matches is kept for ever. Empty: all are.';
$string['retention_invalid'] = 'Line {$a} cannot be understood: write a pattern of names, a blank, and a number of days from 1 to 36500.';
$string['row_ambiguous'] = 'several accounts have {$a->column} “{$a->value}”';
$string['row_auth'] = '“{$a->value}” is no authentication method';
$string['row_capability'] = 'the owner of the feed lacks {$a->capability} in {$a->where}';
$string['row_category_ambiguous'] = 'several course categories are called “{$a->value}”';
$string['row_category_gone'] = 'the course category has been deleted meanwhile';
$string['row_category_missing'] = 'there is no course category “{$a->value}”';
$string['row_cohort_ambiguous'] = 'several cohorts have the number “{$a->value}”';
$string['row_cohort_foreign'] = 'the cohort “{$a->value}” belongs to another plugin';
$string['row_cohort_gone'] = 'the cohort has been deleted meanwhile';
$string['row_cohort_missing'] = 'there is no cohort with the number “{$a->value}”';
$string['row_cohort_of_another_key'] = 'another cohort has the number “{$a->value}” by now';
$string['row_country'] = '“{$a->value}” is no country code of two letters';
$string['row_course_ambiguous'] = 'several courses have {$a->column} “{$a->value}”';
$string['row_course_deleted'] = 'the course has been deleted meanwhile';
$string['row_course_format'] = 'the course format “{$a->value}” is not installed, or is disabled';
$string['row_course_needed'] = '{$a->column} is needed for a new course';
$string['row_course_of_another_key'] = 'another course has {$a->column} “{$a->value}” by now';
$string['row_course_site'] = 'this is the front page of the site, which no feed changes';
$string['row_course_taken'] = 'another course has {$a->column} “{$a->value}”';
$string['row_custom_field'] = '{$a->column}: {$a->reason}';
$string['row_date'] = '{$a->column}: “{$a->value}” is not understood as a date; write 2026-09-01';
$string['row_email'] = '“{$a->value}” is no e-mail address';
$string['row_end_before_start'] = 'it would end ({$a->end}) before it starts ({$a->start})';
$string['row_exception'] = 'Moodle: {$a->message} {$a->detail}';
$string['row_flag'] = '{$a->column}: “{$a->value}” is neither yes nor no; write 1 or 0';
$string['row_key_of_another'] = 'another account has {$a->column} “{$a->value}” by now';
$string['row_lang'] = 'the language “{$a->value}” is not installed';
$string['row_member_action'] = '“{$a->value}” is not understood; write add or remove';
$string['row_menu'] = '{$a->column}: “{$a->value}” is not among the choices';
$string['row_missing'] = '{$a->column} is needed for a new account';
$string['row_needed'] = '{$a->column} is empty';
$string['row_not_deleted'] = 'Moodle has refused to delete the account';
$string['row_not_storable'] = '{$a->column}: Moodle would change “{$a->value}” in silence';
$string['row_number'] = '{$a->column}: “{$a->value}” is no number';
$string['row_object_gone'] = 'the account has been deleted meanwhile';
$string['row_password'] = 'the password is refused: {$a->reason}';
$string['row_protected'] = 'the account must not be touched ({$a->reason})';
$string['row_table_ragged'] = 'more or fewer cells than the header';
$string['row_taken'] = 'another account has {$a->column} “{$a->value}”';
$string['row_timezone'] = '“{$a->value}” is no time zone';
$string['row_too_long'] = '{$a->column} is longer than {$a->longest} characters';
$string['row_user_missing'] = 'there is no account with {$a->column} “{$a->value}”';
$string['row_username'] = '“{$a->value}” is no user name: letters without accents, digits and . _ - @ only';
$string['run_moved'] = 'Run {$a} has changed meanwhile. Look at it again.';
$string['run_nocells'] = 'The row on line {$a} is not in the working file.';
$string['run_nocontent'] = 'The content of the file is no longer in the file store. Have it sent again.';
$string['run_nofolder'] = 'The folder {$a} cannot be made or written to. See who owns it.';
$string['run_nospace'] = 'The working file cannot be written: is the disk full?';
$string['run_notfound'] = 'There is no run {$a}.';
$string['run_notheld'] = 'Run {$a} is not held.';
$string['run_otherplan'] = 'The plan of run {$a} is another one by now. Look at it again.';
$string['sendtest'] = 'Send a test alarm';
$string['settings'] = 'Settings';
$string['settings_places'] = 'The drop folder is {$a}. It can be changed in config.php alone: <code>$CFG->tool_syncingest_folder</code>; the library by <code>$CFG->tool_syncingest_library</code>.';
$string['settle'] = 'Settle time (seconds)';
$string['settle_desc'] = 'How long a file must have been left alone before it is collected. Empty: 30 s on local file systems, 90 s on network ones. 0: all agents use alock.txt, so nothing needs to be waited for.';
$string['showperpage'] = 'Show {$a} per page';
$string['since'] = 'Since';
$string['skip_batch_full'] = 'The batch was full: the next collection takes it';
$string['skip_changed_meanwhile'] = 'It changed while it was being claimed';
$string['skip_checksum_mismatch'] = 'It does not match its checksum file';
$string['skip_directory'] = 'Directories';
$string['skip_hard_link'] = 'The file has a second name through which it could be changed';
$string['skip_hidden'] = 'Hidden: the name begins with a dot, or is one that a system keeps for itself';
$string['skip_hostile_name'] = 'The name holds control characters';
$string['skip_lock_file'] = 'Lock files';
$string['skip_omitted'] = 'Omitted: the name begins with an underscore';
$string['skip_open_for_writing'] = 'A process has it open for writing';
$string['skip_special_file'] = 'FIFOs, sockets, devices';
$string['skip_symbolic_link'] = 'Symbolic links are never followed';
$string['skip_too_large'] = 'Larger than the size limit';
$string['skip_unchecked'] = 'It could not be looked at';
$string['skip_unclaimable'] = 'It could not be moved into the work area';
$string['skip_unfinished_name'] = 'The name is that of an unfinished, temporary or backup file';
$string['skip_unreadable'] = 'The web server’s user may not read it';
$string['skip_unreadable_checksum'] = 'Its checksum file cannot be understood';
$string['skip_unsettled'] = 'Changed a moment ago: the upload may still be going on';
$string['skip_waits_for_older'] = 'An older delivery of the same name comes first';
$string['skipped'] = 'Left alone';
$string['skippednone'] = 'Nothing is left alone.';
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
$string['step_mail_done'] = 'The mail server has taken a test alarm: {$a}.';
$string['step_mail_never'] = 'No alarm was mailed yet, so nobody knows whether one would arrive.';
$string['step_todo'] = 'to do';
$string['steps'] = 'First steps';
$string['steps_complete'] = 'all done';
$string['storedas'] = 'stored as “{$a}”';
$string['storegiven'] = 'Store under Moodle’s name';
$string['storerenamed'] = 'Store under Moodle’s name';
$string['storerenamed_desc'] = 'Moodle changes some names: it takes apostrophes and &amp; out of them, for example. Off, a file of such a name is rejected; on, it is stored under the name that Moodle gives it (“d’accord.csv” with a straight apostrophe as “daccord.csv”), and the history shows both. Two files that would get the same name are never mixed: the second one is rejected.';
$string['suspended_maintenance'] = 'the site is in maintenance mode.';
$string['suspended_upgrade'] = 'an upgrade of Moodle or of a plugin has not been run yet.';
$string['syncingest:manage'] = 'Manage the drop folder';
$string['syncingest:receivealarms'] = 'Receive alarms about the drop folder';
$string['task_collect'] = 'Collect what was delivered';
$string['task_run_feeds'] = 'Run feeds';
$string['task_tidy'] = 'Delete what was kept long enough';
$string['testdelivered'] = 'The test file was delivered, collected, found in Moodle’s files, and deleted there.';
$string['testdeliveryfailed'] = 'The test file was delivered, but not collected. {$a}';
$string['testdeliveryrefused'] = 'The test file could not be written into {$a}.';
$string['testnotsent'] = 'The test alarm could not be sent. Look at Site administration > Server > Email.';
$string['testsent'] = 'The test alarm is on its way to the recipients.';
$string['testsentbyweb'] = 'The test alarm could not be sent. It is there as a web notification, but no mail has left: see the check of the recipients, and Site administration > Server > Email.';
$string['tidied_archives'] = '{$a} replaced version(s) deleted';
$string['tidied_rejected'] = '{$a} rejected file(s) deleted';
$string['tidied_runs'] = 'Runs of feeds deleted: {$a}';
$string['tidied_stored'] = '{$a} stored file(s) deleted because of their age';
$string['timerejected'] = 'Rejected on';
$string['tools'] = 'Tools';
$string['tools_pages'] = 'Pages of other tools';
$string['tools_pages_desc'] = 'Beginnings of paths below Moodle’s folder, one a line, as in local/example/. Before each of these pages and scripts everything is collected.';
$string['tools_presets'] = 'Known tools';
$string['tools_presets_desc'] = 'Before every page and every task of these tools everything is collected, without a change to them. A tool that is not installed does no harm here.';
$string['tools_tasks'] = 'Tasks of other tools';
$string['tools_tasks_desc'] = 'Classes of scheduled or ad hoc tasks, one a line, as in local_example\\task\\import. What ends with \\ means all classes of that namespace.';
$string['toomanytomanage'] = 'The file manager is for {$a} files at most: here is the list.';
$string['unfinishednames'] = 'Names of unfinished files';
$string['unfinishednames_desc'] = 'Files of such a name are left alone until they have been renamed, beside those that are known: endings as in *.busy, beginnings as in tmp-*, with blanks between them.';
$string['uninstall_kept'] = 'Left on this host, because a person must decide: {$a->path} ({$a->count} file(s)). It may hold personal data.';
$string['unverified'] = 'the promises were not verified on it';
$string['uploaded'] = '{$a} file(s) stored.';
$string['uploadintro'] = 'What you upload is stored as if it had been delivered: a file of the same name becomes a replaced version, and whoever works with deliveries is notified.';
$string['usetoolsync'] = 'Store for tool_sync';
$string['usetoolsync_desc'] = 'Collect into the file area of the plugin tool_sync (tool_sync / syncfiles), if that is installed.';
$string['wait'] = 'Wait and collect';
$string['waiting'] = 'Waiting';
$string['waiting_page'] = 'This page looks again by itself when the next file is ready.';
$string['warning_administrator'] = 'the account is an administrator’s: left alone';
$string['warning_cohort_member_not_owned'] = 'the person was in the cohort before, and the feed may not take that over: left alone';
$string['warning_cohort_new'] = 'the cohort “{$a->value}” is created';
$string['warning_feed_owner'] = 'the account is that of the feed’s owner: left alone';
$string['warning_foreign_component'] = 'another plugin owns it: left alone';
$string['warning_guest'] = 'the guest account: left alone';
$string['warning_kept'] = '{$a->column} stays as it is: the feed may not change it';
$string['warning_not_owned'] = 'the account was there before, and the feed may not take it over: left alone';
$string['warning_object_not_owned'] = 'it was there before, and the feed may not take it over: left alone';
$string['warning_owner_may_not'] = 'the owner of the feed may not do that: left alone';
$string['warning_pinned'] = 'a person has brought it back: left alone';
$string['warning_system_role'] = 'the account has a role in the whole site: left alone';
$string['warning_username_changed'] = 'the user name is stored as “{$a->to}”';
$string['withchosen'] = 'With the chosen files:';
