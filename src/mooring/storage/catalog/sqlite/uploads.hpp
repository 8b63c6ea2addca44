#pragma once

#include "mooring/storage/catalog/sqlite/access.hpp"
#include "mooring/storage/catalog/upload_store.hpp"

namespace mooring::storage::sqlite {

/// A number that no audio had.
Result<AudioId> next_audio_id(Connection& db);

class SqliteUploadReader final : public UploadReader {
public:
    explicit SqliteUploadReader(Connection& db) : db_(db) {}
    Result<std::optional<Upload>> find(std::string_view id) override;
    Result<std::optional<Upload>> find_by_audio(AudioId audio) override;
    Result<std::optional<Upload>> find_latest_media(EpisodeId episode) override;
    Result<std::vector<Upload>> library(AccountId account, std::int64_t limit) override;
    Result<std::vector<UploadPart>> parts(std::string_view id) override;
    Result<std::int64_t> count_with_blob(std::string_view sha256) override;
    Result<std::vector<Upload>> open_before(Instant time, int limit) override;

private:
    Connection& db_;
};

class SqliteUploadWriter final : public UploadWriter {
public:
    explicit SqliteUploadWriter(WriteAccess access) : access_(access) {}
    Result<void> insert(const Upload& upload) override;
    Result<void> update(const Upload& upload) override;
    Result<void> put_part(std::string_view id, const UploadPart& part) override;
    Result<void> remove_parts(std::string_view id) override;
    Result<AudioId> next_audio() override { return next_audio_id(access_.db); }

private:
    WriteAccess access_;
};

}  // namespace mooring::storage::sqlite
