"""Reads a stream from the world, and as many clients do it never connects a second time: only a restart helps."""
import os
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

broken = None


def read():
    global broken
    try:
        with socket.create_connection((os.environ["WORLD"], 7000), timeout=2) as stream:
            while stream.recv(100):
                pass
        broken = "the stream ended"
    except OSError as e:
        broken = f"the stream: {e}"
    print(broken, flush=True)


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(503 if broken else 200)
        self.end_headers()
        self.wfile.write(f"{broken or 'reads'}\n".encode())

    def log_message(self, *_):
        pass


threading.Thread(target=read, daemon=True).start()
ThreadingHTTPServer((os.environ["HOST"], int(os.environ["PORT"])), Handler).serve_forever()
