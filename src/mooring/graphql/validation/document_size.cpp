#include "mooring/graphql/validation/document_size.hpp"

#include <algorithm>
#include <string>
#include <unordered_map>

namespace mooring::graphql {

namespace {

constexpr std::size_t most = 1'000'000'000;  // where counting stops

struct Size {
    std::size_t depth = 0;
    std::size_t aliases = 0;
    std::size_t fields = 0;
};

class Measure {
public:
    explicit Measure(const Document& document) {
        for (const ast::Definition& definition : document.definitions) {
            if (definition.kind == ast::DefinitionKind::fragment) fragments_[definition.name.text].node = &definition;
        }
    }

    Size of(const ast::SelectionSet& set) {
        Size size;
        for (const ast::Selection& selection : set.selections) {
            Size inside;
            if (selection.kind == ast::SelectionKind::fragment_spread) {
                inside = of_fragment(selection.name.text);
            } else if (selection.selection_set) {
                inside = of(*selection.selection_set);
            }
            if (selection.kind == ast::SelectionKind::field) {
                ++inside.depth;
                ++inside.fields;
                if (selection.alias) ++inside.aliases;
            }
            size.depth = std::max(size.depth, inside.depth);
            size.aliases = std::min(size.aliases + inside.aliases, most);
            size.fields = std::min(size.fields + inside.fields, most);
        }
        return size;
    }

private:
    struct Fragment {
        const ast::Definition* node = nullptr;
        bool is_known = false;
        Size size;
    };

    Size of_fragment(std::string_view name) {
        const auto found = fragments_.find(name);
        if (found == fragments_.end()) return {};
        Fragment& fragment = found->second;
        if (!fragment.is_known) {
            fragment.is_known = true;  // nothing yet, should it spread itself
            fragment.size = of(*fragment.node->selection_set);
        }
        return fragment.size;
    }

    std::unordered_map<std::string_view, Fragment> fragments_;
};

}  // namespace

std::optional<RequestError> check_size(const Document& document, const DocumentLimits& limits) {
    Measure measure{document};
    for (const ast::Definition& definition : document.definitions) {
        if (!definition.selection_set) continue;
        const Size size = measure.of(*definition.selection_set);
        const auto refuse = [&](Refusal refusal, std::size_t limit, const char* what) {
            return RequestError{
                refusal,
                "Document has more than " + std::to_string(limit) + what + " after fragments are spread.",
                {locate(document.source, definition.offset)}};
        };
        if (size.depth > limits.depth) return refuse(Refusal::too_deep, limits.depth, " levels of fields");
        if (size.aliases > limits.aliases) return refuse(Refusal::too_many_aliases, limits.aliases, " aliases");
        if (size.fields > limits.fields) return refuse(Refusal::too_costly, limits.fields, " fields");
    }
    return std::nullopt;
}

}  // namespace mooring::graphql
