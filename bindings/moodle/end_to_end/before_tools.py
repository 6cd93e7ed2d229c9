"""Other tools, without a change to them: whatever they do, everything that was delivered is stored before."""
import os
import time

from site_of_tests import PLUGIN, contains, no_complaint, same, skip, test

TOOL_SYNC = "admin/tool/sync"
USER_TASK = r"\tool_sync\task\usersync_task"
PATCH = "\\tool_syncingest\\api::before_action(); return;"


def users_file(name):
    return f"username;firstname;lastname;email;password\n{name};Ada;Lovelace;{name}@example.com;Secret-1234\n"


def has_user(site, name):
    return site.ask(f"echo (int) $DB->record_exists('user', ['username' => '{name}', 'deleted' => 0]);") == "1"


def forget_users(site):
    site.ask("""foreach ($DB->get_records_select('user', "username LIKE 'fresh%' AND deleted = 0") as $user) { delete_user($user); }""")


class tool_sync:
    """The peer, where the tree has it: as it is, or with the line that the README asks for."""
    def __init__(self, site, patched):
        self.site, self.patched, self.lib = site, patched, f"{site.shown}/{TOOL_SYNC}/lib.php"

    def __enter__(self):
        if not os.path.isfile(self.lib):
            skip("tool_sync is not in the tree")
        self.code = open(self.lib, encoding="utf-8").read()
        function = "function tool_sync_capture_input_files($interactive = false) {"
        assert function in self.code and PATCH not in self.code
        if self.patched:
            with open(self.lib, "w", encoding="utf-8") as file:
                file.write(self.code.replace(function, function + "\n    " + PATCH))
        self.site.set(usetoolsync=1)
        self.site.ask("""set_config('csvseparator', ';', 'tool_sync'); set_config('encoding', 'UTF-8', 'tool_sync');
            set_config('users_filelocation', 'people.csv', 'tool_sync'); set_config('users_primaryidentity', 'username', 'tool_sync');
            set_config('courses_primaryidentity', 'shortname', 'tool_sync');""")
        forget_users(self.site)

    def __exit__(self, *failure):
        with open(self.lib, "w", encoding="utf-8") as file:
            file.write(self.code)
        forget_users(self.site)


def many_files_and_a_fresh_one(site, user):
    site.deliver_many("many", 2500)
    site.set(settle=12)
    time.sleep(13)
    site.deliver("people.csv", users_file(user))


def check_all_stored(site):
    same(len([name for name in site.stored(component="tool_sync") if name.startswith("many")]), 2500)
    same(site.entries(), [])


@test
def a_task_of_tool_sync_finds_2500_files_and_a_fresh_one(site):
    with tool_sync(site, patched=False):
        many_files_and_a_fresh_one(site, "fresh1")
        status, output = site.php("admin/cli/scheduled_task.php", f"--execute={USER_TASK}")
        same(status, 0)
        contains(output, "2500 file(s) collected", "people.csv")
        assert has_user(site, "fresh1"), output
        check_all_stored(site)


@test
def cron_stores_everything_before_a_due_task_of_a_patched_tool_sync(site):
    with tool_sync(site, patched=True):
        many_files_and_a_fresh_one(site, "fresh2")
        site.ask("$DB->set_field('task_scheduled', 'nextruntime', time() + 86400);")
        site.ask(rf"""$DB->set_field('task_scheduled', 'nextruntime', time() - 60, ['classname' => '{USER_TASK}']);
            $DB->set_field('task_scheduled', 'disabled', 0, ['classname' => '{USER_TASK}']);""")
        status, output = site.php("admin/cli/cron.php", "--keep-alive=0")
        same(status, 0)
        assert has_user(site, "fresh2"), output
        check_all_stored(site)


@test
def a_file_that_no_task_looks_for_keeps_none_waiting(site):
    with tool_sync(site, patched=False):
        site.set(settle=600)
        site.deliver("other.csv")
        began = time.monotonic()
        site.php("admin/cli/scheduled_task.php", r"--execute=\core\task\file_temp_cleanup_task")
        site.php("admin/cli/scheduled_task.php", rf"--execute={USER_TASK}")
        assert time.monotonic() - began < 60
        site.set(settle=0)


@test
def another_tool_s_script_finds_everything_stored(site):
    site.deliver_many("script", 3)
    site.php("admin/tool/uploaduser/cli/uploaduser.php", "--help")
    site.check_each_once("script", 3)
    site.deliver("left.csv")
    site.php("admin/cli/cfg.php", "--help")
    same(site.entries(), ["left.csv"])


@test
def in_maintenance_nothing_is_collected(site):
    site.deliver_many("closed", 2)
    for on in ["--enableold", "--enable"]:
        site.php("admin/cli/maintenance.php", on)
        try:
            status, output = site.collect()
            same(status, 75)
            contains(output, "maintenance")
            no_complaint(output)
            site.php("admin/tool/uploaduser/cli/uploaduser.php", "--help")
            same(len(site.entries()), 2)
        finally:
            site.php("admin/cli/maintenance.php", "--disable")
    same(site.collect()[0], 0)
    site.check_each_once("closed", 2)


