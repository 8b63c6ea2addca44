#pragma once

#include <deque>
#include <optional>

#include "mooring/graphql/validation/context.hpp"

namespace mooring::graphql {

/// Fields with one response key can be merged: the same field with the same arguments and the same shape of answer,
/// unless no object can have both. Compares pairs, as graphql-js does, so that both report the same places; runs of
/// equal leaf fields are passed over, each pair of fragments is compared once, and every comparison is paid for.
/// Source: https://spec.graphql.org/October2021/#sec-Field-Selection-Merging
class OverlappingFieldsCanBeMerged {
public:
    explicit OverlappingFieldsCanBeMerged(ValidationContext& context) : context_(context) {}
    void enter_selection_set(const ast::SelectionSet& set);

private:
    /// Whether two fields can never be of one object; then only the shapes of their answers have to agree.
    enum class Exclusive : bool { no, yes };

    struct Selected;
    struct Entry {
        const NamedType* parent;
        const ast::Selection* field;
        const Field* definition;
        bool is_plain_leaf;                       ///< neither arguments nor selections
        mutable const Selected* below = nullptr;  ///< of its own selections, once they were looked at
    };
    struct Group {
        std::string_view key;
        std::vector<Entry> entries;
    };
    /// What a selection set holds: fields by response key, those of inline fragments too, and the fragments it spreads.
    struct Selected {
        std::vector<Group> groups;
        std::unordered_map<std::string_view, std::size_t> groups_by_key;  ///< filled when there are many
        std::vector<const ast::Definition*> fragments;

        const Group* find(std::string_view key) const;
    };
    struct Conflict {
        std::string reason;  ///< of `key` and what is below
        std::string_view key;
        Places places;
        Places other_places;
    };
    using Conflicts = std::vector<Conflict>;

    /// Pairs that were compared, and how.
    class Compared {
    public:
        /// False when the pair was compared at least as strictly before.
        bool add(const void* left, const void* right, Exclusive exclusive);

    private:
        struct Hash {
            std::size_t operator()(const std::pair<const void*, const void*>& pair) const {
                const std::hash<const void*> hash;
                return hash(pair.first) * 31 + hash(pair.second);
            }
        };
        std::unordered_map<std::pair<const void*, const void*>, Exclusive, Hash> pairs_;
    };

    /// Bounds the recursion through chains of fragments.
    class Depth {
    public:
        explicit Depth(OverlappingFieldsCanBeMerged& rule) : rule_(rule) { ++rule_.depth_; }
        ~Depth() { --rule_.depth_; }
        Depth(const Depth&) = delete;
        Depth& operator=(const Depth&) = delete;
        bool is_over() const;

    private:
        OverlappingFieldsCanBeMerged& rule_;
    };

    const Selected& selected(const NamedType* parent, const ast::SelectionSet& set);
    const Selected& selected(const ast::Definition& fragment);
    const Selected& selected_below(const Entry& entry);
    void collect(const NamedType* parent, const ast::SelectionSet& set, Selected& into);
    void compare_within(const Selected& one, Conflicts& conflicts);
    void compare(const Selected& one, const Selected& other, Exclusive exclusive, Conflicts& conflicts);
    void compare(const Selected& one, const ast::Definition& fragment, Exclusive exclusive, Conflicts& conflicts);
    void compare(const ast::Definition& one, const ast::Definition& other, Exclusive exclusive, Conflicts& conflicts);
    void compare_sets(const Entry& one, const Entry& other, Exclusive exclusive, Conflicts& conflicts);
    void add_conflict(std::string_view key, const Entry& one, const Entry& other, Exclusive exclusive,
                      Conflicts& conflicts);
    std::optional<Conflict> find_conflict(std::string_view key, const Entry& one, const Entry& other,
                                          Exclusive exclusive);

    ValidationContext& context_;
    std::deque<Selected> all_;
    std::unordered_map<const ast::SelectionSet*, const Selected*> by_set_;
    Compared compared_with_fragments_;
    Compared compared_fragments_;
    std::size_t depth_ = 0;
};

}  // namespace mooring::graphql
