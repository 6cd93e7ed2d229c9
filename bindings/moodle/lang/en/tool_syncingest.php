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

$string['addfiles'] = 'Add files';
$string['advice_sftp'] = 'Advice for the SFTP account: an account of its own, the web server’s group, umask 007, the folder with mode 2770; it delivers under a hidden name and renames, between making and removing alock.txt.';
$string['alarm'] = 'Alarm';
$string['alarm_checksum_mismatch'] = 'Files that do not match their checksums';
$string['alarm_checksum_mismatch_advice'] = 'A file and its checksum file (_NAME.sha256) have not matched for too long: one of them was cut off, or replaced without the other. The file is not collected. Ask whoever delivers to send both again, the checksum file first.';
$string['alarm_clock_skew'] = 'A clock is wrong';
$string['alarm_clock_skew_advice'] = 'A lock bears a time in the future. Set the clocks of the hosts.';
$string['alarm_failing_store'] = 'Files cannot be stored';
$string['alarm_failing_store_advice'] = 'Moodle’s file store has refused delivered files several times; they are kept and tried again. The detail says why: a full disk, permissions, the database.';
$string['alarm_folder'] = 'The drop folder cannot be used';
$string['alarm_folder_advice'] = 'Nothing is collected. See that the folder exists, and that the web server’s user may read and write it.';
$string['alarm_has_ended'] = 'ended';
$string['alarm_infected_file'] = 'Infected files';
$string['alarm_infected_file_advice'] = 'The antivirus has found something in delivered files. They are not stored; they were set aside. Tell whoever delivers them, and delete them on the status page.';
$string['alarm_is_active'] = 'active';
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
$string['alarm_unreadable_file_advice'] = 'The web server’s user may not read or move delivered files. Have the delivering account use the group of the web server and a umask of 007.';
$string['alarmnottold'] = 'No mail has been sent about it yet; the next round of cron tries.';
$string['alarmsince'] = 'Since {$a}.';
$string['alarmsintro'] = 'Every alarm about the drop folder, the active ones and those that have ended, for as long as the history is kept.';
$string['alarmspage'] = 'Alarms';
$string['alarmtold'] = 'Last mail: {$a}.';
$string['andmore'] = 'and {$a} more';
$string['archivetime'] = 'Keep replaced versions';
$string['archivetime_desc'] = 'How long a stored file that was replaced is kept under /archives/. 0: for ever.';
$string['attempts'] = 'Attempts';
$string['bulkdone'] = 'Done with {$a} file(s).';
$string['bulkproblems'] = '{$a} file(s) stay as they are:';
$string['cannotputback'] = '“{$a}” could not be put back into the drop folder: a file of this name is there, or the folder cannot be written.';
$string['cannotunlock'] = 'The lock was not removed: {$a}';
$string['check_collection'] = 'Drop folder: collections';
$string['check_collection_alarms'] = '{$a} alarm(s) stand.';
$string['check_collection_never'] = 'Cron has not collected yet.';
$string['check_collection_ok'] = 'The last collection was {$a} ago.';
$string['check_collection_old'] = 'The last collection was {$a} ago: is cron running?';
$string['check_folder'] = 'Drop folder: permissions';
$string['check_folder_missing'] = 'The drop folder does not exist.';
$string['check_folder_ok'] = 'The drop folder can be used.';
$string['check_folder_open'] = 'Everybody on this host may write into the drop folder: give it to the SFTP account and the web server’s group, mode 2770.';
$string['check_folder_permissions'] = 'The web server’s user may not read and write the drop folder.';
$string['check_library'] = 'Drop folder: library';
$string['check_library_missing'] = 'The library cannot be used: nothing is collected.';
$string['check_library_ok'] = 'sync_ingest {$a->version} is loaded from {$a->path}.';
$string['check_library_web'] = 'Web pages may not use the library; they collect through PHP’s command line, and cron collects as always.';
$string['check_locks'] = 'Drop folder: locks';
$string['check_locks_held'] = 'A lock is there, and not too old.';
$string['check_locks_none'] = 'No lock is there.';
$string['check_locks_stale'] = 'A lock is too old.';
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

