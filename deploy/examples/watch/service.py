"""A service of the example: service.py NAME well|slow|dies. Prints its port; answers /health as application/health+json."""
import json
import os
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

name, how = sys.argv[1], sys.argv[2]
began = time.monotonic()
count = 0
lock = threading.Lock()


def resident():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        if self.path == "/health":
            body = {"status": "pass", "version": "3", "checks": {"uptime": [
                {"componentType": "system", "observedValue": time.monotonic() - began, "observedUnit": "s", "status": "pass"}]}}
            if os.path.exists("/proc/self/statm"):
                body["checks"]["memory:utilization"] = [
                    {"componentType": "system", "observedValue": resident(), "observedUnit": "bytes", "status": "pass"}]
            self.answer("application/health+json", json.dumps(body))
            return
        global count
        with lock:
            count += 1
            mine = count
        if how == "slow" and mine % 10 == 0:
            # as if a cache had missed
            time.sleep(1.2)
        self.answer("text/plain", f"{name} {self.path} (Python)\n")

    def answer(self, kind, text):
        body = text.encode()
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
print(server.server_port, flush=True)
if how == "dies":
    death = threading.Timer(90, os._exit, [1])
    death.daemon = True
    death.start()
server.serve_forever()
