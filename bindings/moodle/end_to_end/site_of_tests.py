"""The site: its command line, its web server, its drop folder."""
import grp
import os
import pwd
import re
import shutil
import socket
import subprocess
import tempfile
import time



PLUGIN = "admin/tool/syncingest"


class Site:
    def __init__(self, tree):
        self.tree = tree
        # From 5.1 on, what the web server shows lies in a folder of its own.
        self.shown = tree + "/public" if os.path.isdir(tree + "/public") else tree
        self.config = open(tree + "/config.php").read()
        self.data, self.wwwroot = self.setting("dataroot"), self.setting("wwwroot")
        self.folder, self.work = self.data + "/sync", self.data + "/tool_syncingest"
        self.user = pwd.getpwuid(os.stat(self.data).st_uid)
        self.group = grp.getgrgid(self.user.pw_gid).gr_name
        self.scratch = tempfile.mkdtemp()
        os.chmod(self.scratch, 0o755)
        self.web = self.sink = self.browser = None
        self.mounts = []

    def setting(self, name):
        return re.search(r"^\$CFG->%s\s*=\s*'([^']*)'" % name, self.config, re.M).group(1)

    def port_of(self, name):
        return int(self.setting(name).rsplit(":", 1)[1])

    def as_user(self, *command, **options):
        """Runs a program as the web server's user."""
        prefix = ["setpriv", f"--reuid={self.user.pw_uid}", f"--regid={self.user.pw_gid}", "--init-groups", "env", "HOME=/"]
        env = {**os.environ, **options.pop("env", {})}
        return subprocess.Popen([*prefix, *map(self.place, command)], cwd=self.tree, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                stderr=subprocess.STDOUT, text=True, **options)

    def place(self, word):
        """Where a script lies, seen from the tree; other words stay as they are."""
        return f"{self.shown}/{word}" if word.startswith(PLUGIN) else word

    def run(self, *command, **options):
        """The exit status and the output of a program."""
        process = self.as_user(*command, **options)
        output, _ = process.communicate(timeout=570)
        return process.returncode, output

    def php(self, *arguments, **options):
        return self.run("php", *arguments, **options)

    def ask(self, code):
        """Returns the output of a piece of PHP that runs within the site."""
        status, output = self.php("-r", 'define("CLI_SCRIPT", true); require("config.php"); ' + code)
        assert status == 0, output
        return output.strip()

    def collect(self, *options, **more):
        return self.php(PLUGIN + "/cli/collect.php", *options, **more)

    def task(self, name="collect"):
        """Lets cron's runner run one task of ours, whether it is due or not."""
        return self.php("admin/cli/scheduled_task.php", rf"--execute=\tool_syncingest\task\{name}")

    def upgrade(self):
        for script, *options in [("upgrade.php", "--non-interactive"), ("purge_caches.php",)]:
            status, output = self.php("admin/cli/" + script, *options)
            assert status == 0, output

    def set(self, **settings):
        for name, value in settings.items():
            change = "unset_config('%s', '%s');" if value is None else "set_config('%s', '" + str(value) + "', '%s');"
            self.ask(change % (name, "tool_syncingest"))

    def set_core(self, **settings):
        for name, value in settings.items():
            self.ask(f"unset_config('{name}');" if value is None else f"set_config('{name}', '{value}');")

    def clear(self):
        """A site in which nothing has happened."""
        for path in [self.folder, self.work]:
            subprocess.run(["rm", "-rf", path], check=True)
        self.ask("""
            foreach (['tool_syncingest', 'tool_sync'] as $component) {
                get_file_storage()->delete_area_files(SYSCONTEXTID, $component);
            }
            $DB->delete_records('tool_syncingest_files');
            $DB->delete_records('tool_syncingest_incidents');
            foreach (['notices', 'rejected', 'feeds', 'runs', 'chunks', 'rows', 'records', 'undos'] as $table) {
                $DB->delete_records("tool_syncingest_$table");
            }
            $DB->delete_records('message_popup_notifications');
            $DB->delete_records('logstore_standard_log');
            foreach (['alarmsseen', 'lastround', 'usetoolsync', 'recipients', 'testdelivered', 'lastmailed'] as $name) {
                unset_config($name, 'tool_syncingest');
            }
            set_config('reminder', DAYSECS, 'tool_syncingest');
            set_config('settle', '0', 'tool_syncingest');
            set_config('debug', E_ALL);
            set_config('debugdisplay', 1);
            set_config('pathtophp', PHP_BINARY);""")
        status, output = self.collect()
        assert (status, "Nothing waits" in output) == (0, True), output
        self.sink.take()

    def deliver(self, name, content="content"):
        """Delivers a file, as an agent does that shares the web server's user."""
        path = os.path.join(self.folder, name)
        with open(os.path.join(self.folder, ".part"), "wb") as file:
            file.write(content if isinstance(content, bytes) else content.encode())
        os.chown(file.name, self.user.pw_uid, self.user.pw_gid)
        os.rename(file.name, path)
        return path

    def deliver_many(self, prefix, count):
        for number in range(count):
            self.deliver(f"{prefix}{number}.csv", f"{prefix} {number}\n")

    def lock(self, name, age):
        path = os.path.join(self.folder, name)
        open(path, "w").close()
        os.utime(path, (time.time() - age,) * 2)
        return path

    def entries(self):
        return sorted(os.listdir(self.folder))

    def stored(self, path="/", component="tool_syncingest"):
        """Names and contents of what is stored."""
        output = self.ask(f"""
            foreach ($DB->get_records_select('files', "component = ? AND filepath = ? AND filename <> '.'",
                    ['{component}', '{path}']) as $row) {{
                $file = get_file_storage()->get_file_instance($row);
                echo base64_encode($row->filename), ' ', sha1($file->get_content()) === $row->contenthash ? 'whole' : 'broken', "\\n";
            }}""")
        from base64 import b64decode
        lines = [line.split() for line in output.splitlines()]
        assert all(state == "whole" for _, state in lines), output
        return sorted(b64decode(name).decode() for name, _ in lines)

    def check_each_once(self, prefix, count):
        """That so many files of a prefix are stored, whole, each once, and that nothing else is left anywhere."""
        same([name for name in self.stored() if name.startswith(prefix)], sorted(f"{prefix}{n}.csv" for n in range(count)))
        rows = self.ask(f"echo $DB->count_records_select('tool_syncingest_files', 'filename LIKE ?', ['{prefix}%']);")
        same(rows, str(count))
        same([name for name in self.stored("/archives/") if prefix in name], [])
        same(self.entries(), [])
        same(sorted(os.listdir(self.work + "/staging")) if os.path.isdir(self.work + "/staging") else [], [])

    def alarms(self):
        return self.ask("echo implode(' ', array_keys(\\tool_syncingest\\local\\alarm\\incidents::open()));").split()

    def needs_postgres(self):
        """Skips a test that hurts the database in the words of PostgreSQL."""
        if self.ask("echo $DB->get_dbfamily();") != "postgres":
            skip("it is written for PostgreSQL")

    def mount(self, path, *options):
        subprocess.run(["mount", *options, path], check=True)
        self.mounts.append(path)

    def unmount(self, path):
        subprocess.run(["umount", path], check=True)
        self.mounts.remove(path)

    def start_web(self, **ini):
        """The web server of the site; PHP's settings as given."""
        self.stop_web()
        port = self.port_of("wwwroot")
        # Another server there would answer in the place of ours; the workers of the last one take a
        # moment to end.
        if not self.becomes(port, False):
            raise RuntimeError(f"port {port} is in use: end the web server of this site first")
        settings = [word for name, value in ini.items() for word in ("-d", f"{name.replace('__', '.')}={value}")]
        self.web = self.as_user("php", *settings, "-S", f"127.0.0.1:{port}", "-t", self.shown, start_new_session=True,
                                env={"PHP_CLI_SERVER_WORKERS": "4"})
        # Nobody needs its output, but the pipe must not fill up.
        import threading
        threading.Thread(target=self.web.stdout.read, daemon=True).start()
        if not self.becomes(port, True):
            raise RuntimeError("the web server does not answer")

    @staticmethod
    def becomes(port, served):
        """Waits until a server answers there, or none: whether it came to that within 10 s."""
        for _ in range(200):
            with socket.socket() as probe:
                if (probe.connect_ex(("127.0.0.1", port)) == 0) == served:
                    return True
            time.sleep(0.05)
        return False

    def stop_web(self):
        if self.web:
            os.killpg(self.web.pid, 15)
            try:
                self.web.wait(timeout=20)
            except subprocess.TimeoutExpired:
                # A worker of PHP's server can miss the signal.
                os.killpg(self.web.pid, 9)
                self.web.wait()
            self.web = None

    def end(self):
        self.stop_web()
        for path in reversed(self.mounts):
            subprocess.run(["umount", path])
        if self.sink:
            self.sink.stop()
        self.ask("unset_config('settle', 'tool_syncingest'); unset_config('debug'); unset_config('debugdisplay');")
        shutil.rmtree(self.scratch)


def test(function=None, *, browser=False):
    """Marks a test; one that needs a browser is skipped where there is none."""
    def mark(function):
        function.is_test, function.needs_browser = True, browser
        return function
    return mark(function) if function else mark


class Skipped(Exception):
    """What a test needs is not there."""


def skip(why):
    raise Skipped(why)


def same(found, wanted):
    assert found == wanted, f"{found!r} is not {wanted!r}"


def contains(text, *words):
    for word in words:
        assert word in text, f"{word!r} is not in {text!r}"


COMPLAINTS = re.compile(r"\b(Notice|Warning|Deprecated|Fatal error|Debugging): |line \d+ of /\S+: call to debugging", re.I)


def no_complaint(text):
    """That PHP and Moodle have nothing to say to developers."""
    found = COMPLAINTS.search(text)
    assert not found, text[max(0, found.start() - 200):found.end() + 400]
