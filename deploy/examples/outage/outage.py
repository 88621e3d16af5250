"""What befalls the node and its services, and whether they take it as they should: outage.py LOTSE FOLDER, called by run."""
import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.request

LOTSE, FOLDER = sys.argv[1:3]
HOME = os.environ["LOTSE_HOME"]
OUTAGE_SECONDS = 20
TOLD = ("network_outage_began", "network_outage_ended", "recovery_began", "recovery_restart", "instance_recovered",
        "network_recovery_ended", "service_exited", "service_restarted", "service_ready", "service_adopted")
began = time.monotonic()
seen = 0


def say(text):
    print(f"{time.monotonic() - began:6.1f} s  {text}", flush=True)


def lotse(*arguments):
    done = subprocess.run([LOTSE, *arguments], cwd=FOLDER, capture_output=True, text=True, timeout=180)
    if done.returncode:
        sys.exit(f"outage: lotse {' '.join(arguments)}: {done.stderr or done.stdout}")
    return done.stdout


def start():
    lotse("start", "--detach", "--name", "harbour", "--config", f"{FOLDER}/lotse.yaml")


def services():
    return {one["service"]: one for one in json.loads(lotse("ps", "--json"))["items"]}


def log(path="logs/lotse.log"):
    with open(f"{HOME}/harbour/{path}") as file:
        return file.read().splitlines()


def tell():
    """What the node logged since it was told last."""
    global seen
    lines = log()
    for line in lines[seen:]:
        event = re.search(r"event=(\w+)", line)
        if event and event[1] in TOLD:
            say("          " + re.sub(r" (set|port|pid|recovery|outage|restarts)=\S+", "", line[event.start():]))
    seen = len(lines)


def until(what, holds, seconds=90):
    end = time.monotonic() + seconds
    while not holds():
        tell()
        if time.monotonic() > end:
            sys.exit(f"outage: not within {seconds} s: {what}; lotse ps says\n{lotse('ps')}")
        time.sleep(0.5)
    tell()


def all_ready():
    return all(one["state"] == "ready" for one in services().values())


def check(what, holds):
    say(("as it should be: " if holds else "NOT AS IT SHOULD BE: ") + what)
    if not holds:
        sys.exit(1)


def count(event):
    return sum(f"event={event} " in line for line in log())


def pids():
    return {name: one.get("pid") for name, one in services().items()}


def calls():
    """The count as front tells it, by the gateway; None where it tells none."""
    try:
        with urllib.request.urlopen("http://127.0.0.1:8000/api/front/", timeout=5) as answer:
            return int(re.search(rb"calls so far: (\d+)", answer.read())[1])
    except OSError:
        return None


say("the node and lotse up")
start()
lotse("up")
tell()
until("front answers", lambda: calls())
before = pids()

say("THE CABLE IS PULLED")
subprocess.run(["ip", "link", "set", "cable", "down"], check=True)
until("an outage is told", lambda: count("network_outage_began") == 1)
until("rates has ended and is held", lambda: "internet is out" in str(services()["rates"].get("detail")))
# one that ended before the outage was believed may have been restarted in between
restarts = count("service_restarted")
end = time.monotonic() + OUTAGE_SECONDS
until("some time", lambda: time.monotonic() > end)
check("nothing was restarted from then on", count("service_restarted") == restarts and count("recovery_restart") == 0)
check("one outage was told", count("network_outage_began") == 1)
firing = [one for one in json.loads(lotse("alerts", "--json"))["items"] if one["status"] == "firing"]
for alert in firing:
    say(f"          an alert: {alert['severity']}: {alert['detail']}")
check("one alert is told", len(firing) == 1)
check("what needs no network goes on", bool(calls()))

say("THE CABLE IS PUT BACK")
subprocess.run(["ip", "link", "set", "cable", "up"], check=True)
until("the recovery is told", lambda: count("network_recovery_ended") == 1)
until("all are ready", all_ready)
after = pids()
print(lotse("network", "--recoveries"))
check("rates and feed were restarted, and nothing else",
      {name for name in before if before[name] != after[name]} == {"rates", "feed"})

say("THE NODE IS KILLED WITH -9")
with open(f"{HOME}/harbour/node.json") as file:
    os.kill(json.load(file)["pid"], signal.SIGKILL)
time.sleep(2)
start()
say("it is started again")
until("all are ready", all_ready)
check("the services are the same processes", pids() == after)

say("THE DATABASE IS KILLED")
counted = max(calls() for _ in range(20))
os.kill(after["db"], signal.SIGKILL)
until("another one runs", lambda: all_ready() and services()["db"]["pid"] != after["db"])
until("front answers", lambda: calls())
check(f"front and counter use it, which counts from the beginning: {counted} before, {calls()} now", calls() < counted)
check("nobody else was restarted", {name: pid for name, pid in pids().items() if name != "db"}
      == {name: pid for name, pid in after.items() if name != "db"})
say("all was as it should be")
