#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "mooring/app/delivering/image_maker.hpp"
#include "mooring/app/delivering/open_blobs.hpp"
#include "mooring/base/result.hpp"
#include "mooring/storage/catalog/catalog.hpp"

namespace mooring::app::delivering {

/// One form of a picture, ready to be sent.
struct ImageFile {
    std::string sha256;
    std::string content_type;
    Instant last_modified;
    OpenBlobPointer blob;
};

/// Is `size`.`extension` in the table of delivery.md, 7.2?
bool is_image_form(std::string_view size, std::string_view extension);
/// `image/jpeg` for `jpg` and so on; empty for what is no picture's.
std::string_view image_content_type(std::string_view extension);

/// Pictures by hash, size and format. Rows are kept in memory, where they hold until any picture is removed (else they
/// only ever gain forms), and beyond that while the catalog is away; open files are in `OpenBlobs`. Safe from several
/// threads.
class ImageFiles {
public:
    /// `maker` may be null: then a missing form is not found.
    ImageFiles(storage::Catalog& catalog, OpenBlobs& blobs, ImageMaker* maker, std::size_t limit)
        : catalog_(catalog), blobs_(blobs), maker_(maker), limit_(limit) {}

    /// Nothing unless row and file are in memory. Never waits.
    std::optional<ImageFile> find(std::string_view hash, std::string_view size, std::string_view extension);
    /// A missing form is made once, however many ask for it. Errors: not_found, unavailable.
    Result<ImageFile> get(std::string_view hash, std::string_view size, std::string_view extension);
    /// The row, for what pages say of a picture. Nothing when it is not stored (yet).
    Result<std::optional<storage::Image>> row(std::string_view hash);

private:
    using Row = std::shared_ptr<const storage::Image>;
    struct Flight;

    struct Place {
        Row row;
        std::uint64_t version = 0;  ///< of all pictures, before the row was read
        std::list<std::string>::iterator order;
    };

    /// Null unless it is in memory and holds.
    Row find_row(std::string_view hash);
    /// The row as the catalog has it, or as it was when the catalog is away. Null when there is none.
    Result<Row> load_row(std::string_view hash);
    void remember(const Row& row, std::uint64_t version);
    /// What was in memory is no more.
    void forget(std::string_view hash);
    Result<storage::ImageVariant> make_once(const Row& row, std::string_view size, std::string_view extension);

    storage::Catalog& catalog_;
    OpenBlobs& blobs_;
    ImageMaker* maker_;
    const std::size_t limit_;
    std::mutex mutex_;
    std::list<std::string> order_;  ///< hashes, the most recently used first
    std::unordered_map<std::string, Place> rows_;
    std::map<std::string, std::shared_ptr<Flight>> flights_;
};

}  // namespace mooring::app::delivering
