"""Feeds, from an agent on another host to accounts that are seen in the browser, and the scripts of the command line."""
import json
import os
import re
import subprocess
import sys

from before_tools import tool_sync
from failing import fill
from site_of_tests import PLUGIN, contains, no_complaint, same, skip, test

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
RUN, RUNS, APPROVE, FEEDS = (f"{PLUGIN}/cli/{name}.php" for name in ["run", "runs", "approve", "feeds"])
HEADER = "idnumber,username,firstname,lastname,email\n"
USERS = {"mode": "full", "pattern": "fresh.csv", "processor": "users", "key": ["idnumber"]}


def people(first, last, **cells):
    rows = [f"f{n},fresh{n},{cells.get(f'n{n}', 'Ada')},Façade,fresh{n}@example.org\n" for n in range(first, last + 1)]
    return HEADER + "".join(rows)


def forget(site):
    site.ask("""foreach ($DB->get_records_select('user', "username LIKE 'fresh%' AND deleted = 0") as $user) { delete_user($user); }""")


def make_feed(site, name="fresh", **values):
    """A feed that is live, made as an administrator makes it on the command line."""
    feed = {"name": name, "after": [], **USERS, **values}
    path = written(site, "feed.json", json.dumps({"format": 1, "feeds": [feed]}))
    status, output = site.php(FEEDS, "import", path)
    same((status, output.strip()), (0, name))
    status, output = site.php(FEEDS, "set", name, "stage=live")
    same(status, 0)
    contains(output, "stage=live")


def written(site, name, content):
    path = os.path.join(site.scratch, name)
    with open(path, "wb") as file:
        file.write(content if isinstance(content, bytes) else content.encode())
    os.chmod(path, 0o644)
    return path


def accounts(site, where="suspended = 0"):
    return int(site.ask(f"""echo $DB->count_records_select('user', "username LIKE 'fresh%' AND deleted = 0 AND {where}");"""))


def last_run(site):
    status, output = site.php(RUNS, "--list=1", "--json")
    same(status, 0)
    return json.loads(output)[0]


def start(site, name, content, *options):
    """Puts a file through a feed: the exit status, and what scripts read."""
    status, output = site.php(RUN, "--feed=" + name, "--file=" + written(site, "fresh.csv", content), "--json", *options)
    no_complaint(output)
    return status, json.loads(output)


@test(browser=True)
def what_sync_deliver_brings_over_a_real_sshd_becomes_users_that_are_seen_in_the_browser(site):
    if not os.path.exists("/usr/sbin/sshd"):
        skip("sshd is not installed")
    forget(site)
    make_feed(site)
    with Jail(site) as jail:
        jail.deliver("fresh.csv", people(1, 20))
        site.task()
        status, output = site.task("run_feeds")
        same(status, 0)
        no_complaint(output)
        same((last_run(site)["state"], accounts(site)), ("done", 20))
        # The next night two are gone, one is new, one has another name, and one row is bad.
        jail.deliver("fresh.csv", people(3, 21, n5="Grace") + "f99,short\n")
        site.task()
        site.task("run_feeds")
    run = last_run(site)
    same((run["state"], run["planned"]["addition"], run["planned"]["change"], run["planned"]["failed"]), ("done_with_errors", 1, 1, 1))
    # Whose key the short row has is not known, and so nor is who else is gone.
    same((codes(run), accounts(site)), (["removals_unknown"], 21))
    browser = site.browser
    browser.log_in(site)
    for name, words in [("fresh5", "Grace Façade"), ("fresh21", "fresh21@example.org")]:
        number = site.ask(f"echo $DB->get_field('user', 'id', ['username' => '{name}', 'deleted' => 0]);")
        browser.open(f"{site.wwwroot}/user/profile.php?id={number}")
        browser.wait_for(words)
    forget(site)


def codes(run):
    return [reason["code"] for reason in run["reasons"]]


