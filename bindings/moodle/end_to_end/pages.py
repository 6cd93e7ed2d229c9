"""The pages, as an administrator sees them in a browser."""
import os
import time

from browser import until
from site_of_tests import PLUGIN, contains, no_complaint, same, test

STATUS, FILES, MANAGER = (f"/{PLUGIN}/{name}.php" for name in ["index", "files", "manager"])


def page(site, path, user="admin", **login):
    """A page of the site, to someone who is logged in."""
    browser = site.browser
    browser.log_in(site, user, **login)
    browser.open(site.wwwroot + path)
    no_complaint(browser.text())
    return browser


def text_of(browser):
    text = browser.text()
    no_complaint(text)
    return text


@test(browser=True)
def the_status_page_shows_a_quiet_site(site):
    site.task()
    browser = page(site, STATUS)
    contains(text_of(browser), "Admin tools", "No alarm is active.", "No lock is there.", "Nothing waits to be collected.", "Nothing is skipped.",
             "Stored files", "Rejected files", "FFI for web pages", "FFI for cron", site.folder)
    browser.screenshot("status-quiet")


@test(browser=True)
def the_status_page_shows_everything_that_goes_on(site):
    busy(site)
    browser = page(site, STATUS)
    contains(text_of(browser), "alock.txt", "too old", "Since",
             "Symbolic links are never followed", "d'accord.csv", "Moodle would rename it", "waiting.csv", "2770")
    browser.screenshot("status")


def busy(site):
    """A site with something of everything."""
    from hashlib import sha256
    for content in ["id,name\n1,Ada\n", "id,name\n1,Ada\n2,Alan\n"]:
        site.deliver("students.csv", content)
        site.task()
    site.set(settle=30)
    site.deliver("_grades.csv.sha256", sha256(b"1,20\n").hexdigest() + "  grades.csv\n")
    site.deliver("grades.csv", "1,20\n")
    site.task()
    site.set(settle=0)
    site.deliver("enrolments 2026.csv", "1,101\n" * 9000)
    site.deliver("d'accord.csv", "oui\n")
    site.task()
    os.symlink("/etc/passwd", site.folder + "/link.csv")
    site.deliver("big upload.zip.filepart", "x")
    site.deliver("waiting.csv", "1\n")
    site.lock("alock.txt", 4 * 3600)
    site.task()


@test(browser=True)
def collect_now_collects_and_says_what_came_of_it(site):
    browser = page(site, STATUS)
    site.deliver_many("now", 3)
    browser.press("Collect now")
    contains(browser.wait_for("3 file(s) collected."))
    no_complaint(browser.text())
    site.check_each_once("now", 3)


@test(browser=True)
def what_is_not_ready_can_be_waited_for(site):
    for path in [STATUS, FILES]:
        browser = page(site, path)
        site.set(settle=15)
        site.deliver("slow.csv", path)
        if path == STATUS:
            browser.press("Collect now")
        else:
            browser.open(site.wwwroot + path)
        contains(browser.wait_for("1 file(s) are not ready yet; the first will be in"), "Wait and collect")
        if path == FILES:
            browser.screenshot("files-waiting")
        browser.press("Wait and collect")
        browser.wait_for("looks again by itself")
        contains(text_of(browser), "Do not wait")
        browser.wait_for("1 file(s) collected.")
        same(site.stored(), ["slow.csv"])
        site.set(settle=0)


@test(browser=True)
def the_first_steps_of_a_new_site_are_done_on_the_page(site):
    site.run("sh", "-c", f"rm -rf {site.folder}")
    site.ask("unset_config('lastround', 'tool_syncingest');")
    browser = page(site, STATUS)
    contains(text_of(browser), "First steps", "It has not collected yet.", "admin/cli/cron.php", "does not exist", "Nothing has been collected yet.",
             "No alarm has been mailed yet")
    browser.click("//summary[contains(., 'An account that delivers')]")
    contains(text_of(browser), f"install -d -o registry -g {site.group} -m 2770 {site.folder} /srv/jail/sync", "internal-sftp -u 0027",
             f"{site.folder} /srv/jail/sync none bind 0 0")
    browser.screenshot("first-steps")
    browser.open(site.wwwroot + STATUS)
    browser.press("Deliver a test file")
    browser.wait_for("The test file was delivered, collected, found in Moodle’s files, and deleted there.")
    same(site.stored(), [])
    same(site.entries(), [])
    browser.press("Send a test alarm")
    browser.wait_for("The test alarm is on its way to the recipients.")
    contains(text_of(browser), "The mail server accepted an alarm", "A delivery has arrived")
    site.task()
    # The account of root plays the one that delivers.
    os.chown(site.folder, 0, site.user.pw_gid)
    os.chmod(site.folder, 0o2770)
    browser.open(site.wwwroot + STATUS)
    contains(text_of(browser), "all done")
    os.chown(site.folder, site.user.pw_uid, site.user.pw_gid)


