#pragma once

#include "mooring/storage/catalog/companion_store.hpp"
#include "mooring/storage/catalog/sqlite/access.hpp"

namespace mooring::storage::sqlite {

class SqliteCompanionReader final : public CompanionReader {
public:
    explicit SqliteCompanionReader(Connection& db) : db_(db) {}
    Result<std::vector<domain::Chapter>> chapters(EpisodeId episode) override;
    Result<std::optional<StoredTranscript>> transcript(EpisodeId episode, std::string_view language,
                                                       bool is_timed) override;
    Result<std::optional<StreamFile>> stream_file(std::string_view sha256, std::string_view name) override;
    Result<std::optional<SoundOutline>> sound_outline(std::string_view sha256) override;
    Result<bool> has_sound_outline(std::string_view sha256) override;

private:
    Connection& db_;
};

class SqliteCompanionWriter final : public CompanionWriter {
public:
    explicit SqliteCompanionWriter(WriteAccess access) : access_(access) {}
    Result<void> set_chapters(EpisodeId episode, const std::vector<domain::Chapter>& chapters) override;
    Result<void> put_transcript(EpisodeId episode, const StoredTranscript& transcript) override;
    Result<void> remove_transcript(EpisodeId episode, std::string_view language, bool is_timed) override;
    Result<void> put_stream(std::string_view sha256, const std::vector<StreamFile>& files) override;
    Result<void> put_sound_outline(std::string_view sha256, const SoundOutline& outline) override;
    Result<void> forget_blob(std::string_view sha256) override;

private:
    Result<void> remove_stream(std::string_view sha256);

    WriteAccess access_;
};

}  // namespace mooring::storage::sqlite
