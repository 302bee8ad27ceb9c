"""Make the configuration task: files typed by hand, edited as text or saved again with PyYAML."""

import configparser
import tomllib
from pathlib import Path

import yaml

from tests.data.tasks.fixed_files import begin, finish, place

YAML = """app:
  name: bookings-web
  listen: 0.0.0.0:8080
  workers: 4
database:
  host: db-3.int.example
  port: 5432
  name: bookings
  user: web
  sslmode: prefer
  pool:
    min: 5
    max: 50
    timeout_s: 12.5
reporting:
  host: db-9.int.example
  port: 5432
  sslmode: prefer
features:
  - waitlist
  - seat-map
"""
INI = """[worker]
queue = bookings-nightly
concurrency = 6
retry_after = 90

[database]
host = db-3.int.example
port = 5432
name = bookings
user = worker
sslmode = prefer
pool_max = 30

[mail]
relay = mail.int.example
port = 25
"""
TOML = """interval = 30
hostname = "bk-app-01"

[[postgres]]
name = "bookings"
address = "db-3.int.example"
port = 5432
tls = false
tables = ["seat", "booking", "payment"]

[[postgres]]
name = "reporting"
address = "db-9.int.example"
port = 5432
tls = false
tables = ["daily"]

[output]
url = "https://metrics.int.example/write"
timeout_s = 5.0
"""
FILES = {"web/app.yaml": YAML, "batch/worker.ini": INI, "agent/collector.toml": TOML}
CHANGES = [
    ("web/app.yaml", "database.host", "db-3.int.example", "db-7.int.example"),
    ("web/app.yaml", "database.port", "5432", "5433"),
    ("web/app.yaml", "database.sslmode", "prefer", "verify-full"),
    ("web/app.yaml", "database.pool.max", "50", "20"),
    ("batch/worker.ini", "database.host", "db-3.int.example", "db-7.int.example"),
    ("batch/worker.ini", "database.port", "5432", "5433"),
    ("batch/worker.ini", "database.sslmode", "prefer", "verify-full"),
    ("agent/collector.toml", "postgres.address", "db-3.int.example", "db-7.int.example"),
    ("agent/collector.toml", "postgres.port", "5432", "5433"),
    ("agent/collector.toml", "postgres.tls", "false", "true"),
]
ABOUT = {
    "title": "Move the bookings services to the new database cluster",
    "profession": "System administrator",
    "occupation": "15-1244.00",
    "work": "in_place",
    "families": ["yaml", "ini", "toml", "txt", "unchanged settings"],
    "alternate_correct": {
        "saved_again": "YAML saved by a program (keys in another order, other quotes), the ini "
        "without spaces, changes listed with a heading and in another order.",
        "other_notation": "YAML with flow style for the pool, a dotted-key TOML output table, "
        "Windows line ends, settings named `database: host` in the list.",
    },
    "known_bad": {
        "port_is_text": "In the yaml and the toml the port became a string, which the services "
        "refuse.",
        "worker_pool_too": "The pool of the worker is cut to 20 as well.",
        "reporting_moved": "A careless replace-all also turns TLS on and changes the port of "
        "the reporting database.",
    },
}


def edited() -> dict[str, str]:
    """Return the files as a careful editor leaves them."""
    made = {}
    for name, text in FILES.items():
        text = text.replace("db-3.int.example", "db-7.int.example")
        text = text.replace("5432", "5433", 1).replace("sslmode: prefer", "sslmode: verify-full", 1)
        text = text.replace("sslmode = prefer", "sslmode = verify-full", 1)
        made[name] = text.replace("tls = false", "tls = true", 1).replace("max: 50", "max: 20")
    return made


def listed(changes: list[tuple[str, ...]], head: bool = False) -> str:
    rows = [("file", "setting", "old", "new"), *changes] if head else changes
    return "".join("\t".join(row) + "\n" for row in rows)


