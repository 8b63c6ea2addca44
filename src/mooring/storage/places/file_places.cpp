#include "mooring/storage/places/file_places.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>
#include <vector>

#include "mooring/base/log.hpp"
#include "mooring/storage/places/network_table.hpp"
#include "mooring/storage/places/place_database.hpp"

namespace mooring::storage::places {

namespace {

namespace fs = std::filesystem;

class FilePlaces final : public analytics::PlaceFinder {
public:
    analytics::Place find(const IpAddress& address) const override {
        analytics::Place place;
        const bool is_found = std::ranges::any_of(databases, [&](const auto& one) { return one.find(address, place); });
        if (!is_found && !databases.empty()) place = {.country = "ZZ"};
        place.autonomous_system = networks.find(address);
        return place;
    }
    std::vector<analytics::PlaceData> data() const override { return sources; }

    std::vector<PlaceDatabase> databases;
    NetworkTable networks;
    std::vector<analytics::PlaceData> sources;
};

Result<void> add_database(FilePlaces& places, const std::string& path) {
    MOORING_TRY(PlaceDatabase database, PlaceDatabase::open(path));
    places.sources.push_back(database.data());
    places.databases.push_back(std::move(database));
    return ok();
}

Result<void> add_networks(FilePlaces& places, const std::string& path) {
    std::ifstream file{path, std::ios::binary};
    if (!file) return Error{Errc::unavailable, "cannot read '" + path + "'"};
    const std::string text{std::istreambuf_iterator<char>{file}, {}};
    MOORING_CHECK(places.networks.add_csv(text));
    places.sources.push_back({.path = path, .kind = "networks"});
    return ok();
}

}  // namespace

std::shared_ptr<const analytics::PlaceFinder> open_places(const std::string& folder) {
    auto places = std::make_shared<FilePlaces>();
    std::vector<std::string> paths;
    std::error_code failed;
    for (const auto& entry : fs::directory_iterator{folder, failed}) paths.push_back(entry.path().string());
    std::ranges::sort(paths);
    for (const std::string& path : paths) {
        Result<void> added;
        if (path.ends_with(".mmdb")) added = add_database(*places, path);
        if (path.ends_with(".csv")) added = add_networks(*places, path);
        if (!added) log::error("a file of places is left out", {{"reason", added.error().message}});
    }
    places->networks.finish();
    return places;
}

}  // namespace mooring::storage::places