Example:
$ sudo -u www-data /usr/bin/php admin/tool/syncingest/cli/unlock.php --agent';
$string['collectnow'] = 'Collect now';
$string['confirmdelete'] = 'Delete {$a} rejected file(s) for good?';
$string['confirmdeletestored'] = 'Delete {$a} stored file(s) for good?';
$string['confirmunlock'] = 'Remove {$a}? Only do this when you are sure that whoever made it is no longer at work: a delivery that goes on could be taken half.';
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
$string['evidence'] = 'Evidence';
$string['evidence_agent_lock'] = 'agents always lock';
$string['evidence_by_hand'] = 'put there by hand';
$string['evidence_complete'] = 'checksum';
$string['evidence_settled'] = 'left alone long enough';
$string['evidence_unknown'] = 'known to the library';
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
$string['holder_agent'] = 'agent “{$a->name}” on host {$a->host} (sync_ingest {$a->version})';
$string['holder_collector'] = 'sync_ingest {$a->version} on host {$a->host}';
$string['holder_odd_directory'] = 'somebody unknown: it is a directory';
$string['holder_odd_special_file'] = 'somebody unknown: it is a FIFO, socket or device';
$string['holder_odd_symbolic_link'] = 'somebody unknown: it is a symbolic link';
$string['holder_odd_unreadable_file'] = 'somebody unknown: it is a file that the web server’s user cannot read';
$string['holder_remote_agent'] = 'agent “{$a->name}” on host {$a->host} (sync-deliver)';
$string['holder_remote_agent_ftp'] = 'agent “{$a->name}” (sync-deliver over FTP)';
$string['holder_user'] = 'somebody else (user number {$a->user})';
$string['intransaction'] = 'files wait, but the caller has a database transaction open; call before it begins';
$string['lastnotice'] = 'Last notice';
$string['lastround'] = 'Last round of cron: {$a}';
$string['lists'] = 'Lists';
$string['lock_agent'] = 'A delivery is going on; nothing is collected.';
$string['lock_collector'] = 'A collection is going on; agents wait.';
$string['lockheld'] = '{$a->name}, for {$a->age}: {$a->holder}';
$string['locklost'] = 'somebody removed lock.txt during the collection; what was not stored is offered again';
$string['locknotstale'] = 'it is gone, or it is not too old';
$string['locks'] = 'Locks';
$string['mail_over'] = 'All clear since {$a->over}. This alarm is over: {$a->alarm}. It had begun: {$a->since}. What had been said about it follows.';
$string['mail_over_subject'] = '{$a->site}: over: {$a->alarm}';
$string['mail_page'] = 'The status page: {$a}';
$string['mail_raised'] = 'Alarm: {$a->alarm}. Since {$a->since}. Count: {$a->count}.';
$string['mail_raised_subject'] = '{$a->site}: {$a->alarm}';
$string['mail_reminder'] = 'This alarm still stands: {$a->alarm}. Since {$a->since}. Count: {$a->count}.';
$string['mail_reminder_subject'] = '{$a->site}: still: {$a->alarm}';
$string['managerintro'] = 'What you add, replace or delete takes effect when you save. Files that arrive meanwhile are kept.';
$string['maxage'] = 'Age of alarm';
$string['maxage_desc'] = 'A lock, or an upload that does not finish, is an alarm when it is older than this.';
$string['maxsize'] = 'Size limit (MB)';
$string['maxsize_desc'] = 'Larger files are left alone. 0: 4096 MB.';
$string['messageprovider:alarm'] = 'Alarms about the drop folder';
$string['nametaken'] = 'Another file is stored as “{$a}”: delete that one first, or have this one delivered under another name.';
$string['noalarms'] = 'No alarm is active.';
$string['nofolder'] = 'The drop folder {$a} does not exist, and could not be made.';
$string['nopathtophp'] = 'this page may not use the library, and the path to PHP’s command line is not set (Site administration > Server > System paths). {$a}';
$string['norejected'] = 'There is no such rejected file (any more).';
$string['nostored'] = 'There is no such stored file (any more).';
$string['notanswered'] = 'PHP’s command line has not answered: {$a}';
$string['nothingchosen'] = 'No file was chosen.';
$string['obstacle_folder_not_writable'] = 'The web server’s user (number {$a->number}) may not move anything out of {$a->folder}: give the folder to a group that this user and the delivering account share (chgrp), and set its mode to 2770 (chmod).';
$string['obstacle_group_not_inherited'] = 'Files keep the group of the delivering account (number {$a->number}), because the drop folder does not give them its own: chmod g+s {$a->folder}';
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
$string['outcome_readyin'] = '{$a->count} file(s) are not ready yet; the first will be in {$a->seconds} s.';
$string['outcome_rejected'] = '{$a} file(s) were rejected and set aside.';
$string['outcome_remaining'] = '{$a} file(s) are left for the next collection.';
$string['outcome_superseded'] = '{$a} older version(s) were not stored, because a newer one had already been delivered.';
$string['outcome_unready'] = '{$a} file(s) are not ready yet.';
$string['outcome_viacommandline'] = '(Done through PHP’s command line, because this page may not use the library.)';
$string['pluginname'] = 'Drop folder (sync_ingest)';
$string['privacy:metadata:core_files'] = 'Delivered files are stored in the file area of this plugin, at the level of the site. They belong to no user, though they may hold personal data of the remote system.';
$string['privacy:metadata:core_message'] = 'Alarms are sent as messages to the chosen recipients.';
$string['putback'] = 'Put back';
$string['putback_dropped'] = 'The collection has ended before it was answered';
$string['putback_not_answered'] = 'The collection has ended before it was stored';
$string['putback_not_offered'] = 'The collection has ended before its turn had come';
$string['readyin'] = 'The first of the files that are not ready yet will be in {$a} s.';
$string['reason'] = 'Reason';
$string['reasonwords'] = 'Words of the reason';
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
$string['rejection_name_too_long'] = 'The name is too long for Moodle';
$string['rejection_not_a_file'] = 'It was replaced by something that is not a file while it was collected';
$string['rejection_other'] = 'Another reason';
$string['rejection_store_died'] = 'The collection has died {$a} times while it stored this file';
$string['rejection_superseded'] = 'A newer file of this name was delivered before this one could be stored';
$string['reminder'] = 'Reminder';
$string['reminder_desc'] = 'A mail is sent again when an alarm has been active for so long. 0: never.';
$string['removelock'] = 'Remove this lock';
$string['replaced'] = 'replaced an older version';
$string['replacedversions'] = 'Replaced versions';
$string['retention'] = 'Keep stored files';
$string['retention_desc'] = 'How long stored files are kept: one rule a line, a pattern and a number of days, as in <code>attendance-*.csv 90</code>. The first rule that a name matches decides; a file that none matches is kept for ever. Empty: all are.';
$string['retention_invalid'] = 'Line {$a} cannot be understood: write a pattern of names, a blank, and a number of days from 1 to 36500.';
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
$string['stale'] = 'too old';
$string['state'] = 'State';
$string['statuspage'] = 'Status';
$string['storegiven'] = 'Store under Moodle’s name';
$string['syncingest:manage'] = 'Manage the drop folder';
$string['syncingest:receivealarms'] = 'Receive alarms about the drop folder';
$string['task_collect'] = 'Collect what was delivered';
$string['task_tidy'] = 'Delete what was kept long enough';
$string['testnotsent'] = 'The test alarm could not be sent. Look at Site administration > Server > Email.';
$string['testsent'] = 'The test alarm is on its way to the recipients.';
$string['tidied_archives'] = '{$a} replaced version(s) deleted';
$string['tidied_rejected'] = '{$a} rejected file(s) deleted';
$string['tidied_stored'] = '{$a} stored file(s) deleted because of their age';
$string['timerejected'] = 'Rejected on';
$string['toomanytomanage'] = 'The file manager is for {$a} files at most: here is the list.';
$string['unfinishednames'] = 'Names of unfinished files';
$string['unfinishednames_desc'] = 'Files of such a name are left alone until they have been renamed, beside those that are known: endings as in *.busy, beginnings as in tmp-*, with blanks between them.';
$string['unverified'] = 'the promises were not verified on it';
$string['uploaded'] = '{$a} file(s) stored.';
$string['uploadintro'] = 'What you upload is stored as if it had been delivered: a file of the same name becomes a replaced version, and whoever works with deliveries is notified.';
$string['usetoolsync'] = 'Store for tool_sync';
$string['usetoolsync_desc'] = 'Collect into the file area of the plugin tool_sync (tool_sync / syncfiles), if that is installed.';
$string['wait'] = 'Wait and collect';
$string['waiting'] = 'Waiting';
$string['waiting_page'] = 'This page looks again by itself when the next file is ready.';
$string['withchosen'] = 'With the chosen files:';
