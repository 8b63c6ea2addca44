"""delivery.md, sections 7 and 13: artwork, from the upload to every size that is served."""

import random
import time

import pytest

import pictures
from documents import page_of
from feeds import NAMESPACES, Host
from pictures import BLUE, RED, is_near, kind_and_size, pixel

TYPES = {"jpg": "image/jpeg", "png": "image/png", "webp": "image/webp"}
SQUARES = [64, 300, 400, 640]


@pytest.fixture(scope="module")
def host(shared_publishing):
    host = Host(shared_publishing)
    host.artwork = None  # made from the title
    return host


@pytest.fixture
def put(host, tmp_path):
    """Upload a picture as the show's artwork; gives the address of its folder, as a path."""
    def upload(data):
        before = folder_of(host)
        file = tmp_path / "artwork"
        file.write_bytes(data)
        host.set("--image-file", file)
        # The server sees what another process wrote within a second; the busiest machine, within a few.
        deadline = time.monotonic() + 10
        while data != host.artwork and folder_of(host) == before:
            assert time.monotonic() < deadline, "the new artwork is not in the feed"
            time.sleep(0.02)
        host.artwork = data
        return folder_of(host)
    return upload


def broken_rules(host):
    return [row["finding"] for row in host.instance.admin("show", "check", "--show", host.show["id"])]


@pytest.mark.parametrize("width, height, complaints", [
    (300, 300, ["smaller than 1400"]), (1399, 1399, ["smaller than 1400"]), (1400, 1400, []), (3000, 3000, []),
    (3001, 3001, ["larger than 3000"]), (1500, 1400, ["not square"])])
def test_the_readiness_report_names_what_directories_refuse(host, put, width, height, complaints):
    put(pictures.png(width, height))
    found = broken_rules(host)
    assert len(found) == len(complaints) and all(c in f for c, f in zip(complaints, found)), found


def test_the_readiness_report_names_episodes_a_serial_show_cannot_order(shared_publishing):
    host = Host(shared_publishing)
    first, second = host.episode(title="First"), host.episode(title="Second")
    host.channel()  # draws the artwork
    assert broken_rules(host) == []
    host.set("--type", "serial")
    assert [f"Episode {e['id']} ({e['title']})" in f for e, f in zip((second, first), broken_rules(host))] == [True] * 2
    for number, episode in (("1", first), ("1.5", second)):
        host.instance.admin("episode", "set", "--episode", episode["id"], "--number", number)
    assert [f.split(" has ")[0] for f in broken_rules(host)] == [f"Episode {second['id']} (Second)"]


def folder_of(host):
    url = host.channel().find("itunes:image", NAMESPACES).get("href")
    assert url.startswith(host.instance.base_url + "/img/")
    return host.instance.path_of(url).rsplit("/", 1)[0]


def feed_picture(host):
    """What directories get: kind, width, height and bytes."""
    path = host.instance.path_of(host.channel().find("itunes:image", NAMESPACES).get("href"))
    answer = host.instance.get(path)
    assert answer.status == 200
    kind, width, height = kind_and_size(answer.body)
    assert path.endswith(f"/feed.{kind}") and answer.header("Content-Type") == TYPES[kind]
    return (kind, width, height), answer.body


def check_all_sizes(host, folder, shorter_side, original):
    """Every form of the table exists and has the size it must have: never enlarged, squares cut from the middle."""
    for side in SQUARES:
        wanted = min(side, shorter_side)
        for kind in ("jpg", "webp"):
            answer = host.instance.get(f"{folder}/{side}.{kind}")
            assert answer.status == 200 and answer.header("Content-Type") == TYPES[kind]
            assert kind_and_size(answer.body) == (kind, wanted, wanted), (side, kind)
    social = host.instance.get(folder + "/og.jpg")
    assert kind_and_size(social.body) == ("jpg", 1200, 630)
    kind, width, height = original
    answer = host.instance.get(f"{folder}/orig.{kind}")
    assert answer.header("Content-Type") == TYPES[kind] and kind_and_size(answer.body) == original


