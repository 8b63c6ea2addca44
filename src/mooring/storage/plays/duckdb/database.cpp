#include "mooring/storage/plays/duckdb/database.hpp"

#include <string_view>

namespace mooring::storage::duckdb {

namespace {

/// Owns a `duckdb_config`.
class Settings {
public:
    Settings() { duckdb_create_config(&config_); }
    ~Settings() { duckdb_destroy_config(&config_); }
    Settings(const Settings&) = delete;
    Settings& operator=(const Settings&) = delete;

    void set(const char* name, const std::string& value) { duckdb_set_config(config_, name, value.c_str()); }
    duckdb_config handle() const { return config_; }

private:
    duckdb_config config_ = nullptr;
};

bool says(std::string_view message, std::string_view words) {
    return message.find(words) != std::string_view::npos;
}

}  // namespace

Error error_of(const std::string& what, const char* message) {
    const std::string_view text = message == nullptr ? "no reason given" : message;
    Errc code = Errc::unavailable;
    if (says(text, "No space left") || says(text, "failed to offload data block")) code = Errc::no_space;
    if (says(text, "not a valid DuckDB database") || says(text, "orrupt") || says(text, "checksum") ||
        says(text, "Checksum")) {
        code = Errc::corrupt;
    }
    return Error{code, what + ": " + std::string{text.substr(0, text.find('\n'))}};
}

Result<std::shared_ptr<Database>> Database::open(const std::string& path, const Limits& limits) {
    Settings settings;
    settings.set("memory_limit", std::to_string(limits.memory_bytes / 1024) + "KiB");
    settings.set("threads", std::to_string(limits.threads));
    settings.set("temp_directory", path + ".spill");
    // Every checkpoint compresses what it finds anew; a log this long is read back in a second or two.
    settings.set("checkpoint_threshold", "64MiB");
    // Nothing is loaded from elsewhere, whatever a statement says.
    settings.set("autoinstall_known_extensions", "false");
    settings.set("autoload_known_extensions", "false");
    duckdb_database database = nullptr;
    char* problem = nullptr;
    if (duckdb_open_ext(path.c_str(), &database, settings.handle(), &problem) == DuckDBError) {
        const Error error = error_of("cannot open the plays in '" + path + "'", problem);
        duckdb_free(problem);
        return error;
    }
    return std::shared_ptr<Database>{new Database{database}};
}

Database::~Database() {
    duckdb_close(&database_);
}

}  // namespace mooring::storage::duckdb
