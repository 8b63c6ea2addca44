#include "mooring/storage/places/place_database.hpp"

#include <maxminddb.h>
#include <netinet/in.h>

#include <algorithm>
#include <cstring>

#include "mooring/base/time_text.hpp"

namespace mooring::storage::places {

struct PlaceDatabase::File {
    ~File() {
        if (is_open) MMDB_close(&database);
    }
    MMDB_s database{};
    bool is_open = false;
    std::string path;
};

PlaceDatabase::PlaceDatabase(std::unique_ptr<File> file) : file_(std::move(file)) {}
PlaceDatabase::PlaceDatabase(PlaceDatabase&&) noexcept = default;
PlaceDatabase& PlaceDatabase::operator=(PlaceDatabase&&) noexcept = default;
PlaceDatabase::~PlaceDatabase() = default;

namespace {

using Path = std::initializer_list<const char*>;

std::string text_at(MMDB_entry_s& entry, Path path) {
    std::vector<const char*> names{path};
    names.push_back(nullptr);
    MMDB_entry_data_s value;
    if (MMDB_aget_value(&entry, &value, names.data()) != MMDB_SUCCESS || !value.has_data ||
        value.type != MMDB_DATA_TYPE_UTF8_STRING) {
        return {};
    }
    return {value.utf8_string, value.data_size};
}

/// The first of several places that holds a text.
std::string first_text(MMDB_entry_s& entry, std::initializer_list<Path> paths) {
    for (const Path path : paths) {
        if (std::string text = text_at(entry, path); !text.empty()) return text;
    }
    return {};
}

sockaddr_storage socket_address(const IpAddress& address) {
    sockaddr_storage storage{};
    if (address.is_v4) {
        sockaddr_in v4{};
        v4.sin_family = AF_INET;
        std::memcpy(&v4.sin_addr, address.bytes.data(), 4);
        std::memcpy(&storage, &v4, sizeof v4);
    } else {
        sockaddr_in6 v6{};
        v6.sin6_family = AF_INET6;
        std::memcpy(&v6.sin6_addr, address.bytes.data(), 16);
        std::memcpy(&storage, &v6, sizeof v6);
    }
    return storage;
}

}  // namespace

Result<PlaceDatabase> PlaceDatabase::open(const std::string& path) {
    auto file = std::make_unique<File>();
    file->path = path;
    const int status = MMDB_open(path.c_str(), MMDB_MODE_MMAP, &file->database);
    if (status != MMDB_SUCCESS) {
        const Errc code = status == MMDB_FILE_OPEN_ERROR ? Errc::not_found : Errc::corrupt;
        return Error{code, "cannot read the places in '" + path + "': " + MMDB_strerror(status)};
    }
    file->is_open = true;
    return PlaceDatabase{std::move(file)};
}

bool PlaceDatabase::find(const IpAddress& given, analytics::Place& place) const {
    const IpAddress address = given.unwrapped();
    if (!address.is_v4 && file_->database.metadata.ip_version == 4) return false;
    const sockaddr_storage storage = socket_address(address);
    int status = MMDB_SUCCESS;
    MMDB_lookup_result_s found =
        MMDB_lookup_sockaddr(&file_->database, reinterpret_cast<const sockaddr*>(&storage), &status);
    if (status != MMDB_SUCCESS || !found.found_entry) return false;
    place.country = first_text(found.entry, {{"country_code"}, {"country", "iso_code"}});
    place.region = first_text(found.entry, {{"state1"}, {"subdivisions", "0", "names", "en"}});
    place.city = first_text(found.entry, {{"city"}, {"city", "names", "en"}});
    return !place.country.empty();
}

analytics::PlaceData PlaceDatabase::data() const {
    const MMDB_metadata_s& metadata = file_->database.metadata;
    return {.path = file_->path,
            .kind = metadata.database_type,
            .date = iso8601_date(from_unix_seconds(static_cast<std::int64_t>(metadata.build_epoch)))};
}

}  // namespace mooring::storage::places
