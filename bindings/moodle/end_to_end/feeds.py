"""The pages of feeds: from a new one to accounts, held runs and who decides about them."""
import os
import re
import time

from browser import until
from lists import downloaded, judge
from pages import page, text_of
from site_of_tests import PLUGIN, contains, no_complaint, same, test

FEEDS, FEED, RUNS, RUN, PREVIEW, IMPORT, FAILED = (
    f"/{PLUGIN}/{name}.php" for name in ["feeds", "feed", "runs", "run", "preview", "import", "failed"])
INPUTS = """
    return [...document.querySelectorAll('#region-main input, #region-main select, #region-main textarea')]
        .filter(one => !['hidden', 'submit', 'button'].includes(one.type) && one.offsetParent).length;"""
FOCUSED = """
    const one = document.activeElement;
    return one.labels && one.labels.length ? one.labels[0].innerText.trim() : (one.tagName === 'INPUT' ? one.value : one.innerText || '').trim();"""
TAB, ENTER = "\ue004", "\ue007"
MOST_INPUTS, MOST_PAGES = 12, 3


def registry(first, last, spoil=lambda row: row):
    """A file as registries write it: Windows-1252, semicolons, a French header."""
    rows = [spoil(f"p{n:03};NOËL{n};Zoé;zoe{n}@example.org;zoe{n};{n} rue d’Été\r\n") for n in range(first, last + 1)]
    return ("Matricule;Nom;Prénom;Courriel;Identifiant;Rue\r\n" + "".join(rows)).encode("windows-1252")


def forget_people(site):
    site.ask("foreach ($DB->get_records_select('user', \"username LIKE 'zoe%' AND deleted = 0\") as $user) { delete_user($user); }")


def people(site, suspended=0):
    return int(site.ask(f"echo $DB->count_records_select('user', \"username LIKE 'zoe%' AND deleted = 0 AND suspended = {suspended}\");"))


def live_feed(site, name="people", **more):
    """A live feed of accounts, made without its pages."""
    values = {"processor": "users", "pattern": "people.csv", "mode": "full", "key": ["idnumber"], **more}
    import json
    return int(site.ask(f"""\\core\\session\\manager::set_user(get_admin());
        $values = json_decode(base64_decode('{encoded(json.dumps(values))}'), true) + ['mapping' => ['matricule' => 'idnumber',
            'nom' => 'lastname', 'prénom' => 'firstname', 'courriel' => 'email', 'identifiant' => 'username']];
        $feed = \\tool_syncingest\\local\\feed\\feeds::save(0, base64_decode('{encoded(name)}'),
            new \\tool_syncingest\\local\\feed\\definition($values));
        \\tool_syncingest\\local\\feed\\feeds::set_stage($feed, \\tool_syncingest\\local\\feed\\rules\\stage::LIVE);
        echo $feed->id;"""))


def encoded(text):
    from base64 import b64encode
    return b64encode(text.encode()).decode()


def bring(site, content, name="people.csv"):
    """Delivers a file, and lets cron do what it does: the id of its run."""
    site.deliver(name, content)
    site.task()
    site.task("run_feeds")
    return int(site.ask("echo $DB->get_field_sql('SELECT MAX(id) FROM {tool_syncingest_runs}');"))


def held(site):
    """A feed whose last run waits for a person: most are gone."""
    forget_people(site)
    feed = live_feed(site, limits={"additions": 500})
    bring(site, registry(1, 40))
    same(people(site), 40)
    return feed, bring(site, registry(1, 10))


def person(site, name, *capabilities):
    """Somebody with some rights."""
    site.ask(f"""require_once($CFG->dirroot . '/user/lib.php');
        $user = $DB->get_field('user', 'id', ['username' => '{name}']) ?: user_create_user((object) ['username' => '{name}',
        'password' => 'Person-1234', 'email' => '{name}@example.com', 'firstname' => 'P', 'lastname' => '{name}', 'confirmed' => 1,
        'mnethostid' => $CFG->mnet_localhost_id]);
        $role = $DB->get_field('role', 'id', ['shortname' => '{name}']) ?: create_role('{name}', '{name}', '');
        foreach ({list(capabilities)} as $capability) {{
            assign_capability($capability, CAP_ALLOW, $role, SYSCONTEXTID, true);
        }}
        role_assign($role, $user, SYSCONTEXTID);""")