@test
def an_upgrade_from_the_first_release_keeps_everything_and_nothing_is_collected_before_it(site):
    site.deliver_many("before", 3)
    site.deliver("kept's.csv")
    site.task()
    fixture = f"{site.shown}/{PLUGIN}/tests/fixtures/install_0.1.0.xml"
    version = site.ask("echo get_config('tool_syncingest', 'version');")
    site.ask(f"""$manager = $DB->get_manager();
        $rows = $DB->get_records('tool_syncingest_files'); $incidents = $DB->get_records('tool_syncingest_incidents');
        foreach ($DB->get_tables(false) as $table) {{
            if (str_starts_with($table, 'tool_syncingest')) {{ $manager->drop_table(new xmldb_table($table)); }}
        }}
        $manager->install_from_xmldb_file('{fixture}');
        foreach (['tool_syncingest_files' => $rows, 'tool_syncingest_incidents' => $incidents] as $table => $all) {{
            foreach ($all as $row) {{ $DB->insert_record($table, array_intersect_key((array) $row, $DB->get_columns($table))); }}
        }}
        set_config('version', 2026112600, 'tool_syncingest');
        set_config('allversionshash', sha1('the first release'));""")
    site.deliver_many("waits", 20)
    for run in [site.collect, site.task]:
        run()
        same(len([name for name in site.entries() if name.startswith("waits")]), 20)
    contains(site.collect()[1], "upgrade")
    site.upgrade()
    same(site.ask("echo get_config('tool_syncingest', 'version');"), version)
    status, output = site.php("admin/cli/check_database_schema.php")
    assert "tool_syncingest" not in output, output
    same(site.collect()[0], 0)
    site.check_each_once("waits", 20)
    same(len([name for name in site.stored() if name.startswith("before")]), 3)
    same(site.alarms(), ["rejected_file"])


@test(browser=True)
def a_page_of_a_tool_says_what_is_not_ready_and_one_can_wait_and_come_back(site):
    browser, upload = site.browser, site.wwwroot + "/admin/tool/uploaduser/index.php"
    browser.log_in(site, "admin")
    site.deliver_many("page", 2)
    browser.open(upload)
    assert "collected" not in browser.text(), browser.text()
    same(site.stored(), ["page0.csv", "page1.csv"])
    site.set(settle=30)
    site.deliver("people.csv", users_file("fresh3"))
    browser.open(upload)
    contains(browser.text(), "Upload users", "not ready yet; the first will be in", "people.csv", "Wait and collect")
    no_complaint(browser.text())
    browser.screenshot("tool-waiting")
    browser.click("//a[normalize-space(.)='Wait and collect']")
    contains(browser.wait_for("1 file(s) collected."), "Upload users")
    no_complaint(browser.text())
    same(site.stored(), ["page0.csv", "page1.csv", "people.csv"])


@test(browser=True)
def who_may_not_manage_the_folder_is_told_nothing_by_a_page_of_a_tool(site):
    site.ask("""require_once($CFG->dirroot . '/user/lib.php');
        $DB->record_exists('user', ['username' => 'nobody']) || user_create_user((object) ['username' => 'nobody',
        'password' => 'Nobody-1234', 'email' => 'nobody@example.com', 'firstname' => 'N', 'lastname' => 'N', 'confirmed' => 1,
        'mnethostid' => $CFG->mnet_localhost_id]);""")
    site.set(settle=600)
    site.deliver("secret.csv")
    site.browser.log_in(site, "nobody", password="Nobody-1234")
    site.browser.open(site.wwwroot + "/admin/tool/uploaduser/index.php")
    assert "secret.csv" not in site.browser.text()
    site.set(settle=0)


@test(browser=True)
def collecting_many_files_shows_how_far_it_is(site):
    site.deliver_many("bar", 1500)
    site.browser.log_in(site, "admin")
    site.browser.open(site.wwwroot + f"/{PLUGIN}/index.php")
    site.browser.press("Collect now")
    contains(site.browser.wait_for("1500 file(s) collected."), "100")
    site.browser.screenshot("progress")
    site.check_each_once("bar", 1500)
    site.browser.press("Continue")
    site.browser.wait_for("Collect now")


@test(browser=True)
def while_a_lock_that_is_too_old_holds_everything_up_waiting_is_not_offered(site):
    site.set(settle=600)
    site.deliver("waits.csv")
    site.lock("alock.txt", 4 * 3600)
    site.browser.log_in(site, "admin")
    for page in ["index.php", "index.php?wait=1", "files.php"]:
        site.browser.open(f"{site.wwwroot}/{PLUGIN}/{page}")
        assert "Wait and collect" not in site.browser.text() and "looks again by itself" not in site.browser.text(), page
    contains(site.browser.text(), "alock.txt is too old")
    site.set(settle=0)


@test(browser=True)
def a_fresh_lock_whose_owner_is_dead_is_removed_after_a_question_once_in_the_log(site):
    for ffi in ["true", "preload"]:
        site.start_web(ffi__enable=ffi)
        lock = site.lock("alock.txt", 60)
        site.ask(r"""$DB->delete_records('logstore_standard_log', ['eventname' => '\tool_syncingest\event\lock_removed']);""")
        site.browser.log_in(site, "admin")
        site.browser.open(f"{site.wwwroot}/{PLUGIN}/index.php")
        site.browser.press("Remove this lock, whose owner is dead")
        site.browser.wait_for("alock.txt is not too old")
        site.browser.press("Continue")
        site.browser.wait_for("No lock is there.")
        assert not os.path.exists(lock)
        same(site.ask(r"""foreach ($DB->get_records('logstore_standard_log', ['eventname' => '\tool_syncingest\event\lock_removed']) as
            $row) { echo $row->userid, ';'; }"""), "2;")
    site.start_web(ffi__enable="true")