@pytest.mark.parametrize("width,height,feed", [
    (300, 300, ("jpg", 300, 300)), (1399, 1399, ("jpg", 1399, 1399)), (1400, 1400, ("png", 1400, 1400)),
    (3000, 3000, ("png", 3000, 3000)), (3001, 3001, ("jpg", 3000, 3000)), (1600, 1000, ("jpg", 1000, 1000)),
    (1500, 3100, ("jpg", 1500, 1500)), (20, 20, ("jpg", 20, 20)),
])
def test_every_size_of_a_png(host, put, width, height, feed):
    upload = pictures.png(width, height)
    folder = put(upload)
    check_all_sizes(host, folder, min(width, height), ("png", width, height))
    assert host.instance.get(folder + "/orig.png").body == upload
    facts, data = feed_picture(host)
    assert facts == feed and len(data) <= 512 * 1024
    if feed[0] == "png":
        assert data == upload  # the very pixels of the upload
    assert is_near(pixel(data, 0.1, 0.5), RED) and is_near(pixel(data, 0.9, 0.5), BLUE)


def test_the_middle_of_a_wide_picture_is_kept(host, put):
    third = 700
    row = bytes(RED) * third + bytes(pictures.GREEN) * third + bytes(BLUE) * third
    folder = put(pictures.png(3 * third, third, rows=[row] * third))
    square = host.instance.get(folder + "/300.jpg").body
    for x in (0.05, 0.5, 0.95):
        assert is_near(pixel(square, x, 0.5), pictures.GREEN)
    social = host.instance.get(folder + "/og.jpg").body  # all of it, in front of a blurred extension
    assert is_near(pixel(social, 0.1, 0.5), RED) and is_near(pixel(social, 0.9, 0.5), BLUE)


def test_a_jpeg_is_served_as_it_came(host, put):
    upload = pictures.jpeg(1500, 1500)
    folder = put(upload)
    check_all_sizes(host, folder, 1500, ("jpg", 1500, 1500))
    (kind, *size), data = feed_picture(host)
    assert (kind, size) == ("jpg", [1500, 1500]) and b"Exif" not in data


def test_inks_become_light(host, put, tmp_path):
    folder = put(pictures.cmyk_jpeg(1450, tmp_path / "inks.jpg"))
    check_all_sizes(host, folder, 1450, ("jpg", 1450, 1450))
    (kind, *size), data = feed_picture(host)
    assert (kind, size, pictures.components(data)) == ("jpg", [1450, 1450], 3)
    red, green, blue = pixel(data, 0.5, 0.5)
    assert red < 80 and green > 120 and blue > 150, (red, green, blue)  # cyan
    assert pictures.components(host.instance.get(folder + "/orig.jpg").body) == 3


@pytest.mark.parametrize("orientation,size,places", [
    (1, (1600, 1400), {"left": RED, "right": BLUE}), (3, (1600, 1400), {"left": BLUE, "right": RED}),
    (6, (1400, 1600), {"top": RED, "bottom": BLUE}), (8, (1400, 1600), {"top": BLUE, "bottom": RED}),
])
def test_a_turned_photograph_stands_upright(host, put, orientation, size, places):
    folder = put(pictures.with_orientation(pictures.jpeg(1600, 1400), orientation))
    check_all_sizes(host, folder, 1400, ("jpg", *size))
    at = {"left": (0.05, 0.5), "right": (0.95, 0.5), "top": (0.5, 0.05), "bottom": (0.5, 0.95)}
    for name in ("orig.jpg", "640.jpg"):
        data = host.instance.get(f"{folder}/{name}").body
        assert b"Exif" not in data, name
        for place, color in places.items():
            assert is_near(pixel(data, *at[place]), color), (name, place)


def test_sixteen_bits_become_eight(host, put):
    folder = put(pictures.png(1400, 1400, depth=16))
    check_all_sizes(host, folder, 1400, ("png", 1400, 1400))
    assert host.instance.get(folder + "/orig.png").body[24] == 8
    _, data = feed_picture(host)
    assert is_near(pixel(data, 0.1, 0.5), RED) and is_near(pixel(data, 0.9, 0.5), BLUE)


