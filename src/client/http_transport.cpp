#include <curl/curl.h>

#include <algorithm>
#include <condition_variable>
#include <cstdio>
#include <mutex>
#include <vector>

#include "client/wire_text.hpp"
#include "mooring_client/http.hpp"

namespace mooring_client {
namespace {

struct SlistDeleter {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
struct MimeDeleter {
    void operator()(curl_mime* mime) const { curl_mime_free(mime); }
};
struct FileCloser {
    void operator()(std::FILE* file) const { std::fclose(file); }
};

/// One transfer under way: what libcurl's callbacks write to and read from.
struct Transfer {
    const Request& request;
    std::int64_t longest_answer;
    Response response = {};
    bool is_too_long = false;
};

std::size_t take_body(char* bytes, std::size_t, std::size_t count, void* transfer) {
    auto& self = *static_cast<Transfer*>(transfer);
    if (self.response.body.size() + count > static_cast<std::size_t>(self.longest_answer)) {
        self.is_too_long = true;
        return 0;
    }
    self.response.body.append(bytes, count);
    return count;
}

std::size_t take_header(char* bytes, std::size_t, std::size_t count, void* transfer) {
    auto& headers = static_cast<Transfer*>(transfer)->response.headers;
    const std::string_view line{bytes, count};
    if (line.starts_with("HTTP/")) headers.clear();  // an interim answer came before
    if (const auto colon = line.find(':'); colon != std::string_view::npos && headers.size() < 500) {
        headers.emplace_back(to_lower(line.substr(0, colon)), std::string{trimmed(line.substr(colon + 1))});
    }
    return count;
}

/// The stretch of a file that a body consists of. libcurl sends whatever it is given, so no more is given.
struct Stretch {
    std::unique_ptr<std::FILE, FileCloser> file;
    std::int64_t left = 0;
};

std::size_t give_stretch(char* bytes, std::size_t size, std::size_t count, void* stretch) {
    auto& self = *static_cast<Stretch*>(stretch);
    const auto wanted = std::min(static_cast<std::int64_t>(size * count), self.left);
    const std::size_t got = std::fread(bytes, 1, static_cast<std::size_t>(wanted), self.file.get());
    self.left -= static_cast<std::int64_t>(got);
    return got;
}

int refuse_seek(void*, curl_off_t, int) {
    return CURL_SEEKFUNC_FAIL;  // a body is sent once; the caller repeats the request
}

int report_progress(void* transfer, curl_off_t, curl_off_t, curl_off_t total, curl_off_t sent) {
    const Request& request = static_cast<const Transfer*>(transfer)->request;
    if (request.stop.stop_requested()) return 1;
    return request.progress && total > 0 && !request.progress(sent, total) ? 1 : 0;
}

bool is_credential(std::string_view lower_case_name) {
    return lower_case_name == "authorization" || lower_case_name == "cookie" || lower_case_name == "x-api-key";
}

/// libcurl's words, which never hold headers; addresses are left out because queries may hold secrets.
Error error_of(CURLcode code) {
    const std::string message = curl_easy_strerror(code);
    switch (code) {
        case CURLE_OPERATION_TIMEDOUT: return {.kind = ErrorKind::timeout, .message = "no complete answer in time"};
        case CURLE_URL_MALFORMAT:
        case CURLE_UNSUPPORTED_PROTOCOL: return {.kind = ErrorKind::invalid_argument, .message = message};
        case CURLE_ABORTED_BY_CALLBACK: return {.kind = ErrorKind::cancelled, .message = "stopped"};
        default: return {.kind = ErrorKind::unreachable, .message = message};
    }
}

void start_libcurl() {
    static std::once_flag once;
    std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
}

/// A pool of libcurl handles: as many requests at a time as there may be handles, each with its kept-alive connections.
class HttpTransport final : public Transport {
public:
    HttpTransport(TransportOptions options, Timing timing) : options_(std::move(options)), timing_(std::move(timing)) {
        start_libcurl();
    }
    ~HttpTransport() override {
        for (CURL* handle : idle_) curl_easy_cleanup(handle);
    }

