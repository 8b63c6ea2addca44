"""Reading what listeners' apps read."""

import xml.etree.ElementTree as ElementTree

NAMESPACES = {
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
}


class Host:
    """One published show and the addresses its listeners know."""

    def __init__(self, publishing, **show):
        self.publishing = publishing
        self.instance = publishing.instance
        self.show = publishing.show(**show)
        self.row = self.describe()
        self.feed_path = self.instance.path_of(self.row["feed_url"])

    def describe(self):
        return next(s for s in self.instance.admin("show", "list") if s["id"] == self.show["id"])

    def set(self, *arguments):
        return self.instance.admin("show", "set", "--show", self.show["id"], *arguments)

    def episode(self, **more):
        return self.publishing.episode(self.show["id"], **more)

    def upload(self, data, **more):
        return self.publishing.upload(self.show["id"], data, **more).json

    def feed(self, **headers):
        return self.instance.get(self.feed_path, **headers)

    def channel(self):
        answer = self.feed()
        assert answer.status == 200, answer
        return ElementTree.fromstring(answer.body).find("channel")

    def items(self):
        return self.channel().findall("item")

    def titles(self):
        return [item.findtext("title") for item in self.items()]

    def row_of(self, episode):
        rows = self.instance.admin("episode", "list", "--show", self.show["id"])
        return next(r for r in rows if r["id"] == episode["id"])

    def media_path(self, episode):
        return self.instance.path_of(self.row_of(episode)["media_url"])
