"""What goes wrong around the plugin: the library, the folder, the disk, the database."""
import os
import subprocess

from site_of_tests import PLUGIN, contains, no_complaint, same, test


@test
def without_the_library_nothing_is_lost_and_an_alarm_stands_until_it_is_there(site):
    site.deliver_many("library", 3)
    for path, words in [(site.scratch + "/none.so", "none.so"), (another_abi(site), "ABI 99")]:
        status, output = site.collect(env={"SYNC_INGEST_LIBRARY": path})
        same(status, 1)
        contains(output, words)
        no_complaint(output)
        same(site.alarms(), ["library"])
    same(site.sink.subjects(), ["The library is missing"])
    site.task()
    same(site.alarms(), [])
    site.check_each_once("library", 3)
    same(site.sink.subjects(), ["over: The library is missing"])


def another_abi(site):
    path = site.scratch + "/other.so"
    source = 'const char *sync_ingest_version(void) { return "9.9.9"; } int sync_ingest_abi_version(void) { return 99; }'
    subprocess.run(["gcc", "-shared", "-fPIC", "-x", "c", "-o", path, "-"], input=source, text=True, check=True)
    os.chmod(path, 0o755)
    return path


@test
def a_folder_that_may_not_be_written_is_an_alarm_and_nothing_is_lost(site):
    site.deliver_many("closed", 3)
    os.chmod(site.folder, 0o500)
    status, output = site.task()
    same(status, 0)
    no_complaint(output)
    same(len(site.alarms()), 1)
    os.chmod(site.folder, 0o2770)
    site.task()
    site.check_each_once("closed", 3)
    same(site.alarms(), [])


@test
def a_read_only_dataroot_is_told_and_nothing_is_lost(site):
    site.deliver_many("readonly", 3)
    site.sink.take()
    for path in [site.folder, site.work]:
        site.mount(path, "--bind", path)
        subprocess.run(["mount", "-o", "remount,ro,bind", path], check=True)
    status, output = site.collect()
    for path in [site.work, site.folder]:
        site.unmount(path)
    same(status, 1)
    contains(output, "Read-only file system")
    no_complaint(output)
    same(site.sink.subjects(), ["The drop folder cannot be used"])
    site.task()
    site.check_each_once("readonly", 3)


def fill(site, path):
    """Puts a small disk at this path, and leaves no room on it."""
    owner = f"uid={site.user.pw_uid},gid={site.user.pw_gid}"
    site.mount(path, "-t", "tmpfs", "-o", f"size=64k,mode=0770,{owner}", "tmpfs")
    with open(path + "/.full", "wb", buffering=0) as file:
        try:
            while file.write(b"x" * 4096):
                pass
        except OSError:
            pass


def holds_back_and_loses_none(site, prefix, path, words):
    site.deliver_many(prefix, 20)
    fill(site, path)
    for _ in range(2):
        status, output = site.collect()
        same(status, 3)
        contains(output, "20 file(s) could not be stored, and will be tried again", words)
        same(site.stored(), [])
    site.unmount(path)
    site.task()
    site.check_each_once(prefix, 20)


@test
def a_full_file_pool_holds_files_back_and_loses_none(site):
    holds_back_and_loses_none(site, "pool", site.data + "/filedir", "filedir")


@test
def a_full_staging_folder_holds_files_back_and_loses_none(site):
    staging = site.work + "/staging"
    subprocess.run(["install", "-d", "-o", site.user.pw_name, "-m", "2770", staging], check=True)
    holds_back_and_loses_none(site, "staging", staging, "space")


def break_database(site, kind="", when=""):
    """The connection is cut when a row is written for a certain file, or when that is committed."""
    site.ask(f"""
        $table = $DB->get_prefix() . 'tool_syncingest_files';
        $DB->change_database_structure("
            CREATE OR REPLACE FUNCTION breaks() RETURNS trigger LANGUAGE plpgsql AS
                'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END';
            CREATE {kind} TRIGGER breaks AFTER INSERT ON $table {when} FOR EACH ROW WHEN (NEW.filename LIKE '%7.csv')
                EXECUTE FUNCTION breaks()");""")


def mend_database(site):
    site.ask("""$DB->change_database_structure("DROP TRIGGER breaks ON {$DB->get_prefix()}tool_syncingest_files");""")


def goes_away(site, prefix, **how):
    site.needs_postgres()
    site.deliver_many(prefix, 20)
    break_database(site, **how)
    try:
        status, output = site.collect()
        assert status in (1, 3), (status, output)
        same(site.stored(), [])
    finally:
        mend_database(site)
    site.task()
    site.check_each_once(prefix, 20)


@test
def a_database_that_goes_away_within_the_transaction_loses_nothing(site):
    goes_away(site, "middle")


@test
def a_database_that_goes_away_at_the_commit_loses_nothing(site):
    goes_away(site, "commit", kind="CONSTRAINT", when="DEFERRABLE INITIALLY DEFERRED")
