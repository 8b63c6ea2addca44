"""Reading a web page the way a validator and a link preview do."""

import json
import subprocess
from html.parser import HTMLParser

import pytest

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
RAW = {"script", "style"}
BLOCKS = {"p", "div", "ul", "ol", "h1", "h2", "h3", "article", "section", "header", "footer", "main", "nav", "table", "pre",
          "blockquote"}


class Document(HTMLParser):
    """A page, parsed; `faults` says what is wrong with its markup."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.html = html
        self.faults = []
        self.elements = []  # (name, attributes, names of the ancestors)
        self.texts = []     # (text, names of the ancestors)
        self._open = []
        self.declaration = None
        self.feed(html)
        self.close()
        if self._open:
            self.faults.append(f"not closed: {self._open}")
        ids = [a["id"] for _, a, _ in self.elements if "id" in a]
        if len(ids) != len(set(ids)):
            self.faults.append("an id twice")

    def handle_decl(self, declaration):
        self.declaration = declaration

    def handle_starttag(self, name, attributes):
        names = [key for key, _ in attributes]
        if len(names) != len(set(names)):
            self.faults.append(f"an attribute of {name} twice")
        if name in BLOCKS and "p" in self._open:
            self.faults.append(f"{name} in p")
        if name in ("a", "button") and name in self._open:
            self.faults.append(f"{name} in {name}")
        if name == "li" and self._open[-1] not in ("ul", "ol"):
            self.faults.append("li outside a list")
        if self._open and self._open[-1] in ("ul", "ol") and name not in ("li", "script", "template"):
            self.faults.append(f"{name} in a list")
        if name == "img" and "alt" not in names:
            self.faults.append("img without alt")
        self.elements.append((name, dict(attributes), tuple(self._open)))
        if name not in VOID:
            self._open.append(name)

    def handle_startendtag(self, name, attributes):
        self.handle_starttag(name, attributes)
        if name not in VOID:
            self.faults.append(f"<{name}/>")

    def handle_endtag(self, name):
        if not self._open or self._open[-1] != name:
            self.faults.append(f"</{name}> inside {self._open}")
        if name in self._open:
            while self._open.pop() != name:
                pass

    def handle_data(self, data):
        self.texts.append((data, tuple(self._open)))

    # Questions.

    def all(self, name, **attributes):
        """The attributes of every `name` that has the given ones."""
        wanted = {key.replace("_", "-").rstrip("-"): value for key, value in attributes.items()}
        return [a for n, a, _ in self.elements if n == name and all(a.get(k) == v for k, v in wanted.items())]

    def one(self, name, **attributes):
        found = self.all(name, **attributes)
        assert len(found) == 1, (name, attributes, found)
        return found[0]

    def meta(self, name):
        """The content of a meta tag by property or name; None when it is missing, an error when it is there twice."""
        found = [a["content"] for n, a, _ in self.elements if n == "meta" and name in (a.get("property"), a.get("name"))]
        assert len(found) <= 1, (name, found)
        return found[0] if found else None

    def text_of(self, name):
        return "".join(text for text, path in self.texts if name in path)

    @property
    def visible_text(self):
        return "".join(text for text, path in self.texts if "body" in path and not RAW & set(path))

    @property
    def structured_data(self):
        blocks = [text for text, path in self.texts if path[-1:] == ("script",) and text.lstrip().startswith("{")]
        assert len(blocks) == 1, blocks
        return json.loads(blocks[0])


def page_of(instance, url, **headers):
    answer = instance.get(instance.path_of(url), **headers)
    assert answer.status == 200, (url, answer)
    return Document(answer.text)


def tone(seconds=5):
    """A real MP3 that a browser plays."""
    try:
        done = subprocess.run(
            ["ffmpeg", "-nostdin", "-v", "error", "-f", "lavfi", "-i", f"sine=frequency=440:duration={seconds}", "-ac", "1",
             "-b:a", "64k", "-f", "mp3", "-"], capture_output=True, timeout=120, check=True)
    except FileNotFoundError:
        pytest.skip("ffmpeg is not installed: there is no real audio to play")
    return done.stdout
