#include "client/transport.hpp"

#include <curl/curl.h>
#include <unistd.h>

#include "mooring/base/utf8.hpp"

namespace mooring::client {
namespace {

struct SlistDeleter {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
struct MimeDeleter {
    void operator()(curl_mime* mime) const { curl_mime_free(mime); }
};

constexpr std::size_t response_limit = 64U << 20U;

std::size_t take_body(char* bytes, std::size_t, std::size_t count, void* response) {
    auto& body = static_cast<HttpResponse*>(response)->body;
    if (body.size() + count > response_limit) return 0;
    body.append(bytes, count);
    return count;
}

std::size_t take_header(char* bytes, std::size_t, std::size_t count, void* response) {
    auto& headers = static_cast<HttpResponse*>(response)->headers;
    const std::string_view line{bytes, count};
    if (line.starts_with("HTTP/")) headers.clear();  // an interim answer came before
    if (const auto colon = line.find(':'); colon != std::string_view::npos) {
        headers.emplace_back(to_lower_ascii(line.substr(0, colon)), std::string{trim_ascii(line.substr(colon + 1))});
    }
    return count;
}

int report_progress(void* request, curl_off_t, curl_off_t, curl_off_t total, curl_off_t sent) {
    const auto& progress = static_cast<const HttpRequest*>(request)->progress;
    return progress && total > 0 && !progress(sent, total) ? 1 : 0;
}

Error error_of(CURLcode code, const char* detail) {
    const std::string message = detail[0] != '\0' ? detail : curl_easy_strerror(code);
    switch (code) {
        case CURLE_OPERATION_TIMEDOUT: return Error{Errc::timeout, message};
        case CURLE_URL_MALFORMAT:
        case CURLE_UNSUPPORTED_PROTOCOL: return Error{Errc::invalid_argument, message};
        case CURLE_ABORTED_BY_CALLBACK: return Error{Errc::conflict, "stopped"};
        default: return Error{Errc::unavailable, message};
    }
}

}  // namespace

struct Transport::State {
    CURL* handle = curl_easy_init();
    ~State() { curl_easy_cleanup(handle); }
};

std::optional<std::string_view> HttpResponse::header(std::string_view lower_case_name) const {
    for (const auto& [name, value] : headers) {
        if (name == lower_case_name) return value;
    }
    return std::nullopt;
}

Transport::Transport() : state_(std::make_unique<State>()) {}
Transport::~Transport() = default;
Transport::Transport(Transport&&) noexcept = default;

Result<HttpResponse> Transport::send(const HttpRequest& request) {
    CURL* const curl = state_->handle;
    if (curl == nullptr) return Error{Errc::internal, "libcurl did not start"};
    curl_easy_reset(curl);

    HttpResponse response;
    char detail[CURL_ERROR_SIZE] = "";
    std::unique_ptr<curl_slist, SlistDeleter> headers;
    for (const auto& [name, value] : request.headers) {
        headers.reset(curl_slist_append(headers.release(), (name + ": " + value).c_str()));
    }
    std::unique_ptr<curl_mime, MimeDeleter> form;

    curl_easy_setopt(curl, CURLOPT_URL, request.url.c_str());
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_USERAGENT, "mooring-client/1");
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, 15L);
    curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, 1L);
    curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, static_cast<long>(request.timeout.count()));
    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, detail);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_body);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &response);
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, take_header);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, &response);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.get());
    curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, request.method.c_str());
    if (request.method == "HEAD") curl_easy_setopt(curl, CURLOPT_NOBODY, 1L);
    if (!request.form.empty()) {
        form.reset(curl_mime_init(curl));
        for (const FormPart& part : request.form) {
            curl_mimepart* const field = curl_mime_addpart(form.get());
            curl_mime_name(field, part.name.c_str());
            if (!part.file_path.empty()) {
                if (::access(part.file_path.c_str(), R_OK) != 0) {
                    return Error{Errc::not_found, "cannot read the file '" + part.file_path + "'", part.name};
                }
                curl_mime_filedata(field, part.file_path.c_str());
            } else {
                curl_mime_data(field, part.text.data(), part.text.size());
            }
            if (!part.content_type.empty()) curl_mime_type(field, part.content_type.c_str());
        }
        curl_easy_setopt(curl, CURLOPT_MIMEPOST, form.get());
    } else if (!request.body.empty()) {
        curl_easy_setopt(curl, CURLOPT_POSTFIELDS, request.body.data());
        curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
    }
    if (request.progress) {
        curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
        curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, report_progress);
        curl_easy_setopt(curl, CURLOPT_XFERINFODATA, &request);
    }
    const CURLcode code = curl_easy_perform(curl);
    long status = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    response.status = static_cast<int>(status);
    // A server that refuses an upload early closes while we still send; its answer counts all the same.
    if (code != CURLE_OK && !(response.status >= 400 && (code == CURLE_SEND_ERROR || code == CURLE_RECV_ERROR))) {
        return error_of(code, detail);
    }
    return response;
}

}  // namespace mooring::client
