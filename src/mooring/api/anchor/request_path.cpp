#include "mooring/api/anchor/request_path.hpp"

namespace mooring::api::anchor {
namespace {

bool take_prefix(std::string& path, std::string_view prefix) {
    if (!path.starts_with(prefix) || (path.size() > prefix.size() && path[prefix.size()] != '/')) return false;
    path.erase(0, prefix.size());
    return true;
}

}  // namespace

std::string canonical_path(std::string_view raw) {
    std::string path;
    for (const char c : raw) {
        if (c != '/' || !path.ends_with('/')) path += c;
    }
    while (path.size() > 1 && path.ends_with('/')) path.pop_back();
    if (take_prefix(path, "/pod/api/proxy") || take_prefix(path, "/api/proxy")) {
        // Behind a proxy prefix there is no second one.
        return path.starts_with("/api") || path.starts_with("/pod") || path.starts_with("/storage") ? std::string{}
                                                                                                    : path;
    }
    if (path.starts_with("/pod/api/")) path.erase(0, 4);
    return path;
}

}  // namespace mooring::api::anchor
