"""One media file of 50 MB: whole, and in random ranges of 64 KiB, against nginx with sendfile."""

import lib

RANGE = 64 * 1024
CONNECTIONS = 16


def measure(run):
    data = lib.mp3_bytes(run.scaled(50_000_000, 5_000_000))
    with lib.Mooring(run.new_folder("media") / "data") as ours, \
            lib.Nginx(run.new_folder("nginx"), {"tone.mp3": data}) as nginx:
        headers, show_id = lib.new_workspace(ours)
        target = lib.path_of(lib.upload(ours.port, headers, show_id, data, "Fifty")["audio_url"])
        places = (ours.url(target), nginx.url("/tone.mp3"))
        for server, path in ((ours, target), (nginx, "/tone.mp3")):
            lib.get(server.port, path, {"Range": "bytes=0-0"}, expect=206)
            if lib.get(server.port, path, expect=200).body != data:
                raise RuntimeError(f"{server.arguments[0]} served other bytes")

        def rate(url, *mode):
            return lambda: lib.wrk(url, run.seconds, CONNECTIONS, mode=mode)

        whole = lib.interleaved(run.rounds, *(rate(url) for url in places))
        ranges = lib.interleaved(run.rounds, *(rate(url, "ranges", len(data), RANGE) for url in places))
    for load in ranges[0] + ranges[1]:
        if not RANGE < load.bytes_per_second / load.requests_per_second < RANGE * 1.1:
            raise RuntimeError("the ranges have another size")
    mib = [[load.bytes_per_second / lib.MIB for load in loads] for loads in whole]
    return [
        lib.compare("media file whole, 16 connections, vs nginx", *mib, "MiB/s", at_least=0.9),
        lib.compare("media 64 KiB ranges, vs nginx", *([load.requests_per_second for load in loads] for loads in ranges),
                    "/s", at_least=0.7),
    ]
