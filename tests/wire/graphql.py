"""A plain client of the creators GraphQL API, and its registered operations, for tests."""

import json
from pathlib import Path

OPERATIONS = {one["operationName"]: one for one in json.loads(
    (Path(__file__).resolve().parents[2] / "src/mooring/api/graphql/persisted-operations.json").read_text())["operations"]}
ENDPOINT = "/graph/v2/graph-pq"


class Graphql:
    """Calls with a bearer of the creators' web app."""

    def __init__(self, instance, token, endpoint=ENDPOINT):
        self.instance = instance
        self.token = token
        self.endpoint = endpoint

    def call(self, body, token=None, method="POST", raw=None, **headers):
        """The answer to a body, which is written as JSON unless `raw` bytes are given."""
        sent = {"Content-Type": "application/json"}
        if token is not False:
            sent["Authorization"] = f"Bearer {token or self.token}"
        sent.update({name.replace("_", "-"): value for name, value in headers.items()})
        sent = {name: value for name, value in sent.items() if value is not None}
        return self.instance.request(method, self.endpoint, json.dumps(body).encode() if raw is None else raw, sent)

    def run(self, query, **variables):
        """The JSON of a text that is executed."""
        answer = self.call({"query": query, "variables": variables})
        assert answer.status == 200, answer
        return answer.json

    def data(self, query, **variables):
        answer = self.run(query, **variables)
        assert "errors" not in answer, answer["errors"]
        return answer["data"]

    def operation(self, name, **variables):
        """The JSON of a registered operation, by the first hash that clients send for it, else that of its document."""
        one = OPERATIONS[name]
        hashes = [each["hash"] for each in one["sha256Hashes"]] + [one["documentSha256"]]
        answer = self.call({"operationName": name, "variables": variables,
                            "extensions": {"persistedQuery": {"version": 1, "sha256Hash": hashes[0]}}})
        assert answer.status == 200, answer
        return answer.json


def codes(answer):
    return [error["extensions"]["code"] for error in answer.get("errors", [])]


def differences(shape, found, path="data"):
    """Where an answer has other keys, another order of them, or other types than an example. Lists are held against the
    first entry of the example's, null against anything that is not there."""
    if shape is None or found is None:
        return []
    if isinstance(shape, dict):
        if not isinstance(found, dict):
            return [f"{path}: {found!r} is no object"]
        if list(shape) != list(found):
            # Another member of a union has other fields.
            if shape.get("__typename") != found.get("__typename"):
                return []
            return [f"{path}: {list(found)} where the example has {list(shape)}"]
        return [one for name in shape for one in differences(shape[name], found[name], f"{path}.{name}")]
    if isinstance(shape, list):
        if not isinstance(found, list):
            return [f"{path}: {found!r} is no list"]
        if not shape:
            return []
        return [one for index, item in enumerate(found) for one in differences(shape[0], item, f"{path}.{index}")]
    numbers = (int, float)
    is_count = isinstance(shape, int) and not isinstance(shape, bool)
    if isinstance(shape, bool) != isinstance(found, bool) or isinstance(shape, str) != isinstance(found, str):
        return [f"{path}: {found!r} where the example has {shape!r}"]
    if is_count and not isinstance(found, numbers):
        return [f"{path}: {found!r} is no number"]
    return []
