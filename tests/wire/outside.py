"""A small web server that stands for the outside."""

import http.server
import threading


class Outside:
    """Answers by path from `pages`: (status, headers, body), or a function of the request; keeps what it was asked."""

    def __init__(self, pages=None):
        self.pages = pages or {}
        self.requests = []
        self.arrived = threading.Condition()
        outside = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self):
                length = int(self.headers.get("Content-Length") or 0)
                body = self.rfile.read(length)
                with outside.arrived:
                    outside.requests.append((self.command, self.path, dict(self.headers.items()), body))
                    outside.arrived.notify_all()
                page = outside.pages.get(self.path.split("?")[0], (404, {}, b"no"))
                status, headers, content = page(self) if callable(page) else page
                first = self.headers.get("Range")
                if first and status == 200 and first.startswith("bytes="):
                    begin, end = first[6:].split("-")
                    end = min(int(end or len(content) - 1), len(content) - 1)
                    headers = {**headers, "Content-Range": f"bytes {begin}-{end}/{len(content)}"}
                    content, status = content[int(begin):end + 1], 206
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(content)

            do_GET = do_HEAD = do_POST = answer

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def await_request(self, match, seconds=15):
        """The first request that fits, once it came."""
        def find():
            return next((r for r in self.requests if match(r)), None)
        with self.arrived:
            assert self.arrived.wait_for(find, seconds), f"no such request; there were {[r[:2] for r in self.requests]}"
            return find()

    def close(self):
        self.server.shutdown()
        self.server.server_close()