def refused(browser):
    return any(words in browser.text() for words in ["Access denied", "do not currently have permissions", "accessdenied"])


@test(browser=True)
def from_a_new_feed_to_its_preview_it_is_three_pages_and_twelve_inputs(site):
    forget_people(site)
    site.deliver("people-2026-09-01.csv", registry(1, 30))
    site.task()
    browser = page(site, FEEDS)
    browser.press("New feed")
    contains(browser.wait_for("What is it about?"), "People-2026-09-01.csv".lower())
    inputs, pages = browser.execute(INPUTS), 1
    browser.screenshot("feed-new")
    browser.press("Continue")
    contains(browser.wait_for("stored files match"), "{date} = 20260901000000", "1 of 1")
    inputs, pages = inputs + browser.execute(INPUTS), pages + 1
    same(browser.execute("return document.querySelector('[name=pattern]').value"), "people-{date}.csv")
    browser.execute("document.querySelector('#id_mapping a.fheader').click()")
    contains(browser.wait_for("Used as"), "idnumber", "Zoé", "windows-1252")
    browser.screenshot("feed-edit")
    browser.press("Save and preview")
    contains(browser.wait_for("preview: done"), "additions", "30", "zoe1", "Make live", "windows-1252")
    pages += 1
    assert inputs <= MOST_INPUTS and pages <= MOST_PAGES, (inputs, pages)
    print(f"FIGURE: from new feed to preview: {pages} pages, {inputs} inputs")
    same(people(site), 0)
    browser.screenshot("feed-preview")
    browser.press("Make live")
    browser.wait_for("From now on its files change Moodle")
    browser.press("Continue")
    browser.wait_for("The feed is live.")
    run = bring(site, registry(1, 30), "people-2026-09-02.csv")
    same(people(site), 30)
    browser.open(f"{site.wwwroot}{RUN}?id={run}")
    contains(text_of(browser), "done", "created")
    # What was pinned: a file in another encoding waits.
    run = bring(site, registry(1, 30).decode("windows-1252").encode(), "people-2026-09-03.csv")
    browser.open(f"{site.wwwroot}{RUN}?id={run}")
    contains(text_of(browser), "held", "the encoding is UTF-8, and was windows-1252")
    browser.open(site.wwwroot + FEEDS)
    contains(text_of(browser), "people", "live", "held")
    browser.screenshot("feeds")


@test(browser=True)
def a_new_feed_is_made_and_previewed_with_the_keyboard_alone(site):
    site.deliver("people.csv", registry(1, 3))
    site.task()
    browser = page(site, FEEDS)
    for words, then in [("New feed", "What is it about?"), ("Continue", "stored files match"), ("Save and preview", "preview: done")]:
        until(lambda words=words: reach(browser, words), lambda words=words: f"the focus does not reach {words}")
        browser.key(ENTER)
        browser.wait_for(then)
    until(lambda: reach(browser, "Make live"))


def reach(browser, words):
    """Whether the focus came there."""
    browser.execute("document.activeElement.blur()")
    for _ in range(150):
        browser.key(TAB)
        if browser.execute(FOCUSED) == words:
            return True
    return False


@test(browser=True)
def what_is_wrong_is_said_where_it_is_wrong(site):
    site.deliver("people.csv", registry(1, 3))
    site.task()
    browser = page(site, FEED + "?template=users_full&file=" + site.ask("echo key(\\tool_syncingest\\local\\feed\\candidates::latest());"))
    browser.type("//input[@name='pattern']", "{any}.csv")
    browser.press("Try the pattern")
    contains(browser.wait_for("With full files {any} needs {part}"))
    browser.execute("document.querySelector('[name=quiet]').value = 'at night'")
    browser.press("Save changes")
    browser.wait_for("Quiet hours are written like")
    for name in ["pattern", "quiet"]:
        assert browser.execute(f"return document.getElementById('id_error_{name}').offsetParent !== null"), name
    browser.screenshot("feed-wrong")


