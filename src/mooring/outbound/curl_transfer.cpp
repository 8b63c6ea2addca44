#include "mooring/outbound/curl_transfer.hpp"

#include <curl/curl.h>
#include <unistd.h>

#include <algorithm>
#include <memory>
#include <optional>

#include "mooring/base/utf8.hpp"
#include "mooring/outbound/socket_address.hpp"

namespace mooring::outbound {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

/// curl counts the bytes of a chunk after it has handed them on, one buffer late at most.
constexpr std::int64_t uncounted_bytes = CURL_MAX_WRITE_SIZE;
/// The ratio of something this small says nothing.
constexpr std::int64_t harmless_bytes = 64 * 1024;

struct FreeEasy {
    void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
};
struct FreeMulti {
    void operator()(CURLM* multi) const { curl_multi_cleanup(multi); }
};
struct FreeList {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
struct FreeUrl {
    void operator()(CURLU* url) const { curl_url_cleanup(url); }
};
struct FreeText {
    void operator()(char* text) const { curl_free(text); }
};
using Easy = std::unique_ptr<CURL, FreeEasy>;
using Multi = std::unique_ptr<CURLM, FreeMulti>;
using List = std::unique_ptr<curl_slist, FreeList>;
using Url = std::unique_ptr<CURLU, FreeUrl>;
using Text = std::unique_ptr<char, FreeText>;

void append(List& list, const std::string& line) {
    curl_slist* longer = curl_slist_append(list.get(), line.c_str());
    if (longer == nullptr) return;  // out of memory: the request goes without it and fails on its own
    static_cast<void>(list.release());
    list.reset(longer);
}

/// Everything one transfer knows; curl's callbacks get a pointer to it.
class Transfer {
public:
    Transfer(const Hop& hop, const GuardOptions& options, const BodySink& sink)
        : hop_(hop), options_(options), sink_(sink), easy_(curl_easy_init()), multi_(curl_multi_init()) {}
    ~Transfer() {
        if (is_added_) curl_multi_remove_handle(multi_.get(), easy_.get());
    }
    Transfer(const Transfer&) = delete;
    Transfer& operator=(const Transfer&) = delete;

    Result<FetchResponse> run() {
        if (!easy_ || !multi_) return Error{Errc::unavailable, "no memory for a transfer"};
        set_up();
        if (curl_multi_add_handle(multi_.get(), easy_.get()) != CURLM_OK) {
            return Error{Errc::unavailable, "the transfer could not be started"};
        }
        is_added_ = true;
        started_ = steady_clock::now();
        const std::optional<CURLcode> code = drive();
        // An abort of ours says why it was; curl only knows that it was aborted.
        if (error_) return std::move(*error_);
        if (!code) return Error{Errc::timeout, hop_.url.host + " took too long"};
        if (*code != CURLE_OK && !is_complete_) return translate(*code);
        if (is_over_ratio(0)) return Error{Errc::too_large, "the answer of " + hop_.url.host + " is packed too well"};
        long status = 0;
        curl_easy_getinfo(easy_.get(), CURLINFO_RESPONSE_CODE, &status);
        response_.status = static_cast<int>(status);
        return std::move(response_);
    }

private:
    template <class Value>
    void set(CURLoption option, Value value) {
        curl_easy_setopt(easy_.get(), option, value);
    }

