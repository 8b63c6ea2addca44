#include "mooring/storage/spool/segment_log.hpp"

#include <fcntl.h>
#include <sys/file.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <iterator>
#include <system_error>
#include <utility>
#include <vector>

#include "mooring/base/log.hpp"
#include "mooring/storage/spool/segment_format.hpp"

namespace mooring::storage::spool {

namespace {

namespace fs = std::filesystem;

/// Small enough that taking one under the lock costs next to nothing.
constexpr std::size_t largest_chunk_bytes = 64 * 1024;

std::size_t chunk_size(std::uint64_t segment_bytes) {
    const std::uint64_t room = segment_bytes > segment_header_bytes ? segment_bytes - segment_header_bytes : 1;
    return static_cast<std::size_t>(std::min<std::uint64_t>(room, largest_chunk_bytes));
}

}  // namespace

SegmentLog::SegmentLog(const SegmentLogOptions& options)
    : options_(options),
      files_(options.files != nullptr ? *options.files : files::system_files()),
      chunk_bytes_(chunk_size(options.segment_bytes)) {}

Result<std::unique_ptr<SegmentLog>> open_segment_log(const SegmentLogOptions& options) {
    auto opened = std::make_unique<SegmentLog>(options);
    MOORING_CHECK(opened->load());
    opened->writer_ = std::thread{[&running = *opened] { running.run(); }};
    return opened;
}

SegmentLog::~SegmentLog() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_one();
    if (writer_.joinable()) {
        writer_.join();
    }
}

