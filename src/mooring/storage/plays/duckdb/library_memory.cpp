#include "mooring/storage/plays/duckdb/library_memory.hpp"

#include <link.h>
#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace mooring::storage::duckdb {
namespace {

/// Code and constants are pages of the file as they are; what was written to lies in segments of its own.
void release_segments(const dl_phdr_info& library) {
    const auto page = static_cast<std::uintptr_t>(::sysconf(_SC_PAGESIZE));
    for (std::size_t index = 0; index < library.dlpi_phnum; ++index) {
        const ElfW(Phdr)& segment = library.dlpi_phdr[index];
        if (segment.p_type != PT_LOAD || (segment.p_flags & PF_W) != 0) continue;
        const std::uintptr_t begin = (library.dlpi_addr + segment.p_vaddr + page - 1) / page * page;
        const std::uintptr_t end = (library.dlpi_addr + segment.p_vaddr + segment.p_filesz) / page * page;
        if (begin < end) ::madvise(reinterpret_cast<void*>(begin), end - begin, MADV_DONTNEED);
    }
}

int release_if_duckdb(dl_phdr_info* library, std::size_t, void*) {
    if (std::string_view{library->dlpi_name}.find("libduckdb") != std::string_view::npos) release_segments(*library);
    return 0;
}

}  // namespace

void release_library_memory() {
    ::dl_iterate_phdr(release_if_duckdb, nullptr);
    ::malloc_trim(0);
}

}  // namespace mooring::storage::duckdb
