"""Feeds whose processes come to grief: whatever happens at whatever moment, in the end everything is as if nothing had."""
import json
import os
import random
import signal
import time

from site_of_tests import same, skip, test

RUNNER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "feed_runner.php")
LONG = os.environ.get("LONG") == "1"
# A feed of accounts, and what the file before the one that counts has made.
USES = r"""use tool_syncingest\local\feed\{definition, feeds, round, runs}; use tool_syncingest\local\feed\rules\stage; """
STAGE = r"""
    \core\session\manager::set_user(get_admin());
    FORGET
    if (!$DB->record_exists('cohort', ['idnumber' => 'killed'])) {
        require_once($CFG->dirroot . '/cohort/lib.php');
        cohort_add_cohort((object) ['contextid' => SYSCONTEXTID, 'name' => 'Killed', 'idnumber' => 'killed']);
    }
    $feed = feeds::save(0, 'killed', new definition(['mode' => 'full', 'pattern' => 'killed.csv', 'processor' => 'users',
        'key' => ['idnumber'], 'limits' => ['additions' => 1000]]));
    feeds::set_stage($feed, stage::LIVE);
    $command = new tool_syncingest\local\feed\cli\run_command(false, false);
    $first = $command->start('killed', 'FIRST', false);
    round::run(null);
    $before = (int) runs::must_get($first->id)->row->done;
    $command->start('killed', 'SECOND', false);
    echo $before;"""
# Everything that must be as in an undisturbed run. Numbers of rows and times differ by run.
STATE = r"""
    $feed = feeds::named('killed');
    $run = runs::latest(1, $feed->id)[0];
    $sorted = function (iterable $rows): array {
        $lines = [];
        foreach ($rows as $row) {
            $lines[] = implode(' | ', array_slice(array_map('strval', array_values((array) $row)), 1));
        }
        sort($lines);
        return $lines;
    };
    echo json_encode([
        'run' => [$run->state->value, $run->row->planned, $run->applied(), $run->row->done, $run->row->total],
        'accounts' => $sorted($DB->get_records_select('user', "username LIKE 'killed%'", null, '',
            'id, username, idnumber, firstname, lastname, email, suspended, deleted, auth, confirmed')),
        'preferences' => $sorted($DB->get_records_sql("SELECT p.id, u.username, p.name, p.value FROM {user_preferences} p
            JOIN {user} u ON u.id = p.userid WHERE u.username LIKE 'killed%'")),
        'members' => $sorted($DB->get_records_sql("SELECT m.id, u.username FROM {cohort_members} m JOIN {user} u ON u.id = m.userid
            WHERE u.username LIKE 'killed%'")),
        'rows' => $sorted($DB->get_records('tool_syncingest_rows', ['runid' => $run->id], '', 'id, line, keytext, action, effect, state, code')),
        'records' => $sorted($DB->get_records_sql("SELECT r.id, r.keyhash, r.rowhash, r.stamp, r.objecttype, u.username, r.owned, r.pinned,
            CASE WHEN r.missing IS NULL THEN 'there' ELSE 'missing' END FROM {tool_syncingest_records} r
            LEFT JOIN {user} u ON u.id = r.objectid WHERE r.feedid = ?", [$feed->id])),
        'chunks' => array_map('intval', array_values((array) $DB->get_record_sql('SELECT SUM(amount), SUM(removals) AS removals, MIN(finished) AS finished
            FROM {tool_syncingest_chunks} WHERE runid = ?', [$run->id]))),
        'left' => array_values(array_map('basename', glob(tool_syncingest\local\config::runs() . '/*/*'))),
        'accepted' => $DB->get_field('tool_syncingest_feeds', 'accepted', ['id' => $feed->id]),
    ]), "\n";"""


def people(numbers, **changes):
    rows = ["idnumber,username,firstname,lastname,email,suspended,cohorts"]
    for number in numbers:
        name = changes.get(f"n{number}", "Ada")
        email = "nowhere" if number == 77 else f"killed{number}@example.org"
        rows.append(f"k{number},killed{number},{name},Élodie {number},{email},{int(number == 9)},{'killed' if number > 90 else ''}")
    return "\n".join(rows) + "\n"


FORGET = r"""
    foreach (feeds::all() as $feed) { feeds::delete($feed); }
    $ids = "SELECT id FROM {user} WHERE username LIKE 'killed%'";
    foreach (['user_preferences' => 'userid', 'cohort_members' => 'userid'] as $table => $column) {
        $DB->delete_records_select($table, "$column IN ($ids)");
    }
    $DB->delete_records_select('context', "contextlevel = 30 AND instanceid IN ($ids)");
    $DB->delete_records_select('user', "username LIKE 'killed%'");
"""


