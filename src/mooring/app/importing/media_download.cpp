#include "mooring/app/importing/media_download.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <boost/json.hpp>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>

#include "mooring/base/hash.hpp"
#include "mooring/base/time_text.hpp"
#include "mooring/base/utf8.hpp"

namespace mooring::app::importing {
namespace {

using std::chrono::milliseconds;

/// What is known of the bytes that are here.
struct PartFacts {
    std::string url;
    std::string tag;  ///< a strong entity tag; empty: the part cannot be gone on with
    std::string content_type;
    std::int64_t total = -1;  ///< of the whole file; -1: unknown
};

PartFacts read_facts(const std::string& path) {
    std::ifstream file(path + ".meta", std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>{file}, {}};
    boost::system::error_code failure;
    const boost::json::value value = boost::json::parse(text, failure);
    PartFacts facts;
    if (failure || !value.is_object()) return facts;
    const auto text_of = [&](const char* name) {
        const auto* member = value.get_object().if_contains(name);
        return member != nullptr && member->is_string() ? std::string{member->get_string()} : std::string{};
    };
    facts.url = text_of("url");
    facts.tag = text_of("tag");
    facts.content_type = text_of("content_type");
    const auto* total = value.get_object().if_contains("total");
    if (total != nullptr && total->is_int64()) facts.total = total->get_int64();
    return facts;
}

Result<void> write_facts(const std::string& path, const PartFacts& facts) {
    const boost::json::object object{
        {"url", facts.url}, {"tag", facts.tag}, {"content_type", facts.content_type}, {"total", facts.total}};
    std::ofstream file(path + ".meta", std::ios::binary | std::ios::trunc);
    file << boost::json::serialize(object);
    file.close();
    return file ? ok() : Result<void>{Error{Errc::no_space, "a download cannot be noted: the disk is full or broken"}};
}

/// The growing file.
class Part {
public:
    Part() = default;
    ~Part() {
        if (file_ >= 0) ::close(file_);
    }
    Part(const Part&) = delete;
    Part& operator=(const Part&) = delete;

    Result<void> open(const std::string& path) {
        std::error_code failed;
        std::filesystem::create_directories(std::filesystem::path{path}.parent_path(), failed);
        file_ = ::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
        if (file_ < 0) return error();
        struct stat facts {};
        if (::fstat(file_, &facts) != 0) return error();
        size_ = facts.st_size;
        return ok();
    }
    std::int64_t size() const { return size_; }
    Result<void> truncate() {
        if (::ftruncate(file_, 0) != 0) return error();
        size_ = 0;
        return ok();
    }
    Result<void> append(std::string_view bytes) {
        while (!bytes.empty()) {
            const ssize_t written = ::pwrite(file_, bytes.data(), bytes.size(), size_);
            if (written < 0 && errno == EINTR) continue;
            if (written < 0) return error();
            size_ += written;
            bytes.remove_prefix(static_cast<std::size_t>(written));
        }
        return ok();
    }

private:
    static Error error() {
        const int number = errno;
        const Errc code = number == ENOSPC || number == EDQUOT ? Errc::no_space : Errc::unavailable;
        return Error{code, "a download cannot be written: " + std::generic_category().message(number)};
    }