class Jail:
    """An sshd as docs/sftp.md sets it up, before the drop folder of the site. Its agent is the web server's user."""
    def __init__(self, site):
        self.site = site
        sys.path.insert(0, os.path.join(ROOT, "tests/agent_chain"))
        from stage import block, free_port, wait_for_port
        # sshd requires that only root can write to the folders above.
        self.base = "/run/sync_ingest-feeds"
        subprocess.run(["rm", "-rf", self.base], check=True)
        for path in ["jail/sync", "agents"]:
            os.makedirs(f"{self.base}/{path}", mode=0o755)
        for name in ["key", "host"]:
            subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", f"{self.base}/{name}"], check=True)
        agent = self.agent = site.user.pw_name
        os.rename(f"{self.base}/key.pub", f"{self.base}/agents/{agent}")
        self.port = free_port()
        settings = block("sftp.md", "sshd_config").replace("Match User registry", "Match User " + agent)
        settings = settings.replace("/srv/jail", self.base + "/jail").replace("/etc/ssh/agents", self.base + "/agents")
        with open(self.base + "/sshd_config", "w") as file:
            file.write(f"Port {self.port}\nListenAddress 127.0.0.1\nHostKey {self.base}/host\nPidFile none\nUsePAM no\n"
                       f"PasswordAuthentication no\nKbdInteractiveAuthentication no\n{settings}")
        site.mount(self.base + "/jail/sync", "--bind", site.folder)
        os.makedirs("/run/sshd", exist_ok=True)
        self.server = subprocess.Popen(["/usr/sbin/sshd", "-D", "-e", "-f", self.base + "/sshd_config"], stderr=subprocess.DEVNULL)
        wait_for_port(self.port)
        with open(self.base + "/known", "w") as file:
            file.write(f"[127.0.0.1]:{self.port} {open(self.base + '/host.pub').read()}")

    def __enter__(self):
        return self

    def deliver(self, name, content):
        path = written(self.site, name, content)
        words = ["sh", os.path.join(ROOT, "bindings/agent/sync-deliver"), path, "--to", f"{self.agent}@127.0.0.1:sync", "-P", str(self.port),
                 "-i", self.base + "/key", "-F", "/dev/null", "-o", "UserKnownHostsFile=" + self.base + "/known", "--state", self.base + "/state"]
        done = subprocess.run(words, capture_output=True, text=True, timeout=120)
        same((done.returncode, done.stdout), (0, f"delivered {name}\n"))

    def __exit__(self, *failure):
        self.server.terminate()
        self.server.wait()
        self.site.unmount(self.base + "/jail/sync")
        subprocess.run(["rm", "-rf", self.base], check=True)


@test
def the_scripts_have_the_exit_statuses_that_their_help_names_also_without_a_terminal(site):
    forget(site)
    for script in [RUN, RUNS, APPROVE, FEEDS]:
        status, output = site.php(script, "--help")
        same(status, 0)
        contains(output, "Exit status")
    for words in [[RUN], [RUN, "--feed=fresh"], [RUN, "--colour=red"], [RUNS, "--show=x"], [RUNS, "--show=1", "--cancel=1"], [APPROVE, "--run=1"],
                  [APPROVE, "--run=1", "--plan=a", "--refuse"], [FEEDS], [FEEDS, "dance"], [FEEDS, "set", "fresh"]]:
        same((words, site.php(*words)[0]), (words, 64))
    make_feed(site)
    for words in [[RUN, "--feed=none", "--file=/etc/hostname"], [RUN, "--feed=fresh", "--file=/nowhere"], [RUNS, "--show=999999"],
                  [APPROVE, "--run=999999", "--refuse"], [FEEDS, "show", "none"], [FEEDS, "import", "/nowhere"]]:
        status, output = site.php(*words)
        same((words, status), (words, 1))
        no_complaint(output)

    # A dry run changes nothing; then all is done; then one row fails; then too many are gone.
    same(start(site, "fresh", people(1, 40), "--dry")[0], 0)
    same(accounts(site), 0)
    status, run = start(site, "fresh", people(1, 40), "--wait")
    same((status, run["state"], run["done"], run["total"], accounts(site)), (0, "done", 40, 40, 40))
    status, run = start(site, "fresh", people(1, 41, n41=""), "--wait")
    same((status, run["state"], run["planned"]["failed"]), (3, "done_with_errors", 1))
    status, output = site.php(RUNS, f"--failed={run['id']}")
    same((status, output), (0, "idnumber,username,firstname,lastname,email,_error\nf41,fresh41,,Façade,fresh41@example.org,missing\n"))
    status, held = start(site, "fresh", people(12, 40), "--wait")
    same((status, held["state"], sorted(codes(held)), held["planned"]["suspension"]), (75, "held", ["removals", "short"], 11))
    same((accounts(site), site.alarms()), (40, []))
    # Without --wait it is cron's.
    status, run = start(site, "fresh", people(1, 40))
    same((status, run["state"]), (75, "queued"))
    same(site.task("run_feeds")[0], 0)
    same(last_run(site)["state"], "done")
    # The held one was superseded by it.
    same(site.php(APPROVE, f"--run={held['id']}", "--plan=" + held["plan"])[0], 1)
    same(start(site, "fresh", "", "--wait")[0], 1)
    forget(site)


