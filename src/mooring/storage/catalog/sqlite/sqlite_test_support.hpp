#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <memory>
#include <string>

#include "mooring/storage/catalog/sqlite/connection.hpp"
#include "mooring/storage/catalog/sqlite/episodes.hpp"
#include "mooring/storage/catalog/sqlite/migrations.hpp"

namespace mooring::storage::sqlite {

/// A folder for one test's database; gone with it.
class TestFolder {
public:
    TestFolder() {
        static std::atomic<int> counter{0};
        path_ = std::filesystem::temp_directory_path() /
                ("mooring-sqlite-" + std::to_string(getpid()) + "-" + std::to_string(++counter));
        std::filesystem::create_directories(path_);
    }
    ~TestFolder() { std::filesystem::remove_all(path_); }
    TestFolder(const TestFolder&) = delete;
    TestFolder& operator=(const TestFolder&) = delete;

    std::string database() const { return path_ / "catalog.sqlite"; }

    Connection::Settings settings() const {
        Connection::Settings settings;
        settings.path = database();
        settings.busy_timeout = std::chrono::milliseconds{20};
        settings.durable = false;
        return settings;
    }
    std::unique_ptr<Connection> connect() const {
        auto connection = Connection::open(settings());
        EXPECT_TRUE(connection) << connection.error().message;
        return connection ? std::move(*connection) : nullptr;
    }

private:
    std::filesystem::path path_;
};

}  // namespace mooring::storage::sqlite
