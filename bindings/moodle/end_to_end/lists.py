"""The lists of stored and rejected files, of the history and of alarms: many at a time, on every screen, in both languages."""
import os
import zipfile

import axe
from browser import until
from pages import FILES, busy, drop_by_hand, page, text_of
from site_of_tests import PLUGIN, contains, no_complaint, same, skip, test

REJECTED, HISTORY, ALARMS = (f"/{PLUGIN}/{name}.php" for name in ["rejected", "history", "alarms"])
OTHERS = [f"/{PLUGIN}/{name}.php" for name in ["index", "upload", "manager"]]
NARROWEST = """
    return Math.min(...Array.from(document.querySelectorAll('#region-main td'))
        .filter(cell => cell.offsetParent && cell.innerText.trim().length > 12).map(cell => cell.getBoundingClientRect().width), 9999);"""
OVERFLOW = "return document.documentElement.scrollWidth - window.innerWidth;"


def row(name):
    return f'//tr[td[normalize-space(.)="{name}"]]'


def choose(browser, *names):
    for name in names:
        browser.click(row(name) + "//input[@type='checkbox']")


def act(browser, words):
    """Does something with the chosen rows."""
    browser.click(f"//select[@name='action']/option[normalize-space(.)='{words}']")
    browser.press("Go")


def menu(browser, name, words):
    """Does something with one row."""
    browser.click(row(name) + "//*[contains(@class, 'dropdown-toggle')]")
    browser.click(row(name) + f"//a[contains(@class, 'dropdown-item')][normalize-space(.)='{words}']")


def downloaded(browser, ending):
    """The path of what was downloaded, whole."""
    name = until(lambda: [name for name in os.listdir(browser.downloads) if name.endswith(ending)])[0]
    return os.path.join(browser.downloads, name)


def logged(site, event):
    """Who has done it, to which file."""
    return site.ask(rf"""foreach ($DB->get_records('logstore_standard_log', ['eventname' => '\tool_syncingest\event\{event}'],
        'id') as $row) {{ echo $row->userid, ' ', $row->other, "\n"; }}""")


@test(browser=True)
def rejected_files_are_downloaded_put_back_stored_and_deleted(site):
    names = ["keep's.csv", "store's.csv", "drop's.csv", "other's.csv"]
    for name in names:
        site.deliver(name, "content of " + name)
    site.task()
    browser = page(site, REJECTED)
    contains(text_of(browser), *names, "stores.csv")
    browser.screenshot("rejected")
    menu(browser, "keep's.csv", "Download")
    same(open(downloaded(browser, "keeps.csv")).read(), "content of keep's.csv")
    choose(browser, "drop's.csv", "other's.csv")
    act(browser, "Download as zip")
    with zipfile.ZipFile(downloaded(browser, "rejected.zip")) as archive:
        same(sorted(archive.namelist()), ["drops.csv", "others.csv"])
    act(browser, "Delete")
    contains(browser.wait_for("for good?"), "drop's.csv", "other's.csv")
    browser.screenshot("delete")
    browser.press("Continue")
    browser.wait_for("Done with 2 file(s).")
    assert not browser.has(row("drop's.csv"))
    menu(browser, "store's.csv", "Store under Moodle’s name")
    browser.wait_for("Done with 1 file(s).")
    same(site.stored(), ["stores.csv"])
    menu(browser, "keep's.csv", "Put back")
    browser.wait_for("Done with 1 file(s).")
    same(site.entries(), ["keep's.csv"])
    contains(text_of(browser), "Nothing to display")
    contains(logged(site, "rejected_file_deleted"), "2 ", "drop's.csv", "other's.csv")
    contains(logged(site, "rejected_file_put_back"), "keep's.csv")
    contains(logged(site, "rejected_file_stored"), "stores.csv")
    contains(logged(site, "rejected_file_downloaded"), "keep's.csv", "drop's.csv")
    act(browser, "Delete")
    browser.wait_for("Nothing was chosen.")
    os.unlink(site.folder + "/keep's.csv")
    site.task()
    same(site.alarms(), [])


