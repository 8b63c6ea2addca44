#pragma once

#include <functional>
#include <string>

#include "mooring_client/rest.hpp"

namespace mooring_client {

/// The error that an answer other than the expected one means; for every REST family.
Error error_of_answer(const Response& response, const std::string& method, const std::string& url);

/// One call of a REST family.
struct RestCall {
    std::string method = "GET";
    std::string path;  ///< below the base address, or a whole address
    Parameters query = {};
    std::string json = {};  ///< the body; empty: none
    std::vector<FormPart> form = {};
    HeaderList headers = {};
    Progress progress = {};
    bool may_repeat = true;  ///< is it the same to send it twice?
};

/// Sends the calls of one family, with its credential, by its rules of repetition.
class RestCalls {
public:
    /// `sign` adds the credential to a request.
    using Sign = std::function<Result<void>(HeaderList&)>;
    RestCalls(RestOptions options, Sign sign);

    /// The answer of status 200 to 299. Errors as the families say.
    Result<Response> send(const RestCall& call);
    /// `send`, and the JSON in the answer.
    Result<Answer> ask(const RestCall& call);
    /// `send`, for answers without a body.
    Result<void> tell(const RestCall& call);

    const RestOptions& options() const { return options_; }

private:
    RestOptions options_;
    Sign sign_;
};

}  // namespace mooring_client
