"""Follows docs/guides/moodle-administrator.md to the letter; the French guide has the same commands."""
import os
import re

from site_of_tests import contains, same, test

GUIDES = os.path.join(os.path.dirname(__file__), "../../../docs/guides")
SAMPLE = os.path.join(os.path.dirname(__file__), "../docs/users.csv")


def blocks(name):
    """Its fenced blocks: the language and the lines of each."""
    text = open(os.path.join(GUIDES, name)).read()
    return re.findall(r"^```(\w+)\n(.*?)^```$", text, re.M | re.S)


@test
def the_guide_leads_from_the_upgrade_to_a_live_feed(site):
    followed = blocks("moodle-administrator.md")
    same(followed, blocks("moodle-administrator.fr.md"))
    for name, content in [("feeds.json", dict(followed)["json"].encode()), ("students.csv", open(SAMPLE, "rb").read())]:
        with open(os.path.join(site.scratch, name), "wb") as file:
            file.write(content)
        os.chmod(file.name, 0o644)
    site.ask("foreach ($DB->get_records_select('user', \"idnumber IN ('0042', '0043', '0044')\") as $user) { delete_user($user); }")
    shown = ""
    for command in "".join(lines for language, lines in followed if language == "shell").splitlines():
        php, *words = command.split()
        same(php, "php")
        status, shown = site.php(*(word.replace("=students.csv", f"={site.scratch}/students.csv").replace("feeds.json",
            f"{site.scratch}/feeds.json") for word in words))
        same((command, status), (command, 0))
    contains(shown, "students.csv", "done")
    same(site.ask("echo $DB->count_records_select('user', \"idnumber IN ('0042', '0043', '0044') AND deleted = 0\");"), "3")