def test_the_first_frame_of_an_animation_is_kept(host, put):
    folder = put(pictures.animated_gif(500))
    check_all_sizes(host, folder, 500, ("png", 500, 500))
    facts, data = feed_picture(host)
    assert facts == ("jpg", 500, 500) and is_near(pixel(data, 0.5, 0.5), RED)
    assert is_near(pixel(host.instance.get(folder + "/orig.png").body, 0.5, 0.5), RED)


REFUSED = {
    "decompression bomb": lambda: pictures.bomb(),
    "a header that lies": lambda: pictures.png(64, 64)[:16] + b"\x00\x01\x00\x00\x00\x01\x00\x00" + pictures.png(64, 64)[24:],
    "over 10 MiB": lambda: pictures.png(10, 10) + bytes(10 * 1024 * 1024),
    "cut off": lambda: pictures.png(1400, 1400)[:300],
    "cut off JPEG": lambda: pictures.jpeg(1400, 1400)[:2000],
    "a text": lambda: b"not a picture",
    "a drawing": lambda: b'<svg xmlns="http://www.w3.org/2000/svg" width="1400" height="1400"><script>1</script></svg>',
    "nothing": lambda: b"",
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_picture_is_refused_and_changes_nothing(host, tmp_path, name):
    before = folder_of(host)
    file = tmp_path / "artwork.png"
    file.write_bytes(REFUSED[name]())
    started = time.monotonic()
    done = host.instance.admin("show", "set", "--show", host.show["id"], "--image-file", file, check=False)
    assert done.returncode != 0 and "picture" in done.stderr, done
    assert time.monotonic() - started < 60
    assert folder_of(host) == before
    assert host.instance.get(before + "/300.jpg").status == 200


@pytest.mark.parametrize("form", ["64.webp", "300.jpg", "og.jpg", "orig.png"])
def test_headers_head_and_ranges(host, put, form):
    path = f"{put(pictures.png(1400, 1400))}/{form}"
    answer = host.instance.get(path, Origin="https://blog.example")
    data, size = answer.body, len(answer.body)
    assert answer.status == 200 and answer.header("Content-Length") == str(size)
    assert answer.header("Cache-Control") == "public, max-age=31536000, immutable"
    assert answer.header("Access-Control-Allow-Origin") == "*" and answer.header("Accept-Ranges") == "bytes"
    assert answer.header("X-Content-Type-Options") == "nosniff" and answer.header("Set-Cookie") is None
    assert answer.header("Cross-Origin-Resource-Policy") == "cross-origin" and answer.header("Content-Encoding") is None
    head = host.instance.request("HEAD", path)
    assert (head.status, head.body) == (200, b"")
    for name in ("Content-Length", "Content-Type", "ETag", "Cache-Control", "Last-Modified"):
        assert head.header(name) == answer.header(name), name
    etag = answer.header("ETag")
    assert host.instance.get(path, If_None_Match=etag).status == 304
    assert host.instance.get(path, If_None_Match='"other"').status == 200
    assert host.instance.get(path, If_Modified_Since=answer.header("Last-Modified")).status == 304
    chance = random.Random(7)
    for first, last in [(0, 0), (size - 1, size - 1), (0, size + 10)] + [sorted(chance.choices(range(size), k=2)) for _ in range(10)]:
        part = host.instance.get(path, Range=f"bytes={first}-{last}")
        assert (part.status, part.body) == (206, data[first:last + 1])
        assert part.header("Content-Range") == f"bytes {first}-{min(last, size - 1)}/{size}"
    assert host.instance.get(path, Range=f"bytes={size}-").status == 416
    assert host.instance.get(path, Range="bytes=0-9", If_Range='"other"').body == data
    assert host.instance.request("POST", path).status == 405


def test_only_the_forms_of_the_table_are_there(host, put):
    folder = put(pictures.png(1400, 1400))
    for form in ("65.jpg", "1000.jpg", "0.jpg", "-64.jpg", "99999.jpg", "064.jpg", "64.png", "64.gif", "64.JPG", "og.webp", "og.png",
                 "feed.webp", "feed.gif", "orig.jpg", "orig.webp", "orig.exe", "300x300.jpg", "300", "", ".jpg", "300.jpg/"):
        assert host.instance.get(f"{folder}/{form}").status == 404, form
    for malformed in (folder + "/../300.jpg", folder + "/..%2f300.jpg", "/img/" + "%00" * 22 + "/300.jpg"):
        assert host.instance.get(malformed).status == 400, malformed
    picture_hash = folder.split("/")[-1]
    assert len(picture_hash) == 22 and picture_hash.isalnum()
    for bad in (picture_hash.swapcase(), picture_hash[:-1], picture_hash + "a", "A" * 22, ".." * 11):
        assert host.instance.get(f"/img/{bad}/300.jpg").status == 404, bad


def test_new_artwork_has_a_new_address_and_the_old_one_stays(host, put):
    page = host.row["page_url"]
    first_file, second_file = pictures.png(1400, 1400), pictures.png(1401, 1401)
    first = put(first_file)
    picture = host.instance.get(first + "/feed.png").body
    assert first in page_of(host.instance, page).meta("og:image")
    second = put(second_file)
    assert second != first and second in page_of(host.instance, page).meta("og:image")
    assert first not in host.feed().text and first not in page_of(host.instance, page).html
    assert host.instance.get(first + "/feed.png").body == picture
    assert put(first_file) == first  # the address is the content's


def test_artwork_outlives_a_restart(host, put):
    folder = put(pictures.png(1402, 1402))
    before = {form: host.instance.get(f"{folder}/{form}") for form in ("64.jpg", "640.webp", "feed.png", "og.jpg", "orig.png")}
    host.instance.restart()
    assert folder_of(host) == folder
    for form, answer in before.items():
        again = host.instance.get(f"{folder}/{form}")
        assert (again.body, again.header("ETag"), again.header("Last-Modified")) == (
            answer.body, answer.header("ETag"), answer.header("Last-Modified")), form


def test_a_picture_goes_a_day_after_all_that_had_it_were_deleted(publishing, tmp_path):
    def give(host, data):
        """Make it the show's artwork; its address in the feed."""
        before = folder_of(host)
        file = tmp_path / "artwork.png"
        file.write_bytes(data)
        host.set("--image-file", file)
        deadline = time.monotonic() + 10
        while folder_of(host) == before:
            assert time.monotonic() < deadline, "the new artwork is not in the feed"
            time.sleep(0.02)
        return folder_of(host) + "/300.jpg"

    def becomes(path, status):
        deadline = time.monotonic() + 20
        while (answer := instance.get(path)).status != status:
            assert time.monotonic() < deadline, (path, answer)
            time.sleep(0.1)

    instance = publishing.instance
    stays, goes = Host(publishing, title="Stays"), Host(publishing, title="Goes")
    drawn = {host: folder_of(host) + "/300.jpg" for host in (stays, goes)}
    shared = give(stays, pictures.png(300, 300))
    assert give(goes, pictures.png(300, 300)) == shared
    replaced, own = give(goes, pictures.png(301, 301)), give(goes, pictures.png(302, 302))
    present = give(stays, pictures.png(303, 303))
    files = lambda: {path.name for path in (instance.data / "media" / "blobs").rglob("*") if path.is_file()}
    before = files()

    instance.set_clock_offset(10 * 86400)  # replaced long ago, and both shows are there
    for path in (shared, replaced, own, present, *drawn.values()):
        assert instance.get(path).status == 200, path
    publishing.call("DELETE", f"/shows/{goes.show['id']}")
    instance.set_clock_offset(11 * 86400 + 3700)
    for path in (own, replaced, drawn[goes]):
        becomes(path, 404)
    for path in (shared, present, drawn[stays]):
        assert instance.get(path).status == 200, path
        assert instance.request("HEAD", path).status == 200, path
    assert files() < before
    assert instance.admin("doctor") == []
    instance.restart()
    for path in (shared, present, drawn[stays]):
        assert instance.get(path).status == 200, path