@test
def a_held_run_is_approved_in_part_or_whole_or_refused_from_the_command_line(site):
    forget(site)
    make_feed(site)
    same(start(site, "fresh", people(1, 40), "--wait")[0], 0)
    approve = lambda run, *options: site.php(APPROVE, f"--run={run['id']}", *options)
    _, held = start(site, "fresh", people(12, 42), "--wait")
    # Another plan than the person has seen is not approved.
    status, output = approve(held, "--plan=0123456789abcdef")
    same(status, 1)
    same(last_run(site)["state"], "held")
    same(approve(held, "--plan=" + held["plan"], "--keep")[0], 0)
    site.task("run_feeds")
    same((last_run(site)["state"], accounts(site)), ("done", 42))
    _, held = start(site, "fresh", people(12, 42), "--wait")
    same(approve(held, "--refuse")[0], 0)
    same((last_run(site)["state"], accounts(site)), ("refused", 42))
    same(approve(held, "--refuse")[0], 1)
    _, held = start(site, "fresh", people(12, 42), "--wait")
    status, output = approve(held, "--plan=" + held["plan"], "--json")
    same((status, json.loads(output)["state"]), (0, "queued"))
    site.task("run_feeds")
    same((last_run(site)["state"], accounts(site), accounts(site, "suspended = 1")), ("done", 31, 11))
    forget(site)


@test
def on_a_terminal_progress_is_shown_and_in_a_pipe_it_is_not(site):
    forget(site)
    make_feed(site)
    path = written(site, "fresh.csv", people(1, 30))
    words = ["php", f"{site.shown}/{RUN}", "--feed=fresh", "--file=" + path, "--wait"]
    # script(1) gives the program a terminal.
    status, output = site.run("script", "-qec", " ".join(words), "/dev/null")
    same(status, 0)
    contains(output, "30/30")
    status, output = site.run(*words)
    same(status, 0)
    assert not re.search(r"\d+/\d+", output), output
    forget(site)


@test
def feeds_are_carried_to_another_site_as_json(site):
    make_feed(site, "first")
    make_feed(site, "second", pattern="second-{date}.csv", quiet="22:00-06:00", limits={"removals": 3})
    status, exported = site.php(FEEDS, "export")
    same(status, 0)
    site.clear()
    same(site.php(FEEDS, "list", "--json")[1].strip(), "[]")
    status, output = site.php(FEEDS, "import", written(site, "feeds.json", exported))
    same((status, output.split()), (0, ["first", "second"]))
    same(site.php(FEEDS, "export")[1], exported)
    stages = [feed["stage"] for feed in json.loads(site.php(FEEDS, "list", "--json")[1])]
    same(stages, ["testing", "testing"])


@test
def a_plan_asks_no_other_system_and_sends_nothing(site):
    if subprocess.run(["strace", "-o", "/dev/null", "true"], capture_output=True).returncode:
        skip("strace is missing, or may not be used here")
    forget(site)
    make_feed(site)
    same(start(site, "fresh", people(1, 20), "--wait")[0], 0)
    site.sink.take()
    trace = written(site, "trace", "")
    os.chown(trace, site.user.pw_uid, site.user.pw_gid)
    path = written(site, "fresh.csv", people(3, 25, n5="Grace"))
    status, output = site.run("strace", "-f", "-qq", "-e", "trace=connect", "-o", trace, "php", f"{site.shown}/{RUN}", "--feed=fresh",
                              "--file=" + path, "--dry")
    same(status, 0)
    with open(trace) as file:
        output = file.read()
    port = site.ask("echo $CFG->dboptions['dbport'];")
    connected = re.findall(r"connect\(\d+, \{sa_family=(AF_INET6?), sin6?_port=htons\((\d+)\)", output)
    assert connected and all(there == port for _, there in connected), connected
    same((site.sink.subjects(), accounts(site)), ([], 20))
    forget(site)


