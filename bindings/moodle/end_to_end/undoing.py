"""Undoing a run that did too much, and the file of the last minute."""
import random
import time

from feeds import FEEDS, RUN, act, bring, forget_people, live_feed, people, person, refused, registry
from lists import choose, judge
from pages import page, text_of
from site_of_tests import PLUGIN, contains, same, test

UNDO, PINS, NOW = (f"/{PLUGIN}/{name}.php" for name in ["undo", "pins", "now"])
LOOSE = {"additions": 500, "removals": 500, "weekly": 500, "median_share": 0}


def too_much(site, before=30, after=20):
    """A run that has suspended those who are missing in its file, and made somebody."""
    forget_people(site)
    feed = live_feed(site, limits=LOOSE)
    bring(site, registry(1, before))
    run = bring(site, registry(1, after) + registry(99, 99).split(b"\r\n", 1)[1])
    same([people(site), people(site, 1)], [after + 1, before - after])
    return feed, run


@test
def an_undo_that_is_killed_at_any_moment_brings_each_back_once(site):
    _, run = too_much(site, 80)
    kills = 0
    while True:
        process = site.as_user("php", f"{PLUGIN}/cli/undo.php", f"--run={run}", "--yes", "--json")
        time.sleep(random.uniform(0.3, 2.5))
        if process.poll() is not None or kills > 30:
            output = process.communicate()[0]
            break
        process.kill()
        process.wait()
        kills += 1
    same([people(site), people(site, 1)], [81, 0])
    contains(output, '"undone":60', '"impossible":1')
    same(site.ask("echo $DB->count_records('tool_syncingest_records', ['pinned' => 1]);"), "60")
    # Each was changed by the run, and once by undoing it. A process that is killed loses what it
    # was about to log.
    same(site.ask("""echo $DB->count_records_sql("SELECT COUNT(*) FROM (SELECT objectid FROM {logstore_standard_log}
        WHERE eventname = ? AND objectid IN (SELECT objectid FROM {tool_syncingest_records} WHERE pinned = 1)
        GROUP BY objectid HAVING COUNT(*) > 2) x", ['\\\\core\\\\event\\\\user_updated']);"""), "0")
    print(f"FIGURE: an undo of 60 accounts that was killed {kills} times has undone each once")


@test(browser=True)
def what_a_run_did_too_much_is_brought_back_on_its_page(site):
    feed, run = too_much(site)
    browser = page(site, f"{RUN}?id={run}")
    browser.press("Undo this run")
    contains(browser.wait_for("comes back"), "cannot be undone", "p099", "what a run has made is not deleted", "pauses the feed")
    same([people(site), people(site, 1)], [21, 10])
    browser.screenshot("undo-ready")
    browser.press("Bring 10 back")
    contains(browser.wait_for("brought back"), "The feed is paused")
    same([people(site), people(site, 1)], [31, 0])
    browser.screenshot("undo-done")
    # The next full file leaves them alone until the pins are removed.
    browser.open(site.wwwroot + FEEDS)
    act(browser, "people", "Make live again")
    browser.wait_for("live")
    bring(site, registry(1, 20))
    same(people(site, 1), 1)
    browser.open(site.wwwroot + PINS)
    contains(text_of(browser), "p021", "Zoé NOËL21 (zoe21)")
    browser.screenshot("pins")
    choose(browser, *(f"p{number:03}" for number in range(21, 31)))
    browser.press("Go")
    contains(browser.wait_for("what was undone may be done again"), "p021")
    browser.press("Continue")
    browser.wait_for("10 pins removed")
    bring(site, registry(1, 20))
    same(people(site, 1), 11)


@test(browser=True)
def the_file_of_the_last_minute_leads_to_a_person_who_can_log_in(site):
    forget_people(site)
    live_feed(site, mode="rows", pattern="last.csv", limits=LOOSE)
    site.deliver("last.csv", registry(1, 5))
    browser = page(site, NOW)
    contains(text_of(browser), "last.csv", "people")
    browser.screenshot("now-choose")
    began = time.monotonic()
    browser.press("Process now", within="form")
    contains(browser.wait_for("it took"), "5 added", "5 people wait for the mail with their password")
    print(f"FIGURE: from the button to five accounts without cron: {time.monotonic() - began:.1f} s")
    same(people(site), 5)
    browser.type("//input[@id='tool_syncingest-search']", "zoe3")
    browser.click("//input[@id='tool_syncingest-search']/following::button[1]")
    browser.wait_for("Zoé NOËL3 (zoe3) has an account and waits for the mail with the password.")
    site.php("admin/cli/scheduled_task.php", r"--execute=\core\task\send_new_user_passwords_task")
    browser.open(browser.address())
    contains(text_of(browser), "Zoé NOËL3 (zoe3) can log in.")
    browser.screenshot("now-done")


@test(browser=True)
def undoing_and_processing_need_the_right_to_edit_feeds(site):
    feed, run = too_much(site, 23)
    person(site, "approver", "tool/syncingest:approve")
    browser = page(site, "/", "approver", password="Person-1234")
    for path in [f"{UNDO}?run={run}", PINS, NOW]:
        browser.open(site.wwwroot + path)
        assert refused(browser), path
    browser.open(f"{site.wwwroot}{RUN}?id={run}")
    assert "Undo this run" not in text_of(browser)


@test(browser=True)
def the_pages_of_undoing_are_accessible_and_fit_on_a_phone_in_both_languages(site):
    feed, run = too_much(site, 23)
    judge(site, {"undo": f"{UNDO}?run={run}", "pins": PINS, "now": NOW, "now-run": f"{NOW}?run={run}&search=zoe1"})
