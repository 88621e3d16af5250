"""A service of `lotse demo`: service.py NAME HOST PORT LIFETIME (seconds; 0 for ever)."""
import os
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

name, host, port, lifetime = sys.argv[1], sys.argv[2], int(sys.argv[3]), float(sys.argv[4])


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        text = "UP" if self.path == "/health" else f"{name} {self.path} (Python, pid {os.getpid()})\n"
        body = text.encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


if lifetime > 0:
    death = threading.Timer(lifetime, os._exit, [1])
    death.daemon = True
    death.start()
ThreadingHTTPServer((host, port), Handler).serve_forever()
