"""A plain client of the publishing API, for tests."""

import json
import uuid

ALL_SCOPES = [
    "station:read", "episodes:read", "episodes:write", "episodes:generate",
    "shows:read", "shows:write", "schedule:read", "schedule:write",
]


class Publishing:
    """A workspace with its API switched on, and a key that may do everything."""

    def __init__(self, instance, name="Saltmarsh Audio", scopes=ALL_SCOPES):
        self.instance = instance
        instance.set_up()
        self.workspace = instance.admin("workspace", "create", "--name", name, "--publishing-api", "on")["id"]
        self.key = self.new_key(*scopes)

    def new_key(self, *scopes, label="test", expires=None):
        arguments = ["key", "create", "--workspace", self.workspace, "--label", label]
        for scope in scopes:
            arguments += ["--scope", scope]
        if expires is not None:
            arguments += ["--expires", expires]
        return self.instance.admin(*arguments)["key"]

    def call(self, method, path, body=None, key=None, headers=None, raw=None):
        all_headers = {"X-API-Key": key if key is not None else self.key}
        if body is not None:
            all_headers["Content-Type"] = "application/json"
            raw = json.dumps(body).encode()
        all_headers.update(headers or {})
        return self.instance.request(method, "/autopod/v1" + path, body=raw, headers=all_headers)

    def show(self, title="Saltmarsh Stories", published=True, **more):
        answer = self.call("POST", "/shows", {"title": title, "published": published, **more})
        assert answer.status == 201, answer
        return answer.json

    def episode(self, show_id, title="Harbour lights", audio_url="https://archive.tidepool.example/a.mp3", **more):
        answer = self.call("POST", "/episodes", {"title": title, "show_id": show_id, "audio_url": audio_url, **more})
        assert answer.status == 201, answer
        return answer.json

    def upload(self, show_id, data, title="Harbour lights", key=None, headers=None, filename="talk.mp3", **fields):
        body, content_type = multipart(
            [("title", title), ("show_id", str(show_id)), *((k, str(v)) for k, v in fields.items())],
            [("file", filename, "audio/mpeg", data)])
        return self.call("POST", "/episodes/upload", raw=body, key=key,
                         headers={"Content-Type": content_type, **(headers or {})})


def multipart(fields, files, boundary=None, file_first=False):
    """A multipart/form-data body: fields (name, value) and files (name, file name, type, bytes)."""
    boundary = boundary or uuid.uuid4().hex
    field_parts = [f'Content-Disposition: form-data; name="{n}"\r\n\r\n'.encode() + v.encode() for n, v in fields]
    file_parts = [
        f'Content-Disposition: form-data; name="{n}"; filename="{f}"\r\nContent-Type: {t}\r\n\r\n'.encode() + d
        for n, f, t, d in files]
    parts = file_parts + field_parts if file_first else field_parts + file_parts
    body = b"".join(b"--" + boundary.encode() + b"\r\n" + part + b"\r\n" for part in parts)
    return body + b"--" + boundary.encode() + b"--\r\n", f"multipart/form-data; boundary={boundary}"


def mp3_bytes(seconds=2.0, bitrate_kbps=128):
    """A valid constant-rate MPEG 1 layer III stream of silence-like frames, 44.1 kHz."""
    index = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320].index(bitrate_kbps)
    length = 144 * bitrate_kbps * 1000 // 44100
    frame = bytes([0xFF, 0xFB, (index << 4) | 0x00, 0xC0]) + bytes(length - 4)
    return frame * max(1, round(seconds * 44100 / 1152))
