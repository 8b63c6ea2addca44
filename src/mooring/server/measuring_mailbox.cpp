#include "mooring/server/measuring_mailbox.hpp"

#include <chrono>
#include <thread>

namespace mooring::server {
namespace {

namespace json = boost::json;

constexpr std::string_view request_setting = "measuring.request";
constexpr std::string_view answer_setting = "measuring.answer";
constexpr std::chrono::milliseconds look_every{100};
constexpr std::chrono::seconds longest_wait{120};

Result<std::optional<json::object>> find_object(storage::Catalog& catalog, std::string_view name) {
    MOORING_TRY(const auto text,
                catalog.read([&](storage::CatalogSnapshot& view) { return view.settings().find(name); }));
    if (!text) return std::optional<json::object>{};
    boost::system::error_code failed;
    json::value value = json::parse(*text, failed);
    if (failed || !value.is_object()) return std::optional<json::object>{};
    return std::optional{std::move(value.as_object())};
}

Result<void> put_object(storage::Catalog& catalog, std::string_view name, const json::object& object) {
    return catalog.write(
        [&](storage::CatalogTransaction& tx) { return tx.settings_writer().put(name, json::serialize(object)); });
}

std::string text_of(const json::object& object, std::string_view name) {
    const json::value* member = object.if_contains(name);
    return member != nullptr && member->is_string() ? std::string{member->as_string()} : std::string{};
}

/// The codes an answer can bear, by their names.
Errc code_named(std::string_view name) {
    for (const Errc code :
         {Errc::invalid_argument, Errc::not_found, Errc::no_space, Errc::corrupt, Errc::unsupported, Errc::conflict}) {
        if (to_string(code) == name) return code;
    }
    return Errc::unavailable;
}

}  // namespace

Result<std::optional<MailboxRequest>> find_request(storage::Catalog& catalog) {
    MOORING_TRY(const auto object, find_object(catalog, request_setting));
    if (!object) return std::optional<MailboxRequest>{};
    MailboxRequest request{.id = text_of(*object, "id")};
    if (const json::value* ask = object->if_contains("ask"); ask != nullptr && ask->is_object()) {
        request.ask = ask->as_object();
    }
    return std::optional{std::move(request)};
}

Result<void> put_answer(storage::Catalog& catalog, const MailboxAnswer& answer) {
    json::object object{{"id", answer.id}, {"value", answer.value}};
    if (answer.error) {
        object["code"] = to_string(answer.error->code);
        object["message"] = answer.error->message;
    }
    return put_object(catalog, answer_setting, object);
}

Result<json::value> ask_server(storage::Catalog& catalog, Random& random, const json::object& ask) {
    const std::string id = random_base62(random, 16);
    MOORING_CHECK(put_object(catalog, request_setting, {{"id", id}, {"ask", ask}}));
    const auto deadline = std::chrono::steady_clock::now() + longest_wait;
    while (std::chrono::steady_clock::now() < deadline) {
        MOORING_TRY(const auto answer, find_object(catalog, answer_setting));
        if (answer && text_of(*answer, "id") == id) {
            if (const std::string code = text_of(*answer, "code"); !code.empty()) {
                return Error{code_named(code), text_of(*answer, "message")};
            }
            return answer->at("value");
        }
        std::this_thread::sleep_for(look_every);
    }
    return Error{Errc::timeout, "another process has the plays open, and it is no server that answers"};
}

}  // namespace mooring::server