@test(browser=True)
def the_test_alarm_arrives(site):
    browser = page(site, STATUS)
    browser.press("Send a test alarm")
    browser.wait_for("The test alarm is on its way to the recipients.")
    same(site.sink.subjects(), ["Test alarm"])
    site.sink.stop()
    browser.press("Send a test alarm")
    browser.wait_for("The test alarm could not be sent.")
    site.sink.start()


@test(browser=True)
def a_stale_lock_is_removed_after_a_question_and_that_is_logged(site):
    lock = site.lock("alock.txt", 4 * 3600)
    browser = page(site, STATUS)
    browser.press("Remove this lock")
    browser.wait_for("Remove alock.txt?")
    browser.screenshot("unlock")
    browser.press("Cancel")
    browser.wait_for("Collect now")
    assert os.path.exists(lock)
    browser.press("Remove this lock")
    browser.wait_for("Remove alock.txt?")
    browser.press("Continue")
    browser.wait_for("No lock is there.")
    assert not os.path.exists(lock)
    log = site.ask(r"""foreach ($DB->get_records('logstore_standard_log', ['eventname' => '\tool_syncingest\event\lock_removed'],
        'id DESC', '*', 0, 1) as $row) { echo $row->userid, ' ', $row->other; }""")
    contains(log, "2 ", "agent")


@test(browser=True)
def an_operator_adds_downloads_and_deletes_files_and_sees_the_archives(site):
    site.deliver("students.csv", "old\n")
    site.task()
    site.deliver("students.csv", "new\n")
    site.deliver("grades.csv", "1\n")
    browser = page(site, MANAGER)
    contains(browser.wait_for("students.csv"), "grades.csv", "archives", "2 file(s) collected.")
    browser.screenshot("manager")
    drop_by_hand(site, browser, "by hand.csv", "from my desk\n")
    contains(browser.wait_for("by hand.csv"), "students.csv")
    browser.click("//input[@name='submitbutton']")
    browser.wait_for("Changes saved")
    browser.open(site.wwwroot + MANAGER)
    same(site.stored(), ["by hand.csv", "grades.csv", "students.csv"])
    choose(browser, "grades.csv")
    browser.click("//button[contains(@class, 'fp-file-download')]")
    path = until(lambda: [n for n in os.listdir(browser.downloads) if n.startswith("grades")])[0]
    same(open(os.path.join(browser.downloads, path)).read(), "1\n")
    browser.open(site.wwwroot + MANAGER)
    choose(browser, "grades.csv")
    browser.click("//button[contains(@class, 'fp-file-delete')]")
    browser.click("//*[self::button or self::input][normalize-space(.)='Yes' or @value='Yes' or contains(@class, 'fp-dlg-butconfirm')]")
    until(lambda: "grades.csv" not in browser.text())
    browser.click("//input[@name='submitbutton']")
    browser.wait_for("Changes saved")
    same(site.stored(), ["by hand.csv", "students.csv"])
    browser.open(site.wwwroot + MANAGER)
    archived, = site.stored("/archives/")
    browser.click("//*[contains(@class, 'fp-filename')][normalize-space(.)='archives']")
    browser.wait_for(archived)
    browser.screenshot("archives")


def choose(browser, name):
    browser.click(f"//div[contains(@class, 'filemanager')]//*[contains(@class, 'fp-filename')][normalize-space(.)='{name}']")


def drop_by_hand(site, browser, name, content):
    path = os.path.join(site.scratch, name)
    with open(path, "w") as file:
        file.write(content)
    browser.click("//div[contains(@class, 'fp-btn-add')]//a")
    browser.click("//*[contains(@class, 'fp-repo-name')][normalize-space(.)='Upload a file']")
    browser.type("//input[@name='repo_upload_file']", path)
    browser.click("//button[contains(@class, 'fp-upload-btn')]")


@test(browser=True)
def the_settings_are_saved(site):
    browser = page(site, "/admin/settings.php?section=tool_syncingest")
    contains(text_of(browser), "Age of alarm", "Keep replaced versions", "Recipients of alarms", "$CFG->tool_syncingest_folder")
    browser.screenshot("settings")
    browser.type("//input[@name='s_tool_syncingest_settle']", "45")
    browser.click("//button[normalize-space(.)='Save changes']")
    browser.wait_for("Changes saved")
    same(site.ask("echo get_config('tool_syncingest', 'settle');"), "45")
    for name in ["maxage", "reminder", "archivetime", "rejectedtime", "historytime"]:
        site.ask(f"is_numeric(get_config('tool_syncingest', '{name}')) || exit(1);")


@test(browser=True)
def the_system_status_page_shows_the_checks(site):
    site.lock("alock.txt", 4 * 3600)
    site.task()
    browser = page(site, "/report/status/index.php")
    contains(text_of(browser), "A lock is too old.", "Drop folder: library", "Drop folder: permissions", "Drop folder: collections")
    browser.execute("[...document.querySelectorAll('tr')].find(row => row.innerText.includes('Drop folder')).scrollIntoView()")
    browser.screenshot("checks")