    int file_ = -1;
    std::int64_t size_ = 0;
};

std::optional<std::int64_t> header_number(const outbound::FetchResponse& response, std::string_view name) {
    const auto value = response.header(name);
    return value ? parse_decimal(trim_ascii(*value)) : std::nullopt;
}

/// First byte and total of `Content-Range: bytes 500-999/1000`.
struct StatedRange {
    std::int64_t first = -1, total = -1;
};
StatedRange stated_range(const outbound::FetchResponse& response) {
    const std::string_view value = response.header("content-range").value_or("");
    const std::size_t dash = value.find('-');
    const std::size_t slash = value.find('/');
    if (!value.starts_with("bytes ") || dash == std::string_view::npos || slash == std::string_view::npos) return {};
    return {parse_decimal(trim_ascii(value.substr(6, dash - 6))).value_or(-1),
            parse_decimal(trim_ascii(value.substr(slash + 1))).value_or(-1)};
}

std::string strong_tag(const outbound::FetchResponse& response) {
    const std::string_view tag = response.header("etag").value_or("");
    return tag.starts_with('"') && tag.size() > 2 ? std::string{tag} : std::string{};
}

/// How one attempt ended.
struct Attempt {
    Error error;  ///< of one that failed
    bool is_done = false;
    bool is_final = false;  ///< no use in another one
    std::optional<milliseconds> asked_wait;
};

std::optional<milliseconds> retry_after(const outbound::FetchResponse& response, Instant now) {
    const auto value = response.header("retry-after");
    if (!value) return std::nullopt;
    if (const auto seconds = parse_decimal(trim_ascii(*value)); seconds && *seconds >= 0) {
        return std::chrono::seconds{std::min<std::int64_t>(*seconds, 86'400)};
    }
    const auto at = parse_http_date(*value);
    if (!at) return std::nullopt;
    return std::max(milliseconds{0}, std::chrono::duration_cast<milliseconds>(*at - now));
}

Attempt refused(int status, const outbound::FetchResponse& response, Instant now) {
    Attempt attempt;
    attempt.asked_wait = retry_after(response, now);
    attempt.error = {Errc::unavailable, "the origin answers with status " + std::to_string(status)};
    if (status == 404 || status == 410) attempt.error.code = Errc::not_found;
    if (status == 401 || status == 403 || status == 451) {
        attempt.error.code = Errc::forbidden;
        attempt.is_final = true;
    }
    return attempt;
}

bool is_final_error(Errc code) {
    return code != Errc::unavailable && code != Errc::timeout;
}

class Download {
public:
    Download(outbound::Fetcher& fetcher, const Clock& clock, const DownloadWish& wish, const Wait& wait,
             const std::function<void(std::int64_t)>& on_bytes)
        : fetcher_(fetcher), clock_(clock), wish_(wish), wait_(wait), on_bytes_(on_bytes) {}

    Attempt attempt() {
        if (auto opened = part_.size() == 0 && !is_open_ ? open() : ok(); !opened) return failed(opened.error());
        const bool resumes = part_.size() > 0;
        if (resumes && facts_.total == part_.size()) return done();

        outbound::FetchRequest request;
        request.url = wish_.url;
        request.headers = {{"Accept-Encoding", "identity"}};
        if (resumes) {
            request.headers.emplace_back("Range", "bytes=" + std::to_string(part_.size()) + "-");
            request.headers.emplace_back("If-Range", facts_.tag);
        }
        request.max_bytes = wish_.most_bytes;
        request.total_timeout = wish_.total_timeout;
        request.allow_downgrade = true;
        bool is_wanted = false;
        request.on_head = [&](const outbound::FetchResponse& head) -> Result<void> {
            is_wanted = head.status == 200 || head.status == 206;
            return is_wanted ? take_head(head) : ok();
        };
        const auto response = fetcher_.fetch_to(request, [&](std::string_view bytes) -> Result<void> {
            if (!wait_(milliseconds{0})) return Error{Errc::unavailable, "the server stops"};
            if (!is_wanted) return ok();  // the page of an error
            MOORING_CHECK(part_.append(bytes));
            on_bytes_(static_cast<std::int64_t>(bytes.size()));
            if (part_.size() > wish_.most_bytes) return Error{Errc::too_large, "the file is larger than is taken"};
            return ok();
        });
        if (!response) return failed(response.error());
        if (response->status == 416) {
            if (auto cut = begin_anew(); !cut) return failed(cut.error());
            return failed({Errc::unavailable, "the origin has other bytes by now"});
        }
        if (response->status != 200 && response->status != 206) {
            return refused(response->status, *response, clock_.now());
        }
        if (part_.size() == 0) return failed({Errc::unavailable, "the origin sends an empty file"});
        if (facts_.total >= 0 && facts_.total != part_.size()) {
            return failed({Errc::unavailable, "the origin sent " + std::to_string(part_.size()) + " bytes of " +
                                                  std::to_string(facts_.total)});
        }
        return done();
    }

    std::int64_t size() const { return part_.size(); }
    Downloaded result() const { return {part_.size(), facts_.content_type}; }

private:
    Result<void> open() {
        MOORING_CHECK(part_.open(wish_.path));
        is_open_ = true;
        facts_ = read_facts(wish_.path);
        const bool can_resume =
            facts_.url == wish_.url && !facts_.tag.empty() && (facts_.total < 0 || part_.size() <= facts_.total);
        if (!can_resume) return begin_anew();
        return ok();
    }

    Result<void> begin_anew() {
        facts_ = {};
        facts_.url = wish_.url;
        return part_.truncate();
    }

    /// What the head of the answer says of the bytes that follow.
    Result<void> take_head(const outbound::FetchResponse& head) {
        if (head.header("content-encoding").value_or("identity") != "identity") {
            return Error{Errc::unsupported, "the origin sends the file in a packed form"};
        }
        if (head.status == 206) {
            const StatedRange range = stated_range(head);
            if (range.first != part_.size() || (facts_.total >= 0 && range.total != facts_.total)) {
                MOORING_CHECK(begin_anew());
                return Error{Errc::unavailable, "the origin sends another range than was asked for"};
            }
            if (range.total >= 0) facts_.total = range.total;
        } else {
            MOORING_CHECK(begin_anew());
            facts_.total = header_number(head, "content-length").value_or(-1);
            facts_.tag = strong_tag(head);
            facts_.content_type = head.header("content-type").value_or("");
        }
        if (facts_.total > wish_.most_bytes) return Error{Errc::too_large, "the file is larger than is taken"};
        return write_facts(wish_.path, facts_);
    }

    Attempt failed(const Error& error) {
        // What came without a strong tag cannot be gone on with: the next attempt must not take it for a beginning.
        if (facts_.tag.empty() && part_.size() > 0) static_cast<void>(begin_anew());
        Attempt attempt;
        attempt.error = error;
        attempt.is_final = is_final_error(error.code);
        return attempt;
    }

    static Attempt done() {
        Attempt attempt;
        attempt.is_done = true;
        return attempt;
    }

    outbound::Fetcher& fetcher_;
    const Clock& clock_;
    const DownloadWish& wish_;
    const Wait& wait_;
    const std::function<void(std::int64_t)>& on_bytes_;
    Part part_;
    bool is_open_ = false;
    PartFacts facts_;
};

/// Up to a quarter more or less, by what is waited for: the same every time, and different for every file.
milliseconds jittered(milliseconds wait, const std::string& url, int attempt) {
    const auto digest = sha256(url + "#" + std::to_string(attempt));
    const auto share = static_cast<int>(digest[0]) - 128;  // of 512
    return wait + wait * share / 512;
}

}  // namespace

Result<Downloaded> download(outbound::Fetcher& fetcher, const Clock& clock, const DownloadWish& wish, const Wait& wait,
                            const std::function<void(std::int64_t)>& on_bytes, DownloadRetries retries) {
    Download work{fetcher, clock, wish, wait, on_bytes};
    constexpr std::int64_t progress_bytes = 64 * 1024;
    constexpr int most_in_all = 1000;
    int fruitless = 0;
    for (int attempt = 1;; ++attempt) {
        const std::int64_t before = work.size();
        const Attempt outcome = work.attempt();
        if (outcome.is_done) return work.result();
        fruitless = work.size() >= before + progress_bytes ? 0 : fruitless + 1;
        if (outcome.is_final || fruitless >= retries.attempts || attempt >= most_in_all) return outcome.error;
        const int doublings = std::min(std::max(fruitless - 1, 0), 16);
        const milliseconds own = jittered(retries.first_wait * (1 << doublings), wish.url, attempt);
        if (!wait(std::min(outcome.asked_wait.value_or(own), retries.longest_wait))) {
            return Error{Errc::unavailable, "the server stops"};
        }
    }
}

}  // namespace mooring::app::importing
