# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_sync_ingest_global_optspecs
    string join \n h/help V/version
end

function __fish_sync_ingest_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_sync_ingest_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_sync_ingest_using_subcommand
    set -l cmd (__fish_sync_ingest_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c sync-ingest -n "__fish_sync_ingest_needs_command" -s h -l help -d 'Print help'
complete -c sync-ingest -n "__fish_sync_ingest_needs_command" -s V -l version -d 'Print version'
complete -c sync-ingest -n "__fish_sync_ingest_needs_command" -f -a "collect" -d 'Take every file that is ready out of a drop folder, into a directory or to a command'
complete -c sync-ingest -n "__fish_sync_ingest_needs_command" -f -a "status" -d 'Show who holds which lock, what waits, what is left alone and why; changes nothing'
complete -c sync-ingest -n "__fish_sync_ingest_needs_command" -f -a "deliver" -d 'Put files into a drop folder, as an agent on the same host'
complete -c sync-ingest -n "__fish_sync_ingest_needs_command" -f -a "unlock" -d 'Remove a lock that was left behind and that is never broken automatically'
complete -c sync-ingest -n "__fish_sync_ingest_needs_command" -f -a "rejected" -d 'List, put back, store or delete the files that were rejected'
complete -c sync-ingest -n "__fish_sync_ingest_needs_command" -f -a "table" -d 'Try how a table (CSV) will be read, before it is sent'
complete -c sync-ingest -n "__fish_sync_ingest_needs_command" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand collect" -l into -d 'The directory that receives the files, each under its own name; a file of that name is replaced' -r -F
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand collect" -l exec -d 'Run this command for each file: all that follows belongs to it, so this option comes last. {path}, {name}, {id}, {hash}, {attempt} and {size} are replaced; if there is none of them, the first five are appended. They are also in the environment, as SYNC_INGEST_PATH and so on. Its exit status is the answer: 0 stored, 65 rejected, anything else put back' -r
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand collect" -l work-area -d 'Where claimed and rejected files are kept, unless hidden inside the drop folder' -r -F
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand collect" -l settle -d 'How long a file must have been left alone; 0: agents always use alock.txt [default: 30s, on network file systems 90s]' -r
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand collect" -l max-age -d 'Age at which a lock or an unfinished upload becomes an alarm [default: 3h]' -r
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand collect" -l max-size -d 'Largest file that is collected [default: 4 GiB]' -r
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand collect" -l unfinished -d 'Leave files with such a name alone, as unfinished: *.busy, tmp-*, new_*.csv, besides the known names; repeatable' -r
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand collect" -s j -l jobs -d 'With --exec: run up to this many commands at once [default: 1]' -r
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand collect" -l timeout -d 'With --exec: end a command that takes longer, and put its file back; 0: never [default: 1h]' -r
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand collect" -l kill-after -d 'With --exec: kill a command that has not ended this long after --timeout [default: 10s]' -r
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand collect" -l wait -d 'Try again for this long while an agent is delivering, a collector is busy, or a file has not settled' -r
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand collect" -l max-files -d 'Take at most this many files [default: all, in batches of 10,000]' -r
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand collect" -l max-attempts -d 'Crashes tolerated while storing a file before it is rejected; also offers of a file that is put back before an alarm [default: 5]' -r
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand collect" -l durability -d 'What reaches the disk before a file leaves the drop folder' -r -f -a "none\t'nothing is synced'
per-file\t'every file and folder by itself'
automatic\t'file by file up to 256 files, one syncfs for more'"
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand collect" -l lock-age-from-ctime -d 'Count the age of a lock from its ctime if that is later, for agents that preserve modification times'
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand collect" -l trust-agent -d 'Move files of other users instead of copying them: their agents may then still change them'
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand collect" -l cluster-locked -d 'A lock of your own spans all hosts that collect, so an orphan lock of another host may be recovered'
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand collect" -l json -d 'Answer with one JSON object'
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand collect" -l no-hash -d 'Do not compute the SHA-256 of each file for the JSON answer or for the command'
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand collect" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand status" -l work-area -d 'Where claimed and rejected files are kept, unless hidden inside the drop folder' -r -F
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand status" -l settle -d 'How long a file must have been left alone; 0: agents always use alock.txt [default: 30s, on network file systems 90s]' -r
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand status" -l max-age -d 'Age at which a lock or an unfinished upload becomes an alarm [default: 3h]' -r
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand status" -l max-size -d 'Largest file that is collected [default: 4 GiB]' -r
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand status" -l unfinished -d 'Leave files with such a name alone, as unfinished: *.busy, tmp-*, new_*.csv, besides the known names; repeatable' -r
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand status" -s w -l warning -d 'Warn if the age of the oldest file that waits is in this range, or after the comma, that of the last good collection' -r
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand status" -s c -l critical -d 'The same for the state critical' -r
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand status" -l lock-age-from-ctime -d 'Count the age of a lock from its ctime if that is later, for agents that preserve modification times'
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand status" -l json -d 'Answer with one JSON object'
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand status" -l prometheus -d 'Answer with metrics for the textfile collector of Prometheus\' node exporter'
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand status" -s h -l help -d 'Print help'
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand deliver" -l to -d 'The drop folder' -r -F
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand deliver" -l as -d 'Deliver the one file under this name' -r
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand deliver" -l wait -d 'Try again for this long while a lock is there' -r
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand deliver" -l checksum -d 'Write a checksum file (_NAME.sha256) before each file, so that it is collected at once'
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand deliver" -s h -l help -d 'Print help'
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand unlock" -l work-area -d 'Where the work area of this drop folder is, unless hidden inside it' -r -F
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand unlock" -l collector -d 'Remove lock.txt, the collector\'s'
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand unlock" -l agent -d 'Remove alock.txt, the agent\'s'
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand unlock" -s h -l help -d 'Print help'
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand rejected; and not __fish_seen_subcommand_from list put-back store-as delete help" -s h -l help -d 'Print help'
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand rejected; and not __fish_seen_subcommand_from list put-back store-as delete help" -f -a "list" -d 'List the files that were rejected and wait for a person'
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand rejected; and not __fish_seen_subcommand_from list put-back store-as delete help" -f -a "put-back" -d 'Move rejected files back into the drop folder, where they are collected again'
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand rejected; and not __fish_seen_subcommand_from list put-back store-as delete help" -f -a "store-as" -d 'Store a rejected file in a directory, and remove it from the rejected files'
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand rejected; and not __fish_seen_subcommand_from list put-back store-as delete help" -f -a "delete" -d 'Delete rejected files for good'
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand rejected; and not __fish_seen_subcommand_from list put-back store-as delete help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand rejected; and __fish_seen_subcommand_from list" -l work-area -d 'Where the work area of this drop folder is, unless hidden inside it' -r -F
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand rejected; and __fish_seen_subcommand_from list" -l json -d 'Answer with one JSON object'
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand rejected; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand rejected; and __fish_seen_subcommand_from put-back" -l work-area -d 'Where the work area of this drop folder is, unless hidden inside it' -r -F
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand rejected; and __fish_seen_subcommand_from put-back" -l wait -d 'Try again for this long while an agent is delivering or a collector is busy' -r
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand rejected; and __fish_seen_subcommand_from put-back" -s h -l help -d 'Print help'
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand rejected; and __fish_seen_subcommand_from store-as" -l work-area -d 'Where the work area of this drop folder is, unless hidden inside it' -r -F
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand rejected; and __fish_seen_subcommand_from store-as" -l into -d 'The directory that receives the file' -r -F
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand rejected; and __fish_seen_subcommand_from store-as" -l as -d 'The name to store it under [default: its own]' -r
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand rejected; and __fish_seen_subcommand_from store-as" -l replace -d 'Replace a file of that name'
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand rejected; and __fish_seen_subcommand_from store-as" -s h -l help -d 'Print help'
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand rejected; and __fish_seen_subcommand_from delete" -l work-area -d 'Where the work area of this drop folder is, unless hidden inside it' -r -F
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand rejected; and __fish_seen_subcommand_from delete" -s h -l help -d 'Print help'
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand rejected; and __fish_seen_subcommand_from help" -f -a "list" -d 'List the files that were rejected and wait for a person'
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand rejected; and __fish_seen_subcommand_from help" -f -a "put-back" -d 'Move rejected files back into the drop folder, where they are collected again'
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand rejected; and __fish_seen_subcommand_from help" -f -a "store-as" -d 'Store a rejected file in a directory, and remove it from the rejected files'
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand rejected; and __fish_seen_subcommand_from help" -f -a "delete" -d 'Delete rejected files for good'
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand rejected; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand table; and not __fish_seen_subcommand_from check normalise changes help" -s h -l help -d 'Print help'
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand table; and not __fish_seen_subcommand_from check normalise changes help" -f -a "check" -d 'Say how a table will be read, and which of its rows cannot be used; changes nothing'
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand table; and not __fish_seen_subcommand_from check normalise changes help" -f -a "normalise" -d 'Write a table as UTF-8 with commas, and its bad rows into a file of their own'
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand table; and not __fish_seen_subcommand_from check normalise changes help" -f -a "changes" -d 'Say which rows are new, different or gone since the table that was read before'
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand table; and not __fish_seen_subcommand_from check normalise changes help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand table; and __fish_seen_subcommand_from check" -l key -d 'The columns that tell one row from another, such as the student number [default: no keys are judged]' -r
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand table; and __fish_seen_subcommand_from check" -l rule -d 'How keys are compared' -r -f -a "exact\t'as they are'
folded\t'without spaces around them, in lower case, in whichever way an accent is written (NFC)'"
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand table; and __fish_seen_subcommand_from check" -l encoding -d 'Read it in this encoding: utf-8, windows-1252, iso-8859-15, cp850, … [default: detected]' -r
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand table; and __fish_seen_subcommand_from check" -l delimiter -d 'What separates the cells: one character, or tab [default: , ; tab or |, detected]' -r
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand table; and __fish_seen_subcommand_from check" -l header -d 'Refuse the file unless its header has these columns in this order' -r
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand table; and __fish_seen_subcommand_from check" -l map -d 'Rename columns: the name in the file, =, the new name; several with commas, or repeated' -r
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand table; and __fish_seen_subcommand_from check" -l skip-lines -d 'Leave out so many lines at the top, as the #TYPE of PowerShell' -r
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand table; and __fish_seen_subcommand_from check" -l footer -d 'Leave out such lines at the end: \'(* rows affected)\', where * is any text' -r
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand table; and __fish_seen_subcommand_from check" -l max-rows -d 'Refuse a table with more rows [default: 5,000,000, and never more]' -r
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand table; and __fish_seen_subcommand_from check" -l max-field -d 'Refuse a table with a longer cell [default: 1 MiB, and never more]' -r
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand table; and __fish_seen_subcommand_from check" -l max-record -d 'Refuse a table with a longer row [default: 4 MiB, and never more]' -r
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand table; and __fish_seen_subcommand_from check" -l max-columns -d 'Refuse a table with more columns [default: 1,000, and never more]' -r
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand table; and __fish_seen_subcommand_from check" -l json -d 'Answer with one JSON object'
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand table; and __fish_seen_subcommand_from check" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand table; and __fish_seen_subcommand_from normalise" -l key -d 'The columns that tell one row from another, such as the student number [default: no keys are judged]' -r
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand table; and __fish_seen_subcommand_from normalise" -l rule -d 'How keys are compared' -r -f -a "exact\t'as they are'
folded\t'without spaces around them, in lower case, in whichever way an accent is written (NFC)'"
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand table; and __fish_seen_subcommand_from normalise" -l encoding -d 'Read it in this encoding: utf-8, windows-1252, iso-8859-15, cp850, … [default: detected]' -r
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand table; and __fish_seen_subcommand_from normalise" -l delimiter -d 'What separates the cells: one character, or tab [default: , ; tab or |, detected]' -r
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand table; and __fish_seen_subcommand_from normalise" -l header -d 'Refuse the file unless its header has these columns in this order' -r
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand table; and __fish_seen_subcommand_from normalise" -l map -d 'Rename columns: the name in the file, =, the new name; several with commas, or repeated' -r
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand table; and __fish_seen_subcommand_from normalise" -l skip-lines -d 'Leave out so many lines at the top, as the #TYPE of PowerShell' -r
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand table; and __fish_seen_subcommand_from normalise" -l footer -d 'Leave out such lines at the end: \'(* rows affected)\', where * is any text' -r
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand table; and __fish_seen_subcommand_from normalise" -l max-rows -d 'Refuse a table with more rows [default: 5,000,000, and never more]' -r
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand table; and __fish_seen_subcommand_from normalise" -l max-field -d 'Refuse a table with a longer cell [default: 1 MiB, and never more]' -r
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand table; and __fish_seen_subcommand_from normalise" -l max-record -d 'Refuse a table with a longer row [default: 4 MiB, and never more]' -r
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand table; and __fish_seen_subcommand_from normalise" -l max-columns -d 'Refuse a table with more columns [default: 1,000, and never more]' -r
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand table; and __fish_seen_subcommand_from normalise" -l to -d 'The file to write the good rows to; one that is there is replaced' -r -F
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand table; and __fish_seen_subcommand_from normalise" -l bad -d 'The file to write the bad rows to: a table of line, reason, and the row as it was' -r -F
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand table; and __fish_seen_subcommand_from normalise" -l json -d 'Answer with one JSON object'
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand table; and __fish_seen_subcommand_from normalise" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand table; and __fish_seen_subcommand_from changes" -l key -d 'The columns that tell one row from another, such as the student number [default: no keys are judged]' -r
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand table; and __fish_seen_subcommand_from changes" -l rule -d 'How keys are compared' -r -f -a "exact\t'as they are'
folded\t'without spaces around them, in lower case, in whichever way an accent is written (NFC)'"
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand table; and __fish_seen_subcommand_from changes" -l encoding -d 'Read it in this encoding: utf-8, windows-1252, iso-8859-15, cp850, … [default: detected]' -r
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand table; and __fish_seen_subcommand_from changes" -l delimiter -d 'What separates the cells: one character, or tab [default: , ; tab or |, detected]' -r
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand table; and __fish_seen_subcommand_from changes" -l header -d 'Refuse the file unless its header has these columns in this order' -r
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand table; and __fish_seen_subcommand_from changes" -l map -d 'Rename columns: the name in the file, =, the new name; several with commas, or repeated' -r
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand table; and __fish_seen_subcommand_from changes" -l skip-lines -d 'Leave out so many lines at the top, as the #TYPE of PowerShell' -r
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand table; and __fish_seen_subcommand_from changes" -l footer -d 'Leave out such lines at the end: \'(* rows affected)\', where * is any text' -r
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand table; and __fish_seen_subcommand_from changes" -l max-rows -d 'Refuse a table with more rows [default: 5,000,000, and never more]' -r
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand table; and __fish_seen_subcommand_from changes" -l max-field -d 'Refuse a table with a longer cell [default: 1 MiB, and never more]' -r
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand table; and __fish_seen_subcommand_from changes" -l max-record -d 'Refuse a table with a longer row [default: 4 MiB, and never more]' -r
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand table; and __fish_seen_subcommand_from changes" -l max-columns -d 'Refuse a table with more columns [default: 1,000, and never more]' -r
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand table; and __fish_seen_subcommand_from changes" -l against -d 'What an earlier run has written with --write [default: nothing was there, every row is added]' -r -F
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand table; and __fish_seen_subcommand_from changes" -l write -d 'Remember this table for the next run: writes hashes alone, no names; may be BASE itself' -r -F
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand table; and __fish_seen_subcommand_from changes" -l secret -d 'A file with your secret, any bytes, so that nobody can guess a student number from its hash' -r -F
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand table; and __fish_seen_subcommand_from changes" -l list -d 'Print each change, one JSON object on each line'
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand table; and __fish_seen_subcommand_from changes" -l json -d 'Answer with one JSON object'
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand table; and __fish_seen_subcommand_from changes" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand table; and __fish_seen_subcommand_from help" -f -a "check" -d 'Say how a table will be read, and which of its rows cannot be used; changes nothing'
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand table; and __fish_seen_subcommand_from help" -f -a "normalise" -d 'Write a table as UTF-8 with commas, and its bad rows into a file of their own'
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand table; and __fish_seen_subcommand_from help" -f -a "changes" -d 'Say which rows are new, different or gone since the table that was read before'
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand table; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand help; and not __fish_seen_subcommand_from collect status deliver unlock rejected table help" -f -a "collect" -d 'Take every file that is ready out of a drop folder, into a directory or to a command'
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand help; and not __fish_seen_subcommand_from collect status deliver unlock rejected table help" -f -a "status" -d 'Show who holds which lock, what waits, what is left alone and why; changes nothing'
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand help; and not __fish_seen_subcommand_from collect status deliver unlock rejected table help" -f -a "deliver" -d 'Put files into a drop folder, as an agent on the same host'
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand help; and not __fish_seen_subcommand_from collect status deliver unlock rejected table help" -f -a "unlock" -d 'Remove a lock that was left behind and that is never broken automatically'
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand help; and not __fish_seen_subcommand_from collect status deliver unlock rejected table help" -f -a "rejected" -d 'List, put back, store or delete the files that were rejected'
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand help; and not __fish_seen_subcommand_from collect status deliver unlock rejected table help" -f -a "table" -d 'Try how a table (CSV) will be read, before it is sent'
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand help; and not __fish_seen_subcommand_from collect status deliver unlock rejected table help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand help; and __fish_seen_subcommand_from rejected" -f -a "list" -d 'List the files that were rejected and wait for a person'
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand help; and __fish_seen_subcommand_from rejected" -f -a "put-back" -d 'Move rejected files back into the drop folder, where they are collected again'
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand help; and __fish_seen_subcommand_from rejected" -f -a "store-as" -d 'Store a rejected file in a directory, and remove it from the rejected files'
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand help; and __fish_seen_subcommand_from rejected" -f -a "delete" -d 'Delete rejected files for good'
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand help; and __fish_seen_subcommand_from table" -f -a "check" -d 'Say how a table will be read, and which of its rows cannot be used; changes nothing'
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand help; and __fish_seen_subcommand_from table" -f -a "normalise" -d 'Write a table as UTF-8 with commas, and its bad rows into a file of their own'
complete -c sync-ingest -n "__fish_sync_ingest_using_subcommand help; and __fish_seen_subcommand_from table" -f -a "changes" -d 'Say which rows are new, different or gone since the table that was read before'