    Result<Response> send(const Request& request) override;

private:
    Result<CURL*> take_handle(const std::stop_token& stop);
    void give_back(CURL* handle);
    bool wait_for_turn(const std::stop_token& stop);
    Result<Response> perform(CURL* curl, const Request& request, std::string* location);

    TransportOptions options_;
    Timing timing_;
    std::mutex mutex_;
    std::condition_variable_any returned_;
    std::vector<CURL*> idle_;
    int made_ = 0;
    std::chrono::steady_clock::time_point next_turn_;
};

Result<CURL*> HttpTransport::take_handle(const std::stop_token& stop) {
    std::unique_lock lock{mutex_};
    const bool is_free =
        returned_.wait(lock, stop, [&] { return !idle_.empty() || made_ < std::max(1, options_.max_connections); });
    if (!is_free) return Error{.kind = ErrorKind::cancelled, .message = "stopped"};
    if (!idle_.empty()) {
        CURL* handle = idle_.back();
        idle_.pop_back();
        return handle;
    }
    CURL* handle = curl_easy_init();
    if (handle == nullptr) return Error{.kind = ErrorKind::local, .message = "libcurl did not start"};
    ++made_;
    return handle;
}

void HttpTransport::give_back(CURL* handle) {
    {
        const std::lock_guard lock{mutex_};
        idle_.push_back(handle);
    }
    returned_.notify_one();
}

bool HttpTransport::wait_for_turn(const std::stop_token& stop) {
    if (options_.requests_per_second <= 0) return true;
    const auto gap =
        std::chrono::duration_cast<std::chrono::steady_clock::duration>(Seconds{1.0 / options_.requests_per_second});
    std::chrono::steady_clock::duration wait{0};
    {
        const std::lock_guard lock{mutex_};
        const auto now = timing_.ticks();
        next_turn_ = std::max(next_turn_, now);
        wait = next_turn_ - now;
        next_turn_ += gap;
    }
    return wait.count() <= 0 || timing_.sleep(Seconds{wait}, stop);
}

Result<Response> HttpTransport::send(const Request& request) {
    auto taken = take_handle(request.stop);
    if (!taken) return std::move(taken).error();
    struct Return {
        HttpTransport& pool;
        CURL* handle;
        ~Return() { pool.give_back(handle); }
    } const at_end{*this, *taken};

    Request hop = request;
    const std::string home = origin_of(request.url);
    const bool may_follow = request.method == "GET" || request.method == "HEAD";
    for (int redirects = 0;; ++redirects) {
        if (!wait_for_turn(request.stop)) return Error{.kind = ErrorKind::cancelled, .message = "stopped"};
        std::string location;
        auto response = perform(*taken, hop, &location);
        if (!response || location.empty() || !may_follow) return response;
        if (redirects >= options_.max_redirects) {
            return Error{.kind = ErrorKind::bad_answer, .message = "redirected too often", .status = response->status};
        }
        hop.url = location;
        if (origin_of(location) != home) {
            std::erase_if(hop.headers, [](const auto& header) { return is_credential(to_lower(header.first)); });
        }
    }
}

Result<Response> HttpTransport::perform(CURL* curl, const Request& request, std::string* location) {
    curl_easy_reset(curl);
    Transfer transfer{.request = request, .longest_answer = options_.longest_answer};
    std::unique_ptr<curl_slist, SlistDeleter> headers;
    std::unique_ptr<curl_mime, MimeDeleter> form;
    Stretch stretch;
    const auto add_header = [&](const std::string& line) {
        headers.reset(curl_slist_append(headers.release(), line.c_str()));
    };
    for (const auto& [name, value] : request.headers) {
        add_header(value.empty() ? name + ";" : name + ": " + value);
    }

    curl_easy_setopt(curl, CURLOPT_URL, request.url.c_str());
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_ACCEPT_ENCODING, "");
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(options_.connect_timeout.count()));
    curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, 1L);
    const auto idle = std::chrono::ceil<std::chrono::seconds>(options_.idle_timeout).count();
    curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, static_cast<long>(std::max<std::int64_t>(1, idle)));
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_body);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &transfer);
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, take_header);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, &transfer);
    curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, report_progress);
    curl_easy_setopt(curl, CURLOPT_XFERINFODATA, &transfer);
    curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, request.method.c_str());
    if (!options_.proxy.empty()) curl_easy_setopt(curl, CURLOPT_PROXY, options_.proxy.c_str());
    if (!options_.authority_file.empty()) curl_easy_setopt(curl, CURLOPT_CAINFO, options_.authority_file.c_str());
    if (request.method == "HEAD") curl_easy_setopt(curl, CURLOPT_NOBODY, 1L);

    if (!request.form.empty()) {
        form.reset(curl_mime_init(curl));
        for (const FormPart& part : request.form) {
            curl_mimepart* const field = curl_mime_addpart(form.get());
            curl_mime_name(field, part.name.c_str());
            if (part.file_path.empty()) {
                curl_mime_data(field, part.text.data(), part.text.size());
            } else if (curl_mime_filedata(field, part.file_path.c_str()) != CURLE_OK) {
                return Error{.kind = ErrorKind::local, .message = "cannot read the file '" + part.file_path + "'"};
            }
            if (!part.content_type.empty()) curl_mime_type(field, part.content_type.c_str());
        }
        curl_easy_setopt(curl, CURLOPT_MIMEPOST, form.get());
    } else if (request.body_file) {
        const BodyFile& body = *request.body_file;
        stretch.file.reset(std::fopen(body.path.c_str(), "rb"));
        std::FILE* const file = stretch.file.get();
        std::int64_t length = body.length;
        if (file != nullptr && length < 0 && ::fseeko(file, 0, SEEK_END) == 0)
            length = ::ftello(file) - body.first_byte;
        if (file == nullptr || length < 0 || ::fseeko(file, body.first_byte, SEEK_SET) != 0) {
            return Error{.kind = ErrorKind::local, .message = "cannot read the file '" + body.path + "'"};
        }
        stretch.left = length;
        curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
        curl_easy_setopt(curl, CURLOPT_READFUNCTION, give_stretch);
        curl_easy_setopt(curl, CURLOPT_READDATA, &stretch);
        curl_easy_setopt(curl, CURLOPT_SEEKFUNCTION, refuse_seek);
        curl_easy_setopt(curl, CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(length));
    } else if (!request.body.empty() || request.method == "POST" || request.method == "PUT") {
        add_header("Expect:");
        curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
        curl_easy_setopt(curl, CURLOPT_POSTFIELDS, request.body.data());
    }
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.get());

    const CURLcode code = curl_easy_perform(curl);
    long status = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    transfer.response.status = static_cast<int>(status);
    if (transfer.is_too_long) {
        return Error{
            .kind = ErrorKind::bad_answer, .message = "the answer is too long", .status = transfer.response.status};
    }
    // A server that refuses an upload early closes while we still send; its answer counts all the same.
    const bool is_upload = !request.form.empty() || request.body_file;
    const bool is_refusal = is_upload && status >= 400 && (code == CURLE_SEND_ERROR || code == CURLE_RECV_ERROR);
    if (code != CURLE_OK && !is_refusal) return error_of(code);
    if (char* next = nullptr; curl_easy_getinfo(curl, CURLINFO_REDIRECT_URL, &next) == CURLE_OK && next != nullptr) {
        *location = next;
    }
    return std::move(transfer.response);
}

}  // namespace

std::optional<std::string_view> Response::header(std::string_view lower_case_name) const {
    for (const auto& [name, value] : headers) {
        if (name == lower_case_name) return value;
    }
    return std::nullopt;
}

std::shared_ptr<Transport> make_transport(TransportOptions options, Timing timing) {
    return std::make_shared<HttpTransport>(std::move(options), std::move(timing));
}

}  // namespace mooring_client