@test(browser=True)
def a_held_run_is_approved_by_one_of_two(site):
    _, run = held(site)
    browser = page(site, f"{RUN}?id={run}")
    contains(text_of(browser), "Held because", "removals within 24 hours", "suspensions", "30", "Approve without removals", "Zoé NOËL11 (zoe11)")
    browser.screenshot("run-held")
    # Somebody else is quicker.
    site.ask(f"""\\core\\session\\manager::set_user(get_admin());
        $run = \\tool_syncingest\\local\\feed\\runs::must_get({run});
        \\tool_syncingest\\local\\feed\\decisions::approve($run, $run->row->planhash, 'keep');""")
    browser.press("Approve")
    browser.wait_for("has changed meanwhile")
    site.task("run_feeds")
    same([people(site), people(site, 1)], [40, 0])
    run = bring(site, registry(1, 10))
    browser.open(f"{site.wwwroot}{RUN}?id={run}")
    browser.press("Approve")
    browser.wait_for("Approved. It is planned once more")
    site.task("run_feeds")
    browser.open(f"{site.wwwroot}{RUN}?id={run}")
    contains(text_of(browser), "done", "Approved by")
    same([people(site), people(site, 1)], [10, 30])


@test(browser=True)
def the_progress_of_a_run_moves_and_its_end_is_shown(site):
    _, run = held(site)
    change = "$DB->update_record('tool_syncingest_runs', ['id' => %d, 'state' => '%s', 'done' => %d, 'total' => 100]);"
    site.ask(change % (run, "running", 10))
    browser = page(site, f"{RUN}?id={run}")
    contains(browser.wait_for("Applying: 10 of 100"), "Stop")
    browser.screenshot("run-progress")
    site.ask(change % (run, "running", 60))
    browser.wait_for("Applying: 60 of 100")
    same(browser.execute("return document.querySelector('[role=progressbar]').getAttribute('aria-valuenow')"), "60")
    browser.press("Stop")
    browser.wait_for("It ends before its next rows")
    browser.press("Continue")
    browser.wait_for("Stopping before the next rows")
    site.ask(change % (run, "cancelled", 60))
    until(lambda: "cancelled" in browser.text() and "Stopping" not in browser.text())
    site.ask(change % (run, "running", 60))
    browser.open(f"{site.wwwroot}{RUN}?id={run}")
    site.ask("\\tool_syncingest\\local\\feed\\feeds::delete(current(\\tool_syncingest\\local\\feed\\feeds::all()));")
    browser.wait_for("The run no longer exists")


@test(browser=True)
def failed_rows_are_downloaded_for_a_new_delivery_and_for_people(site):
    forget_people(site)
    live_feed(site, mode="rows", limits={"additions": 500})
    spoil = lambda row: row.replace("zoe2@example.org", "=cmd|' /C calc'!A0")
    run = bring(site, registry(1, 3, spoil))
    same(people(site), 2)
    browser = page(site, f"{RUN}?id={run}")
    contains(text_of(browser), "done, with errors", "is no e-mail address")
    browser.press("CSV for a new delivery")
    contains(open(downloaded(browser, "people.failed.csv")).read(), "Matricule,Nom,Prénom", "_error", ",\"=cmd|' /C calc'!A0\",", "email")
    browser.press("CSV to look at")
    contains(open(downloaded(browser, "failed-for-people.csv")).read(), ",\"'=cmd|' /C calc'!A0\",")
    no_complaint(browser.text())