@test(browser=True)
def where_ffi_is_refused_rejected_files_are_dealt_with_through_the_command_line(site):
    for name in ["drop's.csv", "store's.csv"]:
        site.deliver(name, name)
    site.task()
    site.start_web(ffi__enable="preload")
    try:
        browser = page(site, REJECTED)
        menu(browser, "store's.csv", "Store under Moodle’s name")
        browser.wait_for("Done with 1 file(s).")
        same(site.stored(), ["stores.csv"])
        choose(browser, "drop's.csv")
        act(browser, "Delete")
        browser.wait_for("for good?")
        browser.press("Continue")
        browser.wait_for("Done with 1 file(s).")
        contains(logged(site, "rejected_file_deleted"), "2 ", "drop's.csv")
        no_complaint(browser.text())
    finally:
        site.start_web(ffi__enable="true")


@test(browser=True)
def when_the_session_has_ended_nothing_is_done(site):
    site.deliver("drop's.csv")
    site.task()
    browser = page(site, REJECTED)
    choose(browser, "drop's.csv")
    browser.call("DELETE", "/cookie")
    act(browser, "Delete")
    browser.find("//input[@id='username']")
    browser = page(site, REJECTED)
    browser.wait_for("drop's.csv")


@test(browser=True)
def stored_files_are_added_found_downloaded_and_deleted(site):
    for content in ["old\n", "new\n"]:
        site.deliver("students.csv", content)
        site.task()
    site.deliver("grades.csv", "1\n")
    browser = page(site, FILES)
    contains(browser.wait_for("grades.csv"), "students.csv", "archives/", "1 file(s) collected.")
    browser.screenshot("files")
    browser.press("Add files")
    browser.wait_for("as if it had been delivered")
    drop_by_hand(site, browser, "by hand.csv", "from my desk\n")
    browser.wait_for("by hand.csv")
    browser.click("//input[@name='submitbutton']")
    contains(browser.wait_for("1 file(s) stored."), "by hand.csv", "put there by hand")
    menu(browser, "grades.csv", "Download")
    same(open(downloaded(browser, "grades.csv")).read(), "1\n")
    choose(browser, "grades.csv", "by hand.csv")
    act(browser, "Delete")
    browser.wait_for("for good?")
    browser.press("Continue")
    browser.wait_for("Done with 2 file(s).")
    same(site.stored(), ["students.csv"])
    contains(logged(site, "file_uploaded"), "by hand.csv")
    contains(logged(site, "file_deleted"), "grades.csv", "by hand.csv")


@test(browser=True)
def every_page_is_accessible_and_fits_on_a_phone_in_both_languages(site):
    busy(site)
    judge(site, {os.path.basename(path)[:-4]: path for path in [FILES, REJECTED, HISTORY, ALARMS, *OTHERS]})


def judge(site, pages):
    """That pages, by name, are accessible and fit on a phone, in both languages."""
    script = axe.source(site.scratch)
    if script is None:
        skip("axe-core cannot be fetched from npm, and AXE names no file")
    french = site.data + "/lang/fr"
    is_made = not os.path.exists(french)
    if is_made:
        site.ask(f"""make_writable_directory('{french}'); file_put_contents('{french}/langconfig.php',
            '<?php $string["thislanguage"] = "Français"; $string["strftimedatetimeshort"] = "%d/%m/%y, %H:%M";');
            get_string_manager()->reset_caches();""")
    browser = page(site, FILES)
    try:
        for language in ["fr", "en"]:
            browser.open(f"{site.wwwroot}/?lang={language}")
            for name, path in pages.items():
                for width in [1280, 390]:
                    browser.resize(width, 1200)
                    browser.open(site.wwwroot + path)
                    no_complaint(browser.text())
                    same((path, width, axe.findings(browser, script)), (path, width, []))
                    if width == 390:
                        assert browser.execute(NARROWEST) >= 150, f"{path}: a cell is squeezed"
                        assert browser.execute(OVERFLOW) <= 0, f"{path}: the page is wider than the screen"
                    browser.screenshot(f"{name}-{language}-{width}", width)
    finally:
        browser.resize(1280, 1600)
        if is_made:
            site.ask(f"remove_dir('{french}'); get_string_manager()->reset_caches();")
