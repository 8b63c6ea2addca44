"""Media processing: probing a 60-minute MP3 against ffprobe, and a 60-minute WAV to MP3 against the ffmpeg command."""

import os
import shutil
import subprocess
import time

import lib

TOOL = lib.BINARY.parent / "process_media"


def finish(arguments, niceness=0):
    """Run to the end; seconds it took, and seconds of processor time with all it started."""
    started = time.perf_counter()
    process = subprocess.Popen(list(map(str, arguments)), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                               preexec_fn=lambda: os.nice(niceness))
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise RuntimeError(f"{arguments[0]} failed with {process.returncode}")
    return time.perf_counter() - started, usage.ru_utime + usage.ru_stime


def make_sound(folder, minutes):
    """Pink noise that swells once a second, a minute of it over and over: one WAV, in mono because an hour of stereo is
    over the limit of 500 MiB, and a stereo MP3."""
    ffmpeg = ["ffmpeg", "-nostdin", "-v", "error", "-y"]
    finish([*ffmpeg, "-f", "lavfi", "-i", "anoisesrc=d=60:c=pink:r=44100:a=0.4:seed=1", "-af", "tremolo=f=1:d=0.7", "-ac", 1,
            folder / "minute.wav"])
    finish([*ffmpeg, "-stream_loop", minutes - 1, "-i", folder / "minute.wav", "-c", "copy", folder / "hour.wav"])
    finish([*ffmpeg, "-i", folder / "minute.wav", "-c:a", "libmp3lame", "-b:a", "128k", "-ac", 2, "-write_xing", 0, folder / "minute.mp3"])
    (folder / "hour.mp3").write_bytes((folder / "minute.mp3").read_bytes() * minutes)
    return folder / "hour.wav", folder / "hour.mp3"


def measure(run):
    if not TOOL.exists():
        raise RuntimeError(f"{TOOL} is missing; `tools/build release process_media` makes it")
    folder = run.new_folder("processing")
    minutes = run.scaled(60, 2)
    wav, mp3 = make_sound(folder, minutes)
    rounds = min(run.rounds, 3)

    def ours(step, file):
        work = run.new_folder("work")
        spent = finish([TOOL, step, file, work])
        shutil.rmtree(work)
        return spent

    probes = lib.interleaved(
        rounds, lambda: ours("probe", mp3)[1],
        lambda: finish(["ffprobe", "-v", "error", "-show_format", "-show_streams", "-of", "json", mp3])[1])
    # The server's workers are nice to it; so is the peer, or a busy machine would tell them apart by that.
    encodings = lib.interleaved(
        rounds, lambda: minutes * 60 / ours("audio", wav)[0],
        lambda: minutes * 60 / finish(["ffmpeg", "-nostdin", "-v", "error", "-y", "-i", wav, "-c:a", "libmp3lame", "-b:a",
                                       "64k", folder / "peer.mp3"], niceness=5)[0])
    beyond = lib.median([a - b for a, b in zip(*probes)])
    return [
        lib.absolute(f"probe and judge an MP3 of {minutes} min, processor time beyond ffprobe", beyond, "s", at_most=1,
                     peer=f"{lib.median(probes[1]):.2f} s", style="{:,.2f}"),
        lib.compare(f"WAV of {minutes} min to MP3 with loudness and waveform, vs ffmpeg alone", *encodings, "x real time",
                    at_least=0.9),
    ]
