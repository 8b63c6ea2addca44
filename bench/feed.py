"""A feed that has not changed: 304 and the compressed copy, against nginx with the same bytes as static files."""

import lib

CONNECTIONS = 16


def measure(run):
    data, credentials = run.demo(1, 50)
    target = lib.path_of(credentials["shows"][0]["feed_url"])
    with lib.Mooring(data) as ours:
        plain = lib.get(ours.port, target, expect=200)

        def packed_answer():
            return lib.get(ours.port, target, {"Accept-Encoding": "gzip"}, expect=200)

        # The first answers come plain: the copy is compressed after them.
        lib.await_true(lambda: packed_answer().headers["Content-Encoding"] == "gzip", 60, "the compressed feed")
        packed = packed_answer()
        files = {"feed.xml": plain.body, "feed.xml.gz": packed.body}
        with lib.Nginx(run.new_folder("nginx"), files) as nginx:
            places = []
            for server, path in ((ours, target), (nginx, "/feed.xml")):
                tag = lib.get(server.port, path, expect=200).headers["ETag"]
                lib.get(server.port, path, {"If-None-Match": tag}, expect=304)
                places.append((server.url(path), tag))
            if lib.get(nginx.port, "/feed.xml", {"Accept-Encoding": "gzip"}, expect=200).body != packed.body:
                raise RuntimeError("nginx did not serve the compressed copy")

            def rate(url, headers):
                return lambda: lib.wrk(url, run.seconds, CONNECTIONS, headers).requests_per_second

            unchanged = lib.interleaved(run.rounds, *(rate(url, {"If-None-Match": tag}) for url, tag in places))
            whole = lib.interleaved(run.rounds, *(rate(url, {"Accept-Encoding": "gzip"}) for url, _ in places))
    return [
        lib.compare("feed 304, vs nginx", *unchanged, "/s", at_least=0.7),
        lib.compare(f"feed 200 gzip ({len(packed.body) / 1024:.1f} KiB), vs nginx", *whole, "/s"),
    ]
