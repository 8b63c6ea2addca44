#include "mooring/http/family_router.hpp"

#include <utility>

#include "mooring/base/ip_address.hpp"
#include "mooring/base/utf8.hpp"

namespace mooring::http {
namespace {

struct FamilyRow {
    Family family;
    std::string_view name;
    std::string_view prefix;
};

constexpr std::array<FamilyRow, family_count> family_rows{{
    {Family::pages, "pages", ""},
    {Family::publishing, "publishing", "/autopod"},
    {Family::creators, "creators", "/anchor"},
    {Family::graphql, "graphql", "/graph"},
    {Family::accounts, "accounts", "/accounts"},
    {Family::webapi, "webapi", "/spotify"},
    {Family::streaming, "streaming", "/generic"},
    {Family::dashboard, "dashboard", "/dashboard/api"},
}};

const FamilyRow& row_of(Family family) {
    return family_rows[static_cast<std::size_t>(family)];
}

int hex_value(char digit) {
    if (digit >= '0' && digit <= '9') {
        return digit - '0';
    }
    const char lower = static_cast<char>(digit | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/// The compatibility address of media (delivery.md, 1.1) ends in "anything", which in the wild is a whole encoded URL:
/// there an encoded slash is kept as it stands instead of being refused.
bool may_hold_encoded_slash(std::string_view decoded) {
    return decoded.starts_with("/s/") && decoded.find("/podcast/play/") != std::string_view::npos;
}

/// Decode a path into `decoded`. False when it is malformed.
bool normalise_path(std::string_view raw, std::string& decoded) {
    decoded.clear();
    if (raw.empty()) {
        decoded = "/";
        return true;
    }
    if (raw.front() != '/') {
        return false;
    }
    for (std::size_t index = 0; index < raw.size(); ++index) {
        char c = raw[index];
        if (c == '%') {
            if (raw.size() - index < 3) {
                return false;
            }
            const int high = hex_value(raw[index + 1]);
            const int low = hex_value(raw[index + 2]);
            if (high < 0 || low < 0) {
                return false;
            }
            c = static_cast<char>(high * 16 + low);
            if (c == '/') {
                if (!may_hold_encoded_slash(decoded)) {
                    return false;
                }
                decoded.append(raw.substr(index, 3));
                index += 2;
                continue;
            }
            index += 2;
        }
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x20 || byte == 0x7f || c == '\\') {
            return false;
        }
        decoded.push_back(c);
    }
    // Dot segments: `..` is refused, and so is `.`, which no client sends that builds its addresses itself.
    for (std::size_t at = decoded.find("/."); at != std::string::npos; at = decoded.find("/.", at + 1)) {
        const std::string_view rest = std::string_view{decoded}.substr(at + 2);
        if (rest.empty() || rest.front() == '/' || rest == "." || rest.starts_with("./")) {
            return false;
        }
    }
    return true;
}

/// Where `prefix` ends in `path`, slashes in a row counting as one; nothing when `path` does not begin with it.
std::optional<std::size_t> prefix_end(std::string_view path, std::string_view prefix) {
    std::size_t at = 0;
    for (const char c : prefix) {
        if (at == path.size() || path[at] != c) {
            return std::nullopt;
        }
        ++at;
        while (c == '/' && at < path.size() && path[at] == '/') {
            ++at;
        }
    }
    return at;
}

/// Rule 1: paths that only the creators' families have.
bool is_creators_path(std::string_view path) {
    for (const std::string_view prefix : {"/v3/", "/v4/", "/v5/", "/v6/", "/MultiGetColor", "/storage/", "/pod/api/"}) {
        if (prefix_end(path, prefix)) {
            return true;
        }
    }
    return prefix_end(path, "/api/") && prefix_end(path, "/api/token") != path.size();
}

/// Rules 1 to 4 on a path that was normalised, and a host that was.
void choose(Placement& placement, const std::string& host, const std::map<std::string, Family>& aliases,
            std::optional<Family> own) {
    if (own) {
        placement.family = *own;
        return;
    }
    const auto alias = host.empty() ? aliases.end() : aliases.find(host);
    if (is_creators_path(placement.path)) {
        placement.family = Family::creators;
        placement.by_alias = alias != aliases.end() && alias->second == Family::creators;
        return;
    }
    if (alias != aliases.end()) {
        placement.family = alias->second;
        placement.by_alias = true;
        return;
    }
    for (const FamilyRow& row : family_rows) {
        if (row.prefix.empty()) {
            continue;
        }
        const auto end = prefix_end(placement.path, row.prefix);
        if (end && (*end == placement.path.size() || placement.path[*end] == '/')) {
            placement.family = row.family;
            placement.prefix = row.prefix;
            placement.path.erase(0, *end);
            if (placement.path.empty()) {
                placement.path = "/";
            }
            return;
        }
    }
    placement.family = Family::pages;
}

/// The parts of a malformed path that still tell its family: what comes before the fault.
std::string readable_start(std::string_view raw) {
    std::string start{raw.substr(0, raw.find_first_of("%\\"))};
    if (const std::size_t dots = start.find("/."); dots != std::string::npos) {
        start.resize(dots + 1);
    }
    if (start.empty() || start.front() != '/') {
        start.insert(start.begin(), '/');
    }
    return start;
}

void place_into(Placement& placement, std::string_view raw_path, const std::string& host,
                const std::map<std::string, Family>& aliases, std::optional<Family> own) {
    if (!normalise_path(raw_path, placement.path)) {
        placement.is_malformed = true;
        placement.path = readable_start(raw_path);
    }
    choose(placement, host, aliases, own);
}

/// Answers for a family that this server does not have.
class AbsentFamily final : public Handler {
public:
    explicit AbsentFamily(Family family) : family_(family) {}

    Decision decide(const Request&) override {
        return failure(404, "this server does not serve the " + std::string{to_string(family_)} + " family");
    }
    Response failure(int status, std::string_view message) override {
        std::string body = "{\"error\":\"";
        for (const char c : message) {
            if (c == '"' || c == '\\') {
                body.push_back('\\');
            }
            body.push_back(static_cast<unsigned char>(c) < 0x20 ? ' ' : c);
        }
        body += "\"}";
        return Response::text(status, "application/json; charset=utf-8", std::move(body));
    }
    std::string_view family() const override { return to_string(family_); }

private:
    Family family_;
};

/// Answers 400 in the form of `handler`.
class MalformedPath final : public Handler {
public:
    explicit MalformedPath(Handler& handler) : handler_(handler) {}

    std::optional<Response> answer_from_memory(const Request&) override { return failure(400, "malformed path"); }
    Decision decide(const Request&) override { return failure(400, "malformed path"); }
    Response failure(int status, std::string_view message) override { return handler_.failure(status, message); }
    std::string_view family() const override { return handler_.family(); }

private:
    Handler& handler_;
};

/// Keeps the routed copy of a request as long as the sink that may look at it.
class SinkWithRequest final : public BodySink {
public:
    SinkWithRequest(std::unique_ptr<Request> request, std::unique_ptr<BodySink> sink)
        : request_(std::move(request)), sink_(std::move(sink)) {}

    std::optional<Response> take(std::string_view bytes) override { return sink_->take(bytes); }
    Response finish() override { return sink_->finish(); }
    void finish_later(std::function<void(Response)> done) override { sink_->finish_later(std::move(done)); }

private:
    std::unique_ptr<Request> request_;
    std::unique_ptr<BodySink> sink_;
};

}  // namespace

std::string_view to_string(Family family) {
    return row_of(family).name;
}

std::optional<Family> parse_family(std::string_view text) {
    for (const FamilyRow& row : family_rows) {
        if (row.name == text) {
            return row.family;
        }
    }
    return std::nullopt;
}

std::string_view family_prefix(Family family) {
    return row_of(family).prefix;
}

std::map<std::string, Family> default_host_aliases() {
    return {
        {"api-v5.anchor.fm", Family::creators},     {"podcasters.spotify.com", Family::creators},
        {"creators.spotify.com", Family::creators}, {"creators-graph.spotify.com", Family::graphql},
        {"accounts.spotify.com", Family::accounts}, {"api.spotify.com", Family::webapi},
        {"api.autopod.xyz", Family::publishing},    {"generic.wg.spotify.com", Family::streaming},
    };
}

std::optional<std::string> normalise_host(std::string_view text) {
    text = trim_ascii(text);
    std::string_view name = text;
    std::string_view port;
    if (text.starts_with('[')) {
        const std::size_t close = text.find(']');
        if (close == std::string_view::npos || !IpAddress::parse(text.substr(0, close + 1))) {
            return std::nullopt;
        }
        name = text.substr(0, close + 1);
        const std::string_view rest = text.substr(close + 1);
        if (!rest.empty() && rest.front() != ':') {
            return std::nullopt;
        }
        port = rest.empty() ? rest : rest.substr(1);
    } else if (const std::size_t colon = text.find(':'); colon != std::string_view::npos) {
        name = text.substr(0, colon);
        port = text.substr(colon + 1);
    }
    if (port.size() > 5 || port.find_first_not_of("0123456789") != std::string_view::npos) {
        return std::nullopt;
    }
    if (name.ends_with('.')) {
        name.remove_suffix(1);
    }
    if (name.size() > 253 || name.find_first_of("/\\@?# \t,;<>\"%^`{|}") != std::string_view::npos) {
        return std::nullopt;
    }
    return to_lower_ascii(name);
}

Placement place(std::string_view raw_path, std::string_view host, const std::map<std::string, Family>& aliases,
                std::optional<Family> own) {
    Placement placement;
    place_into(placement, raw_path, normalise_host(host).value_or(std::string{}), aliases, own);
    return placement;
}

FamilyRouter::FamilyRouter(Options options, std::map<Family, std::shared_ptr<Handler>> handlers)
    : options_(std::move(options)) {
    for (const FamilyRow& row : family_rows) {
        Entry& entry = entries_[static_cast<std::size_t>(row.family)];
        const auto known = handlers.find(row.family);
        if (known != handlers.end() && known->second) {
            entry.handler = known->second;
        } else {
            entry.handler = std::make_shared<AbsentFamily>(row.family);
        }
        entry.malformed = std::make_unique<MalformedPath>(*entry.handler);
    }
}

FamilyRouter::Target FamilyRouter::target_of(Request& request) const {
    const auto index = static_cast<std::size_t>(request.listener);
    const auto own = index < options_.listeners.size() ? options_.listeners[index] : std::optional<Family>{};
    Placement placement;
    placement.path = std::move(request.path);  // its memory is used again
    place_into(placement, request.raw_path, request.host, options_.aliases, own);
    request.path = std::move(placement.path);
    request.family_prefix.assign(placement.prefix);
    request.by_alias = placement.by_alias;
    const Entry& entry = entries_[static_cast<std::size_t>(placement.family)];
    return {placement.is_malformed ? *entry.malformed : *entry.handler, placement.family};
}

Handler& FamilyRouter::route(Request& request) const {
    return target_of(request).handler;
}

std::optional<Response> FamilyRouter::answer_from_memory(const Request& request) {
    Request routed = request;
    return route(routed).answer_from_memory(routed);
}

Decision FamilyRouter::decide(const Request& request) {
    auto routed = std::make_unique<Request>(request);
    Handler& handler = route(*routed);
    Decision decision = handler.decide(*routed);
    if (auto* sink = std::get_if<std::unique_ptr<BodySink>>(&decision)) {
        return std::unique_ptr<BodySink>{std::make_unique<SinkWithRequest>(std::move(routed), std::move(*sink))};
    }
    return decision;
}

Response FamilyRouter::failure(int status, std::string_view message) {
    return entries_[static_cast<std::size_t>(Family::pages)].handler->failure(status, message);
}

}  // namespace mooring::http
