"""The dashboard's management operations, called as one person."""

import json


class Dashboard:
    """`/dashboard/api` with the cookies of one session."""

    def __init__(self, instance, cookies):
        self.instance = instance
        self.cookies = cookies
        self.token = self.get("/account").json.get("csrf_token", "")

    @classmethod
    def of(cls, accounts, name="ada", *more):
        session = accounts.session(name, *more)
        return cls(accounts.instance, {"sp_dc": session["sp_dc"], "sp_key": session["sp_key"]})

    def call(self, method, path, body=None, headers=None):
        sent = {"X-Mooring-CSRF": self.token} if hasattr(self, "token") and method != "GET" else {}
        sent.update(headers or {})
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if body is not None and not isinstance(body, (str, bytes)):
            body = json.dumps(body)
            sent.setdefault("Content-Type", "application/json")
        answer = self.instance.request(method, "/dashboard/api" + path, body, {n: v for n, v in sent.items() if v is not None})
        assert answer.header("Cache-Control") == "no-store", answer
        return answer

    def get(self, path):
        return self.call("GET", path)

    def post(self, path, **body):
        return self.call("POST", path, body)

    def put(self, path, **body):
        return self.call("PUT", path, body)

    def delete(self, path):
        return self.call("DELETE", path)

    def audit(self):
        """Every entry, newest first, as (action, subject, actor)."""
        return [(e["action"], e["subject"], e["actor"]) for e in self.get("/audit").json["entries"]]


def refused(answer, status, code, field=None):
    """Check an error's status and shape."""
    error = answer.json["error"]
    assert (answer.status, error["code"]) == (status, code), answer
    assert set(error) <= {"code", "message", "field"} and error["message"]
    if field:
        assert error["field"] == field, answer
    return True
