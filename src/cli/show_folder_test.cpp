#include "cli/show_folder.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace mooring::cli {
namespace {

namespace fs = std::filesystem;

class ShowFolderTest : public testing::Test {
protected:
    ShowFolderTest() {
        std::string pattern = (fs::temp_directory_path() / "mooring-folder-XXXXXX").string();
        folder = mkdtemp(pattern.data());
        fs::create_directories(folder / "episodes");
        put("show.toml", "title = \"Harbour\"\ndescription = \"*Tides*\"\npublished = true\n");
        put("episodes/1.mp3", "sound");
        put("episodes/1.md",
            "+++\ntitle = \"One\"\ndate = 2031-03-04T06:30:00Z\naudio = \"1.mp3\"\n+++\n# Hello\n\nA "
            "[link](https://x.example).\n");
    }
    ~ShowFolderTest() override { fs::remove_all(folder); }
    void put(const std::string& name, const std::string& text) const { std::ofstream(folder / name) << text; }
    Result<FolderShow> read() const { return read_show_folder(folder.string()); }
    std::string complaint() const {
        const auto show = read();
        return show ? "" : show.error().message;
    }

    fs::path folder;
};

TEST_F(ShowFolderTest, ReadsShowAndEpisodes) {
    const auto show = read();
    ASSERT_TRUE(show) << show.error().message;
    EXPECT_EQ(show->title, "Harbour");
    EXPECT_EQ(show->description, "<p><em>Tides</em></p>");
    EXPECT_EQ(show->is_published, true);
    EXPECT_FALSE(show->presenter);
    ASSERT_EQ(show->episodes.size(), 1U);
    const FolderEpisode& episode = show->episodes[0];
    EXPECT_EQ(episode.name, "1");
    EXPECT_EQ(episode.title, "One");
    EXPECT_EQ(episode.date, 1930372200);
    EXPECT_EQ(episode.audio_bytes, 5);
    EXPECT_EQ(episode.notes, "<h1>Hello</h1>\n<p>A <a href=\"https://x.example\">link</a>.</p>");
}

TEST_F(ShowFolderTest, NamesFileAndLineOfWhatIsWrong) {
    put("show.toml", "title = \"Harbour\"\ncolour = \"blue\"\n");
    EXPECT_EQ(complaint(), "show.toml:2: 'colour' is not known here");
    put("show.toml", "title = \n");
    EXPECT_EQ(complaint().substr(0, 12), "show.toml:1:");
    put("show.toml", "title = \"Harbour\"\n");
    put("episodes/1.md", "+++\ntitle = \"One\"\ndate = \"soon\"\naudio = \"1.mp3\"\n+++\n");
    EXPECT_EQ(complaint().substr(0, 16), "episodes/1.md:3:");
    put("episodes/1.md", "title: One\n");
    EXPECT_EQ(complaint().substr(0, 16), "episodes/1.md:1:");
    put("episodes/1.md", "+++\naudio = \"1.mp3\"\n+++\n");
    EXPECT_EQ(complaint(), "episodes/1.md:2: title is missing");
    fs::remove(folder / "show.toml");
    EXPECT_EQ(read().error().code, Errc::not_found);
}

TEST_F(ShowFolderTest, TakesSoundFromInsideOnly) {
    std::ofstream(folder.string() + ".mp3") << "secret";
    for (const std::string& audio :
         {"../../" + folder.filename().string() + ".mp3", std::string{"/etc/passwd"}, std::string{"none.mp3"}}) {
        put("episodes/1.md", "+++\ntitle = \"One\"\naudio = \"" + audio + "\"\n+++\n");
        EXPECT_EQ(complaint().substr(0, 16), "episodes/1.md:3:") << audio;
    }
    fs::create_symlink("/etc/passwd", folder / "episodes" / "link.mp3");
    put("episodes/1.md", "+++\ntitle = \"One\"\naudio = \"link.mp3\"\n+++\n");
    EXPECT_EQ(complaint(), "episodes/1.md:3: audio has to lie inside the folder");
    fs::remove(folder.string() + ".mp3");
}

TEST_F(ShowFolderTest, RefusesTwoEpisodesOfOneTitle) {
    put("episodes/2.md", "+++\ntitle = \"One\"\naudio = \"1.mp3\"\n+++\n");
    EXPECT_NE(complaint().find("episodes/1.md has this title too"), std::string::npos);
}

TEST_F(ShowFolderTest, RemembersIdsOfEachServer) {
    const std::string here = folder.string();
    EXPECT_TRUE(read_known_ids(here, "https://a.example")->empty());
    ASSERT_TRUE(write_known_ids(here, "https://a.example", {{"1", 5}}));
    ASSERT_TRUE(write_known_ids(here, "https://b.example", {{"1", 9}}));
    EXPECT_EQ(*read_known_ids(here, "https://a.example"), (KnownIds{{"1", 5}}));
    put("mooring-ids.json", "{");
    EXPECT_EQ(read_known_ids(here, "https://a.example").error().code, Errc::invalid_argument);
}

}  // namespace
}  // namespace mooring::cli
