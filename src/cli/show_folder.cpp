#include "cli/show_folder.hpp"

#include <md4c-html.h>

#include <toml++/toml.h>
#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <filesystem>
#include <fstream>

#include "cli/publishing_address.hpp"
#include "mooring/base/time_text.hpp"
#include "mooring/base/utf8.hpp"

namespace mooring::cli {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

constexpr std::size_t most_text_bytes = std::size_t{1} << 20;
constexpr const char* ids_file = "mooring-ids.json";
constexpr std::string_view fence = "+++";

Error wrong(const std::string& file, std::uint32_t line, const std::string& what) {
    return Error{Errc::invalid_argument, file + ":" + std::to_string(std::max<std::uint32_t>(line, 1)) + ": " + what};
}

/// A table of a file with what may be wrong in it.
class Table {
public:
    /// `first_line`: where the text stands in its file, less one.
    static Result<Table> parse(const std::string& text, std::string file, std::uint32_t first_line) {
        try {
            Table table;
            table.table_ = toml::parse(text);
            table.file_ = std::move(file);
            table.first_line_ = first_line;
            return table;
        } catch (const toml::parse_error& error) {
            return wrong(file, first_line + error.source().begin.line, std::string{error.description()});
        }
    }

    Result<void> allow_only(std::initializer_list<std::string_view> names) const {
        for (const auto& [key, node] : table_) {
            if (std::ranges::find(names, key.str()) == names.end()) {
                return at(node, "'" + std::string{key.str()} + "' is not known here");
            }
        }
        return ok();
    }
    Result<std::optional<std::string>> text(const char* name) const {
        const toml::node* node = table_.get(name);
        if (node == nullptr) return std::optional<std::string>{};
        const auto value = node->value_exact<std::string>();
        if (!value || !is_valid_utf8(*value)) return at(*node, std::string{name} + " has to be a text");
        return value;
    }
    Result<std::string> required_text(const char* name) const {
        MOORING_TRY(const auto value, text(name));
        if (!value || trim(*value).empty()) return wrong(file_, first_line_ + 1, std::string{name} + " is missing");
        return std::string{trim(*value)};
    }
    Result<std::optional<bool>> flag(const char* name) const {
        const toml::node* node = table_.get(name);
        if (node == nullptr) return std::optional<bool>{};
        const auto value = node->value_exact<bool>();
        if (!value) return at(*node, std::string{name} + " has to be true or false");
        return value;
    }
    Result<std::optional<std::int64_t>> number(const char* name) const {
        const toml::node* node = table_.get(name);
        if (node == nullptr) return std::optional<std::int64_t>{};
        const auto value = node->value_exact<std::int64_t>();
        if (!value || *value <= 0) return at(*node, std::string{name} + " has to be a positive number");
        return value;
    }
    /// A date of TOML or a text in ISO 8601; without a zone: UTC.
    Result<std::optional<std::int64_t>> time(const char* name) const {
        const toml::node* node = table_.get(name);
        if (node == nullptr) return std::optional<std::int64_t>{};
        std::ostringstream written;
        if (const auto when = node->value_exact<toml::date_time>()) {
            written << *when;
        } else if (const auto day = node->value_exact<toml::date>()) {
            written << *day;
        } else {
            written << node->value_exact<std::string>().value_or("");
        }
        const auto instant = parse_iso8601(written.str());
        if (!instant) return at(*node, std::string{name} + " has to be a time such as 2031-03-04T06:30:00Z");
        return std::optional{unix_seconds(*instant)};
    }
    Error at_name(const char* name, const std::string& what) const {
        const toml::node* node = table_.get(name);
        return node == nullptr ? wrong(file_, first_line_ + 1, what) : at(*node, what);
    }

private:
    Error at(const toml::node& node, const std::string& what) const {
        return wrong(file_, first_line_ + node.source().begin.line, what);
    }

    toml::table table_;
    std::string file_;
    std::uint32_t first_line_ = 0;
};

Result<std::string> read_limited(const std::string& path, const std::string& shown) {
    std::error_code failed;
    const auto size = fs::file_size(path, failed);
    if (!failed && size > most_text_bytes) return wrong(shown, 1, "the file is larger than 1 MiB");
    MOORING_TRY(std::string text, read_text_file(path));
    if (!is_valid_utf8(text)) return wrong(shown, 1, "the file is not UTF-8");
    std::erase(text, '\r');
    return text;
}

/// The file that `audio` names, which lies in the folder, whatever links say.
Result<void> find_audio(const fs::path& folder, const Table& table, FolderEpisode& episode) {
    MOORING_TRY(const std::string audio, table.required_text("audio"));
    std::error_code failed;
    const fs::path root = fs::canonical(folder, failed);
    const fs::path path = fs::weakly_canonical(folder / "episodes" / audio, failed);
    const auto [end, rest] = std::mismatch(root.begin(), root.end(), path.begin(), path.end());
    if (failed || end != root.end()) return table.at_name("audio", "audio has to lie inside the folder");
    const auto size = fs::is_regular_file(path, failed) ? fs::file_size(path, failed) : 0;
    if (failed || size == 0) return table.at_name("audio", "there is no sound in '" + audio + "'");
    episode.audio_path = path.string();
    episode.audio_bytes = static_cast<std::int64_t>(size);
    return ok();
}

Result<FolderEpisode> read_episode(const fs::path& folder, const fs::path& path) {
    const std::string shown = "episodes/" + path.filename().string();
    MOORING_TRY(const std::string text, read_limited(path.string(), shown));
    const std::string opening = std::string{fence} + "\n";
    const std::size_t close = text.find("\n" + opening, opening.size() - 1);
    if (!text.starts_with(opening) || close == std::string::npos) {
        return wrong(shown, 1, "the file has to begin with its settings, between two lines '+++'");
    }
    MOORING_TRY(const Table table, Table::parse(text.substr(opening.size(), close + 1 - opening.size()), shown, 1));
    MOORING_CHECK(table.allow_only({"title", "date", "audio"}));
    FolderEpisode episode;
    episode.name = path.stem().string();
    MOORING_TRY(episode.title, table.required_text("title"));
    MOORING_TRY(episode.date, table.time("date"));
    MOORING_CHECK(find_audio(folder, table, episode));
    MOORING_TRY(episode.notes, markdown_as_html(text.substr(close + 1 + opening.size())));
    return episode;
}

}  // namespace

