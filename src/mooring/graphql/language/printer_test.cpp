#include "mooring/graphql/language/printer.hpp"

#include <gtest/gtest.h>

namespace mooring::graphql {
namespace {

TEST(PrintString, EscapesWhatJsonEscapes) {
    EXPECT_EQ(print_string("a\"\\\n\x01\x7F\xC3\xA9"), "\"a\\\"\\\\\\n\\u0001\\u007F\xC3\xA9\"");
}

TEST(PrintDescription, ChoosesTheShapeThatReadsBest) {
    EXPECT_EQ(print_description("short"), "\"\"\"short\"\"\"");
    EXPECT_EQ(print_description("two\nlines"), "\"\"\"\ntwo\nlines\n\"\"\"");
    EXPECT_EQ(print_description("ends in \""), "\"\"\"\nends in \"\n\"\"\"");
    EXPECT_EQ(print_description("has \"\"\" inside"), "\"\"\"has \\\"\"\" inside\"\"\"");
    EXPECT_EQ(print_description("\nblank start"), "\"\\nblank start\"");
    EXPECT_EQ(print_description(std::string(71, 'x')), "\"\"\"\n" + std::string(71, 'x') + "\n\"\"\"");
}

}  // namespace
}  // namespace mooring::graphql
