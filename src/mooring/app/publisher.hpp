#pragma once

#include <string>

#include "mooring/domain/show.hpp"

namespace mooring::app {

/// Who a show is by, as listeners read it: its author, else the instance's, else its presenter, else its title. The
/// feed has the same order of stand-ins.
inline std::string publisher_of(const domain::Show& show, const std::string& default_author) {
    for (const std::string* name : {&show.author, &default_author, &show.presenter}) {
        if (!name->empty()) return *name;
    }
    return show.title;
}

}  // namespace mooring::app