/// The lock goes with the process, however that ends.
Result<void> SegmentLog::take_directory() {
    MOORING_CHECK(files::make_directories(files_, options_.directory));
    const int opened = ::open(options_.directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (opened < 0) return Error{Errc::unavailable, "cannot open " + options_.directory};
    directory_ = files::Descriptor(opened);
    if (::flock(opened, LOCK_EX | LOCK_NB) != 0) {
        return Error{Errc::unavailable, "another process has " + options_.directory + " open"};
    }
    return ok();
}

Result<void> SegmentLog::load() {
    MOORING_CHECK(take_directory());
    std::error_code failure;
    fs::directory_iterator entries{options_.directory, failure};
    while (!failure && entries != fs::directory_iterator{}) {
        if (const auto number = parse_segment_name(entries->path().filename().string())) {
            const std::uint64_t size = entries->file_size(failure);
            if (failure) {
                break;
            }
            segments_.emplace(*number, size);
            stored_bytes_ += size;
            next_segment_ = std::max(next_segment_, *number + 1);
        }
        entries.increment(failure);
    }
    if (failure) {
        return files::file_error(failure.value(), "list", options_.directory);
    }
    return ok();
}

std::string SegmentLog::path_of(std::uint64_t segment) const {
    return options_.directory + "/" + segment_name(segment);
}

bool SegmentLog::shed_one() {
    shed_.fetch_add(1, std::memory_order_relaxed);
    return false;
}

bool SegmentLog::append(const std::function<void(std::string&)>& encode) {
    // Coded and summed before the lock is taken: under it there is only a copy of some 200 bytes.
    thread_local std::string frame;
    frame.assign(frame_head_bytes, '\0');
    encode(frame);
    if (frame.size() > frame_head_bytes + max_payload_bytes) {
        return shed_one();
    }
    seal_frame(frame);

    bool wake = false;
    {
        const std::lock_guard lock(mutex_);
        const std::uint64_t waiting = appended_ - durable_;
        if (waiting >= options_.queue_limit || unflushed_bytes_ + frame.size() > options_.queue_bytes_limit ||
            stored_bytes_ + unflushed_bytes_ + frame.size() > options_.max_total_bytes) {
            return shed_one();
        }
        if (queue_.empty() || queue_.back().bytes.size() + frame.size() > chunk_bytes_) {
            wake = queue_.empty();
            queue_.emplace_back();
            queue_.back().bytes.reserve(std::max(chunk_bytes_, frame.size()));
        }
        queue_.back().bytes.append(frame);
        ++queue_.back().records;
        unflushed_bytes_ += frame.size();
        ++appended_;
        wake = wake || waiting + 1 == options_.queue_limit / 2;
    }
    if (wake) {
        wake_.notify_one();
    }
    return true;
}

Result<void> SegmentLog::settle() {
    std::unique_lock lock(mutex_);
    const std::uint64_t target = appended_;
    if (durable_ >= target) {
        return ok();
    }
    // An attempt under way may have begun without the newest records; the next one has them all.
    const std::uint64_t begun = attempts_;
    settle_wanted_ = true;
    wake_.notify_one();
    settled_.wait(lock, [&] { return durable_ >= target || failed_attempt_ > begun; });
    return durable_ >= target ? ok() : Result<void>{failure_};
}

void SegmentLog::run() {
    SegmentWriter writer{files_, options_.directory, options_.segment_bytes, next_segment_,
                         [this](std::uint64_t segment, std::uint64_t size_bytes, std::size_t records) {
                             mark_durable(segment, size_bytes, records);
                         }};
    std::deque<Chunk> pending;  // taken off the queue, not durable yet
    auto next_flush = std::chrono::steady_clock::now();
    std::unique_lock lock(mutex_);
    for (;;) {
        wake_.wait(lock, [&] { return stopping_ || settle_wanted_ || !queue_.empty() || !pending.empty(); });
        wake_.wait_until(lock, next_flush, [&] {
            const bool filling =
                !failing_ && appended_ - durable_ >= std::max<std::size_t>(options_.queue_limit / 2, 1);
            return stopping_ || settle_wanted_ || filling;
        });
        std::move(queue_.begin(), queue_.end(), std::back_inserter(pending));
        queue_.clear();
        settle_wanted_ = false;
        const bool last = stopping_;
        const std::uint64_t attempt = ++attempts_;

        lock.unlock();
        const auto written = writer.write(pending);
        next_flush = std::chrono::steady_clock::now() + options_.flush_every;
        lock.lock();

        if (!written) {
            failed_attempt_ = attempt;
            failure_ = written.error();
            if (!failing_) {
                log::error("cannot write a spool; records wait",
                           {{"spool", options_.name}, {"error", failure_.message}});
            }
        } else if (failing_) {
            log::info("a spool is written again", {{"spool", options_.name}});
        }
        failing_ = !written;
        settled_.notify_all();
        if (last) {
            break;
        }
    }
    if (appended_ != durable_) {
        log::error("records lost at stop", {{"spool", options_.name}, {"records", appended_ - durable_}});
    }
}

void SegmentLog::mark_durable(std::uint64_t segment, std::uint64_t size_bytes, std::size_t records) {
    const std::lock_guard lock(mutex_);
    std::uint64_t& size = segments_[segment];
    const std::uint64_t grown = size_bytes - size;
    const std::uint64_t header = size == 0 ? segment_header_bytes : 0;
    stored_bytes_ += grown;
    unflushed_bytes_ -= grown - header;
    size = size_bytes;
    durable_ += records;
    settled_.notify_all();
}

Result<SpoolPosition> SegmentLog::read(SpoolPosition from, const std::function<Visited(std::string_view)>& visit) {
    std::vector<std::pair<std::uint64_t, std::uint64_t>> segments;
    {
        const std::lock_guard lock(mutex_);
        segments.assign(segments_.lower_bound(from.segment), segments_.end());
    }
    SpoolPosition place = from;
    for (const auto& [number, size] : segments) {
        const std::uint64_t offset = number == from.segment ? from.offset : 0;
        auto segment = read_segment(path_of(number), number, offset, size, visit);
        if (!segment) {
            if (segment.error().code == Errc::not_found) {
                continue;  // released since
            }
            return std::move(segment).error();
        }
        place = {.segment = number, .offset = segment->offset};
        if (segment->stopped) {
            break;
        }
    }
    return place;
}

Result<void> SegmentLog::release(SpoolPosition before) {
    std::vector<std::uint64_t> released;
    {
        const std::lock_guard lock(mutex_);
        // The last one may be the one being written.
        for (const auto& [number, size] : segments_) {
            if (number < before.segment && number != segments_.rbegin()->first) {
                released.push_back(number);
            }
        }
    }
    for (const std::uint64_t number : released) {
        const std::string path = path_of(number);
        if (files_.unlink(path.c_str()) != 0 && errno != ENOENT) {
            return files::file_error(errno, "remove", path);
        }
        const std::lock_guard lock(mutex_);
        if (const auto found = segments_.find(number); found != segments_.end()) {
            stored_bytes_ -= found->second;
            segments_.erase(found);
        }
    }
    return ok();
}

std::uint64_t SegmentLog::recorded() const {
    const std::lock_guard lock(mutex_);
    return durable_;
}

std::size_t SegmentLog::queued() const {
    const std::lock_guard lock(mutex_);
    return static_cast<std::size_t>(appended_ - durable_);
}

std::uint64_t SegmentLog::stored_bytes() const {
    const std::lock_guard lock(mutex_);
    return stored_bytes_;
}

}  // namespace mooring::storage::spool
