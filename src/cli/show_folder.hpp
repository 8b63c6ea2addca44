#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "mooring/base/result.hpp"

namespace mooring::cli {

// A show as files in a folder (docs/apply.md):
//
//     show.toml           title, description, presenter, published
//     episodes/NAME.md    between two lines `+++`: title, date, audio; below them the notes, in Markdown
//     mooring-ids.json    written by `mooring apply`: which file is which episode

struct FolderEpisode {
    std::string name;  ///< of the file, without `.md`
    std::string title;
    std::string notes;                 ///< as HTML
    std::optional<std::int64_t> date;  ///< Unix seconds; unset: when it is uploaded
    std::string audio_path;            ///< of an MP3 inside the folder
    std::int64_t audio_bytes = 0;
};

struct FolderShow {
    std::optional<std::int64_t> id;  ///< given in `show.toml`
    std::string title;
    std::optional<std::string> description, presenter;
    std::optional<bool> is_published;
    std::vector<FolderEpisode> episodes;  ///< by name
};

/// What of a folder is what on a server, by the name of a file.
using KnownIds = std::map<std::string, std::int64_t>;

/// Errors: not_found (no `show.toml`), invalid_argument (`FILE:LINE: what is wrong`).
Result<FolderShow> read_show_folder(const std::string& folder);

/// The ids of a server, known from earlier runs; none when there is no file. Errors: invalid_argument (it is broken).
Result<KnownIds> read_known_ids(const std::string& folder, const std::string& server);
/// Those of other servers stay. Errors: unavailable.
Result<void> write_known_ids(const std::string& folder, const std::string& server, const KnownIds& ids);

/// CommonMark as HTML. Errors: invalid_argument (over 1 MiB).
Result<std::string> markdown_as_html(const std::string& text);

}  // namespace mooring::cli
