#pragma once

namespace mooring {

/// Ask the kernel to let the calling thread run as soon as it wakes, before threads that are busy in the middle of
/// their turn: it answers requests, which take microseconds. Takes the shortest turns for itself in return. Linux 6.12
/// and newer listen; others go on as they did. Needs no privilege.
void wake_promptly();

}  // namespace mooring