class Killed:
    """A stage for runs of which one is disturbed."""
    def __init__(self, site):
        self.site = site
        self.first, self.second = site.scratch + "/killed.csv", site.scratch + "/second/killed.csv"
        os.makedirs(os.path.dirname(self.second), exist_ok=True)
        changes = {f"n{number}": "Grace" for number in range(20, 34)}
        # 67 are new, 14 change and five are gone; two fail: one has no address, and one a character
        # that no table may have.
        bad = "k999,killed999,\x01,X,killed999@example.org,0,\n"
        for path, text in [(self.first, people(range(1, 76))), (self.second, people(range(6, 144), **changes) + bad)]:
            with open(path, "w") as file:
                file.write(text)
            os.chmod(path, 0o644)
        self.stage = STAGE.replace("FORGET", FORGET).replace("FIRST", self.first).replace("SECOND", self.second)
        self.reset()
        status, output = self.runner()
        same(status, 0)
        self.commits = int(output.rsplit("commits: ", 1)[1])
        assert self.commits > 8, output
        self.wanted = self.state()
        same(self.wanted["run"][0], "done_with_errors")
        same([len(self.wanted[name]) for name in ["accounts", "members"]], [142, 53])
        same(self.wanted["left"], [])
        self.reset()

    def reset(self):
        same(self.site.ask(USES + self.stage), "75")

    def runner(self, what="none", number=0, when="before"):
        process = self.start(what, number, when)
        output, _ = process.communicate(timeout=300)
        return process.returncode, output

    def start(self, what="none", number=0, when="before"):
        return self.site.as_user("php", RUNNER, self.site.tree, what, str(number), when)

    def state(self, afterwards=""):
        return json.loads(self.site.ask(USES + STATE + afterwards).splitlines()[0])

    def check(self, how):
        """Lets cron go on, compares, and begins again."""
        for _ in range(3):
            status, output = self.runner()
            same(status, 0)
            found = self.state("if (!$run->state->is_due()) {" + self.stage + "}")
            if found["run"][0] not in ("queued", "checking", "running"):
                break
        for name, wanted in self.wanted.items():
            assert found[name] == wanted, f"{how}: {name}: {found[name]!r} is not {wanted!r}\n{output}"

    def end(self, figure):
        self.site.ask(USES + FORGET)
        print(f"FIGURE: {figure}, 0 violations", flush=True)

    def moments(self):
        return [(number, when) for number in range(1, self.commits + 1) for when in ("before", "after")]


@test
def whoever_is_killed_at_a_commit_of_a_feed_leaves_what_the_next_round_finishes_the_same(site):
    killed, died = Killed(site), 0
    for number, when in killed.moments():
        status, _ = killed.runner("die", number, when)
        died += status == -signal.SIGKILL
        killed.check(f"killed {when} commit {number}")
    # The first round of a site has some commits more than later ones.
    assert died > 2 * (killed.commits - 6), died
    killed.end(f"feeds killed at each of their commits: {died} runs")


@test
def whoever_is_killed_at_any_moment_leaves_what_the_next_round_finishes_the_same(site):
    killed = Killed(site)
    process = killed.start()
    process.stdout.readline()
    began = time.monotonic()
    process.communicate()
    whole = time.monotonic() - began
    killed.reset()
    seed = int(os.environ.get("SEED", random.randrange(10**9)))
    moments, count, died = random.Random(seed), 200 if LONG else 20, 0
    for turn in range(count):
        process = killed.start()
        same(process.stdout.readline(), "begins\n")
        time.sleep(moments.uniform(0, whole))
        process.kill()
        process.communicate()
        died += process.returncode == -signal.SIGKILL
        killed.check(f"SEED={seed}, kill {turn}")
    assert died > count / 4, f"of {count} only {died} were killed in time"
    killed.end(f"feeds killed at random moments: {count} runs (SEED={seed}, {died} killed before their end)")


@test
def whoever_loses_the_database_at_a_commit_of_a_feed_leaves_what_the_next_round_finishes_the_same(site):
    killed = Killed(site)
    for number, when in killed.moments():
        _, output = killed.runner("lose", number, when)
        # A round that throws would put its task off.
        assert "commits: " in output, (number, when, output)
        killed.check(f"connection lost {when} commit {number}")
    killed.end(f"feeds that lose the database at each of their commits: {2 * killed.commits} runs")


@test
def two_runners_of_one_feed_whose_lock_was_stolen_do_everything_once(site):
    killed = Killed(site)
    for number in range(1, killed.commits + 1):
        first = killed.start("stop", number, "before")
        try:
            until(lambda: state_of(first.pid) in "TZ", 60)
            # The first round of a site has some commits more than later ones.
            assert state_of(first.pid) == "T" or number > killed.commits - 6, f"it did not stop at commit {number}"
            second = killed.start()
            # It may have to wait for what the first one has not yet committed.
            until(lambda: second.poll() is not None, 2)
        finally:
            first.send_signal(signal.SIGCONT)
        outputs = [process.communicate(timeout=120)[0] for process in (first, second)]
        same([process.returncode for process in (first, second)], [0, 0])
        killed.check(f"stopped before commit {number}, {outputs}")
    killed.end(f"two runners of one feed, one stopped at each of its commits: {killed.commits} runs")


def until(question, seconds):
    end = time.monotonic() + seconds
    while not question():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def state_of(pid):
    with open(f"/proc/{pid}/stat") as file:
        return file.read().rsplit(") ", 1)[1][0]
