"""The world beyond the host: sends a line a second to whoever connects."""
import socketserver
import time


class Line(socketserver.BaseRequestHandler):
    def handle(self):
        try:
            while True:
                self.request.sendall(b"tick\n")
                time.sleep(1)
        except OSError:
            pass


class World(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


World(("", 7000), Line).serve_forever()
