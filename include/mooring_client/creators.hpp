#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "mooring_client/rest.hpp"

namespace mooring_client {

struct CreatorsOptions {
    RestOptions rest;  ///< such as `https://api-v5.anchor.fm` or `https://pods.example/anchor`
    /// A bearer for each request, as `SignIn::bearer` gives it; or else the cookie.
    std::function<Result<std::string>()> bearer;
    std::string anchorpw_s;
};

/// A file on its way to an episode. Kept by the caller, it lets an upload that broke off go on with the parts that are
/// missing.
struct MediaUpload {
    std::string file_path;
    std::string episode;  ///< numeric id
    std::int64_t station_id = 0;
    std::string media_type;                            ///< such as `audio/mpeg`
    std::int64_t part_bytes = std::int64_t{30} << 20;  ///< a video is sent in parts of so many bytes

    std::string upload_id;           ///< once it has begun
    std::vector<std::string> urls;   ///< of its parts, in order
    std::vector<std::string> etags;  ///< of the parts that have arrived; empty for the others
};

/// The creators REST API, of the original service or of a Mooring. The methods are those of the wizard and of the show
/// settings; `get`, `post` and `put` take any other path of the family.
///
/// Reads and `PUT` are repeated on 429, 502, 503, 504 and broken connections, what makes or changes something by `POST`
/// is not, but for `process_upload`, which may be repeated. Safe to use from several threads.
/// Errors as `PublishingApi`. Source: creators-rest.md.
class CreatorsApi {
public:
    /// Sends nothing. Errors: invalid_argument (no address or credential).
    static Result<CreatorsApi> make(CreatorsOptions options);
    CreatorsApi(CreatorsApi&&) noexcept;
    CreatorsApi& operator=(CreatorsApi&&) noexcept;
    ~CreatorsApi();

    Result<Answer> get(const std::string& path, Parameters query = {});
    Result<Answer> post(const std::string& path, const Json& body, Parameters query = {});
    Result<Answer> put(const std::string& path, const Json& body, Parameters query = {});

    /// 1-A: the numeric id of `spotify:episode:…`.
    Result<std::int64_t> episode_id(const std::string& episode_uri);
    /// 1-L: stationId, userId and webStationId of a show.
    Result<Answer> legacy_ids(const std::string& show_id);
    /// 1-B. Drafts are 403 for some servers.
    Result<Answer> episode_overview(const std::string& episode);
    /// 1-C: only the members of `changes` change.
    Result<Answer> update_episode(const std::string& episode, const Json& changes);
    /// 1-S: an untitled draft.
    Result<Answer> create_episode(std::int64_t station_id, int hour_offset = 0);
    /// 1-Z: final.
    Result<Answer> delete_episode(const std::string& episode);
    /// 1-E and 1-Q. `publish_on` is Unix seconds.
    Result<Answer> sponsored_content(const std::string& episode);
    Result<Answer> set_sponsored_content(const std::string& episode, bool contains, std::int64_t publish_on);
    /// 1-H and 1-T.
    Result<Answer> show_metadata(std::int64_t station_id);
    Result<Answer> update_show_metadata(std::int64_t station_id, const Json& changes);
    /// 1-T-2, 1-O, 1-Y.
    Result<Answer> category_options();
    Result<Answer> distribution(std::int64_t station_id);
    /// drafts too; the service wants to know whose they are.
    Result<Answer> list_episodes(std::int64_t station_id, std::int64_t user_id);
    Result<Answer> stations_status();
    /// 1-U. Errors besides: conflict (taken).
    Result<Answer> set_vanity_slug(const std::string& slug, std::int64_t station_id);

    /// 6-A to 6-C: put `upload.file_path` in place, streaming. What has arrived is noted in `upload`; called again with
    /// it after an error, only the missing parts are sent.
    Result<Answer> upload_media(MediaUpload& upload, const Progress& progress = {});
    /// 6-D: once.
    Result<Answer> media_status(const std::string& upload_id);
    /// 6-D until it is completed or failed, every `pause`, at most `attempts` times. Errors besides: timeout.
    Result<Answer> wait_for_media(const std::string& upload_id, Seconds pause = Seconds{3}, int attempts = 400);

private:
    struct State;
    explicit CreatorsApi(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace mooring_client