    void set_up() {
        const HttpUrl& url = hop_.url;
        set(CURLOPT_URL, url.text().c_str());
        set(CURLOPT_PROTOCOLS_STR, "http,https");
        set(CURLOPT_PROXY, "");  // nothing from the environment
        set(CURLOPT_NOPROXY, "*");
        set(CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
        set(CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
        set(CURLOPT_FOLLOWLOCATION, 0L);
        set(CURLOPT_NOSIGNAL, 1L);
        set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
        set(CURLOPT_SSL_VERIFYPEER, 1L);
        set(CURLOPT_SSL_VERIFYHOST, 2L);
        if (!options_.ca_file.empty()) {
            set(CURLOPT_CAINFO, options_.ca_file.c_str());
            set(CURLOPT_CAPATH, nullptr);
        }
        set(CURLOPT_USERAGENT, options_.user_agent.c_str());
        set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(options_.limits.connect.count()));

        pin();
        set(CURLOPT_OPENSOCKETFUNCTION, &Transfer::on_open_socket);
        set(CURLOPT_OPENSOCKETDATA, this);
        set(CURLOPT_PREREQFUNCTION, &Transfer::on_connected);
        set(CURLOPT_PREREQDATA, this);
        set(CURLOPT_HEADERFUNCTION, &Transfer::on_header);
        set(CURLOPT_HEADERDATA, this);
        set(CURLOPT_WRITEFUNCTION, &Transfer::on_body);
        set(CURLOPT_WRITEDATA, this);

        bool is_plain = hop_.method == "HEAD";
        for (const auto& [name, value] : hop_.headers) {
            const bool is_choice = equals_ignoring_case(name, "accept-encoding") || equals_ignoring_case(name, "range");
            is_plain = is_plain || is_choice;
            append(headers_, name + ": " + value);
        }
        append(headers_, "Expect:");
        set(CURLOPT_HTTPHEADER, headers_.get());
        // A range of a packed answer, or the length of one, would be those of the packing.
        if (!is_plain) set(CURLOPT_ACCEPT_ENCODING, "");

        if (hop_.method == "HEAD") {
            set(CURLOPT_NOBODY, 1L);
        } else if (hop_.method == "POST") {
            set(CURLOPT_POST, 1L);
            set(CURLOPT_POSTFIELDS, hop_.body.data());
            set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(hop_.body.size()));
        }
    }

    /// Give curl the answer to the name, so that it asks nobody.
    void pin() {
        std::string entry = hop_.url.host + ":" + std::to_string(hop_.url.port) + ":";
        for (const IpAddress& address : hop_.addresses) {
            if (!entry.ends_with(':')) entry += ',';
            entry += address.is_v4 ? address.to_string() : "[" + address.to_string() + "]";
        }
        if (hop_.url.host.find(':') == std::string::npos) append(resolved_, entry);
        set(CURLOPT_RESOLVE, resolved_.get());
    }

    /// Run to the end; nothing when a time limit came first.
    std::optional<CURLcode> drive() {
        for (int running = 1; running > 0;) {
            if (curl_multi_perform(multi_.get(), &running) != CURLM_OK) return CURLE_FAILED_INIT;
            if (running == 0) break;
            const SteadyTime limit = next_limit();
            const auto left = std::chrono::duration_cast<milliseconds>(limit - steady_clock::now()) + milliseconds{1};
            if (left <= milliseconds{0}) return std::nullopt;
            const int wait = static_cast<int>(std::min(left, milliseconds{1000}).count());
            if (curl_multi_poll(multi_.get(), nullptr, 0, wait, nullptr) != CURLM_OK) return CURLE_FAILED_INIT;
        }
        int waiting = 0;
        const CURLMsg* message = curl_multi_info_read(multi_.get(), &waiting);
        return message == nullptr ? CURLE_FAILED_INIT : message->data.result;
    }

    SteadyTime next_limit() const {
        const SteadyTime phase = has_headers_    ? last_byte_ + options_.limits.idle
                                 : is_connected_ ? connected_ + options_.limits.headers
                                                 : started_ + options_.limits.connect;
        return std::min(phase, hop_.deadline);
    }

    Error translate(CURLcode code) const {
        const std::string& host = hop_.url.host;
        if (code == CURLE_OPERATION_TIMEDOUT) return Error{Errc::timeout, host + " took too long"};
        return Error{Errc::unavailable, host + ": " + curl_easy_strerror(code)};
    }

