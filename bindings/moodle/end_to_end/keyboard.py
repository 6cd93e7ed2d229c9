"""The pages without a mouse: by Tab, the arrows, Space and Enter."""
from lists import ALARMS, HISTORY, REJECTED, logged
from pages import FILES, MANAGER, STATUS, busy, page, text_of
from site_of_tests import PLUGIN, contains, same, test

TAB, ENTER, SPACE, DOWN = "\ue004", "\ue007", " ", "\ue015"
UPLOAD, SETTINGS = f"/{PLUGIN}/upload.php", "/admin/settings.php?section=tool_syncingest"
# Where the keyboard is: what a person would read there, whether the place can be seen, and whether
# it is in the part that is ours.
FOCUS = """
    const here = document.activeElement;
    if (!here || here === document.body) { return null; }
    const box = here.getBoundingClientRect(), style = getComputedStyle(here);
    const seen = style.outlineStyle !== 'none' || style.boxShadow !== 'none' || here.type === 'checkbox' || here.tagName === 'IFRAME';
    const label = here.labels && here.labels[0] ? here.labels[0].innerText : '';
    return {words: (here.getAttribute('aria-label') || label || here.innerText || here.value || here.title || here.alt || '').trim(),
            tag: here.tagName, type: here.type || '', name: here.name || '', seen, visible: box.width > 0 && box.height > 0,
            ours: !!here.closest('#region-main'), row: here.closest('tr') ? here.closest('tr').innerText : ''};"""
# Everything of ours that does something, with a number by which the place of the keyboard is
# recognised. The file manager is Moodle's.
MARK = """
    const all = document.querySelectorAll('#region-main :is(a[href], button, input:not([type=hidden]), select, textarea, summary)');
    const isFolded = one => one.tagName !== 'SUMMARY' && one.closest('details:not([open])');
    const wanted = Array.from(all).filter(one => one.offsetParent && !one.disabled && one.tabIndex >= 0 && !isFolded(one)
        && !one.closest('.filemanager') && getComputedStyle(one).visibility !== 'hidden');
    wanted.forEach((one, number) => one.dataset.keyboard = number);
    return wanted.map(one => one.outerHTML.slice(0, 200));"""
MARKED = "return document.activeElement ? document.activeElement.dataset.keyboard ?? null : null;"


def press(browser, *keys):
    actions = [{"type": kind, "value": key} for key in keys for kind in ["keyDown", "keyUp"]]
    browser.call("POST", "/actions", {"actions": [{"type": "key", "id": "keyboard", "actions": actions}]})


def walk_to(browser, found, limit=400):
    """Presses Tab until this is so of the place where the keyboard is."""
    for _ in range(limit):
        press(browser, TAB)
        place = browser.execute(FOCUS)
        if place and place["ours"] and found(place):
            assert place["visible"] and place["seen"], f"nobody sees that the keyboard is here: {place}"
            return place
    raise AssertionError("Tab never comes there")


def named(words, **more):
    return lambda place: place["words"] == words and all(place[name] == value for name, value in more.items())


@test(browser=True)
def tab_reaches_everything_that_does_something_on_every_page(site):
    busy(site)
    for path in [STATUS, FILES, REJECTED, HISTORY, ALARMS, UPLOAD, MANAGER, SETTINGS]:
        browser = page(site, path)
        wanted = browser.execute(MARK)
        assert wanted, path
        reached, first = set(), None
        for _ in range(600):
            press(browser, TAB)
            number = browser.execute(MARKED)
            if number is not None:
                reached.add(int(number))
            if len(reached) == len(wanted):
                break
        # Of a group of radio buttons Tab reaches one, and the arrows the others.
        missing = [html for number, html in enumerate(wanted) if number not in reached and 'type="radio"' not in html]
        same((path, missing), (path, []))


@test(browser=True)
def the_keyboard_alone_collects_and_answers_a_question(site):
    site.deliver_many("key", 2)
    browser = page(site, STATUS)
    walk_to(browser, named("Collect now"))
    press(browser, ENTER)
    browser.wait_for("2 file(s) collected.")
    site.lock("alock.txt", 4 * 3600)
    browser.open(site.wwwroot + STATUS)
    walk_to(browser, named("Remove this lock"))
    press(browser, ENTER)
    browser.wait_for("Remove alock.txt?")
    walk_to(browser, named("Continue"))
    press(browser, ENTER)
    browser.wait_for("No lock is there.")


@test(browser=True)
def the_keyboard_alone_chooses_rows_and_deals_with_them(site):
    for name in ["a's.csv", "b's.csv", "c's.csv"]:
        site.deliver(name)
    site.task()
    browser = page(site, REJECTED)
    # The menu of one row.
    walk_to(browser, lambda place: "b's.csv" in place["row"] and place["type"] != "checkbox" and place["tag"] in ["A", "BUTTON"])
    press(browser, ENTER)
    press(browser, DOWN)
    for _ in range(6):
        if browser.execute(FOCUS)["words"] == "Put back":
            break
        press(browser, DOWN)
    press(browser, ENTER)
    browser.wait_for("Done with 1 file(s).")
    same(site.entries(), ["b's.csv"])
    # A box, an action, and the question.
    walk_to(browser, lambda place: place["type"] == "checkbox" and "a's.csv" in place["row"])
    press(browser, SPACE)
    walk_to(browser, lambda place: place["name"] == "action")
    press(browser, *"Del")
    walk_to(browser, named("Go"))
    press(browser, ENTER)
    browser.wait_for("for good?")
    walk_to(browser, named("Continue"))
    press(browser, ENTER)
    browser.wait_for("Done with 1 file(s).")
    contains(text_of(browser), "c's.csv")
    contains(logged(site, "rejected_file_deleted"), "a's.csv")
