#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "mooring/app/background/step_outcome.hpp"
#include "mooring/app/public_urls.hpp"
#include "mooring/app/publishing/episodes.hpp"
#include "mooring/app/publishing/shows.hpp"
#include "mooring/base/clock.hpp"
#include "mooring/base/random.hpp"
#include "mooring/outbound/fetcher.hpp"
#include "mooring/storage/blobs/blob_store.hpp"
#include "mooring/storage/catalog/catalog.hpp"

namespace mooring::app::background {

/// An outside made of functions, by method and URL; what is not there is away.
class FakeFetcher final : public outbound::Fetcher {
public:
    using Answer = std::function<Result<outbound::FetchResponse>(const outbound::FetchRequest&)>;

    void answer(const std::string& method, const std::string& url, Answer answer) {
        const std::lock_guard lock(mutex_);
        answers_[method + " " + url] = std::move(answer);
    }
    void answer(const std::string& method, const std::string& url, outbound::FetchResponse response) {
        answer(method, url, [response = std::move(response)](const auto&) { return response; });
    }
    std::vector<outbound::FetchRequest> requests() const {
        const std::lock_guard lock(mutex_);
        return requests_;
    }
    void forget() {
        const std::lock_guard lock(mutex_);
        requests_.clear();
    }

    Result<outbound::FetchResponse> fetch(const outbound::FetchRequest& request) override {
        Answer answer;
        {
            const std::lock_guard lock(mutex_);
            requests_.push_back(request);
            const auto found = answers_.find(request.method + " " + request.url);
            if (found == answers_.end()) return Error{Errc::unavailable, "nobody answers"};
            answer = found->second;
        }
        MOORING_TRY(outbound::FetchResponse response, answer(request));
        const auto most = static_cast<std::size_t>(request.max_bytes);
        if (response.body.size() > most && !request.stop_at_max_bytes) return Error{Errc::too_large, "too large"};
        response.body.resize(std::min(response.body.size(), most));
        return response;
    }
    Result<outbound::FetchResponse> fetch_to(const outbound::FetchRequest& request,
                                             const std::function<Result<void>(std::string_view)>& sink) override {
        MOORING_TRY(outbound::FetchResponse response, fetch(request));
        if (request.on_head) MOORING_CHECK(request.on_head(response));
        MOORING_CHECK(sink(response.body));
        response.body.clear();
        return response;
    }

private:
    mutable std::mutex mutex_;
    std::map<std::string, Answer> answers_;
    std::vector<outbound::FetchRequest> requests_;
};

/// A catalog and a blob store in a folder of their own, a clock that stands still, one published show.
class BackgroundTest : public testing::Test {
protected:
    BackgroundTest();
    ~BackgroundTest() override;

    std::unique_ptr<storage::Catalog> open_catalog() const;
    domain::Show show() const { return show_of(show_id_); }
    domain::Show show_of(domain::ShowId id) const;
    domain::Episode episode(domain::EpisodeId id) const;
    /// A new one, out now or at `publish_at`.
    domain::EpisodeId add_external(const std::string& url, std::optional<Instant> publish_at = std::nullopt,
                                   const std::string& image_url = {});
    void edit_show(const std::function<void(domain::Show&)>& edit);
    void edit_episode(domain::EpisodeId id, const std::function<void(domain::Episode&)>& edit);
    void enqueue(std::string_view kind, const std::string& payload, const std::string& key);
    std::vector<storage::OutboxEvent> events() const;
    /// Forget the events so far.
    void clear_events();
    /// Waiting and failed jobs of a kind.
    storage::JobCounts jobs(std::string_view kind) const;
    std::string store_blob(const std::string& bytes);

    static storage::Job job(const std::string& payload, int attempts = 1) {
        storage::Job job;
        job.id = 1;
        job.payload = payload;
        job.attempts = attempts;
        return job;
    }

    std::filesystem::path folder_;
    ManualClock clock_{from_unix_seconds(1'741'600'800)};
    SeededRandom random_{7};
    PublicUrls urls_{"https://pods.saltmarsh.example"};
    FakeFetcher fetcher_;
    std::unique_ptr<storage::Catalog> catalog_;
    std::unique_ptr<storage::BlobStore> blobs_;
    domain::WorkspaceId workspace_id_;
    domain::ShowId show_id_;
};

}  // namespace mooring::app::background