@test(browser=True)
def hostile_names_are_text_on_every_page(site):
    hostile = "<img src=x onerror=document.title='owned'>"
    feed = live_feed(site, hostile, mode="rows", pattern="{any}.csv")
    run = bring(site, registry(1, 2, lambda row: row.replace("Zoé", hostile)), "x.csv")
    site.ask(f"$DB->set_field('tool_syncingest_runs', 'filename', base64_decode('{encoded(hostile)}'), ['id' => {run}]);")
    for path in [FEEDS, RUNS, f"{RUNS}?feed={feed}", f"{RUN}?id={run}", f"{FEED}?id={feed}", f"{PREVIEW}?feed={feed}"]:
        browser = page(site, path)
        assert hostile in until(lambda: browser.execute("return document.querySelector('#region-main').textContent")), path
        assert "owned" not in browser.execute("return document.title"), path
        same(browser.execute("return document.querySelectorAll('#region-main img[onerror]').length"), 0)


@test(browser=True)
def each_page_and_action_needs_its_right(site):
    feed, run = held(site)
    plan = site.ask(f"echo $DB->get_field('tool_syncingest_runs', 'planhash', ['id' => {run}]);")
    person(site, "folder", "tool/syncingest:manage")
    person(site, "reader", "tool/syncingest:readreports")
    person(site, "approver", "tool/syncingest:approve")
    pages = [FEEDS, RUNS, f"{RUN}?id={run}", FEED, f"{FEED}?id={feed}", f"{PREVIEW}?feed={feed}", IMPORT, f"{FAILED}?id={run}&for=people"]
    allowed = {"folder": [], "reader": [FEEDS, RUNS, f"{RUN}?id={run}"], "approver": [FEEDS, RUNS, f"{RUN}?id={run}"]}
    for name, seen in allowed.items():
        browser = page(site, "/", name, password="Person-1234")
        for path in pages:
            if name == "reader" and path.startswith(FAILED):
                continue
            browser.open(site.wwwroot + path)
            same((name, path, refused(browser)), (name, path, path not in seen))
    browser.log_in(site, "reader", "Person-1234")
    browser.open(f"{site.wwwroot}{RUN}?id={run}")
    contains(text_of(browser), "zoe")
    assert not browser.has("//button[@name='action']")
    key = browser.execute("return M.cfg.sesskey")
    for action in ["approve", "keep", "refuse", "cancel", "stop", "live", "again"]:
        browser.open(f"{site.wwwroot}{RUN}?id={run}&action={action}&plan={plan}&confirm=1&sesskey={key}")
        assert refused(browser) or "has changed meanwhile" in browser.text(), browser.text()
    for action in ["pause", "delete", "export", "up"]:
        browser.open(f"{site.wwwroot}{FEEDS}?action={action}&ids={feed}&confirm=1&sesskey={key}")
        assert refused(browser), browser.text()
    browser.log_in(site, "approver", "Person-1234")
    browser.open(f"{site.wwwroot}{RUN}?id={run}")
    assert "p011" not in text_of(browser)
    browser.press("Refuse")
    browser.wait_for("This file is never used")
    browser.press("Continue")
    browser.wait_for("refused")
    same(people(site), 40)


@test(browser=True)
def feeds_are_ordered_paused_exported_imported_and_deleted(site):
    live_feed(site, "first", pattern="a.csv")
    live_feed(site, "second", pattern="b.csv")
    browser = page(site, FEEDS)
    act(browser, "second", "Move up")
    browser.wait_for("Done")
    same(site.ask("echo implode(' ', array_column(\\tool_syncingest\\local\\feed\\feeds::all(), 'name'));"), "second first")
    act(browser, "first", "Pause")
    browser.wait_for("paused")
    browser.press("Export all")
    exported = downloaded(browser, "feeds.json")
    contains(open(exported).read(), '"first"', '"second"')
    act(browser, "first", "Delete")
    browser.wait_for("What it has made in Moodle stays")
    browser.press("Continue")
    browser.wait_for("Done")
    assert "first" not in browser.execute("return document.querySelector('#region-main table').innerText")
    browser.press("Import")
    browser.wait_for("All of them, or none.")
    browser.click("//input[contains(@class, 'fp-btn-choose')]")
    browser.click("//*[contains(@class, 'fp-repo-name')][normalize-space(.)='Upload a file']")
    browser.type("//input[@name='repo_upload_file']", exported)
    browser.click("//button[contains(@class, 'fp-upload-btn')]")
    browser.wait_for("feeds.json")
    browser.click("//input[@name='submitbutton']")
    contains(browser.wait_for("2 feed(s) imported"), "first", "testing")


