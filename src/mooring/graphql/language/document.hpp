#pragma once

#include <memory>
#include <string>

#include "mooring/graphql/language/arena.hpp"
#include "mooring/graphql/language/ast.hpp"

namespace mooring::graphql {

/// A parsed document: its text, its tree and the memory both live in. Read-only once parsed, from any thread.
struct Document {
    explicit Document(std::string text) : source(std::move(text)) {}
    Document(const Document&) = delete;
    Document& operator=(const Document&) = delete;

    const std::string source;
    Arena arena;
    List<ast::Definition> definitions;
    std::size_t token_count = 0;
};

}  // namespace mooring::graphql
