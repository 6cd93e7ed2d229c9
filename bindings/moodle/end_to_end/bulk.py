"""What is done with all files that match the filter of a list, and two administrators at once."""
import threading

from browser import Browser, until
from lists import REJECTED, act, logged, row
from pages import FILES, STATUS, page, text_of
from site_of_tests import contains, no_complaint, same, test


def reject(site, prefix, count):
    for number in range(count):
        site.deliver(f"{prefix}'{number}.csv", f"{prefix} {number}")
    site.task()


def set_filter(site, report, entity, name):
    """Sets the filter of a list, for the administrator, to names that contain this."""
    site.ask(rf"""\core\session\manager::set_user(get_admin());
        \core_reportbuilder\system_report_factory::create(\tool_syncingest\reportbuilder\local\systemreports\{report}::class,
            context_system::instance())->set_filter_values(['{entity}:name_operator' => 1, '{entity}:name_value' => "{name}"]);""")


def act_on_all(browser, words):
    browser.click("//select[@name='scope']/option[normalize-space(.)='all files that match the filter']")
    act(browser, words)


@test(browser=True)
def all_files_that_match_the_filter_are_dealt_with_after_a_question(site):
    reject(site, "old", 130)
    reject(site, "keep", 2)
    set_filter(site, "rejected_files", "rejected_file", "old'")
    browser = page(site, REJECTED)
    assert not browser.has(row("keep'0.csv"))
    act_on_all(browser, "Delete")
    contains(browser.wait_for("for good?"), "Delete 130 rejected file(s)", "All files that match the filter now: 130", "and 110 more")
    browser.screenshot("delete-all")
    browser.press("Cancel")
    browser.wait_for("Rejected files")
    act_on_all(browser, "Delete")
    browser.wait_for("for good?")
    # They arrive after the question.
    reject(site, "old' too late", 2)
    browser.press("Continue")
    contains(browser.wait_for("Done with 130 file(s)."), "100%")
    browser.screenshot("deleted-all")
    browser.press("Continue")
    contains(browser.wait_for("too late'1.csv"), "too late'0.csv")
    same(len(logged(site, "rejected_file_deleted").splitlines()), 130)
    act_on_all(browser, "Store under Moodle’s name")
    contains(browser.wait_for("2 file(s)?"), "Store under Moodle’s name")
    browser.press("Continue")
    browser.wait_for("Done with 2 file(s).")
    same(site.stored(), ["old too late0.csv", "old too late1.csv"])
    set_filter(site, "rejected_files", "rejected_file", "nothing")
    browser.open(site.wwwroot + REJECTED)
    act_on_all(browser, "Put back")
    browser.wait_for("No file matches the filter.")
    set_filter(site, "rejected_files", "rejected_file", "")
    browser.open(site.wwwroot + REJECTED)
    contains(browser.wait_for("keep'0.csv"), "keep'1.csv")


@test(browser=True)
def all_stored_files_that_match_the_filter_are_deleted(site):
    site.deliver_many("old", 60)
    site.deliver_many("keep", 1)
    site.task()
    set_filter(site, "stored_files", "stored_file", "old")
    try:
        browser = page(site, FILES)
        act_on_all(browser, "Delete")
        contains(browser.wait_for("for good?"), "60")
        browser.press("Continue")
        browser.wait_for("Done with 60 file(s).")
        same(site.stored(), ["keep0.csv"])
        no_complaint(browser.text())
    finally:
        set_filter(site, "stored_files", "stored_file", "")


@test(browser=True)
def a_filter_that_changes_after_the_question_ends_the_action(site):
    reject(site, "old", 3)
    browser = page(site, REJECTED)
    act_on_all(browser, "Delete")
    browser.wait_for("for good?")
    set_filter(site, "rejected_files", "rejected_file", "other")
    try:
        browser.press("Continue")
        browser.wait_for("The filter has changed meanwhile")
    finally:
        set_filter(site, "rejected_files", "rejected_file", "")
    browser.open(site.wwwroot + REJECTED)
    browser.wait_for("old'2.csv")


@test(browser=True)
def when_the_session_has_ended_after_the_question_nothing_is_done(site):
    reject(site, "old", 3)
    browser = page(site, REJECTED)
    act_on_all(browser, "Delete")
    browser.wait_for("for good?")
    browser.call("DELETE", "/cookie")
    browser.press("Continue")
    browser.find("//input[@id='username']")
    browser = page(site, REJECTED)
    contains(browser.wait_for("old'0.csv"), "old'1.csv", "old'2.csv")
    same(logged(site, "rejected_file_deleted"), "")


class Two:
    """Two administrators, each with a browser."""

    def __init__(self, site, path):
        self.site, self.browsers = site, [site.browser, Browser()]
        for browser in self.browsers:
            browser.log_in(site)
            browser.open(site.wwwroot + path)

    def __enter__(self):
        return self

    def both(self, action):
        """Lets both do this at the same moment."""
        start, failures = threading.Barrier(2), []

        def one(browser):
            start.wait()
            try:
                action(browser)
            except Exception as failure:
                failures.append(failure)
        threads = [threading.Thread(target=one, args=[browser]) for browser in self.browsers]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert not failures, failures
        for browser in self.browsers:
            no_complaint(browser.text())

    def __exit__(self, *_):
        self.browsers[1].end()


@test(browser=True)
def two_administrators_who_collect_now_store_every_file_once(site):
    site.deliver_many("both", 300)
    with Two(site, STATUS) as two:
        two.both(lambda browser: browser.press("Collect now"))
        for browser in two.browsers:
            until(lambda: any(words in text_of(browser) for words in ["collected.", "Nothing waits", "Another collection"]))
    site.task()
    site.check_each_once("both", 300)


@test(browser=True)
def two_administrators_who_delete_the_same_files_delete_each_once(site):
    reject(site, "both", 60)
    with Two(site, REJECTED) as two:
        for browser in two.browsers:
            act_on_all(browser, "Delete")
            browser.wait_for("for good?")
        two.both(lambda browser: (browser.press("Continue"), browser.wait_for("Done with")))
    same(len(logged(site, "rejected_file_deleted").splitlines()), 60)
    same(site.ask("echo iterator_count(\\tool_syncingest\\local\\drop\\library::folder()->rejected()->getIterator());"), "0")
