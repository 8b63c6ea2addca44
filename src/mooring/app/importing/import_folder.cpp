#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "mooring/app/importing/import_record.hpp"

namespace mooring::app::importing {
namespace {

namespace fs = std::filesystem;

Error trouble(const std::string& path, int number) {
    const Errc code = number == ENOSPC || number == EDQUOT ? Errc::no_space : Errc::unavailable;
    return Error{code, "'" + path + "' cannot be written: " + std::generic_category().message(number)};
}

/// Ids are made here, but come back from command lines.
bool is_id(std::string_view text) {
    return text.size() == 16 && std::ranges::all_of(text, [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
           });
}

Result<void> make_folder(const std::string& path) {
    std::error_code failed;
    fs::create_directories(path, failed);
    if (failed) return trouble(path, failed.value());
    ::chmod(path.c_str(), 0700);
    return ok();
}

Result<void> write_durably(const std::string& path, std::string_view bytes) {
    const std::string fresh = path + ".new";
    const int file = ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file < 0) return trouble(fresh, errno);
    int failure = 0;
    while (!bytes.empty() && failure == 0) {
        const ssize_t written = ::write(file, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) failure = errno;
        if (written > 0) bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    if (failure == 0 && ::fsync(file) != 0) failure = errno;
    ::close(file);
    if (failure == 0 && ::rename(fresh.c_str(), path.c_str()) != 0) failure = errno;
    if (failure != 0) {
        ::unlink(fresh.c_str());
        return trouble(path, failure);
    }
    return ok();
}

Result<std::string> read_all(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) return Error{Errc::not_found, "there is no such import"};
    std::string bytes{std::istreambuf_iterator<char>{file}, {}};
    if (file.bad()) return Error{Errc::unavailable, "'" + path + "' cannot be read"};
    return bytes;
}

}  // namespace

Result<void> ImportFolder::save(const ImportRecord& record) const {
    MOORING_CHECK(make_folder(folder(record.id)));
    return write_durably(folder(record.id) + "/import.json", to_json(record));
}

Result<ImportRecord> ImportFolder::load(const std::string& id) const {
    if (!is_id(id)) return Error{Errc::not_found, "there is no such import"};
    MOORING_TRY(const std::string text, read_all(folder(id) + "/import.json"));
    return import_from_json(text);
}

Result<std::vector<ImportRecord>> ImportFolder::list() const {
    std::vector<ImportRecord> records;
    std::error_code failed;
    for (fs::directory_iterator entry(root_, failed), end; !failed && entry != end; entry.increment(failed)) {
        if (auto record = load(entry->path().filename().string())) records.push_back(*std::move(record));
    }
    if (failed && failed != std::errc::no_such_file_or_directory) {
        return Error{Errc::unavailable, "'" + root_ + "' cannot be read: " + failed.message()};
    }
    std::ranges::sort(records, [](const ImportRecord& left, const ImportRecord& right) {
        return left.created_at != right.created_at ? left.created_at > right.created_at : left.id < right.id;
    });
    return records;
}

Result<void> ImportFolder::save_feed(const std::string& id, std::string_view bytes) const {
    MOORING_CHECK(make_folder(folder(id)));
    return write_durably(folder(id) + "/feed.xml", bytes);
}

Result<std::string> ImportFolder::load_feed(const std::string& id) const {
    return read_all(folder(id) + "/feed.xml");
}

std::string ImportFolder::part_path(const std::string& id, int position) const {
    return folder(id) + "/" + std::to_string(position) + ".part";
}

std::string ImportFolder::work_folder(const std::string& id) const {
    return folder(id);
}

void ImportFolder::drop_files(const std::string& id) const {
    std::error_code ignored;
    for (fs::directory_iterator entry(folder(id), ignored), end; !ignored && entry != end; entry.increment(ignored)) {
        std::error_code kept;
        if (entry->path().filename() != "import.json") fs::remove_all(entry->path(), kept);
    }
}

}  // namespace mooring::app::importing