    bool is_checked(const IpAddress& address) const {
        return std::ranges::find(hop_.addresses, address) != hop_.addresses.end();
    }

    static curl_socket_t on_open_socket(void* self, curlsocktype, curl_sockaddr* to) {
        auto& transfer = *static_cast<Transfer*>(self);
        const auto address = address_of(to->addr);
        if (!address || !transfer.is_checked(*address)) {
            transfer.error_ =
                Error{Errc::forbidden, transfer.hop_.url.host + " led to an address that was not checked"};
            return CURL_SOCKET_BAD;
        }
        return socket(to->family, to->socktype | SOCK_CLOEXEC, to->protocol);
    }

    static int on_connected(void* self, char* primary_ip, char*, int, int) {
        auto& transfer = *static_cast<Transfer*>(self);
        transfer.is_connected_ = true;
        transfer.connected_ = steady_clock::now();
        const auto address = IpAddress::parse(primary_ip);
        if (address && transfer.is_checked(*address)) return CURL_PREREQFUNC_OK;
        transfer.error_ = Error{Errc::forbidden, transfer.hop_.url.host + " led to an address that was not checked"};
        return CURL_PREREQFUNC_ABORT;
    }

    static std::size_t on_header(char* data, std::size_t size, std::size_t count, void* self) {
        auto& transfer = *static_cast<Transfer*>(self);
        return transfer.take_header({data, size * count}) ? size * count : CURL_WRITEFUNC_ERROR;
    }

    static std::size_t on_body(char* data, std::size_t size, std::size_t count, void* self) {
        auto& transfer = *static_cast<Transfer*>(self);
        return transfer.take_body({data, size * count}) ? size * count : CURL_WRITEFUNC_ERROR;
    }

    bool take_header(std::string_view line) {
        header_bytes_ += line.size();
        if (++header_lines_ > options_.limits.header_lines + 2 || header_bytes_ > options_.limits.header_bytes) {
            // Beside the header lines themselves there are the status line and the empty line.
            error_ = Error{Errc::too_large, hop_.url.host + " sends too many headers"};
            return false;
        }
        const std::string_view text = trim_ascii(line);
        if (text.starts_with("HTTP/")) {  // also of an interim answer: only the last one counts
            response_.headers.clear();
            return true;
        }
        if (text.empty()) {
            long status = 0;
            curl_easy_getinfo(easy_.get(), CURLINFO_RESPONSE_CODE, &status);
            has_headers_ = status >= 200;
            is_redirected_ = is_redirect(static_cast<int>(status)) && response_.header("location");
            last_byte_ = steady_clock::now();
            return true;
        }
        if (has_headers_) return true;  // a trailer
        const std::size_t colon = text.find(':');
        if (colon == std::string_view::npos) return true;
        response_.headers.emplace_back(to_lower_ascii(trim_ascii(text.substr(0, colon))),
                                       trim_ascii(text.substr(colon + 1)));
        return true;
    }

    bool take_body(std::string_view bytes) {
        last_byte_ = steady_clock::now();
        if (is_redirected_) {
            is_complete_ = true;
            return false;
        }
        if (const auto announced = announced_bytes();
            announced && *announced > hop_.max_bytes && !hop_.stop_at_max_bytes && received_ == 0) {
            return refuse_size();
        }
        if (!tell_head()) return false;
        const auto room = static_cast<std::size_t>(hop_.max_bytes - received_);
        if (bytes.size() > room) {
            if (!hop_.stop_at_max_bytes) return refuse_size();
            is_complete_ = true;
        }
        const std::string_view taken = bytes.substr(0, room);
        received_ += static_cast<std::int64_t>(taken.size());
        if (is_over_ratio(uncounted_bytes)) {
            error_ = Error{Errc::too_large, "the answer of " + hop_.url.host + " is packed too well"};
            return false;
        }
        if (auto stored = sink_(taken); !stored) {
            error_ = std::move(stored).error();
            return false;
        }
        return !is_complete_;
    }

