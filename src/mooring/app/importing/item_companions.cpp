#include <algorithm>

#include "mooring/app/importing/import_items.hpp"
#include "mooring/app/publishing/companions.hpp"
#include "mooring/base/utf8.hpp"
#include "mooring/media/chapters/chapters.hpp"

namespace mooring::app::importing {
namespace {

using domain::TranscriptLink;
using media::transcripts::Format;
using storage::CatalogTransaction;

constexpr std::size_t most_transcripts = 20;  ///< of one item
constexpr std::chrono::seconds document_timeout{60};

Result<std::string> fetch_document(outbound::Fetcher& fetcher, const std::string& url, std::size_t most_bytes) {
    outbound::FetchRequest request;
    request.url = url;
    request.max_bytes = static_cast<std::int64_t>(most_bytes);
    request.total_timeout = document_timeout;
    request.allow_downgrade = true;
    MOORING_TRY(outbound::FetchResponse response, fetcher.fetch(request));
    if (response.status != 200) {
        return Error{Errc::unavailable, "the origin answers with status " + std::to_string(response.status)};
    }
    return std::move(response.body);
}

std::optional<Format> format_of(const TranscriptLink& link, std::string_view bytes) {
    const std::string type = to_lower_ascii(link.type);
    if (type.starts_with("text/vtt")) return Format::vtt;
    if (type.find("subrip") != std::string::npos || type.find("srt") != std::string::npos) return Format::srt;
    if (type.find("json") != std::string::npos) return Format::json;
    if (type.starts_with("text/html")) return std::nullopt;
    return media::transcripts::sniff_format(bytes);
}

struct FetchedTranscript {
    TranscriptLink link;
    publishing::NewTranscript transcript;
};

std::vector<FetchedTranscript> fetch_transcripts(const ImportPorts& ports, const domain::Show& show,
                                                 const std::vector<TranscriptLink>& links,
                                                 const std::function<void(std::string)>& warn) {
    std::vector<FetchedTranscript> fetched;
    for (const TranscriptLink& link : links) {
        if (fetched.size() == most_transcripts) break;
        auto bytes = fetch_document(ports.fetcher, link.url, media::transcripts::most_bytes);
        if (!bytes) {
            warn("the transcript " + link.url + " cannot be had: " + bytes.error().message);
            continue;
        }
        const auto format = format_of(link, *bytes);
        if (!format) continue;  // a page for people: it stays a link
        const std::string fallback = show.language.empty() ? "en" : show.language;
        fetched.push_back({link, {link.language.empty() ? fallback : link.language, *format, *std::move(bytes)}});
    }
    return fetched;
}

/// Chapters by the order of delivery.md, 6: what `podcast:chapters` names, those in the feed, those in the file.
std::vector<domain::Chapter> own_chapters(const ImportPorts& ports, const feed::reading::FeedItem& item,
                                          const std::function<void(std::string)>& warn) {
    if (const auto& link = item.episode.tags.chapters) {
        auto bytes = fetch_document(ports.fetcher, link->url, media::chapters::most_bytes);
        auto read = bytes ? media::chapters::parse_json(*bytes) : Result<std::vector<domain::Chapter>>{bytes.error()};
        if (read) return *std::move(read);
        warn("the chapters " + link->url + " cannot be had: " + read.error().message);
    }
    return item.chapters;
}

bool is_refusal(const Error& error) {
    return error.code == Errc::invalid_argument || error.code == Errc::too_large || error.code == Errc::corrupt ||
           error.code == Errc::unsupported;
}

class Companions {
public:
    Companions(const ImportPorts& ports, domain::EpisodeId episode, const std::function<void(std::string)>& warn)
        : ports_(ports), episode_(episode), warn_(warn) {}

    void put_chapters(const std::vector<domain::Chapter>& chapters, bool from_file) {
        if (chapters.empty()) return;
        write("the chapters", [&](CatalogTransaction& tx) -> Result<void> {
            MOORING_TRY(domain::Episode after,
                        publishing::set_chapters(tx, ports_.clock.now(), episode_, chapters, from_file));
            after.tags.chapters.reset();  // ours are named instead
            return tx.episode_writer().update(after);
        });
    }

    void put_transcript(const FetchedTranscript& fetched) {
        write("the transcript " + fetched.link.url, [&](CatalogTransaction& tx) -> Result<void> {
            MOORING_TRY(domain::Episode after,
                        publishing::put_transcript(tx, ports_.clock.now(), episode_, fetched.transcript));
            std::erase(after.tags.transcripts, fetched.link);
            return tx.episode_writer().update(after);
        });
    }

private:
    template <class Change>
    void write(const std::string& what, const Change& change) {
        const Result<void> written = ports_.catalog.write(change);
        if (written) return;
        warn_(what + (is_refusal(written.error()) ? " cannot be taken: " : " cannot be stored: ") +
              written.error().message);
    }

    const ImportPorts& ports_;
    const domain::EpisodeId episode_;
    const std::function<void(std::string)>& warn_;
};

}  // namespace

void fetch_companions(const ImportPorts& ports, const domain::Show& show, const OpenItem& open,
                      const std::vector<domain::Chapter>& file_chapters, const std::function<void(std::string)>& warn) {
    Companions companions{ports, open.episode, warn};
    const std::vector<domain::Chapter> own = own_chapters(ports, *open.item, warn);
    companions.put_chapters(own.empty() ? file_chapters : own, own.empty());
    for (const FetchedTranscript& fetched : fetch_transcripts(ports, show, open.item->episode.tags.transcripts, warn)) {
        companions.put_transcript(fetched);
    }
}

}  // namespace mooring::app::importing