Result<std::string> markdown_as_html(const std::string& text) {
    if (text.size() > most_text_bytes) return invalid("notes", "the notes are larger than 1 MiB");
    std::string html;
    const auto take = [](const MD_CHAR* bytes, MD_SIZE size, void* to) {
        static_cast<std::string*>(to)->append(bytes, size);
    };
    if (md_html(text.data(), static_cast<MD_SIZE>(text.size()), take, &html, MD_FLAG_PERMISSIVEURLAUTOLINKS, 0) != 0) {
        return invalid("notes", "the notes cannot be read as Markdown");
    }
    return std::string{trim(html)};
}

Result<FolderShow> read_show_folder(const std::string& folder) {
    const fs::path root{folder};
    std::error_code failed;
    if (!fs::is_regular_file(root / "show.toml", failed)) {
        return Error{Errc::not_found, "there is no show.toml in '" + folder + "'"};
    }
    MOORING_TRY(const std::string text, read_limited((root / "show.toml").string(), "show.toml"));
    MOORING_TRY(const Table table, Table::parse(text, "show.toml", 0));
    MOORING_CHECK(table.allow_only({"id", "title", "description", "presenter", "published"}));
    FolderShow show;
    MOORING_TRY(show.id, table.number("id"));
    MOORING_TRY(show.title, table.required_text("title"));
    MOORING_TRY(const auto description, table.text("description"));
    if (description) {
        MOORING_TRY(show.description, markdown_as_html(*description));
    }
    MOORING_TRY(show.presenter, table.text("presenter"));
    MOORING_TRY(show.is_published, table.flag("published"));

    std::vector<fs::path> files;
    for (fs::directory_iterator entry{root / "episodes", failed}, end; !failed && entry != end;
         entry.increment(failed)) {
        if (entry->is_regular_file() && entry->path().extension() == ".md") files.push_back(entry->path());
    }
    std::ranges::sort(files);
    for (const fs::path& path : files) {
        MOORING_TRY(FolderEpisode episode, read_episode(root, path));
        const auto twin = std::ranges::find(show.episodes, episode.title, &FolderEpisode::title);
        if (twin != show.episodes.end()) {
            return wrong("episodes/" + path.filename().string(), 1,
                         "episodes/" + twin->name + ".md has this title too; an episode is found by it");
        }
        show.episodes.push_back(std::move(episode));
    }
    return show;
}

Result<KnownIds> read_known_ids(const std::string& folder, const std::string& server) {
    KnownIds ids;
    std::error_code failed;
    const fs::path path = fs::path{folder} / ids_file;
    if (!fs::exists(path, failed)) return ids;
    MOORING_TRY(const std::string text, read_limited(path.string(), ids_file));
    boost::system::error_code broken;
    const json::value value = json::parse(text, broken);
    if (broken || !value.is_object()) return wrong(ids_file, 1, "the file is broken; restore it, or remove it");
    const auto* known = value.get_object().if_contains(server);
    if (known == nullptr || !known->is_object()) return ids;
    for (const auto& [name, id] : known->get_object()) {
        if (id.is_int64() && id.get_int64() > 0) ids[name] = id.get_int64();
    }
    return ids;
}

Result<void> write_known_ids(const std::string& folder, const std::string& server, const KnownIds& ids) {
    const std::string path = (fs::path{folder} / ids_file).string();
    json::object all;
    std::error_code failed;
    if (fs::exists(path, failed)) {
        MOORING_TRY(const std::string text, read_text_file(path));
        boost::system::error_code broken;
        const json::value value = json::parse(text, broken);
        if (!broken && value.is_object()) all = value.get_object();
    }
    json::object known;
    for (const auto& [name, id] : ids) known[name] = id;
    all[server] = std::move(known);
    std::ofstream file(path + ".new", std::ios::binary | std::ios::trunc);
    file << json::serialize(all) << '\n';
    file.close();
    if (file) fs::rename(path + ".new", path, failed);
    if (!file || failed) return Error{Errc::unavailable, "'" + path + "' cannot be written"};
    return ok();
}

}  // namespace mooring::cli
