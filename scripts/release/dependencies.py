"""What is compiled into the libraries and the program beside this project's own code.

    dependencies.py sbom       prints a CycloneDX 1.5 document
    dependencies.py licences   prints the licence texts of all of it; fails if one is missing

Reads `cargo metadata`, and from the environment RUST (where Debian's Rust is unpacked) and
RUST_VERSION, GLIBC (the version of that in the static program) and SOURCE_DATE_EPOCH.
"""

import datetime
import hashlib
import json
import os
import pathlib
import re
import subprocess
import sys
import uuid

TRIPLES = ("x86_64-unknown-linux-gnu", "aarch64-unknown-linux-gnu")
LICENCE_FILE = re.compile(r"(un)?licen[cs]e|copying|notice|copyright", re.IGNORECASE)


def metadata(triple):
    command = [os.environ.get("CARGO", "cargo"), "metadata", "--format-version=1", "--locked", "--features=cli"]
    return json.loads(subprocess.run([*command, f"--filter-platform={triple}"], check=True, capture_output=True).stdout)


def linked():
    """Returns the root package, and by name and version all packages whose code ends up in a file
    of the release.
    """
    found = {}
    for triple in TRIPLES:
        graph = metadata(triple)
        packages = {package["id"]: package for package in graph["packages"]}
        nodes = {node["id"]: node for node in graph["resolve"]["nodes"]}
        root = graph["resolve"]["root"]
        open_ids, seen = [root], {root}
        while open_ids:
            for dependency in nodes[open_ids.pop()]["deps"]:
                package = packages[dependency["pkg"]]
                if any("proc-macro" in target["kind"] for target in package["targets"]):
                    continue
                if any(kind["kind"] is None for kind in dependency["dep_kinds"]) and package["id"] not in seen:
                    seen.add(package["id"])
                    open_ids.append(package["id"])
        found |= {(packages[i]["name"], packages[i]["version"]): packages[i] for i in seen - {root}}
    return packages[root], [found[key] for key in sorted(found)]


def checksums():
    """Returns the SHA-256 of each crate, by name and version, from Cargo.lock."""
    lock = pathlib.Path("Cargo.lock").read_text()
    pattern = r'name = "(.+)"\nversion = "(.+)"\nsource = ".+"\nchecksum = "(.+)"'
    return {(name, version): checksum for name, version, checksum in re.findall(pattern, lock)}


def sbom():
    root, packages = linked()
    sums = checksums()

    def component(name, version, licence, **others):
        return {"type": "library", "name": name, "version": version, "licenses": [{"expression": licence}], **others}

    components = []
    for package in packages:
        name, version = package["name"], package["version"]
        url = f"pkg:cargo/{name}@{version}"
        components.append(component(
            name, version, package["license"].replace("/", " OR "), **{"bom-ref": url, "purl": url},
            hashes=[{"alg": "SHA-256", "content": sums[name, version]}],
        ))
    rust = os.environ["RUST_VERSION"]
    components.append(component("rust-std", rust, "MIT OR Apache-2.0", **{"bom-ref": f"rust-std@{rust}"}))
    glibc = os.environ["GLIBC"]
    note = [{"name": "sync_ingest:linked-into", "value": "the static program alone"}]
    components.append(component("glibc", glibc, "LGPL-2.1-or-later", properties=note, **{"bom-ref": f"glibc@{glibc}"}))
    time = datetime.datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), datetime.timezone.utc)
    main = f"pkg:cargo/{root['name']}@{root['version']}"
    document = {
        "$schema": "http://cyclonedx.org/schema/bom-1.5.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {
            "timestamp": time.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "component": {
                **component(root["name"], root["version"], root["license"]), "bom-ref": main, "purl": main,
                "description": root["description"],
            },
        },
        "components": components,
        "dependencies": [{"ref": main, "dependsOn": [part["bom-ref"] for part in components]}],
    }
    # The same content has the same number.
    content = hashlib.sha256(json.dumps(document, sort_keys=True).encode()).hexdigest()
    document["serialNumber"] = f"urn:uuid:{uuid.UUID(content[:32])}"
    return json.dumps(document, indent=2) + "\n"


def licence_files(package):
    folder = pathlib.Path(package["manifest_path"]).parent
    return sorted(path for path in folder.iterdir() if path.is_file() and LICENCE_FILE.match(path.name))


def licences():
    _, packages = linked()
    without = [f"{package['name']} {package['version']}" for package in packages if not licence_files(package)]
    if without:
        sys.exit(f"release: these crates come without a licence text: {', '.join(without)}")
    # Most texts are those of many crates.
    texts = {}
    for package in packages:
        for path in licence_files(package):
            texts.setdefault(path.read_text(encoding="utf-8").strip(), []).append(f"{package['name']} {package['version']}")
    rust = pathlib.Path(os.environ["RUST"], "usr/share/doc/libstd-rust-web-dev/copyright")
    texts[rust.read_text(encoding="utf-8").strip()] = [f"the Rust standard library {os.environ['RUST_VERSION']}"]
    for path in "/usr/share/doc/libc6/copyright", "/usr/share/common-licenses/LGPL-2.1":
        texts[pathlib.Path(path).read_text(encoding="utf-8").strip()] = [f"glibc {os.environ['GLIBC']}, in the static program alone"]
    lines = ["The programs and libraries of sync_ingest contain code of others, under these licences.", ""]
    lines += [f"{package['name']} {package['version']}: {package['license']}" for package in packages]
    for text, names in texts.items():
        names = list(dict.fromkeys(names))
        lines += ["", "=" * 100, *names, "=" * 100, "", text]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.stdout.write({"sbom": sbom, "licences": licences}[sys.argv[1]]())