@test
def a_real_tool_sync_gets_a_file_in_its_turn_and_never_a_truncated_one(site):
    with tool_sync(site, patched=False):
        task = r"\tool_sync\task\usersync_task"
        make_feed(site, "peer", mode="full", pattern="people.csv", processor="scheduled_task", key=[], delimiter=";",
                  options={"task": task, "filearea": "syncfiles", "filename": "people.csv"})
        table = lambda *names: "username;firstname;lastname;email;password\n" + "".join(
            f"{name};Ada;Lovelace;{name}@example.com;Secret-1234\n" for name in names)
        first = table(*(f"fresh{n}" for n in range(1, 21)))
        site.deliver("people.csv", first)
        site.task()
        # It is checked before: the area of the other plugin is still empty.
        same([site.stored(component="tool_sync"), accounts(site)], [[], 0])
        status, output = site.task("run_feeds")
        same(status, 0)
        run = last_run(site)
        same((run["state"], codes(run), accounts(site)), ("done", ["handed_over"], 20))
        taken = contents(site)
        for spoiled in [first[:-30], first[:400], first.split("\n")[0] + "\n", ""]:
            site.deliver("people.csv", spoiled.replace("fresh1;", "fresh99;"))
            site.task()
            site.task("run_feeds")
            run = last_run(site)
            assert run["state"] in ("held", "refused"), run
            same(accounts(site), 20)
            same(contents(site), taken)
        # Its own task runs by cron as ever, and finds nothing to do.
        site.php("admin/cli/scheduled_task.php", f"--execute={task}")
        same(accounts(site), 20)
        # The next whole file takes the place of the held ones.
        site.deliver("people.csv", table(*(f"fresh{n}" for n in range(1, 22))))
        site.task()
        site.task("run_feeds")
        same((last_run(site)["state"], accounts(site)), ("done", 21))


def contents(site):
    """Hashes of what the other plugin has in its area."""
    return site.ask("""echo json_encode($DB->get_fieldset_select('files', 'contenthash', "component = 'tool_sync' AND filename <> '.'"));""")


@test
def on_a_full_disk_a_run_fails_says_so_and_is_carried_out_once_there_is_room(site):
    forget(site)
    make_feed(site, mode="rows")
    runs = site.work + "/runs"
    subprocess.run(["install", "-d", "-o", site.user.pw_name, "-g", site.group, "-m", "2770", runs], check=True)
    fill(site, runs)
    try:
        status, run = start(site, "fresh", people(1, 40), "--wait")
    finally:
        site.unmount(runs)
    same((status, run["state"], accounts(site)), (1, "failed", 0))
    contains(json.dumps(run["reasons"]), "disk full")
    site.task("run_feeds")
    same(site.alarms(), ["feed_failed:fresh"])
    same(site.php(RUNS, f"--again={run['id']}")[0], 0)
    site.task("run_feeds")
    same((last_run(site)["state"], accounts(site), site.alarms()), ("done", 40, []))
    forget(site)


@test
def without_the_library_a_run_waits_and_goes_on_by_itself_once_it_is_there(site):
    forget(site)
    make_feed(site, mode="rows")
    path = written(site, "fresh.csv", people(1, 5))
    missing = {"env": {"SYNC_INGEST_LIBRARY": site.scratch + "/none.so"}}
    status, output = site.php(RUN, "--feed=fresh", "--file=" + path, "--wait", **missing)
    same(status, 1)
    contains(output, "none.so")
    for _ in range(4):
        status, output = site.php("admin/cli/scheduled_task.php", r"--execute=\tool_syncingest\task\run_feeds", **missing)
        same(status, 0)
        contains(output, "none.so")
        no_complaint(output)
    same((last_run(site)["state"], accounts(site)), ("queued", 0))
    site.task("run_feeds")
    same((last_run(site)["state"], accounts(site)), ("done", 5))
    forget(site)


@test
def what_feeds_may_cost_is_not_passed(site):
    people = "50000" if os.environ.get("LONG") == "1" else "10000"
    process = site.as_user("php", os.path.join(os.path.dirname(os.path.abspath(__file__)), "bench_feeds.php"), site.tree, people)
    output, _ = process.communicate()
    print("\n".join("FIGURE: feeds: " + line for line in output.splitlines()), flush=True)
    same(process.returncode, 0)
