"""HTTP as bytes, for what http.client would not send or would hide."""

import contextlib
import email.parser
import socket

from instance import Instance


@contextlib.contextmanager
def serving(*flags, **options):
    """A fresh server with `flags`, for the tests that need their own."""
    one = Instance(env=options.pop("env", None))
    try:
        yield one.start("--limits-enabled", "false", *flags, **options)
    finally:
        one.close()


class Reply:
    """One answer, read from the wire."""

    def __init__(self, head, body):
        line, _, fields = head.partition(b"\r\n")
        self.version, status, _ = (line.decode() + " ").split(" ", 2)
        self.status = int(status)
        self.headers = email.parser.BytesParser().parsebytes(fields + b"\r\n")
        self.body = body

    def __repr__(self):
        return f"<{self.status} {self.body[:200]!r}>"


class Wire:
    """A connection on which any bytes can be sent, and answers read one by one."""

    def __init__(self, instance_or_socket, **options):
        is_socket = isinstance(instance_or_socket, socket.socket)
        self.socket = instance_or_socket if is_socket else instance_or_socket.connect(**options)
        self.buffered = b""

    def send(self, text):
        self.socket.sendall(text if isinstance(text, bytes) else text.encode())
        return self

    def _more(self):
        try:
            block = self.socket.recv(65536)
        except ConnectionResetError:
            block = b""
        self.buffered += block
        return bool(block)

    def read(self, head_only=False):
        """The next answer, or None when the server closed instead."""
        while b"\r\n\r\n" not in self.buffered:
            if not self._more():
                assert not self.buffered, f"half an answer: {self.buffered!r}"
                return None
        head, _, self.buffered = self.buffered.partition(b"\r\n\r\n")
        reply = Reply(head, b"")
        bodiless = head_only or reply.status < 200 or reply.status in (204, 304)
        length = 0 if bodiless else int(reply.headers["Content-Length"])
        while len(self.buffered) < length:
            assert self._more(), "the body ends early"
        reply.body, self.buffered = self.buffered[:length], self.buffered[length:]
        return reply

    def ask(self, text, **options):
        return self.send(text).read(**options)

    def is_closed(self):
        """Wait for the end; True when nothing came before it."""
        while self._more():
            pass
        return not self.buffered

    def close(self):
        self.socket.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
