"""Pictures for tests, made and read with the standard library; ffmpeg encodes and decodes what it cannot."""

import ctypes
import struct
import subprocess
import zlib

import pytest

RED, GREEN, BLUE, WHITE = (220, 20, 20), (20, 200, 20), (20, 20, 220), (255, 255, 255)


def png(width, height, rows=None, depth=8, color_type=2):
    """A PNG of `rows` (bytes each), or red on the left and blue on the right."""
    if rows is None:
        sample = [bytes(v for c in color for v in ([c] if depth == 8 else [c, c])) for color in (RED, BLUE)]
        row = sample[0] * (width // 2) + sample[1] * (width - width // 2)
        rows = [row] * height

    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    packer = zlib.compressobj(1)
    data = b"".join(packer.compress(b"\0" + row) for row in rows) + packer.flush()
    header = struct.pack(">IIBBBBB", width, height, depth, color_type, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def bomb(side=20_000):
    """A PNG of a few hundred kilobytes at most that holds `side` squared pixels."""
    return png(side, side, rows=(bytes((side + 7) // 8) for _ in range(side)), depth=1, color_type=0)


def ffmpeg(arguments, data=b""):
    try:
        done = subprocess.run(["ffmpeg", "-v", "error", *arguments], input=data, capture_output=True, timeout=120)
    except FileNotFoundError:
        pytest.skip("ffmpeg is not installed: this picture cannot be made")
    assert done.returncode == 0, done.stderr
    return done.stdout


def jpeg(width, height):
    return ffmpeg(["-f", "png_pipe", "-i", "-", "-pix_fmt", "yuvj444p", "-q:v", "2", "-f", "mjpeg", "-"], png(width, height))


def animated_gif(side, frames=5):
    """Every frame another colour; the first is red."""
    colors = ["0xdc1414", "0x14c814", "0x1414dc", "white", "black"][:frames]
    inputs = [a for c in colors for a in ("-f", "lavfi", "-i", f"color={c}:size={side}x{side}:duration=0.2:rate=5")]
    joined = "".join(f"[{n}]" for n in range(len(colors))) + f"concat=n={len(colors)}"
    return ffmpeg([*inputs, "-filter_complex", joined, "-f", "gif", "-"])


def with_orientation(jpeg_bytes, orientation):
    """The same JPEG with an EXIF block that says how it must be turned."""
    tiff = b"II*\0" + struct.pack("<IHHHIHHI", 8, 1, 0x0112, 3, 1, orientation, 0, 0)
    block = b"Exif\0\0" + tiff
    return jpeg_bytes[:2] + b"\xff\xe1" + struct.pack(">H", len(block) + 2) + block + jpeg_bytes[2:]


def cmyk_jpeg(side, path):
    """Four inks, mostly cyan, written by libvips."""
    try:
        vips = ctypes.CDLL("libvips.so.42")
    except OSError:
        pytest.skip("libvips.so.42 cannot be loaded: no CMYK picture can be made")
    pointer = ctypes.c_void_p
    vips.vips_init(b"tests")
    vips.vips_image_new_from_memory_copy.restype = pointer
    raw = bytes((230, 30, 10, 10)) * (side * side)
    image = pointer(vips.vips_image_new_from_memory_copy(raw, ctypes.c_size_t(len(raw)), side, side, 4, 0))
    inked = pointer()
    cmyk = 15  # VIPS_INTERPRETATION_CMYK
    assert vips.vips_copy(image, ctypes.byref(inked), b"interpretation", ctypes.c_int(cmyk), pointer(None)) == 0
    assert vips.vips_jpegsave(inked, str(path).encode(), pointer(None)) == 0
    data = path.read_bytes()
    assert components(data) == 4
    return data


def _frame(data):
    """The start-of-frame segment of a JPEG."""
    at = 2
    while data[at] == 0xFF:
        marker, length = data[at + 1], struct.unpack(">H", data[at + 2:at + 4])[0]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            return data[at + 4:at + 2 + length]
        at += 2 + length
    raise ValueError("no frame")


def components(data):
    return _frame(data)[5]


def kind_and_size(data):
    """The type, width and height that the bytes themselves tell."""
    if data[:8] == b"\x89PNG\r\n\x1a\n":
        return "png", *struct.unpack(">II", data[16:24])
    if data[:3] == b"\xff\xd8\xff":
        height, width = struct.unpack(">HH", _frame(data)[1:5])
        return "jpg", width, height
    if data[:4] == b"RIFF" and data[8:16] == b"WEBPVP8 ":
        width, height = struct.unpack("<HH", data[26:30])
        return "webp", width & 0x3FFF, height & 0x3FFF
    if data[:4] == b"RIFF" and data[8:16] == b"WEBPVP8X":
        return "webp", 1 + int.from_bytes(data[24:27], "little"), 1 + int.from_bytes(data[27:30], "little")
    raise ValueError(f"what is {data[:16]!r}?")


def pixel(data, x, y):
    """Red, green and blue at a place given as parts of the whole, 0 to 1."""
    _, width, height = kind_and_size(data)
    raw = ffmpeg(["-i", "-", "-frames:v", "1", "-f", "rawvideo", "-pix_fmt", "rgb24", "-"], data)
    assert len(raw) == width * height * 3
    at = (min(height - 1, int(y * height)) * width + min(width - 1, int(x * width))) * 3
    return tuple(raw[at:at + 3])


def is_near(color, other, tolerance=24):
    return all(abs(a - b) <= tolerance for a, b in zip(color, other))
