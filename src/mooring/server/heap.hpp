#pragma once

namespace mooring::server {

/// Keep what the allocator holds on to within bounds: as many heaps as there are cores, two at least, instead of eight
/// times as many. Threads of this program come from pools and rarely allocate at once, while each further heap keeps
/// megabytes that an upload or a rendering once took. Before there are threads.
void bound_heaps();

}  // namespace mooring::server
