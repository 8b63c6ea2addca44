#pragma once

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "mooring/analytics/agents/agent_rules.hpp"
#include "mooring/analytics/counting/download_ledger.hpp"
#include "mooring/analytics/hit_identity.hpp"
#include "mooring/base/time_text.hpp"
#include "mooring/base/utf8.hpp"

namespace mooring::analytics {

/// For tests: a row of tests/fixtures/measurement/*.tsv.
struct TableHit {
    RawHit hit;
    std::string disposition;
    std::string rule;
};

/// E1 and E2 of measurement.md, 13.1.
inline MediaRegion region_of(std::int64_t episode) {
    if (episode == 1) {
        return {
            .size_bytes = 9'650'000, .begin = 50'000, .end = 9'650'000, .duration = std::chrono::milliseconds{600'000}};
    }
    return {.size_bytes = 740'000, .begin = 20'000, .end = 740'000, .duration = std::chrono::milliseconds{45'000}};
}

inline std::uint32_t flags_of(const std::string& headers) {
    std::uint32_t flags = 0;
    std::istringstream words{headers};
    for (std::string word; words >> word;) {
        if (word == "prefetch") flags |= flag_prefetch;
        if (word == "preview") flags |= flag_preview_grant;
        if (word == "opt_out") flags |= flag_opt_out;
        if (word == "safe") flags |= flag_safe_network;
    }
    return flags;
}

inline std::vector<TableHit> read_hit_table(const std::string& name) {
    std::ifstream file{std::string{MOORING_SOURCE_DIR} + "/tests/fixtures/measurement/" + name};
    std::vector<TableHit> rows;
    for (std::string line; std::getline(file, line);) {
        if (line.empty() || line.starts_with("#") || line.starts_with("time\t")) continue;
        std::vector<std::string> cells;
        std::istringstream text{line};
        for (std::string cell; std::getline(text, cell, '\t');) cells.push_back(cell);
        TableHit row;
        RawHit& hit = row.hit;
        const auto number = rows.size() + 1;
        hit.hit_id[14] = static_cast<std::byte>(number >> 8U);
        hit.hit_id[15] = static_cast<std::byte>(number & 0xFFU);
        hit.at = *parse_iso8601(cells[0]);
        hit.flags = flags_of(cells[5]);
        const std::string user_agent = cells[3] == "-" ? "" : cells[3];
        const ListenerKey key{};
        hit.net_key = net_key(key, *IpAddress::parse(cells[1]), user_agent);
        hit.ip_key = ip_key(key, *IpAddress::parse(cells[1]));
        hit.asn = static_cast<std::uint32_t>(*parse_decimal(cells[2]));
        hit.user_agent = user_agent;
        hit.referrer = cells[4];
        hit.show_id = 1;
        hit.episode_id = cells[6] == "E1" ? 1 : 2;
        hit.revision = cells[6];
        hit.method = cells[7];
        hit.status = static_cast<int>(*parse_decimal(cells[8]));
        hit.range_raw = cells[9];
        if (const auto dash = cells[9].find('-'); hit.status == 206 && dash != std::string::npos) {
            hit.ranges = {{*parse_decimal(cells[9].substr(6, dash - 6)), *parse_decimal(cells[9].substr(dash + 1))}};
        }
        hit.sent_bytes = *parse_decimal(cells[10]);
        row.disposition = cells[11];
        row.rule = cells[12];
        rows.push_back(std::move(row));
    }
    return rows;
}

/// The bundled rules, compiled once.
inline const AgentRules& tested_rules() {
    static const AgentRules rules = AgentRules::compile(bundled_rules()).value();
    return rules;
}

inline PlayContext context_of(const Agent& agent) {
    return {.app = agent.app, .device = agent.device, .system = agent.system};
}

}  // namespace mooring::analytics
