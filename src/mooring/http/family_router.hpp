#pragma once

#include <array>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mooring/http/handler.hpp"

namespace mooring::http {

/// The API families that share one server (accounts-oauth.md, 9.1).
enum class Family { pages, publishing, creators, graphql, accounts, webapi, streaming, dashboard };
constexpr std::size_t family_count = 8;

std::string_view to_string(Family family);
std::optional<Family> parse_family(std::string_view text);

/// The path a family is reached at besides its host aliases, such as `/autopod`; "" for the pages.
std::string_view family_prefix(Family family);

/// Host names that stand for a family (accounts-oauth.md, 9.1): `api.autopod.xyz` and so on.
std::map<std::string, Family> default_host_aliases();

/// Where a request belongs (accounts-oauth.md, 9.2).
struct Placement {
    Family family = Family::pages;
    std::string path;    ///< normalised and decoded, prefix removed
    std::string prefix;  ///< the prefix that was removed, or ""
    bool by_alias = false;
    bool is_malformed = false;  ///< `..`, an encoded slash, a control character, a broken escape: 400
};

/// A `Host` value without port and trailing dot, in lower case; nothing when it is no host.
std::optional<std::string> normalise_host(std::string_view text);

/// Choose the family of a request. `own` is the family of a listener that serves one alone.
Placement place(std::string_view raw_path, std::string_view host, const std::map<std::string, Family>& aliases,
                std::optional<Family> own);

/// Hands every request to its family. A family that this server does not have answers 404 with a JSON error that
/// says so. Safe to use from several threads.
class FamilyRouter final : public Handler {
public:
    struct Options {
        std::map<std::string, Family> aliases = default_host_aliases();
        std::vector<std::optional<Family>> listeners;  ///< by `Request::listener`
    };

    FamilyRouter(Options options, std::map<Family, std::shared_ptr<Handler>> handlers);

    std::optional<Response> answer_from_memory(const Request& request) override;
    Decision decide(const Request& request) override;
    Response failure(int status, std::string_view message) override;
    std::string_view family() const override { return "router"; }

    /// Fill `request`'s path, prefix and alias mark from its raw path and host; returns the family's handler, or
    /// one that answers 400 in the family's form when the path is malformed.
    Handler& route(Request& request) const;
    /// The same, with the family.
    struct Target {
        Handler& handler;
        Family family;
    };
    Target target_of(Request& request) const;

private:
    struct Entry {
        std::shared_ptr<Handler> handler;
        std::unique_ptr<Handler> malformed;  ///< answers 400 through `handler`
    };

    Options options_;
    std::array<Entry, family_count> entries_;
};

}  // namespace mooring::http
