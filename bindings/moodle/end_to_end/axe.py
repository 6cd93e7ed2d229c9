"""axe-core, which finds what keeps people from using a page. From npm, or the file that AXE names."""
import os
import shutil
import subprocess
import tarfile

PACKAGE = "axe-core@4.10.3"
RUN = """
    const done = arguments[arguments.length - 1];
    axe.run('#region-main', {resultTypes: ['violations']})
        .then(found => done(found.violations.map(one => one.id + ': ' + one.nodes.map(node => node.html).join(' | '))));"""


def source(scratch):
    """The script; None where it cannot be had."""
    path = os.environ.get("AXE") or os.path.join(scratch, "package", "axe.min.js")
    if not os.path.exists(path):
        if not shutil.which("npm"):
            return None
        packed = subprocess.run(["npm", "pack", "--silent", PACKAGE], cwd=scratch, capture_output=True, text=True)
        if packed.returncode:
            return None
        with tarfile.open(os.path.join(scratch, packed.stdout.split()[-1])) as archive:
            archive.extract("package/axe.min.js", scratch)
    with open(path, encoding="utf-8") as file:
        return file.read()


def findings(browser, script):
    """What is wrong with the part of the page that is ours."""
    browser.execute(script + "; window.axe = axe;")
    return browser.call("POST", "/execute/async", {"script": RUN, "args": []})
