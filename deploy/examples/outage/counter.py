"""Counts in Redis, and connects anew for each request: what becomes of the database becomes of it, and no more."""
import os
import socket
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


def redis(command):
    where = (os.environ["REDIS_HOST"], int(os.environ["REDIS_PORT"]))
    with socket.create_connection(where, timeout=1) as connection:
        connection.sendall(f"{command}\r\n".encode())
        answer = connection.makefile().readline().strip()
    if answer[:1] not in ("+", ":"):
        raise OSError(f"redis says {answer or 'nothing'}")
    return answer[1:]


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        try:
            status, text = 200, redis("PING" if self.path == "/health" else "INCR calls")
        except OSError as e:
            status, text = 503, f"the database: {e}"
        self.send_response(status)
        self.end_headers()
        self.wfile.write(f"{text}\n".encode())

    def log_message(self, *_):
        pass


ThreadingHTTPServer((os.environ["HOST"], int(os.environ["PORT"])), Handler).serve_forever()
