#pragma once

#include <functional>
#include <string>
#include <vector>

#include "mooring/app/importing/import_show.hpp"

namespace mooring::app::importing {

/// The show that a feed becomes: the one the record names, else the workspace's with the same `podcast:guid`, else a
/// new one, which nobody sees yet. What is there is not changed. Errors: not_found, unavailable, no_space.
Result<domain::Show> find_or_make_show(const ImportPorts& ports, const ImportRecord& record,
                                       const feed::reading::ReadFeed& feed);

/// An item whose episode is there and waits for its media.
struct OpenItem {
    const feed::reading::FeedItem* item = nullptr;
    domain::EpisodeId episode;
};

struct PlannedItems {
    std::vector<OpenItem> open;  ///< newest first
    int present = 0;             ///< with media already
};

/// Make a draft of each item that has no episode in the show by its GUID, bytes compared; revive a deleted one. The
/// older come first, so that numeric ids rise with time. Errors: unavailable, no_space.
Result<PlannedItems> make_drafts(const ImportPorts& ports, const domain::Show& show,
                                 const feed::reading::ReadFeed& feed);

/// What became of a downloaded file.
struct ItemMedia {
    domain::StoredMedia media;
    std::vector<domain::Chapter> file_chapters;
};

/// What the file at `path` is, by its content, and a blob of it: MP3 as it came, everything else by FFmpeg, confined.
/// Errors: unsupported, corrupt, invalid_argument (the file's fault); else no_space, unavailable.
Result<ItemMedia> take_media(const ImportPorts& ports, const processing::ProcessingOptions& options,
                             const std::string& path, const std::string& content_type, const std::string& work_folder,
                             int position);

/// Chapters and transcripts that the item names, fetched and put to the episode; what cannot be had is told by `warn`,
/// and stays in the feed as a link.
void fetch_companions(const ImportPorts& ports, const domain::Show& show, const OpenItem& open,
                      const std::vector<domain::Chapter>& file_chapters, const std::function<void(std::string)>& warn);

/// Give the episode its media and let it be out by its date. False: somebody else gave it some meanwhile.
Result<bool> finish_item(const ImportPorts& ports, const OpenItem& open, const domain::StoredMedia& media);

/// The last step: for 28 days our feed says that it is where it is, and with `goes_live` it is public.
Result<void> finish_show(const ImportPorts& ports, const ImportRecord& record);

}  // namespace mooring::app::importing
