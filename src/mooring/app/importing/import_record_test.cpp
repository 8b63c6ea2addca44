#include "mooring/app/importing/import_record.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "mooring/app/publishing/test_catalog.hpp"

namespace mooring::app::importing {
namespace {

ImportRecord sample() {
    ImportRecord record;
    record.id = "0123456789abcdef";
    record.source_url = "https://old.example/feed.xml";
    record.workspace = domain::WorkspaceId{3};
    record.show = domain::ShowId{7};
    record.options.goes_live = true;
    record.options.parallel = 8;
    record.state = ImportState::running;
    record.total = 12;
    record.done = 5;
    record.bytes = 123456789;
    record.troubles = {{"g", "Title", "media_missing"}};
    record.warnings = {"the category 'Knitting' is not known"};
    record.created_at = record.updated_at = from_unix_seconds(1'741'600'800);
    return record;
}

TEST(ImportFolder, ReadsBackWhatItWrote) {
    const publishing::test::TemporaryFolder place;
    const ImportFolder folder{place.file("imports")};
    ASSERT_TRUE(folder.save(sample()));
    const auto read = folder.load(sample().id);
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(to_json(*read), to_json(sample()));
    EXPECT_EQ(read->troubles, sample().troubles);
    EXPECT_EQ(folder.list()->size(), 1U);
}

TEST(ImportFolder, KnowsNoFolderButItsOwn) {
    const publishing::test::TemporaryFolder place;
    const ImportFolder folder{place.file("imports")};
    for (const std::string& id :
         std::vector<std::string>{"../../etc/passwd", "", "0123456789abcde/", "..", "0123456789abcdef"}) {
        EXPECT_EQ(folder.load(id).error().code, Errc::not_found) << id;
    }
    EXPECT_TRUE(folder.list()->empty());
}

TEST(ImportFolder, TellsABrokenRecord) {
    const publishing::test::TemporaryFolder place;
    const ImportFolder folder{place.file("imports")};
    ASSERT_TRUE(folder.save(sample()));
    std::ofstream(place.file("imports") + "/" + sample().id + "/import.json") << "{\"state\": 7";
    EXPECT_EQ(folder.load(sample().id).error().code, Errc::corrupt);
    EXPECT_TRUE(folder.list()->empty());
}

TEST(ImportFolder, DropsAllButTheRecord) {
    const publishing::test::TemporaryFolder place;
    const ImportFolder folder{place.file("imports")};
    ASSERT_TRUE(folder.save(sample()));
    ASSERT_TRUE(folder.save_feed(sample().id, "<rss/>"));
    std::ofstream(folder.part_path(sample().id, 3)) << "half";
    EXPECT_EQ(*folder.load_feed(sample().id), "<rss/>");
    folder.drop_files(sample().id);
    EXPECT_FALSE(folder.load_feed(sample().id));
    EXPECT_FALSE(std::filesystem::exists(folder.part_path(sample().id, 3)));
    EXPECT_TRUE(folder.load(sample().id));
}

}  // namespace
}  // namespace mooring::app::importing