@test(browser=True)
def the_log_names_what_happened(site):
    site.deliver("a.csv")
    site.deliver("d'accord.csv")
    site.task()
    browser = page(site, "/report/log/index.php?chooselog=1&id=1&modid=&logreader=logstore_standard")
    contains(text_of(browser), "File collected", "File rejected", "Alarm raised", "a.csv")


@test(browser=True)
def where_ffi_is_refused_pages_collect_through_the_command_line(site):
    site.start_web(ffi__enable="preload")
    try:
        site.deliver_many("refused", 2)
        browser = page(site, STATUS)
        contains(text_of(browser), "Web pages may not use the library", "refused0.csv", "refused (PHP")
        browser.press("Collect now")
        contains(browser.wait_for("2 file(s) collected."), "(Done through PHP’s command line")
        browser.screenshot("command-line")
        site.deliver("refused2.csv", "refused 2")
        browser.open(site.wwwroot + FILES)
        contains(browser.wait_for("refused2.csv"), "1 file(s) collected. (Done through PHP’s command line")
        no_complaint(browser.text())
        site.check_each_once("refused", 3)
        site.lock("alock.txt", 4 * 3600)
        browser.open(site.wwwroot + STATUS)
        browser.press("Remove this lock")
        browser.press("Continue")
        browser.wait_for("No lock is there.")
        # Debian leaves it empty.
        site.set_core(pathtophp=None)
        site.deliver("later.csv")
        browser.open(site.wwwroot + STATUS)
        contains(text_of(browser), "let PHP’s command line do it: /usr/bin/php")
        browser.press("Collect now")
        contains(browser.wait_for("1 file(s) collected."), "(Done through PHP’s command line")
        no_complaint(browser.text())
    finally:
        site.start_web(ffi__enable="true")


@test(browser=True)
def without_the_library_the_pages_say_so(site):
    site.stop_web()
    os.environ["SYNC_INGEST_LIBRARY"] = site.scratch + "/none.so"
    try:
        site.start_web(ffi__enable="true")
        site.task()
        for path in [STATUS, FILES]:
            browser = page(site, path)
            contains(text_of(browser), "none.so")
        browser = page(site, STATUS)
        contains(text_of(browser), "The library is missing", "nothing is collected", "works, but the library is missing")
        browser.screenshot("without-library")
    finally:
        del os.environ["SYNC_INGEST_LIBRARY"]
        site.start_web(ffi__enable="true")


@test(browser=True)
def who_may_not_manage_sees_nothing(site):
    site.ask("""require_once($CFG->dirroot . '/user/lib.php');
        $DB->record_exists('user', ['username' => 'nobody']) || user_create_user((object) ['username' => 'nobody',
        'password' => 'Nobody-1234', 'email' => 'nobody@example.com', 'firstname' => 'N', 'lastname' => 'N', 'confirmed' => 1,
        'mnethostid' => $CFG->mnet_localhost_id]);""")
    for path in [STATUS, FILES, MANAGER, "/admin/settings.php?section=tool_syncingest"]:
        browser = page(site, path, "nobody", password="Nobody-1234")
        assert "Access denied" in browser.text() or "do not currently have permissions" in browser.text(), browser.text()


@test(browser=True)
def who_may_manage_the_folder_alone_needs_no_right_to_manage_the_site(site):
    site.ask("""require_once($CFG->dirroot . '/user/lib.php');
        $user = $DB->get_field('user', 'id', ['username' => 'keeper']) ?: user_create_user((object) ['username' => 'keeper',
        'password' => 'Keeper-1234', 'email' => 'keeper@example.com', 'firstname' => 'K', 'lastname' => 'K', 'confirmed' => 1,
        'mnethostid' => $CFG->mnet_localhost_id]);
        $role = $DB->get_field('role', 'id', ['shortname' => 'keeper']) ?: create_role('Keeper', 'keeper', '');
        assign_capability('tool/syncingest:manage', CAP_ALLOW, $role, SYSCONTEXTID, true);
        role_assign($role, $user, SYSCONTEXTID);""")
    site.deliver("kept.csv")
    browser = page(site, STATUS, "keeper", password="Keeper-1234")
    browser.press("Collect now")
    contains(browser.wait_for("1 file(s) collected."))
    browser = page(site, FILES, "keeper", password="Keeper-1234")
    browser.wait_for("kept.csv")
    no_complaint(browser.text())


@test(browser=True)
def a_page_does_not_wait_for_a_long_collection(site):
    site.deliver_many("long", 3)
    holder = site.as_user("php", "-r", """define('CLI_SCRIPT', true); require('config.php');
        $lock = \\core\\lock\\lock_config::get_lock_factory('tool_syncingest')->get_lock('collect', 5); echo "held\\n"; sleep(60);""")
    same(holder.stdout.readline(), "held\n")
    browser = page(site, STATUS)
    began = time.monotonic()
    browser.press("Collect now")
    browser.wait_for("Another collection is going on")
    assert time.monotonic() - began < 12
    holder.kill()
    holder.communicate()
    site.task()
    site.check_each_once("long", 3)
