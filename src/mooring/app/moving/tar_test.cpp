#include "mooring/app/moving/tar.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "mooring/app/publishing/test_catalog.hpp"

namespace mooring::app::moving {
namespace {

class TarTest : public testing::Test {
protected:
    void write(const std::string& bytes) { std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes; }
    std::string bytes() const {
        std::ifstream file(path, std::ios::binary);
        return {std::istreambuf_iterator<char>{file}, {}};
    }
    std::string sample() {
        auto tar = TarWriter::create(path);
        EXPECT_TRUE(tar->add("a.json", "{}"));
        EXPECT_TRUE(tar->add("files/one", std::string(1000, 'x')));
        EXPECT_TRUE(tar->add("empty", ""));
        EXPECT_TRUE(tar->finish());
        return bytes();
    }
    /// How reading to the end goes.
    Result<int> walk() {
        MOORING_TRY(TarReader tar, TarReader::open(path));
        for (int count = 0;; ++count) {
            MOORING_TRY(const auto entry, tar.next());
            if (!entry) return count;
        }
    }
    /// The header of the first file with a change, its sum made right again.
    void forge(std::string text, std::size_t at, const std::string& put) {
        text.replace(at, put.size(), put);
        std::fill_n(text.begin() + 148, 8, ' ');
        int sum = 0;
        for (std::size_t place = 0; place < 512; ++place) sum += static_cast<unsigned char>(text[place]);
        char digits[16];
        std::snprintf(digits, sizeof digits, "%06o", static_cast<unsigned>(sum));
        text.replace(148, 7, std::string(digits, 6) + '\0');
        write(text);
    }

    publishing::test::TemporaryFolder folder;
    const std::string path = folder.file("archive.tar");
};

TEST_F(TarTest, ReadsBackWhatItWrote) {
    sample();
    auto tar = TarReader::open(path);
    ASSERT_TRUE(tar);
    EXPECT_EQ((*tar->next())->name, "a.json");
    EXPECT_EQ(*tar->read_all(10), "{}");
    EXPECT_EQ((*tar->next())->size_bytes, 1000);
    EXPECT_EQ(tar->read_all(999).error().code, Errc::too_large);
    EXPECT_EQ(*tar->read_all(1000), std::string(1000, 'x'));
    EXPECT_EQ(*tar->read(), "");
    EXPECT_EQ((*tar->next())->name, "empty");
    EXPECT_FALSE(*tar->next());
}

TEST_F(TarTest, IsReadByTheSystemsOwnTar) {
    sample();
    EXPECT_EQ(std::system(("tar -tf '" + path + "' > '" + folder.file("list") + "'").c_str()), 0);
    std::ifstream list(folder.file("list"));
    const std::string names{std::istreambuf_iterator<char>{list}, {}};
    EXPECT_EQ(names, "a.json\nfiles/one\nempty\n");
}

TEST_F(TarTest, EqualContentsGiveEqualBytes) {
    const std::string first = sample();
    std::filesystem::remove(path);
    EXPECT_EQ(sample(), first);
}

TEST_F(TarTest, RefusesEveryCut) {
    const std::string whole = sample();
    for (std::size_t length = 0; length < whole.size() - 1024; length += 100) {
        write(whole.substr(0, length));
        const auto read = walk();
        EXPECT_FALSE(read) << length;
    }
}

TEST_F(TarTest, RefusesLinksAndOtherKinds) {
    const std::string whole = sample();
    for (const char kind : std::string{"1234567gxLKSV"}) {
        forge(whole, 156, std::string(1, kind));
        EXPECT_EQ(walk().error().code, Errc::corrupt) << kind;
    }
    forge(whole, 156, "0");
    EXPECT_EQ(*walk(), 3);
}

TEST_F(TarTest, RefusesNamesThatLeadElsewhere) {
    const std::string whole = sample();
    for (const std::string& name : std::vector<std::string>{"/etc/passwd", "../x", "a/../../x", "a/./b", "a//b", "a/",
                                                            ".", "..", "a\\b", "a b", std::string("a\x01", 2)}) {
        forge(whole, 0, name + std::string(20, '\0'));
        EXPECT_EQ(walk().error().code, Errc::corrupt) << name;
    }
    forge(whole, 345, "prefix");
    EXPECT_EQ(walk().error().code, Errc::corrupt);
}

TEST_F(TarTest, RefusesSizesThatCannotBe) {
    const std::string whole = sample();
    for (const std::string& size :
         std::vector<std::string>{"77777777777", "0000009999x", std::string("\x80\0\0\0\0\0\0\0\xFF\xFF\xFF", 11)}) {
        forge(whole, 124, size);
        EXPECT_EQ(walk().error().code, Errc::corrupt);
    }
}

TEST_F(TarTest, RefusesDamagedHeaders) {
    std::string whole = sample();
    whole[3] ^= 1;
    write(whole);
    EXPECT_EQ(walk().error().code, Errc::corrupt);
    write(std::string(5000, 'z'));
    EXPECT_EQ(walk().error().code, Errc::corrupt);
}

TEST_F(TarTest, WritesOnlyNamesThatItReads) {
    auto tar = TarWriter::create(path);
    EXPECT_FALSE(tar->add("../x", ""));
    EXPECT_FALSE(tar->add(std::string(101, 'a'), ""));
    EXPECT_FALSE(TarWriter::create(path)) << "there is a file already";
}

}  // namespace
}  // namespace mooring::app::moving