def store(made: Path, files: dict[str, str], end: str = "\n") -> None:
    for name, text in files.items():
        (made / name).parent.mkdir(exist_ok=True)
        (made / name).write_bytes(text.replace("\n", end).encode())


def meaning(files: dict[str, str]) -> tuple[object, ...]:
    ini = configparser.ConfigParser()
    ini.read_string(files["batch/worker.ini"])
    loaded = yaml.safe_load(files["web/app.yaml"])
    return loaded, {k: dict(ini[k]) for k in ini}, tomllib.loads(files["agent/collector.toml"])


def wanted() -> tuple[object, ...]:
    """Return what the prompt asks for, set value by value in the parsed input."""
    web, worker, agent = meaning(FILES)
    web["database"].update(host="db-7.int.example", port=5433, sslmode="verify-full")
    web["database"]["pool"]["max"] = 20
    worker["database"].update(host="db-7.int.example", port="5433", sslmode="verify-full")
    agent["postgres"][0].update(address="db-7.int.example", port=5433, tls=True)
    return web, worker, agent


def saved_again(right: dict[str, str]) -> dict[str, str]:
    files = dict(right)
    files["web/app.yaml"] = yaml.safe_dump(yaml.safe_load(right["web/app.yaml"]), indent=4)
    files["batch/worker.ini"] = right["batch/worker.ini"].replace(" = ", "=")
    return files | {"changes.txt": listed(CHANGES[::-1], head=True)}


def other_notation(right: dict[str, str]) -> dict[str, str]:
    files = dict(right)
    pool = "  pool:\n    min: 5\n    max: 20\n    timeout_s: 12.5\n"
    flow = "  pool: {min: 5, max: 20, timeout_s: 12.5}\n"
    files["web/app.yaml"] = right["web/app.yaml"].replace(pool, flow)
    head, rest = right["agent/collector.toml"].split("\n\n", 1)
    body = rest.split("\n[output]")[0]
    dotted = 'output.url = "https://metrics.int.example/write"\noutput.timeout_s = 5.0'
    files["agent/collector.toml"] = f"{head}\n{dotted}\n\n{body}"
    renamed = [(file, name.replace(".", ": "), *rest) for file, name, *rest in CHANGES]
    return files | {"changes.txt": listed(renamed)}


def main() -> None:
    folder = begin(__file__)
    store(folder / "input", FILES)
    right = edited()
    assert meaning(right) == wanted()
    store(place(folder, "reference"), right | {"changes.txt": listed(CHANGES)})
    again, other = saved_again(right), other_notation(right)
    assert meaning(again) == wanted() and meaning(other) == wanted()
    store(place(folder, "alternate_correct/saved_again"), again)
    store(place(folder, "alternate_correct/other_notation"), other, end="\r\n")

    full = right | {"changes.txt": listed(CHANGES)}
    text = {name: full[name] for name in full}
    text["web/app.yaml"] = text["web/app.yaml"].replace("port: 5433", 'port: "5433"')
    text["agent/collector.toml"] = text["agent/collector.toml"].replace("= 5433", '= "5433"')
    store(place(folder, "known_bad/port_is_text"), text)
    pool = dict(full)
    pool["batch/worker.ini"] = pool["batch/worker.ini"].replace("pool_max = 30", "pool_max = 20")
    pool["changes.txt"] += "batch/worker.ini\tdatabase.pool_max\t30\t20\n"
    store(place(folder, "known_bad/worker_pool_too"), pool)
    careless = {name: body.replace("5432", "5433") for name, body in full.items()}
    careless["web/app.yaml"] = careless["web/app.yaml"].replace("prefer", "verify-full")
    careless["agent/collector.toml"] = careless["agent/collector.toml"].replace("false", "true")
    careless["changes.txt"] = full["changes.txt"]
    store(place(folder, "known_bad/reporting_moved"), careless)
    finish(folder, ABOUT)


if __name__ == "__main__":
    main()
