"""Beside tool_sync: a plugin of that name that takes files by itself, which this test puts into the tree and takes out again."""
import os
import shutil

from site_of_tests import PLUGIN, contains, same, skip, test

LIBRARY = """<?php
/** Takes files by itself, whatever the locks say. */
function tool_sync_capture_input_files($interactive = false) {%s
}
"""


@test
def beside_tool_sync_a_check_is_critical_until_it_leaves_collecting_to_us(site):
    home = site.shown + "/admin/tool/sync"
    if os.path.exists(home):
        skip("the real tool_sync is in the tree")
    os.makedirs(home + "/lang/en")
    try:
        write(home + "/version.php", "<?php $plugin->component = 'tool_sync'; $plugin->version = 2026010100;")
        write(home + "/lang/en/tool_sync.php", "<?php $string['pluginname'] = 'Sync';")
        write(home + "/lib.php", LIBRARY % "")
        site.upgrade()
        check(site, "critical", "tool_sync takes files out of the same folder")
        write(home + "/lib.php", LIBRARY % r"\tool_syncingest\api::before_action(); return;")
        check(site, "ok", "leaves collecting to this plugin")
        site.set(usetoolsync=1)
        site.deliver("a.csv", "one")
        site.ask("require_once($CFG->dirroot . '/admin/tool/sync/lib.php'); tool_sync_capture_input_files();")
        same(site.stored(component="tool_sync"), ["a.csv"])
        same(site.stored(), [])
        site.deliver("a.csv", "two")
        site.task()
        same(len(site.stored("/archives/", "tool_sync")), 1)
        same(site.ask("echo $DB->get_field('files', 'filearea', ['component' => 'tool_sync', 'filename' => 'a.csv']);"), "syncfiles")
    finally:
        site.set(usetoolsync=None)
        site.ask("get_file_storage()->delete_area_files(SYSCONTEXTID, 'tool_sync');")
        site.php("admin/cli/uninstall_plugins.php", "--plugins=tool_sync", "--run")
        shutil.rmtree(home)
        site.upgrade()
    check(site, "na", "is not installed")
    # Moodle has deleted how our messages are sent together with those of tool_sync.
    site.lock("alock.txt", 4 * 3600)
    site.task()
    same(site.sink.subjects(), ["alock.txt is too old"])


def check(site, status, words):
    output = site.php(PLUGIN + "/cli/status.php")[1]
    line, = [line for line in output.splitlines() if "Drop folder: tool_sync" in line]
    same(line.split()[0], status)
    contains(line, words)


def write(path, text):
    with open(path, "w") as file:
        file.write(text)
    os.chmod(path, 0o644)
