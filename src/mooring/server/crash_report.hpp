#pragma once

namespace mooring::server {

/// On a signal that ends the program because of a bug, write its name and the call stack to the standard error, then
/// die of it as ever. The stack is addresses in files, for `addr2line`: nothing of what the program holds. Signals that
/// something else handles, such as a sanitizer, are left to it. Before there are threads.
void report_crashes();

}  // namespace mooring::server