def act(browser, name, words):
    """Does something with a feed of the list."""
    row = f'//tr[td[contains(., "{name}")]]'
    browser.click(row + "//*[contains(@class, 'dropdown-toggle')]")
    browser.click(row + f"//a[contains(@class, 'dropdown-item')][normalize-space(.)='{words}']")


@test(browser=True)
def the_pages_of_feeds_are_accessible_and_fit_on_a_phone_in_both_languages(site):
    feed, run = held(site)
    site.ask(f"$DB->set_field('tool_syncingest_runs', 'reasons', '[{{\"code\":\"short\",\"values\":{{\"count\":1,\"share\":80,\"median\":9}}}}]',"
             f"['id' => {run}]);")
    site.deliver("people-2026-09-01.csv", registry(1, 3))
    site.task()
    judge(site, {
        "feeds": FEEDS, "feed": f"{FEED}?id={feed}", "feed-begin": FEED, "preview": f"{PREVIEW}?feed={feed}", "runs": RUNS,
        "run": f"{RUN}?id={run}", "import": IMPORT,
    })


@test(browser=True)
def where_ffi_is_refused_a_feed_is_made_and_previewed_through_the_command_line(site):
    site.deliver("people.csv", registry(1, 3))
    site.task()
    site.start_web(ffi__enable="preload")
    try:
        browser = page(site, FEED + "?template=users_full&file=" + site.ask("echo key(\\tool_syncingest\\local\\feed\\candidates::latest());"))
        browser.press("Save and preview")
        began = time.monotonic()
        browser.wait_for("preview: done")
        assert time.monotonic() - began < 30
        no_complaint(browser.text())
    finally:
        site.start_web(ffi__enable="true")


@test(browser=True)
def each_page_beside_100000_row_results_takes_at_most_60_queries(site):
    feed, run = held(site)
    site.ask(f"""$rows = [];
        for ($line = 2; $line < 100002; $line++) {{
            $rows[] = ['runid' => {run}, 'line' => $line, 'phase' => 1, 'state' => 'planned', 'action' => 'update', 'effect' => 'change',
                'keytext' => "k$line", 'keyhash' => md5($line), 'rowhash' => md5($line), 'objecttype' => 'user', 'objectid' => $line,
                'scope' => '', 'owned' => 'created', 'code' => '', 'detail' => '{{"new":{{"city":"Paris"}}}}', 'digest' => md5($line),
                'timemodified' => 1];
            if (count($rows) === 5000) {{
                $DB->insert_records('tool_syncingest_rows', $rows);
                $rows = [];
            }}
        }}""")
    site.set_core(perfdebug=15)
    try:
        browser = page(site, FEEDS)
        for path in [FEEDS, RUNS, f"{RUN}?id={run}", f"{FEED}?id={feed}", FEED, f"{PREVIEW}?feed={feed}", IMPORT]:
            for _ in range(3):
                browser.open(site.wwwroot + path)
            text = browser.execute("return document.body.textContent")
            reads, writes = map(int, re.search(r"DB reads/writes: (\d+)/(\d+)", text).groups())
            seconds = re.search(r"([\d.]+) secs", text).group(1)
            print(f"FIGURE: {path.split('/')[-1].split('?')[0]}: {reads + writes} queries, {seconds} s")
            assert reads + writes <= 60, (path, reads, writes)
    finally:
        site.set_core(perfdebug=None)
