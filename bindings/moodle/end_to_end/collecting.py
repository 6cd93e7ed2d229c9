"""Cron, the command line, and what becomes of a collection that is killed."""
import os
import signal
import time

from site_of_tests import PLUGIN, contains, no_complaint, same, test


@test
def cron_collects_what_was_delivered(site):
    site.deliver_many("cron", 3)
    # A due task of another tool would have everything stored before.
    site.ask("$DB->set_field('task_scheduled', 'nextruntime', time() + 86400);")
    site.ask(r"$DB->set_field('task_scheduled', 'nextruntime', time() - 60, ['classname' => '\tool_syncingest\task\collect']);")
    status, output = site.php("admin/cli/cron.php", "--keep-alive=0")
    same(status, 0)
    contains(output, "3 file(s) collected.")
    site.check_each_once("cron", 3)


@test
def cron_and_the_command_line_have_nothing_to_say_to_developers(site):
    site.deliver("a.csv", "one")
    site.deliver("d'accord.csv")
    site.deliver(b"\xff.csv".decode("utf-8", "surrogateescape"))
    site.lock("alock.txt", 4 * 3600)
    no_complaint(site.task()[1])
    os.unlink(site.folder + "/alock.txt")
    for number in range(2):
        no_complaint(site.task()[1])
        no_complaint(site.task("tidy")[1])
        site.deliver("a.csv", f"again {number}")
    for script in ["collect.php", "status.php", "unlock.php", "rejected.php"]:
        status, output = site.php(f"{PLUGIN}/cli/{script}", "--help")
        same(status, 0)
        contains(output, "Options:", "-h, --help", f"{PLUGIN}/cli/{script}")
        same(site.php(f"{PLUGIN}/cli/{script}", "--wrong")[0], 64)
    no_complaint(site.php(f"{PLUGIN}/cli/status.php")[1])
    same(site.stored(), ["a.csv"])


@test
def the_exit_status_of_the_command_line_says_what_came_of_it(site):
    same(site.collect()[0], 0)
    site.deliver("d'accord.csv")
    same(site.collect()[0], 3)
    lock = site.lock("alock.txt", 0)
    same(site.collect()[0], 75)
    os.unlink(lock)
    same(site.collect("--budget=x")[0], 64)


@test
def killed_collections_are_recovered_by_the_next_and_every_file_is_stored_once(site):
    locked = 0
    for round, delay in enumerate([0.3, 0.6, 0.9, 1.2, 1.5, 1.8]):
        for number in range(200):
            site.deliver(f"kill{round * 200 + number}.csv", f"kill {round} {number}\n")
        process = site.as_user("php", PLUGIN + "/cli/collect.php", start_new_session=True)
        time.sleep(delay)
        locked += os.path.exists(site.folder + "/lock.txt")
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
    assert locked, "no collection was killed while it held the lock"
    site.task()
    site.check_each_once("kill", 1200)
    raised = site.ask("echo $DB->count_records('tool_syncingest_incidents', ['kind' => 'recovered_lock']);")
    assert int(raised) > 0, "it was not reported that a lock had been recovered"


@test
def a_collection_that_is_killed_just_before_its_commit_is_done_again_by_the_next_cron(site):
    site.needs_postgres()
    site.deliver_many("late", 50)
    # The last file of the batch waits for a lock that this transaction holds, so that the
    # collection stops there.
    holder = site.as_user("php", "-r", """define('CLI_SCRIPT', true); require('config.php');
        $t = $DB->start_delegated_transaction(); $DB->execute('LOCK TABLE {tool_syncingest_files} IN SHARE MODE');
        echo "held\\n"; sleep(60);""", start_new_session=True)
    same(holder.stdout.readline(), "held\n")
    process = site.as_user("php", PLUGIN + "/cli/collect.php", start_new_session=True)
    for _ in range(300):
        if len(os.listdir(site.work + "/staging") if os.path.isdir(site.work + "/staging") else []) == 50:
            break
        time.sleep(0.1)
    time.sleep(1)
    assert os.path.exists(site.folder + "/lock.txt")
    for one in [process, holder]:
        os.killpg(one.pid, signal.SIGKILL)
        one.communicate()
    same(site.stored(), [])
    site.task()
    same(len(site.stored()), 50)
    site.task("tidy")
    same(site.entries(), [])


@test
def two_crons_at_once_store_every_file_once(site):
    site.deliver_many("two", 600)
    both = [site.as_user("php", "admin/cli/scheduled_task.php", r"--execute=\tool_syncingest\task\collect") for _ in range(2)]
    both += [site.as_user("php", PLUGIN + "/cli/collect.php") for _ in range(2)]
    for process in both:
        process.communicate()
    site.task()
    site.check_each_once("two", 600)


@test
def checks_php_shows_what_is_wrong(site):
    site.lock("alock.txt", 4 * 3600)
    status, output = site.php("admin/cli/checks.php", "--filter=tool_syncingest")
    same(status, 2)
    contains(output, "A lock is too old.", "tool_syncingest_locks")
    same(site.php(PLUGIN + "/cli/status.php")[0], 2)


@test
def a_stale_lock_is_removed_on_the_command_line_and_a_fresh_one_is_not(site):
    site.lock("alock.txt", 4 * 3600)
    same(site.php(PLUGIN + "/cli/unlock.php", "--agent"), (0, "removed\n"))
    site.lock("alock.txt", 60)
    assert site.php(PLUGIN + "/cli/unlock.php", "--agent")[0] != 0
    same(site.entries(), ["alock.txt"])


def calls_of_a_collection(site, count):
    """The system calls that put files somewhere, sync or remove them, and the statements to the database."""
    site.deliver_many("disk", count)
    log = site.scratch + f"/strace-{count}"
    os.close(os.open(log, os.O_CREAT | os.O_WRONLY))
    os.chmod(log, 0o666)
    traced = "trace=fsync,syncfs,link,unlinkat,sendto"
    site.run("strace", "-f", "-y", "-s", "200", "-e", traced, "-o", log, "php", PLUGIN + "/cli/collect.php")
    site.check_each_once("disk", count)
    return [line.split(None, 1)[1] for line in open(log, errors="replace") if line.rstrip().endswith(" = 0") or "sendto" in line]


@test
def contents_and_folders_are_on_the_disk_before_the_commit_and_nothing_is_removed_before_it(site):
    for count, sync in [(5, "fsync("), (90, "syncfs(")]:
        calls = calls_of_a_collection(site, count)

        def places(*words):
            return [number for number, call in enumerate(calls) if all(word in call for word in words)]

        linked = places("link(", "/staging/", "/filedir/")
        copies = places("fsync(", "/staging/")
        folders = places(sync, "/filedir/")
        removed = places("unlinkat(", "disk")
        commit = max(number for number in places("sendto", "COMMIT") if number < min(removed))
        same((len(linked), len(removed)), (count, count))
        assert len(copies) >= count and max(copies) < min(linked), "a copy was linked into the pool before it was on the disk"
        assert max(linked) < min(folders) and max(folders) < commit, "the pool was not on the disk before the commit"
        assert len(folders) >= (count if sync == "fsync(" else 1)
        site.clear()