    /// Tell the head once, before the body; false when that ended the transfer.
    bool tell_head() {
        if (is_head_told_ || !hop_.on_head) return true;
        is_head_told_ = true;
        long status = 0;
        curl_easy_getinfo(easy_.get(), CURLINFO_RESPONSE_CODE, &status);
        response_.status = static_cast<int>(status);
        if (auto taken = hop_.on_head(response_); !taken) {
            error_ = std::move(taken).error();
            return false;
        }
        return true;
    }

    bool refuse_size() {
        error_ = Error{Errc::too_large,
                       "the answer of " + hop_.url.host + " is over " + std::to_string(hop_.max_bytes) + " bytes"};
        return false;
    }

    std::optional<std::int64_t> announced_bytes() const {
        const auto length = response_.header("content-length");
        if (!length || response_.header("content-encoding")) return std::nullopt;
        return parse_decimal(*length);
    }

    /// True when the body unpacked is far larger than what came over the wire.
    bool is_over_ratio(std::int64_t slack) const {
        if (received_ <= harmless_bytes || !response_.header("content-encoding")) return false;
        curl_off_t wire_bytes = 0;
        curl_easy_getinfo(easy_.get(), CURLINFO_SIZE_DOWNLOAD_T, &wire_bytes);
        return received_ / options_.limits.decompression_ratio > wire_bytes + slack;
    }

    const Hop& hop_;
    const GuardOptions& options_;
    const BodySink& sink_;
    // Lists and headers are read by the handle: they are declared before it, and so outlive it.
    List headers_;
    List resolved_;
    Easy easy_;
    Multi multi_;
    bool is_added_ = false;

    SteadyTime started_;
    SteadyTime connected_;
    SteadyTime last_byte_;
    bool is_connected_ = false;
    bool has_headers_ = false;
    bool is_redirected_ = false;
    bool is_head_told_ = false;
    bool is_complete_ = false;  ///< we have what we want, whatever is still to come
    int header_lines_ = 0;
    std::size_t header_bytes_ = 0;
    std::int64_t received_ = 0;  ///< of the body, decoded
    std::optional<Error> error_;
    FetchResponse response_;
};

/// `location` as seen from `base`; empty when it is not a URL.
std::string resolve_location(const HttpUrl& base, std::string_view location) {
    const Url url(curl_url());
    const std::string wanted(location);
    if (!url || curl_url_set(url.get(), CURLUPART_URL, base.text().c_str(), 0) != CURLUE_OK ||
        curl_url_set(url.get(), CURLUPART_URL, wanted.c_str(), CURLU_URLENCODE | CURLU_NON_SUPPORT_SCHEME) !=
            CURLUE_OK) {
        return {};
    }
    char* text = nullptr;
    if (curl_url_get(url.get(), CURLUPART_URL, &text, 0) != CURLUE_OK) return {};
    return Text(text).get();
}

}  // namespace

bool is_redirect(int status) {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

Result<FetchResponse> run_hop(const Hop& hop, const GuardOptions& options, const BodySink& sink) {
    static const CURLcode is_ready = curl_global_init(CURL_GLOBAL_DEFAULT);
    if (is_ready != CURLE_OK) return Error{Errc::unavailable, "the transfer library does not start"};
    return Transfer(hop, options, sink).run();
}

Result<HttpUrl> redirect_target(const HttpUrl& base, std::string_view location, bool allow_downgrade) {
    auto url = parse_http_url(resolve_location(base, location));
    if (!url) return Error{Errc::forbidden, base.host + " redirects to something that is no http URL"};
    if (base.scheme == "https" && url->scheme == "http" && !allow_downgrade) {
        return Error{Errc::forbidden, base.host + " redirects from https to http"};
    }
    return std::move(*url);
}

}  // namespace mooring::outbound
